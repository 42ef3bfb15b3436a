/** Logs and captures of one story on one axis, however the log prints its times. */
import { describe, expect, test } from 'vitest';
import type { Correlation } from '../../analyzer/correlate/correlation.ts';
import { assessQuality } from '../../analyzer/diagnose/dataQuality.ts';
import { finish } from '../../analyzer/trace/steps.ts';
import { NOON, Scenario, correlate, type Peer } from '../make/scenario.ts';
import type { LogFlags } from '../make/straceLog.ts';

const MS = 1e6;

/** One peer, transactions every `every` ms. */
function talk(flags: LogFlags, { start = NOON, count = 50, every = 20 } = {}): Scenario {
  const story = new Scenario(flags, start);
  const peer: Peer = story.socket(0).peer().handshake(5);
  for (let i = 0; i < count; i++) peer.transaction(20 + i * every);
  return story;
}

const fitOf = ({ axis }: Correlation): { offset: number; low: number; high: number; drift: number } => {
  const fit = axis.fits[0];
  if (!fit) throw new Error('the log has no fit');
  return { offset: fit.offset / MS, low: fit.low / MS, high: fit.high / MS, drift: fit.drift };
};

describe('the offset lies within its interval, and the interval within a millisecond', () => {
  test.each<[string, LogFlags, number]>([
    ['right clocks', {}, 0],
    ['a log three seconds behind', { offset: 3000 }, 3000],
    ['a log an hour ahead', { offset: -3_600_000 }, -3_600_000],
    ['times of day', { times: 'tt' }, 0],
    ['times of day in New York', { times: 'tt', zone: -4 }, 4 * 3_600_000],
    ['times of day in Kathmandu', { times: 'tt', zone: 5.75 }, -5.75 * 3_600_000],
    ['no durations', { durations: false }, 0],
    ['heads of 20 bytes', { shown: 20, offset: 250 }, 250],
  ])('%s', (_, flags, truth) => {
    const { offset, low, high, drift } = fitOf(talk(flags).correlate());
    expect(low).toBeLessThanOrEqual(truth);
    expect(high).toBeGreaterThanOrEqual(truth);
    expect(Math.abs(offset - truth)).toBeLessThan(0.5);
    expect(drift).toBe(0);
  });

  test('no durations, and receives that wait ten milliseconds', () => {
    const story = new Scenario({ durations: false });
    const peer = story.socket(0).peer().handshake(5);
    for (let i = 0; i < 30; i++) {
      const answer = story.message({ id: 900_000 + i, request: false });
      peer.pass(20 + i * 30);
      peer.arrive(35 + i * 30, answer).receive(35.2 + i * 30, answer, 10);
    }
    const { low, high } = fitOf(story.correlate());
    expect(low).toBeLessThanOrEqual(0);
    expect(high).toBeLessThan(0.5);
  });

  test('a day of another date: -tt of a capture that began before midnight', () => {
    const BEFORE_MIDNIGHT = NOON + 12 * 3600 - 1;
    const { axis, trace } = talk({ times: 'tt' }, { start: BEFORE_MIDNIGHT, count: 100 }).correlate();
    // One offset for both sides of midnight, so the printed day went on.
    const sends = [...trace.transfers.call.subarray(0, trace.transfers.length)].map((call) => axis.entry(call));
    expect(Math.min(...sends) / MS).toBeCloseTo((24 * 3600 - 1) * 1000 + 20, 0);
    expect(Math.max(...sends) / MS).toBeCloseTo((24 * 3600 - 1) * 1000 + 20 + 99 * 20 + 1.9, 0);
  });

  test('a local day that begins in the middle of the recording', () => {
    const { axis } = talk({ times: 'tt', zone: 12 }, { start: NOON - 1, count: 100 }).correlate();
    // The log begins at 23:59:59 of a day that the axis does not know.
    expect(axis.fits[0]!.offset / MS).toBeCloseTo(-12 * 3_600_000, 0);
  });
});

