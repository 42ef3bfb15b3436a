/** What the analysis says of the lines of a log, as golden texts: the lines around refusals, and of what ended the stalls. */
import { expect, test } from 'vitest';
import { analyze, type Analysis } from '../../analyzer/analyze.ts';
import { captureSpan } from '../../analyzer/correlate/handover.ts';
import { limitContext, limitTimeline, type LimitContext } from '../../analyzer/diagnose/limits.ts';
import { formatDuration } from '../../analyzer/trace/time.ts';
import { LineNotes } from '../../analyzer/view/lineNotes.ts';
import type { LineNote, Place } from '../../analyzer/view/protocol.ts';
import { goldenCases, inputsOf } from '../goldenCase.ts';

function notesOf({ diagnosis }: Analysis): LineNotes {
  const { correlation } = diagnosis;
  const end = captureSpan(correlation.trace, correlation.axis)[1];
  const kept = new Map<number, LimitContext>();
  const context = (association: number, sender: 0 | 1): LimitContext => {
    const known = kept.get(association * 2 + sender) ?? limitContext(correlation.replayWindow(association, sender), correlation.handovers[association], end);
    kept.set(association * 2 + sender, known);
    return known;
  };
  return new LineNotes({
    diagnosis,
    context,
    localOf: (association) => correlation.handovers[association]?.sender ?? correlation.owners.localOf[association] ?? 0,
    timeline: (association, sender) => ({ timeline: limitTimeline(context(association, sender), undefined) }),
  });
}

const placeText = ({ line, frame }: Place): string => (line === undefined ? `frame ${frame}` : `line ${line}`);

function spell(note: LineNote): string {
  const parts = [
    ...(note.sincePrevious === undefined ? [] : [`+${formatDuration(note.sincePrevious)}`]),
    ...(note.message === undefined ? [] : [note.message]),
    ...(note.neverWired ? ['never on the wire'] : []),
    ...(note.refused ? [`refused: ${note.refused.text}${note.refused.stall === undefined ? '' : ` (stall ${note.refused.stall})`}`] : []),
    ...(note.ended ? [note.ended.text] : []),
    ...(note.association === undefined ? [] : [`association ${note.association}`]),
    ...(note.window === undefined ? [] : [note.window]),
    ...(['packet', 'answer', 'request', 'opened'] as const).flatMap((name) => (note[name] ? [`${name} ${placeText(note[name])}`] : [])),
  ];
  return `${note.line}: ${parts.join(' · ')}`;
}

/** Lines told around each that says something of a stall. */
const AROUND = 2;
const MOST_LINES = 10;

test.each(goldenCases)('$name', async (golden) => {
  const analysis = await analyze(inputsOf(golden));
  const notes = notesOf(analysis);
  const out: string[] = [];
  for (const { path, kind } of analysis.report.inputs) {
    if (kind !== 'strace') continue;
    const all = notes.of(path, 1, 1e9);
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
