/** The queue between send() and the wire, by numbers worked out by hand. Times are ms of the story. */
import { describe, expect, test } from 'vitest';
import { drainedAt, queueOnset, queuedAt, type Handover } from '../../analyzer/correlate/handover.ts';
import { pendingAt } from '../../analyzer/correlate/requests.ts';
import { Scenario } from '../make/scenario.ts';

const NOON_MS = 12 * 3_600_000;
const ns = (at: number): number => (NOON_MS + at) * 1e6;
/** A message that waits less has not waited, ns. */
const TOLERANCE = 20e6;

/** Three messages pass; five of 500 bytes are accepted at 100, 110 … 140 and leave at 300, 305 … 320; one more passes at 400. */
function backlog(): Handover {
  const story = new Scenario();
  const peer = story.socket(0).peer().handshake(5);
  peer.flow(20, 3, 10);
  peer.queue(100, 5, 10, { size: 500 }).forEach((message, i) => peer.wire(300 + i * 5, message));
  peer.flow(400, 1, 1);
  return story.correlate().handovers[0]!;
}

describe('queuedAt', () => {
  test.each([
    [50, 0, 0], [99, 0, 0], [101, 1, 500], [125, 3, 1500], [200, 5, 2500], [299, 5, 2500], [301, 4, 2000], [321, 0, 0], [500, 0, 0],
  ])('%d ms: %i messages of %i bytes', (at, messages, bytes) => {
    expect(queuedAt(backlog(), ns(at))).toEqual({ messages, bytes });
  });
});

test('the onset of a queue is the first send that waited', () => {
  const handover = backlog();
  expect((queueOnset(handover, ns(200), TOLERANCE) - ns(0)) / 1e6).toBeCloseTo(100, 1);
  expect((queueOnset(handover, ns(310), TOLERANCE) - ns(0)) / 1e6).toBeCloseTo(100, 1);
});

test('a wait below the tolerance does not count to the queue', () => {
  const story = new Scenario();
  const peer = story.socket(0).peer().handshake(5);
  peer.flow(20, 3, 10);
  // Each overlaps the next, but the first two wait 15 ms only.
  for (const [sent, wired] of [[100, 115], [110, 125], [120, 300], [130, 300.1]] as const) peer.wire(wired, peer.send(sent));
  expect((queueOnset(story.correlate().handovers[0]!, ns(200), TOLERANCE) - ns(0)) / 1e6).toBeCloseTo(120, 1);
});

test('before the first send nothing has begun', () => {
  expect(queueOnset(backlog(), ns(1), TOLERANCE)).toBe(ns(1));
});

test('a queue is drained when its last message is on the wire', () => {
  const handover = backlog();
  expect((drainedAt(handover, ns(200)) - ns(0)) / 1e6).toBeCloseTo(320, 1);
  expect((drainedAt(handover, ns(115)) - ns(0)) / 1e6).toBeCloseTo(305, 1);
  expect(drainedAt(handover, ns(390))).toBe(ns(390));
  expect(drainedAt(handover, ns(1))).toBe(ns(1));
});

test('a queue that the end of the association took with it is never drained, and its messages never were on the wire', () => {
  const story = new Scenario();
  const peer = story.socket(0).peer().handshake(5);
  peer.flow(20, 3, 10);
  peer.queue(100, 4, 10);
  peer.abort(500, 'here');
  const handover = story.correlate().handovers[0]!;
  expect(handover.neverWired).toHaveLength(4);
  expect(drainedAt(handover, ns(200))).toBe(Infinity);
});

test('a send at the very end of the capture may have left after it', () => {
  const story = new Scenario();
  const peer = story.socket(0).peer().handshake(5);
  peer.flow(20, 10, 10);
  peer.send(111);
  expect(story.correlate().handovers[0]!.neverWired).toEqual([]);
});

test('without a log there is no handover', () => {
  const story = new Scenario();
  story.peer().handshake(5).wire(20, story.message());
  expect(story.correlate().handovers).toEqual([undefined]);
});

test('the traced node may be the one that was called', () => {
  const story = new Scenario();
  // The first packet seen comes from the peer, so that the node is endpoint 1.
  const peer = story.socket(0).peer().arrive(5, story.message());
  peer.flow(20, 3, 10);
  expect(story.correlate().handovers[0]).toMatchObject({ sender: 1 });
});

test('requests are pending until their answers come', () => {
  const story = new Scenario();
  const peer = story.socket(0).peer().handshake(5);
  for (const at of [20, 30, 40]) peer.transaction(at, 25);
  peer.pass(50);
  const requests = story.correlate().requests.of(0, 0);
  const pending = (at: number): number => pendingAt(requests, ns(at));
  expect([19, 21, 41, 46, 51, 100].map(pending)).toEqual([0, 1, 3, 2, 3, 1]);
  expect(requests.answerTime[0]! / 1e6).toBeCloseTo(25, 3);
  expect(requests.answerTime[3]).toBeNaN();
});
