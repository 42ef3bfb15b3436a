/** What a screen gets of each recording: the lanes with all their kinds of marks, and that looking early changes nothing in the end. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../analyzer/analyze.ts';
import { RunningAnalysis } from '../../analyzer/runningAnalysis.ts';
import { formatDuration } from '../../analyzer/trace/time.ts';
import type { LaneInfo, Tile } from '../../analyzer/view/protocol.ts';
import type { Session } from '../../analyzer/view/session.ts';
import { bytesForChunks, goldenCases, inChunks, inputsOf, type GoldenCase } from '../goldenCase.ts';

const CHUNK = 64 * 1024;

/** Concludes after every piece that is read: each question to the clock moves it a minute. */
async function run(golden: GoldenCase, minutesPass: boolean): Promise<Session[]> {
  const sessions: Session[] = [];
  let minutes = 0;
  const inputs = inputsOf(golden).map((input, i) => {
    const bytes = bytesForChunks(golden.files[i]!, CHUNK);
    return { ...input, source: inChunks(bytes, CHUNK, input.source) };
  });
  const analysis = new RunningAnalysis(inputs, {
    onSession: (session) => sessions.push(session),
    onProgress: () => {},
    now: () => (minutesPass ? (minutes += 1) * 60_000 : 0),
    breathe: async () => {},
  });
  await analysis.read();
  await analysis.conclude('done');
  return sessions;
}

async function tileOf(session: Session, lane: string, start: number, end: number, pixels: number): Promise<Tile> {
  const [tile] = await session.handlers.tiles({ lanes: [lane], start, end, pixels });
  return tile!;
}

function totalsText(lane: LaneInfo, tile: Tile): string {
  if (lane.kind === 'steps') return lane.series.map(({ name }, i) => `${name} ${tile.kind === 'steps' ? tile.series[i]!.time.length : 0} points`).join(', ');
  if (tile.kind === 'steps') return '';
  return lane.classes.map(({ name }, i) => `${tile.totals[i]} × ${name}`).filter((text) => !text.startsWith('0 ')).join(', ');
}

describe.each(goldenCases)('$name', (golden) => {
  test('its lanes', async () => {
    const session = (await run(golden, false)).at(-1)!;
    const { groups, lanes, start, end, stalls } = await session.handlers.overview({});
    const lines = [`${formatDuration(end - start)}, stalls: ${stalls.map(({ label }) => label).join('; ') || 'none'}`];
    for (const group of groups) {
      lines.push(`${group.title}   ${group.subtitle}`);
      for (const lane of lanes.filter((one) => one.group === group.id)) {
        const tile = await tileOf(session, lane.id, start, end + 1, 1_000);
        lines.push(`  ${lane.id} "${lane.title}"${lane.secondary ? ' (secondary)' : ''}: ${totalsText(lane, tile)}`);
      }
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'golden', 'lanes', `${golden.name}.txt`));
  });

  test('a tile has no more than its pixels allow, and loses no event', async () => {
    const session = (await run(golden, false)).at(-1)!;
    const { lanes, start, end } = await session.handlers.overview({});
    for (const lane of lanes) {
      const coarse = await tileOf(session, lane.id, start, end + 1, 50);
      if (coarse.kind === 'steps' || lane.kind === 'steps') continue;
      const subRows = lane.kind === 'spans' ? lane.rows : 1;
      expect(coarse.row.length).toBeLessThanOrEqual(lane.classes.length * subRows * 2 * 51);
      const byClass = lane.classes.map(() => 0);
      coarse.class.forEach((number, i) => (byClass[number]! += coarse.count[i]!));
      expect({ lane: lane.id, counts: byClass }).toEqual({ lane: lane.id, counts: coarse.totals });
    }
  });

  test('looking early changes nothing in the end', async () => {
    const sessions = await run(golden, true);
    if (golden.files.some((file) => bytesForChunks(file, CHUNK).length > 4 * CHUNK)) expect(sessions.length).toBeGreaterThan(2);
    const { report } = await analyze(inputsOf(golden));
    expect(sessions.at(-1)!.conclusion.report).toEqual(report);
  });
});
