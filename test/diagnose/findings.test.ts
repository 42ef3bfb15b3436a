/** What is noticed besides stalls: for each rule a story where it speaks and one nearby where it keeps silent. */
import { describe, expect, test } from 'vitest';
import { Scenario, TO_WIRE, read, type Peer } from '../make/scenario.ts';
import { goesSilent, opens, windowCloses, type Scene } from '../make/stories.ts';
import { Correlation } from '../../analyzer/correlate/correlation.ts';
import { diagnose, type Diagnosis } from '../../analyzer/diagnose/diagnosis.ts';

/** The story as the wire alone tells it. */
const seenOnTheWire = (story: Scenario): Diagnosis => diagnose(new Correlation(read(story.capture())));
const rulesOf = ({ findings }: Diagnosis): string[] => findings.map(({ rule }) => rule);
const titleOf = ({ findings }: Diagnosis, rule: string): string => findings.find((finding) => finding.rule === rule)?.title ?? '';

const healthy = (aRwnd = 100_000): { story: Scenario; peer: Peer } => {
  const story = new Scenario();
  const peer = story.socket(0).peer({ aRwnd }).handshake(5);
  for (let i = 0; i < 30; i++) peer.transaction(20 + i * 20);
  return { story, peer };
};

test('a healthy recording has none', () => {
  expect(rulesOf(healthy().story.diagnose())).toEqual([]);
  expect(rulesOf(seenOnTheWire(healthy().story))).toEqual([]);
});

describe('receiver-tiny-window', () => {
  test('1500 bytes in the INIT ACK', () => {
    const diagnosis = healthy(1500).story.diagnose();
    expect(titleOf(diagnosis, 'receiver-tiny-window')).toContain('10.0.0.2:3868 advertises a receive window of 1500 B');
    expect(diagnosis.findings[0]!.proofs).toMatchObject([{ clause: 'its INIT ACK says a_rwnd 1500', at: { packet: 1 } }]);
  });

  test.each([[2999, 1], [3000, 0]])('%i bytes', (aRwnd, count) => {
    expect(rulesOf(healthy(aRwnd).story.diagnose()).filter((rule) => rule === 'receiver-tiny-window')).toHaveLength(count);
  });
});

describe('receiver-not-reading, of a capture alone', () => {
  /** The send buffer's first message goes out as soon as there is room. */
  const closesFor = (duration: number): Scene => {
    const scene = windowCloses({ quiet: true });
    opens(scene, 1042 + duration);
    return scene;
  };

  test('a window without room for two seconds', () => {
    const diagnosis = seenOnTheWire(closesFor(2000).story);
    expect(titleOf(diagnosis, 'receiver-not-reading')).toContain('10.0.0.2:3868 left no room in its window for 2.00 s');
    expect(diagnosis.findings[0]!.proofs[0]!.clause).toBe('a_rwnd 300 B with 0 B outstanding');
  });

  test('one that opens after 100 ms is the ordinary play', () => {
    expect(rulesOf(seenOnTheWire(closesFor(100).story))).toEqual([]);
  });

  test('silent where the log shows the stall itself', () => {
    const scene = windowCloses();
    const end = opens(scene, 3000) + 5;
    scene.peer.wire(end + TO_WIRE, scene.peer.send(end, scene.refused));
    expect(rulesOf(scene.story.diagnose())).not.toContain('receiver-not-reading');
  });
});

describe('receiver-dropping', () => {
  function probes(aRwnd: number, count: number): Diagnosis {
    const scene = windowCloses();
    const { peer, waiting, acknowledged } = scene;
    peer.wire(1500, waiting[0]!).sack(1500.5, acknowledged, { aRwnd });
    for (let i = 1; i < count; i++) peer.again(1500 + i * 2000, waiting[0]!).sack(1500.5 + i * 2000, acknowledged, { aRwnd });
    return scene.story.diagnose();
  }

  test('two probes that a closed window did not take', () => {
    expect(titleOf(probes(0, 2), 'receiver-dropping')).toContain('dropped DATA 2 times for want of room');
  });

  test('one is ordinary', () => {
    expect(rulesOf(probes(0, 1))).not.toContain('receiver-dropping');
  });

  test('a window that is small and not closed drops nothing', () => {
    expect(rulesOf(probes(400, 3))).not.toContain('receiver-dropping');
  });
});

