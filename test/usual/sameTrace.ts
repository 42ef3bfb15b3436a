/** What two traces of the same logs say differently, a line each. */
import type { TableCore } from '../../analyzer/trace/table.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';

type Columns = TableCore & Readonly<Record<string, ArrayLike<number>>>;

function differentRows(name: string, a: TableCore, b: TableCore): string[] {
  if (a.length !== b.length) return [`${name}: ${a.length} rows, ${b.length} rows`];
  return a.columnNames().flatMap((column) => {
    const [left, right] = [(a as Columns)[column]!, (b as Columns)[column]!];
    for (let row = 0; row < a.length; row++) if (!Object.is(left[row], right[row])) return [`${name}.${column}[${row}]: ${left[row]}, ${right[row]}`];
    return [];
  });
}

/** Maps and their order, too. */
function textOf(rows: readonly object[]): string {
  return JSON.stringify(rows.map((row) => ('ppids' in row ? { ...row, ppids: [...(row.ppids as Map<number, number>)] } : row)));
}

export function differences(a: Trace, b: Trace): string[] {
  const tables = ([
    'packets', 'dataChunks', 'sacks', 'gapBlocks', 'duplicateTsns', 'controlChunks', 'messages', 'calls', 'transfers', 'polls', 'options',
  ] as const).flatMap((name) => differentRows(name, a[name], b[name]));
  const lists = (['inputs', 'associations', 'threads', 'processes', 'sockets'] as const).flatMap((name) => {
    const [left, right] = [textOf(a[name]), textOf(b[name])];
    return left === right ? [] : [`${name}: ${left}\n${' '.repeat(name.length)}  ${right}`];
  });
  const [left, right] = [JSON.stringify(a.problems.all), JSON.stringify(b.problems.all)];
  return [...tables, ...lists, ...(left === right ? [] : [`problems: ${left}\n          ${right}`])];
}
