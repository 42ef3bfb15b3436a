/**
 * What has been read so far -> a session: joins, verdicts, report. The tables are not changed, so that they can grow and be concluded again; others have their
 * turns while it is made.
 */
import { Correlation, joinAll } from './correlate/correlation.ts';
import type { Details } from './details/details.ts';
import { judge } from './diagnose/diagnosis.ts';
import { VERSION, type AnalysisInput } from './analyze.ts';
import { fetchQuotes } from './quotes.ts';
import { inTurns, type Pace } from './trace/steps.ts';
import type { Trace } from './trace/trace.ts';
import { writeReport } from './view/buildReport.ts';
import { openSession, type Conclusion, type Session } from './view/session.ts';

export interface ConcludeOptions {
  readonly decoded: Details;
  readonly generation: number;
  readonly state: Conclusion['state'];
  readonly pace: Pace;
}

export async function concludeTrace(trace: Trace, inputs: readonly AnalysisInput[], { pace, ...rest }: ConcludeOptions): Promise<Session> {
  const correlation = new Correlation(trace, await inTurns(joinAll(trace), pace));
  const diagnosis = await inTurns(judge(correlation), pace);
  const quotes = await fetchQuotes(diagnosis, inputs);
  const report = await inTurns(writeReport(diagnosis, quotes, VERSION), pace);
  return inTurns(openSession({ diagnosis, report, pace, ...rest }), pace);
}
