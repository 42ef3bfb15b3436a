/** The send window replayed from packets, by numbers worked out by hand. RFC 9260 6.2.1, 7.2.4. */
import { describe, expect, test } from 'vitest';
import { Happening, UNKNOWN_WINDOW, medianRtt, type SendWindow } from '../../analyzer/correlate/sendWindow.ts';
import { Scenario, type Message, type Peer } from '../make/scenario.ts';

/** A peer without a log. */
function wire(fields: Parameters<Scenario['peer']>[0] = {}): { story: Scenario; peer: Peer; next: (size?: number) => Message } {
  const story = new Scenario();
  return { story, peer: story.peer(fields), next: (size = 700) => story.message({ size }) };
}

const replay = (story: Scenario, sender: 0 | 1 = 0): SendWindow => story.correlate().replayWindow(0, sender);

const names = Object.entries(Happening);
const happenings = (what: number): string => names.filter(([, bit]) => (what & bit) !== 0).map(([name]) => name).join(' ');

/** One line a sample: "a_rwnd outstanding/chunks/held happenings". */
function told({ samples }: SendWindow): string[] {
  return Array.from({ length: samples.length }, (_, i) => {
    const aRwnd = samples.aRwnd[i] === UNKNOWN_WINDOW ? '?' : samples.aRwnd[i];
    return `${aRwnd} ${samples.outstanding[i]}/${samples.chunks[i]}/${samples.held[i]} ${happenings(samples.what[i]!)}`;
  });
}

describe('outstanding bytes', () => {
  test('grow with DATA and shrink with the cumulative TSN ack', () => {
    const { story, peer, next } = wire();
    const [a, b, c] = [next(700), next(300), next(1000)];
    peer.handshake(0).wire(10, a).wire(11, b).sack(12, a, { aRwnd: 5000 }).wire(13, c).sack(14, c, { aRwnd: 90_000 });
    expect(told(replay(story))).toEqual([
      '100000 700/1/1 Data', '100000 1000/2/2 Data', '5000 300/1/1 Sack Progress Alive', '5000 1300/2/2 Data', '90000 0/0/0 Sack Progress Alive',
    ]);
  });

  test('several DATA chunks of one packet are one sample', () => {
    const { story, peer, next } = wire();
    const [a, b, c] = [next(200), next(300), next(400)];
    peer.handshake(0).wire(10, a, b, c).sack(12, b);
    const window = replay(story);
    expect(told(window)).toEqual(['100000 900/3/3 Data', '100000 400/1/1 Sack Progress Alive']);
    expect(window.samples.dataLength[0]).toBe(200);
  });

  test('gap ack blocks take chunks off the wire but not out of the sender', () => {
    const { story, peer, next } = wire();
    const sent = Array.from({ length: 6 }, () => next(100));
    peer.handshake(0).wire(10, ...sent).sack(12, sent[0]!, { gaps: [[2, 3], [5, 5]] }).again(13, sent[1]!).sack(14, sent[3]!, { gaps: [[2, 2]] });
    peer.again(15, sent[4]!).sack(16, sent[5]!);
    expect(told(replay(story))).toEqual([
      '100000 600/6/6 Data',
      '100000 200/2/5 Sack Progress Gap Alive Holes',
      '100000 200/2/5 TimerRetransmit Holes',
      '100000 100/1/2 Sack Progress Gap Alive Holes',
      '100000 100/1/2 TimerRetransmit Holes',
      '100000 0/0/0 Sack Progress Alive',
    ]);
  });

  test('TSNs wrap around', () => {
    const { story, peer, next } = wire({ firstTsn: 0xffff_fffe });
    const sent = Array.from({ length: 5 }, () => next(100));
    peer.handshake(0);
    sent.forEach((message, i) => peer.wire(10 + i, message));
    peer.sack(20, sent[0]!, { gaps: [[2, 3]] }).sack(21, sent[4]!);
    expect(peer.tsnOf(sent[4]!)).toBe(2);
    expect(told(replay(story)).slice(5)).toEqual(['100000 200/2/4 Sack Progress Gap Alive', '100000 0/0/0 Sack Progress Alive']);
  });

  test('a capture that begins in the middle knows no window until the first SACK', () => {
    const { story, peer, next } = wire();
    const [a, b] = [next(500), next(600)];
    peer.wire(10, a).wire(11, b).sack(12, a, { aRwnd: 7000 });
    expect(told(replay(story))).toEqual(['? 500/1/1 Data', '? 1100/2/2 Data', '7000 600/1/1 Sack Progress Alive']);
  });

  test('a capture that begins with a SACK counts from there', () => {
    const { story, peer, next } = wire({ firstTsn: 2001 });
    peer.sack(9, 2000, { aRwnd: 8000 }).wire(10, next(500)).sack(12, 2001);
    // Who is seen first is endpoint 0: here the receiver.
    expect(told(replay(story, 1))).toEqual(['8000 0/0/0 Sack Alive', '8000 500/1/1 Data', '8000 0/0/0 Sack Progress Alive']);
  });

  test('a SACK that was overtaken changes nothing', () => {
    const { story, peer, next } = wire();
    const [a, b] = [next(), next()];
    peer.handshake(0).wire(10, a).wire(11, b).sack(12, b, { aRwnd: 3000 }).sack(13, a, { aRwnd: 9000 });
    expect(told(replay(story)).at(-1)).toBe('3000 0/0/0 Sack Progress Alive');
  });

  test('a copy of a frame counts once', () => {
    const { story, peer, next } = wire();
    const a = next();
    peer.handshake(0).wire(10, a);
    story.packets.push({ ...story.packets.at(-1)!, at: 10.02 });
    peer.sack(12, a);
    expect(told(replay(story))).toEqual(['100000 700/1/1 Data', '100000 0/0/0 Sack Progress Alive']);
  });
});

