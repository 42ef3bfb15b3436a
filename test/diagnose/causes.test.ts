/** For each cause a story where it holds and one nearby where it must not be said. */
import { describe, expect, test } from 'vitest';
import { NOON, REFUSED, Scenario, TO_WIRE, correlate, read, type Peer } from '../make/scenario.ts';
import { REFUSED_AT, goesSilent, leaves, loses, opens, outruns, running, waitsForSack, windowCloses } from '../make/stories.ts';
import { Correlation } from '../../analyzer/correlate/correlation.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import { diagnose, type JudgedStall } from '../../analyzer/diagnose/diagnosis.ts';

const judged = (story: Scenario): readonly JudgedStall[] => story.diagnose().stalls;
const causesOf = (story: Scenario): string[] => judged(story).map(({ verdict }) => verdict.cause);
const clausesOf = (story: Scenario): string => judged(story).flatMap(({ verdict }) => verdict.proofs.map(({ clause }) => clause)).join('\n');

/** The refused message is sent again and passes. */
function resend(peer: Peer, refused: Parameters<Peer['send']>[1], at: number): void {
  peer.wire(at + TO_WIRE, peer.send(at, refused)).sack(at + 3, refused!);
  peer.flow(at + 20, 5, 20);
}

describe('peer-receive-window', () => {
  test('a frozen peer: the window falls, SACKs keep coming', () => {
    const scene = windowCloses();
    resend(scene.peer, scene.refused, opens(scene, 3000) + 5);
    expect(judged(scene.story)).toMatchObject([{ verdict: { cause: 'peer-receive-window', confidence: 'high' } }]);
    expect(clausesOf(scene.story)).toContain("the peer's window was 300 B with 0 B outstanding: the next chunk of 700 B did not fit");
    expect(clausesOf(scene.story)).toContain('it fell from 8000 to 300 B');
  });

  test('probes of the closed window, though never taken, are no path failure and no loss', () => {
    const scene = windowCloses();
    const { peer, waiting, acknowledged } = scene;
    peer.wire(1500, waiting[0]!).sack(1500.5, acknowledged, { aRwnd: 0 });
    for (const at of [2500, 4500, 6500]) peer.again(at, waiting[0]!).sack(at + 0.5, acknowledged, { aRwnd: 0 });
    peer.again(8000, waiting[0]!).sack(8000.5, waiting[0]!, { aRwnd: 10_000 });
    resend(peer, scene.refused, leaves(peer, waiting.slice(1), 8001) + 5);
    expect(causesOf(scene.story)).toEqual(['peer-receive-window']);
    const { ruledOut } = judged(scene.story)[0]!.verdict;
    expect(ruledOut.map(({ cause }) => cause)).toEqual(expect.arrayContaining(['path-failure', 'congestion-window']));
  });

  test('a small window under reported gaps is loss', () => {
    const scene = loses();
    const { peer, lost, waiting, acknowledged } = scene;
    // What the receiver holds behind the lost TSN takes its window.
    for (const [i, aRwnd] of [3000, 1500, 500].entries()) peer.sack(1100 + i * 10, acknowledged, { gaps: [[2, 5]], aRwnd });
    peer.again(1120, lost).again(2120, lost).sack(2123, 1000 + 38 + 1 + 4, { aRwnd: 100_000 });
    resend(peer, scene.refused, leaves(peer, waiting, 2124) + 5);
    expect(causesOf(scene.story)).toEqual(['congestion-window']);
  });

  test('a wide window is none', () => {
    const scene = outruns();
    resend(scene.peer, scene.refused, 1400);
    expect(causesOf(scene.story)).not.toContain('peer-receive-window');
    expect(judged(scene.story)[0]!.verdict.ruledOut.find(({ cause }) => cause === 'peer-receive-window')?.because).toContain('more than the next chunk of 700 B');
  });
});

describe('congestion-window', () => {
  test('a lost TSN holds the sender back although the window is wide', () => {
    const scene = loses();
    scene.peer.again(2050, scene.lost).sack(2053, 1000 + 38 + 1 + 4);
    resend(scene.peer, scene.refused, leaves(scene.peer, scene.waiting, 2054) + 5);
    expect(causesOf(scene.story)).toEqual(['congestion-window']);
    expect(clausesOf(scene.story)).toContain('1 packet was retransmitted');
  });

  test('reordering is no loss', () => {
    const { story, peer, last } = running({ peer: { aRwnd: 100_000 }, roundTrip: 100 });
    const sent = Array.from({ length: 13 }, (_, i) => {
      const message = peer.send(1240 + i * 4);
      peer.wire(1240 + i * 4 + TO_WIRE, message);
      return message;
    });
    const refused = peer.refuse(REFUSED_AT);
    // The first overtaken by two others, and there before anybody sent it again.
    peer.sack(1340, last, { gaps: [[2, 2]] }).sack(1341, last, { gaps: [[2, 3]] }).sack(1342, sent[2]!);
    sent.slice(3).forEach((message, i) => peer.sack(1343 + i, message));
    resend(peer, refused, 1400);
    expect(causesOf(story)).toEqual(['send-buffer']);
  });
});

