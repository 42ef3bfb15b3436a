/** How rows reach the fields of others, and times find their day: on small stories of which every row is known. */
import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../analyzer/filter/compile.ts';
import { EventTables } from '../../analyzer/filter/eventTables.ts';
import type { FilterTable } from '../../analyzer/filter/field.ts';
import { parseFilter } from '../../analyzer/filter/parse.ts';
import { Correlation } from '../../analyzer/correlate/correlation.ts';
import { diagnose, type Diagnosis } from '../../analyzer/diagnose/diagnosis.ts';
import { createTcpDissector } from '../../analyzer/dissect/tcp.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { avp, message } from '../dissect/diameterBytes.ts';
import { NOON, Scenario, TO_WIRE, correlate, type Peer } from '../make/scenario.ts';
import { windowCloses } from '../make/stories.ts';

function setUp(start = NOON): { story: Scenario; peer: Peer } {
  const story = new Scenario({}, start);
  return { story, peer: story.socket(0).peer().handshake(5) };
}

const rowsOf = (diagnosis: Diagnosis | EventTables, table: FilterTable, filter: string): number[] => {
  const events = diagnosis instanceof EventTables ? diagnosis : new EventTables(diagnosis);
  const parsed = parseFilter(filter);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return [...compileFilter(parsed.ok, events).rows(table)];
};

describe('a message', () => {
  const { story, peer } = setUp();
  const slow = peer.send(20);
  peer.wire(60, slow).sack(62, slow);
  peer.transaction(100, 30);
  const lost = peer.send(200);
  peer.wire(200 + TO_WIRE, lost).again(1200, lost).sack(1202, lost);
  const diagnosis = story.diagnose();

  test.each([
    ['transfers', 'queued > 30ms', [0]], ['messages', 'queued > 30ms', [0]], ['dataChunks', 'queued > 30ms', [0]],
    ['messages', 'latency in {29ms..31ms}', [1, 2]], ['transactions', 'latency in {29ms..31ms}', [1]], ['dataChunks', 'latency in {29ms..31ms}', [1, 2]],
    ['messages', 'unanswered', [0, 3]], ['transactions', '!unanswered', [1]], ['transactions', 'diameter.request', [0, 1, 3]],
    ['calls', 'latency in {29ms..31ms}', [3, 4]], ['calls', 'latency && receiving', [4]],
    ['dataChunks', 'sctp.retransmission', [4]], ['dataChunks', 'sctp.retransmission && syscall == sendmsg && unanswered', [4]],
    ['messages', 'sctp.retransmission', []], ['sacks', 'sctp.sack.cumulativeTsnAck == 1002', [2]], ['sacks', 'latency', []], ['sacks', '!latency', []],
  ] as const)('%s: %s', (table, filter, rows) => {
    expect(rowsOf(diagnosis, table, filter)).toEqual(rows);
  });

  test('a frame that was captured twice has the message of the first', () => {
    const twice = diagnose(correlate(story.log(), story.capture(), story.capture({ transit: 0.1 })));
    const data = rowsOf(twice, 'dataChunks', 'diameter.cmd == CCR');
    expect(data).toHaveLength(8);
    expect(rowsOf(twice, 'dataChunks', 'diameter.cmd == CCR && duplicate')).toEqual(data.slice(4));
    expect(rowsOf(twice, 'messages', 'diameter.cmd == CCR')).toHaveLength(3);
  });

  test('of TCP belongs to its segment', () => {
    const trace = new Trace();
    const segment = message({ hopByHop: 9 }, avp(263, 'session'));
    const bytes = new Uint8Array([40_000 >> 8, 40_000 & 255, 0x0f, 0x1c, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x18, 1, 0, 0, 0, 0, 0, ...segment]);
    createTcpDissector(trace).tcp({
      record: { input: 0, frame: 1, offset: 24, time: 0, linkType: 1, bytes, start: 0, end: bytes.length, originalLength: bytes.length },
      bytes, start: 0, end: bytes.length, wireLength: bytes.length, addressBytes: Uint8Array.of(10, 0, 0, 1, 10, 0, 0, 2), source: 0, destination: 4, addressLength: 4,
      identification: 0, udpSource: 0, udpDestination: 0, reassembled: false, tunnelled: false,
    });
    trace.addInput('capture');
    const events = new EventTables({ correlation: new Correlation(trace), stalls: [] });
    expect(rowsOf(events, 'packets', 'diameter.hopByHopId == 9 && tcp && tcp.port == 3868')).toEqual([0]);
    expect(rowsOf(events, 'packets', 'sctp.port || sctp')).toEqual([]);
  });
});