describe('retransmissions', () => {
  const kindsOf = (window: SendWindow): string[] => told(window).filter((line) => /Retransmit|Probe|Spurious/.test(line)).map((line) => line.split(' ').slice(2).join(' '));

  /** Six messages on the wire in six packets. */
  function sixOut(aRwnd = 100_000): { story: Scenario; peer: Peer; sent: Message[] } {
    const { story, peer, next } = wire({ aRwnd });
    const sent = Array.from({ length: 6 }, () => next(700));
    peer.handshake(0).flow(2, 3, 2);
    sent.forEach((message, i) => peer.wire(20 + i * 0.1, message));
    story.calls.length = 0;
    return { story, peer, sent };
  }

  test('after three reports of a gap: fast', () => {
    const { story, peer, sent } = sixOut();
    peer.sack(22, sent[0]!, { gaps: [[2, 2]] }).sack(22.1, sent[0]!, { gaps: [[2, 3]] }).sack(22.2, sent[0]!, { gaps: [[2, 4]] }).again(22.3, sent[1]!).sack(24.4, sent[5]!);
    expect(kindsOf(replay(story))).toEqual(['FastRetransmit Holes']);
  });

  test('after two reports only: the timer', () => {
    const { story, peer, sent } = sixOut();
    peer.sack(22, sent[0]!, { gaps: [[2, 2]] }).sack(22.1, sent[0]!, { gaps: [[2, 3]] }).again(1022, sent[1]!).sack(1024.2, sent[5]!);
    expect(kindsOf(replay(story))).toEqual(['TimerRetransmit Holes']);
  });

  test('a second fast one of the same TSN is the timer', () => {
    const { story, peer, sent } = sixOut();
    for (let i = 0; i < 3; i++) peer.sack(22 + i / 10, sent[0]!, { gaps: [[2, 2 + i]] });
    peer.again(22.3, sent[1]!).again(1022, sent[1]!).sack(1024.2, sent[5]!);
    expect(kindsOf(replay(story))).toEqual(['FastRetransmit Holes', 'TimerRetransmit Holes']);
  });

  test('of a window without room: a probe', () => {
    const { story, peer, sent } = sixOut();
    peer.sack(22, sent[4]!, { aRwnd: 0 }).again(1020, sent[5]!).sack(1020.5, sent[4]!, { aRwnd: 0 }).again(3020, sent[5]!).sack(3021, sent[5]!, { aRwnd: 50_000 });
    expect(kindsOf(replay(story))).toEqual(['ZeroWindowProbe Tight', 'ZeroWindowProbe Tight']);
  });

  test('of what a closed window dropped, sent again when it has opened: a probe, no loss', () => {
    const { story, peer, sent } = sixOut();
    peer.sack(22, sent[4]!, { aRwnd: 0 }).sack(1000, sent[4]!, { aRwnd: 50_000 }).again(1020, sent[5]!).sack(1022.1, sent[5]!);
    expect(kindsOf(replay(story))).toEqual(['ZeroWindowProbe Tight']);
  });

  test('with room in the window: no probe', () => {
    const { story, peer, sent } = sixOut();
    peer.sack(22, sent[4]!).again(1020, sent[5]!).sack(1022.1, sent[5]!);
    expect(kindsOf(replay(story))).toEqual(['TimerRetransmit']);
  });

  test('over another path', () => {
    const { story, peer, next } = wire({ paths: [['10.0.0.1', '10.0.0.2'], ['10.0.1.1', '10.0.1.2']] });
    const a = next();
    peer.handshake(0).wire(10, a).again(1010, a, 1).sack(1012.2, a, { path: 1 });
    expect(kindsOf(replay(story))).toEqual(['TimerRetransmit OtherPath']);
  });

  test('acknowledged sooner than any round trip: spurious', () => {
    const { story, peer, sent } = sixOut();
    peer.sack(22, sent[4]!).again(222, sent[5]!).sack(222.1, sent[5]!);
    expect(kindsOf(replay(story))).toEqual(['Spurious']);
  });

  test('a fast one that the receiver reports as a duplicate: spurious', () => {
    const { story, peer, sent } = sixOut();
    for (let i = 0; i < 3; i++) peer.sack(22 + i / 10, sent[0]!, { gaps: [[2, 2 + i]] });
    peer.again(22.3, sent[1]!).sack(22.4, sent[5]!).sack(24.4, sent[5]!, { duplicates: [peer.tsnOf(sent[1]!)] });
    expect(kindsOf(replay(story))).toEqual(['Spurious']);
  });

  test('a duplicate of another TSN says nothing of it: a path may double packets', () => {
    const { story, peer, sent } = sixOut();
    for (let i = 0; i < 3; i++) peer.sack(22 + i / 10, sent[0]!, { gaps: [[2, 2 + i]] });
    peer.again(22.3, sent[1]!).sack(24.4, sent[5]!, { duplicates: [peer.tsnOf(sent[3]!)] }).sack(25, sent[5]!, { duplicates: [peer.tsnOf(sent[5]!), 77] });
    expect(kindsOf(replay(story))).toEqual(['FastRetransmit Holes']);
  });

  test('gaps that close by themselves are reordering and leave no holes', () => {
    const { story, peer, sent } = sixOut();
    peer.sack(22, sent[0]!, { gaps: [[2, 3]] }).sack(22.1, sent[5]!);
    expect(told(replay(story)).some((line) => line.includes('Holes'))).toBe(false);
  });
});

