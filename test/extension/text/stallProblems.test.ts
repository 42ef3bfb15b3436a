/** What stands in Problems for each recording. */
import { expect, test } from 'vitest';
import { RunningAnalysis } from '../../../analyzer/runningAnalysis.ts';
import type { Session } from '../../../analyzer/view/session.ts';
import { qualityProblems, stallProblem, type StallProblem } from '../../../extension/text/stallProblems.ts';
import { goldenCases, inputsOf, type GoldenCase } from '../../goldenCase.ts';

const MOST_SHOWN = 3;

async function problemsOf(golden: GoldenCase): Promise<StallProblem[]> {
  let session: Session | undefined;
  const analysis = new RunningAnalysis(inputsOf(golden), { onSession: (latest) => (session = latest), onProgress: () => {}, now: () => 0, breathe: async () => {} });
  await analysis.read();
  await analysis.conclude('done');
  const { handlers } = session!;
  const overview = await handlers.overview({});
  const problems: StallProblem[] = [];
  for (const stall of overview.stalls) {
    const [card] = await handlers.cards({ stall: stall.id });
    const problem = card && stallProblem(stall, card);
    expect(problem, `stall ${stall.id} has a place`).toBeDefined();
    if (problem) problems.push(problem);
  }
  return [...problems.slice(0, MOST_SHOWN), ...qualityProblems(overview)];
}

const spell = ({ place, severity, message, code, related }: StallProblem): string[] => [
  `${place.file}:${place.line} ${severity} [${code}] ${message}`,
  ...related.map(({ text, place: { file, line } }) => `    ${file}${line === undefined ? '' : `:${line}`} ${text}`),
];

test('problems are as reviewed', async () => {
  const out: string[] = [];
  for (const golden of goldenCases) out.push(`== ${golden.name}`, ...(await problemsOf(golden)).flatMap(spell));
  await expect(`${out.join('\n')}\n`).toMatchFileSnapshot('golden/problems.txt');
});