describe('a stall', () => {
  const { story } = windowCloses();
  const diagnosis = story.diagnose();
  const [{ situation }] = diagnosis.stalls as [Diagnosis['stalls'][number]];
  const { start, end } = situation.stall;

  test('has what its socket and its association do while it lasts', () => {
    const { trace, correlation: { axis } } = { trace: diagnosis.correlation.trace, correlation: diagnosis.correlation };
    const within = (time: number): boolean => time >= start && time <= end;
    const all = (length: number): number[] => Array.from({ length }, (_, row) => row);
    const calls = all(trace.calls.length).filter((row) => within(axis.entry(row)));
    expect(calls.length).toBeGreaterThan(0);
    expect(rowsOf(diagnosis, 'calls', 'stall')).toEqual(calls);
    expect(rowsOf(diagnosis, 'packets', 'stall')).toEqual(all(trace.packets.length).filter((row) => within(axis.packet(row))));
    expect(rowsOf(diagnosis, 'calls', 'stall && refused')).toEqual(situation.stall.sends);
  });

  test('on a socket with others is told by its sends', () => {
    const story = new Scenario();
    story.socket(0, { oneToMany: true });
    const first = story.peer({ address: '10.0.0.2', localPort: 40_001, firstTsn: 1000 }).handshake(5);
    const second = story.peer({ address: '10.0.0.3', localPort: 40_002, firstTsn: 2000 }).handshake(10);
    for (const [i, peer] of [first, second, first, second].entries()) peer.wire(20 + i + TO_WIRE, peer.send(20 + i, undefined, 0.1, true));
    first.refuse(100, undefined, 0.05, true);
    second.refuse(150, undefined, 0.05, true);
    second.wire(200 + TO_WIRE, second.send(200, undefined, 0.1, true));
    first.wire(300 + TO_WIRE, first.send(300, undefined, 0.1, true));
    const diagnosis = story.diagnose();
    const lines = (filter: string): number[] => rowsOf(diagnosis, 'calls', filter).map((call) => diagnosis.correlation.trace.calls.line[call]!);
    const refused = lines('refused');
    expect(diagnosis.stalls.map(({ situation: { stall } }) => stall.sends.length)).toEqual([1, 1]);
    expect(lines('stall.id == 1 && refused')).toEqual([refused[0]]);
    expect(lines('stall.id == 2 && refused')).toEqual([refused[1]]);
    // The second has ended, the first lasts.
    expect(lines('stall.id == 1')).toEqual([refused[0], refused[1]! + 2]);
  });
});

test('rows that come after the analysis do not match, and break nothing', () => {
  const { story, peer } = setUp();
  peer.flow(20, 5, 10);
  const events = new EventTables(story.diagnose());
  const { trace } = events;
  const before = trace.calls.length;
  trace.calls.add();
  trace.packets.add();
  trace.messages.add();
  expect(rowsOf(events, 'calls', '')).toHaveLength(before);
  expect(rowsOf(events, 'packets', 'diameter || stall || frame == 0')).toHaveLength(5);
});

test.each([
  ['a recording of one day', NOON, '12:00:00.1', '2026-06-15T12:00:00.1'],
  ['a recording over midnight', NOON + 12 * 3600 - 0.1, '00:00:00.05', '2026-06-16T00:00:00.05'],
])('a time of day is that of the recording: %s', (_, start, ofDay, absolute) => {
  const { story, peer } = setUp(Math.floor(start));
  peer.flow((start % 1) * 1000, 30, 10);
  const diagnosis = story.diagnose();
  const late = rowsOf(diagnosis, 'packets', `time > ${ofDay}`);
  expect(late.length).toBeGreaterThan(0);
  expect(late.length).toBeLessThan(diagnosis.correlation.trace.packets.length);
  expect(rowsOf(diagnosis, 'packets', `time > ${absolute}`)).toEqual(late);
});
