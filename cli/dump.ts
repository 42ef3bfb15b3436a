/** `stallscope dump`: one table of the analysis as tab-separated text. */
import { getSystemErrorName } from 'node:util';
import type { Diagnosis } from '../analyzer/diagnose/diagnosis.ts';
import { compileFilter, type CompiledFilter } from '../analyzer/filter/compile.ts';
import { EventTables } from '../analyzer/filter/eventTables.ts';
import type { Filter } from '../analyzer/filter/expression.ts';
import { parseFilter } from '../analyzer/filter/parse.ts';
import { canBeFiltered, columnNames, dumpTable, tableNames, type TableName } from '../analyzer/view/dump.ts';
import { writeOutput } from './output.ts';
import { Refusal } from './refusal.ts';
import { runAnalysis } from './run.ts';

export interface DumpOptions {
  readonly columns?: string;
  readonly filter?: string;
  readonly out?: string;
}

/** Resolves to the exit code. */
export async function dump(table: TableName, files: readonly string[], { columns, filter: text, out }: DumpOptions): Promise<number> {
  const filter = text === undefined ? undefined : filterOf(text);
  const { trace, report, diagnosis } = await runAnalysis(files);
  const source = { trace, report, correlation: diagnosis.correlation, errnoName: (errno: number) => getSystemErrorName(-errno) };
  const known = columnNames(source, table);
  const wanted = columns?.split(',');
  const unknown = wanted?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) throw new Refusal(`${table} has no column ${unknown.join(', ')}; it has ${known.join(', ')}`);
  if (filter && !canBeFiltered(source, table)) {
    throw new Refusal(`${table} cannot be filtered; these can: ${tableNames.filter((name) => canBeFiltered(source, name)).join(', ')}`);
  }
  await writeOutput(out, dumpTable(source, table, { columns: wanted, filter: filter && compiled(filter, diagnosis) }));
  return 0;
}

const compiled = (filter: Filter, diagnosis: Diagnosis): CompiledFilter => compileFilter(filter, new EventTables(diagnosis));

/** A mistake in it is told before a long run, with the place marked. */
function filterOf(text: string): Filter {
  const parsed = parseFilter(text);
  if ('ok' in parsed) return parsed.ok;
  const { problem, start, end } = parsed;
  const shown = text.replaceAll(/\s/g, ' ');
  throw new Refusal(`${problem}\n  ${shown}\n  ${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))}`);
}
