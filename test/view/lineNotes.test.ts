/** What the analysis says of the lines of a log, as golden texts: the lines around refusals, and of what ended the stalls. */
import { expect, test } from 'vitest';
import { RunningAnalysis } from '../../analyzer/runningAnalysis.ts';
import type { LineNote, Place } from '../../analyzer/view/protocol.ts';
import type { Session } from '../../analyzer/view/session.ts';
import { goldenCases, inputsOf, type GoldenCase } from '../goldenCase.ts';

async function sessionOf(golden: GoldenCase): Promise<Session> {
  let session: Session | undefined;
  const analysis = new RunningAnalysis(inputsOf(golden), { onSession: (latest) => (session = latest), onProgress: () => {}, now: () => 0, breathe: async () => {} });
  await analysis.read();
  await analysis.conclude('done');
  return session!;
}

const placeText = ({ line, frame }: Place): string => (line === undefined ? `frame ${frame}` : `line ${line}`);

function spell(note: LineNote): string {
  const parts = [
    ...(note.message === undefined ? [] : [note.message]),
    ...(note.neverWired ? ['never on the wire'] : []),
    ...(note.refused ? [`refused: ${note.refused.text}${note.refused.stall === undefined ? '' : ` (stall ${note.refused.stall})`}`] : []),
    ...(note.ended ? [note.ended.text] : []),
    ...(note.association === undefined ? [] : [`association ${note.association}`]),
    ...(note.window === undefined ? [] : [note.window]),
    ...(['sentAgain', 'packet', 'answer', 'request', 'opened'] as const).flatMap((name) => (note[name] ? [`${name} ${placeText(note[name])}`] : [])),
  ];
  return `${note.line}: ${parts.join(' · ')}`;
}

/** Lines told around each that says something of a stall. */
const AROUND = 2;
const MOST_LINES = 10;

test.each(goldenCases)('$name', async (golden) => {
  const { handlers } = await sessionOf(golden);
  const out: string[] = [];
  for (const { path, kind } of (await handlers.overview({})).inputs) {
    if (kind !== 'strace') continue;
    const all = await handlers.lines({ file: path, from: 1, to: 1e9 });
    const told = new Set<number>();
    all.forEach(({ refused, ended }, i) => {
      if (refused || ended) for (let near = i - AROUND; near <= i + 1; near++) told.add(near);
    });
    const chosen = told.size > 0 ? all.filter((_, i) => told.has(i)) : all.slice(0, MOST_LINES);
    const rest = chosen.length - 2 * MOST_LINES;
    out.push(path, ...(rest > 0 ? [...chosen.slice(0, MOST_LINES).map(spell), `… ${rest} more`, ...chosen.slice(-MOST_LINES).map(spell)] : chosen.map(spell)));
  }
  await expect(`${out.join('\n')}\n`).toMatchFileSnapshot(`golden/lines/${golden.name}.txt`);
});
