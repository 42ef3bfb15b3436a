/** `stallscope dump`: one table of the analysis as tab-separated text. */
import { getSystemErrorName } from 'node:util';
import { columnNames, dumpTable, type TableName } from '../analyzer/view/dump.ts';
import { writeOutput } from './output.ts';
import { Refusal } from './refusal.ts';
import { runAnalysis } from './run.ts';

export interface DumpOptions {
  readonly columns?: string;
  readonly out?: string;
}

/** Resolves to the exit code. */
export async function dump(table: TableName, files: readonly string[], { columns, out }: DumpOptions): Promise<number> {
  const { trace, report, diagnosis } = await runAnalysis(files);
  const source = { trace, report, correlation: diagnosis.correlation, errnoName: (errno: number) => getSystemErrorName(-errno) };
  const known = columnNames(source, table);
  const wanted = columns?.split(',');
  const unknown = wanted?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) throw new Refusal(`${table} has no column ${unknown.join(', ')}; it has ${known.join(', ')}`);
  await writeOutput(out, dumpTable(source, table, wanted));
  return 0;
}
