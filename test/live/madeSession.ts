/** The session of a log that is given line by line. */
import { RunningAnalysis } from '../../analyzer/runningAnalysis.ts';
import type { Session } from '../../analyzer/view/session.ts';

export async function sessionOfLines(lines: readonly string[]): Promise<Session> {
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  const input = { path: 'refused.strace', size: bytes.length, source: { async *stream() { yield bytes; }, read: async (offset: number, length: number) => bytes.subarray(offset, offset + length) } };
  const analysis = new RunningAnalysis([input], { onSession: () => {}, onProgress: () => {}, now: () => 0, breathe: async () => {} });
  await analysis.read();
  return analysis.conclude('done');
}
