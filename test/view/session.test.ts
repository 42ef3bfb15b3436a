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

/** Concludes after every piece that is read: each moves the clock by a minute. */
async function run(golden: GoldenCase, minutesPass: boolean): Promise<Session[]> {
  const sessions: Session[] = [];
  let minutes = 0;
  const inputs = inputsOf(golden).map((input, i) => {
    const bytes = bytesForChunks(golden.files[i]!, CHUNK);
    return { ...input, source: inChunks(bytes, CHUNK, input.source) };
  });
  const analysis = new RunningAnalysis(inputs, {
    onSession: (session) => sessions.push(session),
    onProgress: () => (minutes += minutesPass ? 1 : 0),
    now: () => minutes * 60_000,
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

describe('questions about the bundled recording', async () => {
  const golden = goldenCases.find(({ name }) => name === 'erlang-slow-peer')!;
  const session = (await run(golden, false)).at(-1)!;
  const { handlers } = session;

  test('a clause of the verdict leads to its call, its lane, and back to its line', async () => {
    const [card] = await handlers.cards({ stall: 1 });
    const { place } = card!.sections.find(({ heading }) => heading === 'Seen')!.clauses[0]!;
    const located = (await handlers.locate({ place: place! }))!;
    expect(located).toMatchObject({ lane: 'calls:0', title: 'sendmsg() on fd 17 of CCR, 776 B, refused: EAGAIN', ref: { table: 'calls' } });
    expect(located.places[0]).toEqual({ file: 'client.strace', line: 7225 });
    const frame = (await handlers.locate({ place: { file: 'capture.pcap', frame: 468 } }))!;
    expect(frame.title).toMatch(/^SACK up to TSN \d+, a_rwnd 0 B$/);
    expect(frame.lane).toBe('sacks:1:1');
  });

  test('the window at the refusal', async () => {
    const [stall] = (await handlers.overview({})).stalls;
    expect((await handlers.instant({ association: 1, time: stall!.start }))!.text).toBe('a_rwnd 0 B · 776 B outstanding · 51 queued (39,576 B) · peer window');
  });

  test('a filter leaves what matches, in lanes, in the table and for the next event', async () => {
    const filter = 'errno == EAGAIN && syscall == sendmsg';
    expect(await handlers.filter({ text: filter })).toMatchObject({ counts: expect.arrayContaining([{ table: 'calls', count: 1 }]) });
    const { start, end } = await handlers.overview({});
    const [tile] = await handlers.tiles({ lanes: ['calls:0'], start, end: end + 1, pixels: 500, filter });
    expect(tile!.kind === 'marks' && tile!.totals.reduce((sum, total) => sum + total, 0)).toBe(1);
    expect((await handlers.table({ table: 'calls', from: 0, count: 10, filter })).total).toBe(1);
    expect((await handlers.neighbour({ time: start, direction: 1, lane: 'calls:0', filter }))!.title).toMatch(/refused: EAGAIN/);
    expect((await handlers.filter({ text: 'latency >' })).problem).toBeDefined();
  });

  test('every mark of every lane has a title, a place in its lane, and details', async () => {
    const { lanes, start, end } = await handlers.overview({});
    for (const lane of lanes) {
      if (lane.kind === 'steps') continue;
      const tile = await tileOf(session, lane.id, start, end + 1, 40);
      if (tile.kind === 'steps') continue;
      for (const [i, row] of tile.row.entries()) {
        const ref = { table: lane.classes[tile.class[i]!]!.table, row };
        const located = (await handlers.locate({ ref }))!;
        expect(located.title).not.toBe('');
        expect((await handlers.details({ ref }))!.located).toEqual(located);
      }
    }
  });
});