describe('path-failure', () => {
  test('nothing comes back, however often the timer sends', () => {
    const { story, peer } = goesSilent();
    peer.abort(9000, 'here', 13, 'Association exceeded its max_retrans count');
    story.call(9000.5, peer.sendText(story.message()), '-1 EPIPE (Broken pipe)');
    expect(judged(story)).toMatchObject([{ verdict: { cause: 'path-failure', confidence: 'high' } }]);
    expect(clausesOf(story)).toContain('TSNs were retransmitted by the timer 3 times without an answer');
    expect(clausesOf(story)).toContain('exceeded its max_retrans count');
  });

  test('the retransmission goes over another path, and is answered there', () => {
    const { story, peer, refused, waiting, lost } = goesSilent({ peer: { paths: [['10.0.0.1', '10.0.0.2'], ['10.0.1.1', '10.0.1.2']] } }, 1);
    peer.sack(8002, 1000 + 38 + 1 + 4, { path: 1 });
    void lost;
    resend(peer, refused, leaves(peer, waiting, 8003) + 5);
    expect(causesOf(story)).toEqual(['path-failure']);
    expect(clausesOf(story)).toContain('from 10.0.1.1 to 10.0.1.2');
  });

  test('one retransmission that is answered is loss', () => {
    const { story, peer, last } = running({ peer: { aRwnd: 100_000 } });
    const lost = peer.send(1000);
    peer.wire(1000 + TO_WIRE, lost);
    const waiting = peer.queue(1060, 13, 15);
    const refused = peer.refuse(REFUSED_AT);
    peer.again(2000, lost).sack(2002.2, lost);
    void last;
    resend(peer, refused, leaves(peer, waiting, 2003) + 5);
    expect(causesOf(story)).toEqual(['congestion-window']);
  });
});

describe('send-buffer', () => {
  test('all is on the wire, and its SACKs take 100 ms', () => {
    const scene = outruns();
    resend(scene.peer, scene.refused, 1400);
    expect(causesOf(scene.story)).toEqual(['send-buffer']);
    expect(clausesOf(scene.story)).toContain('all accepted messages were on the wire');
    expect(clausesOf(scene.story)).toContain('the send buffer is 32768 B');
  });

  test('not where messages wait behind a closed window', () => {
    const scene = windowCloses();
    resend(scene.peer, scene.refused, opens(scene, 3000) + 5);
    expect(judged(scene.story)[0]!.verdict.ruledOut.find(({ cause }) => cause === 'send-buffer')?.because).toContain('had not reached the wire');
  });
});

describe('nagle-delayed-sack', () => {
  test('small messages wait behind one chunk for a delayed SACK', () => {
    expect(new Set(causesOf(waitsForSack().story))).toEqual(new Set(['nagle-delayed-sack']));
  });

  test('not with SCTP_NODELAY', () => {
    const { story } = waitsForSack({ socket: { noDelay: true } });
    expect(causesOf(story)).not.toContain('nagle-delayed-sack');
    expect(judged(story)[0]!.verdict.ruledOut).toContainEqual({ cause: 'nagle-delayed-sack', because: 'SCTP_NODELAY is set' });
  });

  test('not where what waits fills a packet', () => {
    expect(causesOf(waitsForSack({}, 700).story)).not.toContain('nagle-delayed-sack');
  });

  test('not where the window is closed', () => {
    const scene = windowCloses({ socket: { noDelay: false } });
    resend(scene.peer, scene.refused, opens(scene, 3000) + 5);
    expect(causesOf(scene.story)).toEqual(['peer-receive-window']);
  });
});

describe('memory-pressure', () => {
  test('one message in a buffer of 128 KB', () => {
    const { story, peer } = running({ socket: { sndbuf: 65_536 } });
    const refused = peer.refuse(REFUSED_AT);
    resend(peer, refused, 1400);
    expect(causesOf(story)).toEqual(['memory-pressure']);
  });

  test('not where the buffer is full', () => {
    const scene = outruns();
    resend(scene.peer, scene.refused, 1400);
    expect(causesOf(scene.story)).not.toContain('memory-pressure');
  });

  test('not where nobody knows how large the buffer is', () => {
    const story = new Scenario();
    const peer = story.socket(0, { noDelay: true }).peer().handshake(5);
    peer.flow(20, 40, 20);
    resend(peer, peer.refuse(REFUSED_AT), 1400);
    expect(causesOf(story)).not.toContain('memory-pressure');
  });
});