describe('path-silent, of a capture alone', () => {
  test('three retransmissions and no answer', () => {
    expect(titleOf(seenOnTheWire(goesSilent().story), 'path-silent')).toContain('while 3 retransmissions went out');
  });

  test('silent where the retransmission is answered', () => {
    const { story, peer } = healthy();
    const lost = peer.send(1000);
    peer.wire(1000 + TO_WIRE, lost).again(2000, lost).sack(2002, lost);
    expect(rulesOf(seenOnTheWire(story))).toEqual([]);
  });

  test('silent where each probe of a closed window is answered', () => {
    const { story, peer, waiting, acknowledged } = windowCloses();
    peer.wire(1500, waiting[0]!).sack(1500.5, acknowledged, { aRwnd: 0 });
    for (const at of [2500, 4500, 8500]) peer.again(at, waiting[0]!).sack(at + 0.5, acknowledged, { aRwnd: 0 });
    expect(rulesOf(seenOnTheWire(story))).not.toContain('path-silent');
  });
});

describe('missing-answers', () => {
  const endsBy = (end: (peer: Peer) => void, isOpen = false): string => {
    const { story, peer } = healthy();
    peer.flow(700, 4, 10);
    if (!isOpen) end(peer);
    return titleOf(story.diagnose(), 'missing-answers');
  };

  test("the peer's ABORT took four answers with it", () => {
    expect(endsBy((peer) => peer.abort(900, 'there'))).toBe('4 of 34 requests to 10.0.0.2:3868 were never answered: the association ended by an ABORT of 10.0.0.2:3868');
  });

  test('silent while the association lives', () => {
    expect(endsBy(() => {}, true)).toBe('');
  });

  test('silent where all were answered', () => {
    const { story, peer } = healthy();
    peer.abort(900, 'there');
    expect(rulesOf(story.diagnose())).toEqual([]);
  });
});

describe('watchdog-starvation', () => {
  const WATCHDOG = 280;

  test.each([[3500, 'a DWR was answered after 3.50 s'], [2500, '']])('a DWR that is answered after %i ms', (after, title) => {
    const { story, peer } = healthy();
    peer.transaction(1000, after, 0.2, WATCHDOG);
    expect(titleOf(story.diagnose(), 'watchdog-starvation')).toBe(title);
  });

  test.each([[4000, true], [1000, false]])('a DWR that waits %i ms in the send buffer', (waits, starved) => {
    const { story, peer } = healthy();
    const request = peer.send(1000, story.message({ command: WATCHDOG, size: 100 }));
    peer.wire(1000 + waits, request).sack(1002 + waits, request);
    expect(titleOf(story.diagnose(), 'watchdog-starvation').includes('a DWR waited 4.00 s in the send buffer')).toBe(starved);
  });

  test('another request may wait', () => {
    const { story, peer } = healthy();
    peer.transaction(1000, 5000);
    expect(rulesOf(story.diagnose())).toEqual([]);
  });
});

describe('heartbeat-loss', () => {
  const beats = (unanswered: number): Diagnosis => {
    const story = new Scenario();
    const peer = story.socket(0).peer({ paths: [['10.0.0.1', '10.0.0.2'], ['10.0.1.1', '10.0.1.2']] }).handshake(5);
    for (let i = 0; i < 30; i++) peer.transaction(20 + i * 20);
    for (let i = 0; i < 5; i++) {
      peer.heartbeat(1000 + i * 1000, 100 + i, 1).heartbeat(1001 + i * 1000, 200 + i, 0).heartbeatAck(1002 + i * 1000, 200 + i, 0);
      if (i >= unanswered) peer.heartbeatAck(1003 + i * 1000, 100 + i, 1);
    }
    return story.diagnose();
  };

  test('three on the second path', () => {
    expect(titleOf(beats(3), 'heartbeat-loss')).toBe('3 of 5 HEARTBEATs from 10.0.1.1 to 10.0.1.2 were not answered: a failover to this path would fail');
  });

  test.each([0, 2])('silent where %i were lost', (lost) => {
    expect(rulesOf(beats(lost))).toEqual([]);
  });
});
