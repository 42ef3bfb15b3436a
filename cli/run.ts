/** What both commands do first: find the inputs, analyse them under a progress line, and say what could not be used. */
import { analyze, type Analysis } from '../analyzer/analyze.ts';
import { problemKinds } from '../analyzer/trace/problems.ts';
import type { Report } from '../analyzer/view/report.ts';
import { findInputs } from './inputs.ts';
import { createProgressLine } from './progress.ts';
import { readApart } from './readApart.ts';
import { Refusal } from './refusal.ts';

/** Sentences about inputs in which nothing was found, by the problem that says why. */
function uselessInputs(report: Report): string[] {
  const sentences: string[] = [];
  for (const input of report.inputs) {
    if (input.records > 0) continue;
    const problem = input.problems[0] ?? problemKinds['input-empty'];
    sentences.push(`${input.path}: ${problem.what}; ${problem.remedy}`);
  }
  return sentences;
}

/** Sentences about inputs that were read and have nothing to do with SCTP. */
function strangeInputs(report: Report): string[] {
  return report.inputs.filter(({ records }) => records > 0).map(({ path, kind, records }) => kind === 'strace'
    ? `${path}: no socket in it is seen to be of SCTP; trace the sending process (strace -f -ttt -T -yy -s 256 -e trace=network,desc -o FILE -p PID) and give the capture too`
    : `${path}: none of its ${records} packets is of SCTP; record where the association runs (tcpdump -i any -s 0 -w FILE sctp)`);
}

/** There is an association, on the wire or behind a descriptor. */
function concernsSctp({ trace, report }: Analysis): boolean {
  return report.stalls.length > 0 || trace.associations.length > 0 || trace.sockets.some(({ protocol }) => protocol === 'sctp');
}

/** Analyses what can be used of `paths`. Refuses when that is nothing. */
export async function runAnalysis(paths: readonly string[]): Promise<Analysis> {
  const { inputs, refused, notes } = await findInputs(paths);
  for (const note of notes) process.stderr.write(`${note}\n`);
  if (inputs.length === 0) throw new Refusal(refused.join('\n'));
  const progress = createProgressLine(process.stderr);
  let analysis: Analysis;
  try {
    analysis = await analyze(inputs, { onProgress: progress.report, read: readApart });
  } finally {
    progress.done();
  }
  const useless = [...refused, ...uselessInputs(analysis.report)];
  if (!concernsSctp(analysis)) throw new Refusal([...useless, ...strangeInputs(analysis.report)].join('\n'));
  for (const sentence of useless) process.stderr.write(`${sentence}\n`);
  return analysis;
}
