/** What the screens of a recording of test/fixtures are made from. */
import { getSystemErrorName } from 'node:util';
import { analyze } from '../../analyzer/analyze.ts';
import { EventTables as FilterTables } from '../../analyzer/filter/eventTables.ts';
import { limitRows } from '../../analyzer/view/dumpLimits.ts';
import type { EventSource } from '../../analyzer/view/eventSource.ts';
import type { Located, RowRef } from '../../analyzer/view/protocol.ts';
import { goldenCases, inputsOf } from '../goldenCase.ts';

export async function eventSource(name: string): Promise<EventSource> {
  const { trace, report, diagnosis } = await analyze(inputsOf(goldenCases.find((golden) => golden.name === name)!));
  const source = { trace, report, diagnosis, correlation: diagnosis.correlation, errnoName: (errno: number) => getSystemErrorName(-errno) };
  return { ...source, limits: limitRows(source), messageOfData: new FilterTables(diagnosis).messageOfData };
}

/** A place on the screen that no test looks at. */
export const located = (ref: RowRef): Located => ({ ref, start: 0, end: 0, title: `${ref.table} ${ref.row}`, places: [] });