describe('shared-socket', () => {
  /** Two peers of one socket; the second stops reading. */
  function two(named: boolean): { story: Scenario; fast: Peer; slow: Peer } {
    const story = new Scenario();
    story.socket(0, { oneToMany: true, noDelay: true, sndbuf: 16_384 });
    const [fast, slow] = [2, 3].map((i) => story.peer({ address: `10.0.0.${i}`, localPort: 40_000 + i, aRwnd: 10_000 }).handshake(5 + i * 2)) as [Peer, Peer];
    for (let i = 0; i < 20; i++) {
      for (const [j, peer] of [fast, slow].entries()) {
        const message = peer.send(20 + i * 40 + j * 20, undefined, 0.1, named);
        peer.wire(20.3 + i * 40 + j * 20, message).sack(22 + i * 40 + j * 20, message);
      }
    }
    const last = slow.send(1000, undefined, 0.1, named);
    slow.wire(1000.3, last).sack(1002, last, { aRwnd: 300 });
    for (let i = 0; i < 13; i++) slow.send(1060 + i * 15, undefined, 0.1, named);
    return { story, fast, slow };
  }

  test('a send to the fast peer is refused for what waits for the slow one', () => {
    const { story, fast } = two(true);
    const refused = fast.refuse(REFUSED_AT, undefined, 0.05, true);
    fast.wire(3000.3, fast.send(3000, refused, 0.1, true));
    expect(judged(story)).toMatchObject([{ verdict: { cause: 'shared-socket', blamed: 1 } }]);
    expect(clausesOf(story)).toContain('13 messages (9100 B) to 10.0.0.3:3868');
  });

  test('a send to the slow peer is refused for its own window', () => {
    const { story, slow } = two(true);
    slow.refuse(REFUSED_AT, undefined, 0.05, true);
    story.call(4000, 'getpid()', '100');
    slow.sack(4000, 5, {});
    expect(causesOf(story)).toEqual(['peer-receive-window']);
  });

  /** The same as a tracer of refused sends and the kernel's states tell it; `name`: whether the tracer saw whom a message was for. */
  function traced({ story, fast }: ReturnType<typeof two>, isNamed: boolean): readonly JudgedStall[] {
    fast.wire(3000.3, story.message());
    const time = (ms: number): string => (NOON + ms / 1000).toFixed(9);
    const name = isNamed ? 'msg_name={sa_family=AF_INET, sin_port=htons(3868), sin_addr=inet_addr("10.0.0.2")}, msg_namelen=16, ' : '';
    const sends = [[REFUSED_AT, REFUSED], [3000, '700']].map(([at, result]) =>
      `100<client> ${time(at as number)} sendmsg(3<SCTP:[77]>, ${isNamed ? `{${name}msg_iov=[{iov_base="\\x01"..., iov_len=700}], msg_iovlen=1}` : '0x7ffe'}, 0) = ${result}`);
    const states = [2, 3].map((peer) =>
      `state ${time(REFUSED_AT - 20)} local=10.0.0.1:${40_000 + peer} peer=10.0.0.${peer}:3868 state=established inode=77 queued=${peer === 2 ? 0 : 13} wmem=16500 sndbuf=16384`);
    const lines = (first: string, rest: readonly string[]) => new TextEncoder().encode([first, ...rest, ''].join('\n'));
    return diagnose(correlate(
      story.capture(), lines('# stallscope-trace 1 refused-sends-only source=fexit kernel=6.1.0', sends), lines('#stallscope-states 1 kernel=6.1.0', states),
    )).stalls;
  }

  test('where the log holds refused sends alone, the kernel tells for whom the buffer was full', () => {
    const [stall] = traced(two(true), true);
    expect(stall).toMatchObject({ situation: { association: { id: 0 } }, verdict: { cause: 'shared-socket', blamed: 1 } });
    expect(stall!.verdict.proofs[0]!.clause).toBe('13 chunks to 10.0.0.3:3868 waited in the send buffer of this socket and 0 of this association, as the kernel told just before');
  });

  test('and where it does not tell the destination either, the peer that filled the buffer is judged, not just any', () => {
    expect(traced(two(true), false)).toMatchObject([{ situation: { stall: { association: NONE }, association: { id: 1 } } }]);
  });
});

describe('unknown', () => {
  test('without a capture', () => {
    const { story } = windowCloses();
    const [stall] = diagnose(new Correlation(read(story.log()))).stalls;
    expect(stall!.verdict).toMatchObject({ cause: 'unknown', confidence: 'low', proofs: [] });
  });

  test('where the capture ended before', () => {
    const { story, peer } = windowCloses();
    const packets = story.packets.filter(({ at }) => at < 900);
    story.packets.splice(0, Infinity, ...packets);
    peer.send(1400);
    expect(causesOf(story)).toEqual(['unknown']);
  });

  test('where the capture is of another association', () => {
    const { story } = windowCloses();
    const other = new Scenario();
    other.peer({ address: '10.9.9.9', localPort: 50_000 }).handshake(5).wire(20, other.message({ id: 77_777 }));
    const [stall] = diagnose(new Correlation(read(story.log(), other.capture()))).stalls;
    expect(stall!.verdict.cause).toBe('unknown');
  });
});