describe('round trips', () => {
  test('their median by hand: 2, 4 and 9 ms', () => {
    const { story, peer, next } = wire();
    peer.handshake(0);
    for (const [i, rtt] of [2, 9, 4].entries()) {
      const message = next();
      peer.wire(10 + i * 20, message).sack(10 + i * 20 + rtt, message);
    }
    expect(medianRtt(replay(story), 0) / 1e6).toBeCloseTo(4, 3);
  });

  test('a retransmitted TSN gives none (Karn)', () => {
    const { story, peer, next } = wire();
    const [a, b] = [next(), next()];
    peer.handshake(0).wire(10, a).sack(13, a).wire(20, b).again(1020, b).sack(1023, b);
    expect(medianRtt(replay(story), 0) / 1e6).toBeCloseTo(3, 3);
  });

  test('each path has its own', () => {
    const { story, peer, next } = wire({ paths: [['10.0.0.1', '10.0.0.2'], ['10.0.1.1', '10.0.1.2']] });
    const [a, b] = [next(), next()];
    peer.handshake(0).wireOn(0, 10, a).sack(12, a).wireOn(1, 20, b).sack(50, b, { path: 1 });
    expect(replay(story).roundTrips.map((path) => path!.median() / 1e6)).toEqual([expect.closeTo(2, 3), expect.closeTo(30, 3)]);
  });

  test('NaN where nothing was acknowledged', () => {
    const { story, peer, next } = wire();
    peer.handshake(0).wire(10, next());
    expect(medianRtt(replay(story), 0)).toBeNaN();
  });
});

describe('hostile packets', () => {
  test('a SACK of what was never sent', () => {
    const { story, peer, next } = wire();
    const a = next();
    peer.handshake(0).wire(10, a).sack(11, (peer.tsnOf(a) + 2 ** 30) >>> 0, { gaps: [[1, 65_535]] });
    const later = next();
    peer.wire(12, later);
    const { samples } = replay(story);
    for (let i = 0; i < samples.length; i++) expect(samples.outstanding[i]).toBeLessThanOrEqual(1400);
    expect(samples.held[samples.length - 1]).toBeLessThanOrEqual(2);
  });

  test('thousands of gap blocks, unsorted, overlapping and inverted', () => {
    const { story, peer, next } = wire();
    const sent = Array.from({ length: 3 }, () => next(100));
    peer.handshake(0).wire(10, ...sent);
    const gaps = Array.from({ length: 8000 }, (_, i): [number, number] => [(i * 7919) & 0xffff, (i * 104_729) & 0xffff]);
    for (let i = 0; i < 20; i++) peer.sack(11 + i, sent[0]!, { gaps });
    const { samples } = replay(story);
    expect(samples.length).toBe(21);
    for (let i = 0; i < samples.length; i++) {
      expect(samples.outstanding[i]).toBeLessThanOrEqual(300);
      expect(samples.chunks[i]).toBeLessThanOrEqual(3);
    }
  });

  test('gap blocks beyond what was sent report what is missing once, not once for each round of the ring', () => {
    const { story, peer, next } = wire();
    const sent = Array.from({ length: 3 }, () => next(100));
    peer.handshake(0).wire(10, ...sent);
    for (const at of [12, 13]) peer.sack(at, sent[0]!, { gaps: [[70, 70]] });
    peer.again(1010, sent[1]!).sack(1020, sent[2]!);
    expect(told(replay(story)).find((line) => line.includes('Retransmit'))).toContain('TimerRetransmit');
  });

  test('TSNs that leap by half their space', () => {
    const { story, peer, next } = wire();
    peer.handshake(0).wire(10, next());
    const far = story.peer({ firstTsn: (1000 + 2 ** 31 - 1) >>> 0 });
    far.wire(11, next()).wire(12, next());
    const { samples } = replay(story);
    expect(samples.outstanding[samples.length - 1]).toBeLessThanOrEqual(2100);
  });
});
