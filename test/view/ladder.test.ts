import { expect, test } from 'vitest';
import { Ladder } from '../../analyzer/view/ladder.ts';
import type { LadderEnd, LadderPage, LadderRow } from '../../analyzer/view/protocol.ts';
import { formatTimeOfDay } from '../../analyzer/trace/time.ts';
import { eventSource } from './eventCase.ts';

const source = await eventSource('erlang-slow-peer');
const ladder = new Ladder(source);
const refusal = source.diagnosis.stalls[0]!.situation.stall.start;

const columns: readonly LadderEnd[] = ['application', 'local', 'peer'];

/** "03:46:52.805123  |---X    |        | sendmsg() CCR · EAGAIN". */
function line({ time, from, to, label, note, head, role }: LadderRow): string {
  const [a, b] = [columns.indexOf(from), columns.indexOf(to)];
  const spans = [0, 1].map((span) => {
    if (Math.min(a, b) !== span || a === b) return '        ';
    const tip = head === 'stopped' ? 'X' : b > a ? '>' : '<';
    const body = head === 'again' ? '======' : '------';
    return b > a ? ` ${body}${tip}` : `${tip}${body} `;
  });
  return `${formatTimeOfDay(source.trace.epochSeconds!, time)}  ${a === b ? '*' : '|'}${spans[0]}|${spans[1]}| ${label}${note === '' ? '' : ` · ${note}`} [${role}]`;
}

const text = ({ ends, paths, rows, moreBefore, moreAfter }: LadderPage): string =>
  [...columns.map((end) => `${end}: ${ends[end]}`), ...paths.map((path) => `path: ${path}`), moreBefore ? '...' : '(begin)', ...rows.map(line), moreAfter ? '...' : '(end)', ''].join('\n');

test('the refusal, with what came before and after', async () => {
  await expect(text(ladder.page({ association: 1, time: refusal, before: 14, after: 30 })!)).toMatchFileSnapshot('golden/ladder.txt');
});

test('a retransmission', async () => {
  const lossy = await eventSource('004-path-failure');
  const again = lossy.trace.dataChunks.flags.findIndex((flags) => (flags & 32) !== 0);
  const packet = lossy.trace.dataChunks.packet[again]!;
  const page = new Ladder(lossy).page({
    association: lossy.trace.packets.association[packet]! + 1, time: lossy.correlation.axis.packet(packet), before: 3, after: 5,
  })!;
  expect(page.rows[3]).toMatchObject({ head: 'again', role: 'congestion', label: expect.stringMatching(/CC[RA]/) });
  expect(page.rows[3]!.also).toContainEqual({ table: 'dataChunks', row: again });
});

test('pages meet without a gap or a repetition', () => {
  const all = ladder.page({ association: 1, time: -Infinity, before: 0, after: 1000 })!;
  expect(all.moreBefore).toBe(false);
  const middle = all.rows[500]!;
  const { rows } = ladder.page({ association: 1, time: middle.time, before: 40, after: 40 })!;
  const place = all.rows.findIndex(({ time }) => time === middle.time);
  expect(rows).toEqual(all.rows.slice(place - 40, place + 40));
});

test('before the first row and after the last there is nothing', () => {
  expect(ladder.page({ association: 1, time: -Infinity, before: 10, after: 0 })).toMatchObject({ rows: [], moreBefore: false, moreAfter: true });
  expect(ladder.page({ association: 1, time: Infinity, before: 0, after: 10 })).toMatchObject({ rows: [], moreBefore: true, moreAfter: false });
  expect(ladder.page({ association: 99, time: 0, before: 1, after: 1 })).toBeUndefined();
});
