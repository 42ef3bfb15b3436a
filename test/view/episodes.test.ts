/** Which stalls are told as one, and that none is lost by it. */
import { expect, test } from 'vitest';
import { cardOf, cardsOf } from '../../analyzer/view/card.ts';
import { episodesOf, episodeText, foldedTexts, stallsOf } from '../../analyzer/view/episodes.ts';
import type { StallReport } from '../../analyzer/view/report.ts';
import { closedStall, sampleReport } from './sampleReport.ts';

/** Times in ms since the sample's stall. */
function stall(id: number, from: number, to: number, rest: Partial<StallReport> & { since?: number } = {}): StallReport {
  const time = (ms: number): string => String(BigInt(closedStall.start) + BigInt(ms) * 1_000_000n);
  const { since, ...members } = rest;
  return {
    ...closedStall, id, start: time(from), end: time(to), consequence: 'resumed-after-pollout', cost: { ...closedStall.cost, durationNs: (to - from) * 1e6 },
    ...(since === undefined ? {} : { queuedSince: time(since) }), ...members,
  };
}
const told = (stalls: readonly StallReport[]): string[] => episodesOf(stalls).map((episode) => stallsOf(episode).map(({ id, eagainCount }) => `${id}${episode.main.id === id ? '*' : ''}x${eagainCount}`).join(' '));

test('refusals of one backlog stand behind the longest', () => {
  const stalls = [
    stall(1, 0, 20, { since: -5 }), stall(2, 22, 4000, { since: -5, eagainCount: 3 }), stall(3, 4001, 4005, { since: -5 }), stall(4, 4300, 4302, { since: -5, eagainCount: 2 }),
    // Everything had left in between.
    stall(5, 4310, 4320, { since: 4305 }),
  ];
  expect(told(stalls)).toEqual(['1x1 2*x3 3x1 4x2', '5*x1']);
  expect(foldedTexts(episodesOf(stalls)[0]!).map(({ text }) => text)).toEqual([
    '1 further refused send in 20.0 ms before, as the backlog built up, S1, same cause',
    '3 further refused sends in 301 ms while the backlog drained, S3-S4, same cause',
  ]);
  expect(episodeText(episodesOf(stalls)[0]!)).toContain(`${closedStall.summary[0]} · `);
});

test('without a known queue only what is close belongs together', () => {
  expect(told([stall(1, 0, 50), stall(2, 149, 160), stall(3, 261, 270)])).toEqual(['1*x1 2x1', '3*x1']);
});

test('another cause, socket, or an end that is worse stands alone', () => {
  const ended = stall(4, 30, 40, { since: 0, consequence: 'association-closed-by-app' });
  expect(told([stall(1, 0, 10, { since: 0 }), stall(2, 12, 20, { since: 0, cause: 'congestion-window' }), stall(3, 15, 25, { since: 0, fd: 99 }), ended])).toEqual(['1*x1', '2*x1', '3*x1', '4*x1']);
  // Each message that an application drops is told with its like.
  const dropped = { since: 0, consequence: 'message-dropped' } as const;
  expect(told([stall(1, 0, 10, { since: 0 }), stall(2, 12, 20, dropped), stall(3, 22, 40, dropped)])).toEqual(['1*x1', '2x1 3*x1']);
});

test('a blocking sender waits instead of being refused', () => {
  const stalls = [stall(1, 0, 900, { since: 0, eagainCount: 0 }), stall(2, 901, 1100, { since: 0, eagainCount: 0 })];
  expect(foldedTexts(episodesOf(stalls)[0]!)[0]!.text).toBe('1 further waiting send in 199 ms while the backlog drained, S2, same cause');
});

test('one card for all of them, and one for each that is asked for', () => {
  const stalls = Array.from({ length: 300 }, (_, i) => (i === 0 ? stall(1, 0, 3000, { since: -1 }) : stall(i + 1, 3000 + i * 3, 3001 + i * 3, { since: -1 })));
  const report = { ...sampleReport, stalls };
  const cards = cardsOf(report).filter(({ title }) => title.startsWith('send()'));
  expect(cards).toHaveLength(1);
  expect(cards[0]!.title).not.toContain('times');
  expect(cards[0]!.sections.find(({ heading }) => heading === 'With it')!.clauses).toEqual([expect.objectContaining({ text: '299 further refused sends in 895 ms while the backlog drained, S2-S300, same cause', proof: expect.stringContaining(':') })]);
  const [partOf] = cardOf(report, stalls[200]!).sections;
  expect(partOf).toMatchObject({ heading: 'Part of', clauses: [{ text: 'one of 300 refusals of one backlog; the longest is S1, of 3.00 s' }] });
});
