/** What has been read so far -> a session: joins, verdicts, report. The tables are not changed, so that they can grow and be concluded again. */
import { Correlation } from './correlate/correlation.ts';
import type { Details } from './details/details.ts';
import { diagnose } from './diagnose/diagnosis.ts';
import { VERSION, type AnalysisInput } from './analyze.ts';
import { fetchQuotes } from './quotes.ts';
import type { Trace } from './trace/trace.ts';
import { buildReport } from './view/buildReport.ts';
import { Session, type Conclusion } from './view/session.ts';

export interface ConcludeOptions {
  readonly decoded: Details;
  readonly generation: number;
  readonly state: Conclusion['state'];
  /** Lets others run between two pieces of work. */
  readonly breathe: () => Promise<void>;
}

export async function concludeTrace(trace: Trace, inputs: readonly AnalysisInput[], { breathe, ...rest }: ConcludeOptions): Promise<Session> {
  const diagnosis = diagnose(new Correlation(trace));
  await breathe();
  const report = buildReport(diagnosis, await fetchQuotes(diagnosis, inputs), VERSION);
  return new Session({ diagnosis, report, ...rest });
}