test('a log that drifts stays in place from beginning to end', () => {
  const story = talk({ drift: 100, offset: 50 }, { count: 600, every: 200 });
  const { axis, trace, links } = story.correlate();
  expect(fitOf({ axis } as Correlation).drift * 1e6).toBeCloseTo(100, 0);
  for (let t = 0; t < trace.transfers.length; t += 2) {
    const gap = axis.packet(trace.messages.packet[links.messageOf[t]!]!) - axis.entry(trace.transfers.call[t]!);
    expect(gap / MS).toBeGreaterThan(0);
    expect(gap / MS).toBeLessThan(1);
  }
});

test('a log of whole seconds is placed by its messages', () => {
  const { axis, trace } = talk({ times: 't', durations: false }, { count: 400, every: 8 }).correlate();
  expect(axis.placements[0]!.uncertainty / MS).toBeLessThan(8);
  const first = trace.calls.length - 800;
  for (let i = 1; i < 400; i++) {
    const entry = axis.entry(first + i * 2) / MS - 12 * 3_600_000;
    expect(Math.abs(entry - (20 + i * 8))).toBeLessThan(8);
  }
});

test('a log without times is placed by its messages, in the order of its lines', () => {
  const { axis, trace } = talk({ times: 'none', durations: false }).correlate();
  expect(axis.placements[0]!.anchors).toBe(100);
  let before = -Infinity;
  for (let call = 0; call < trace.calls.length; call++) {
    expect(axis.entry(call)).toBeGreaterThanOrEqual(before);
    before = axis.entry(call);
  }
  expect(axis.entry(trace.calls.length - 2) / MS - 12 * 3_600_000).toBeCloseTo(20 + 49 * 20, -1);
});

test('a clock set back in the middle of the log is said', () => {
  const kinds = (story: Scenario): string[] => finish(assessQuality(story.correlate())).map(({ kind }) => kind);
  const story = talk({});
  expect(kinds(story)).not.toContain('inconsistent-clocks');
  // From half a second on the log's clock is 100 ms behind.
  const calls = story.calls.map((call) => (call.at > 500 ? { ...call, at: call.at - 100 } : call));
  story.calls.splice(0, Infinity, ...calls);
  expect(kinds(story)).toContain('inconsistent-clocks');
});

test('a log of another run is not fitted', () => {
  const other = new Scenario({});
  const stranger = other.socket(0).peer({ localPort: 41_000 });
  for (let i = 0; i < 30; i++) stranger.send(20 + i, other.message({ id: 500_000 + i }));
  const { axis } = correlate(other.log(), talk({}).capture());
  expect(axis.isPlaced(0)).toBe(false);
});

describe('two captures', () => {
  test.each([[700, 1], [-2500, 3], [40, 0.2]])('%d ms between their clocks, %d ms between their places', (offset, transit) => {
    const story = talk({});
    const { axis, trace } = correlate(story.log(), story.capture(), story.capture({ offset, transit }));
    const fit = axis.fits[2]!;
    expect(fit.low / MS).toBeLessThanOrEqual(-offset);
    expect(fit.high / MS).toBeGreaterThanOrEqual(-offset);
    expect(fit.offset / MS).toBeCloseTo(-offset, 0);
    expect(trace.packets.length).toBe(2 * (4 + 50 * 3));
  });

  test('of one host need no fit', () => {
    const story = talk({});
    expect(correlate(story.capture(), story.capture({ offset: 0.02 })).axis.fits).toEqual([undefined, undefined]);
  });
});

test('messages that wait five seconds in the send buffer do not move the fit', () => {
  const story = talk({ offset: 1000 });
  const peer = story.peer({ fd: 4, localPort: 41_000 });
  story.socket(1100, { fd: 4 });
  peer.handshake(1110);
  const waiting = peer.queue(1200, 50, 10);
  waiting.forEach((message, i) => peer.wire(6200 + i * 10, message));
  expect(fitOf(story.correlate()).offset).toBeCloseTo(1000, 0);
});
