/** Any table as tab-separated lines for grep and awk: a header line, then one line a row, in the order of the rows. */
import type { CompiledFilter } from '../filter/compile.ts';
import { callDumps } from './dumpCalls.ts';
import { joinDumps } from './dumpJoins.ts';
import { limitDumps } from './dumpLimits.ts';
import { packetDumps } from './dumpPackets.ts';
import type { DumpColumn, DumpSource, TableDump } from './dumpSource.ts';
import { stateDumps } from './dumpStates.ts';

/** A new table to dump is one line here. */
const dumps = { ...packetDumps, ...callDumps, ...joinDumps, ...limitDumps, ...stateDumps } as const satisfies Record<string, TableDump>;

export type TableName = keyof typeof dumps;
export const tableNames = Object.keys(dumps) as readonly TableName[];

export function columnNames(source: DumpSource, table: TableName): readonly string[] {
  return Object.keys(dumps[table](source).columns);
}

export function canBeFiltered(source: DumpSource, table: TableName): boolean {
  return dumps[table](source).events !== undefined;
}

/** Tabs and line ends would break the table. */
function cell(value: string | number): string {
  return typeof value === 'number' ? (Number.isNaN(value) ? '' : String(value)) : value.replace(/[\t\r\n]/g, ' ');
}

export interface DumpChoice {
  /** Names of columns; all of them where it is absent. Unknown names give empty columns. */
  readonly columns?: readonly string[] | undefined;
  /** Rows that do not match are left out; of a table that cannot be filtered, none. */
  readonly filter?: CompiledFilter | undefined;
}

/** Lines with their ends. */
export function* dumpTable(source: DumpSource, table: TableName, choice: DumpChoice = {}): Iterable<string> {
  const { length, columns, events } = dumps[table](source);
  const matches = events && choice.filter?.predicate(events.table);
  const names = choice.columns ?? Object.keys(columns);
  const none: DumpColumn = () => '';
  const chosen = names.map((name) => columns[name] ?? none);
  yield `${names.join('\t')}\n`;
  for (let row = 0; row < length; row++) if (!matches || matches(events.rowOf(row))) yield `${chosen.map((column) => cell(column(row))).join('\t')}\n`;
}
