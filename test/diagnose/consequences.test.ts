/** What the application did about a stall, what became of its messages, and what that cost. */
import { describe, expect, test } from 'vitest';
import type { JudgedStall } from '../../analyzer/diagnose/diagnosis.ts';
import { TO_WIRE, type Peer, type Scenario } from '../make/scenario.ts';
import { REFUSED_AT, goesSilent, opens, windowCloses, type Scene } from '../make/stories.ts';

function only(story: Scenario): JudgedStall {
  const { stalls } = story.diagnose();
  expect(stalls).toHaveLength(1);
  return stalls[0]!;
}

const consequenceOf = (story: Scenario): string => only(story).aftermath.consequence;
const clausesOf = (story: Scenario): string => only(story).aftermath.proofs.map(({ clause }) => clause).join('\n');

function resend({ peer, refused }: Scene, at: number): void {
  peer.wire(at + TO_WIRE, peer.send(at, refused)).sack(at + 3, refused);
  peer.flow(at + 20, 5, 20);
}

const arm = (story: Scenario, at: number): void => {
  story.call(2, 'epoll_create1(EPOLL_CLOEXEC)', '4').call(3, 'epoll_ctl(4, EPOLL_CTL_ADD, 3, {events=EPOLLIN, data={u32=3, u64=3}})');
  story.call(at, 'epoll_ctl(4, EPOLL_CTL_MOD, 3, {events=EPOLLIN|EPOLLOUT, data={u32=3, u64=3}})');
};
const announce = (story: Scenario, from: number, to: number): void => {
  story.call(from, 'epoll_wait(4, [{events=EPOLLOUT, data={u32=3, u64=3}}], 4, 5000)', '1', to - from);
};

describe('resumed-after-pollout', () => {
  test('the kernel announced room and the message was sent again', () => {
    const scene = windowCloses();
    arm(scene.story, REFUSED_AT + 1);
    const drained = opens(scene, 3000);
    announce(scene.story, REFUSED_AT + 2, drained + 4);
    resend(scene, drained + 5);
    expect(consequenceOf(scene.story)).toBe('resumed-after-pollout');
    expect(clausesOf(scene.story)).toContain('the kernel announced room (POLLOUT)');
  });

  test('an application that comes late is told so', () => {
    const scene = windowCloses();
    arm(scene.story, REFUSED_AT + 1);
    const drained = opens(scene, 3000);
    announce(scene.story, REFUSED_AT + 2, drained);
    resend(scene, drained + 700);
    expect(clausesOf(scene.story)).toContain('the application sent again 700 ms later');
  });
});

describe('tries without waiting for room', () => {
  /** Refused `count` times more, every `every` ms. */
  function tries(count: number, every: number, between?: (story: Scenario, at: number) => void): Scenario {
    const scene = windowCloses();
    arm(scene.story, 4);
    for (let i = 1; i <= count; i++) {
      between?.(scene.story, REFUSED_AT + i * every - every / 2);
      scene.peer.refuse(REFUSED_AT + i * every, scene.refused);
    }
    const end = REFUSED_AT + (count + 1) * every;
    opens(scene, end - 60);
    resend(scene, end);
    return scene.story;
  }

  test('spin-retry: one after the other', () => {
    expect(consequenceOf(tries(40, 5))).toBe('spin-retry');
  });

  test('resumed-by-retry: few tries', () => {
    const story = tries(3, 100);
    expect(consequenceOf(story)).toBe('resumed-by-retry');
    expect(clausesOf(story)).toContain('the 5th try was accepted');
  });

  test('resumed-by-retry: a timer between the tries', () => {
    expect(consequenceOf(tries(20, 100))).toBe('resumed-by-retry');
  });

  test('resumed-by-retry: a nap between the tries', () => {
    expect(consequenceOf(tries(40, 5, (story, at) => story.call(at, 'clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=0, tv_nsec=2000000}, NULL)', '0', 2)))).toBe('resumed-by-retry');
  });
});

describe('message-dropped', () => {
  test('the application goes on with the next message', () => {
    const scene = windowCloses();
    const end = opens(scene, 3000) + 10;
    scene.peer.flow(end, 5, 20);
    const { aftermath, cost } = only(scene.story);
    expect(aftermath).toMatchObject({ consequence: 'message-dropped', sentLater: [] });
    expect(cost.lost.map(({ why }) => why)).toEqual(['refused']);
  });

  test('not where the message follows later, behind others', () => {
    const scene = windowCloses();
    const end = opens(scene, 3000) + 10;
    scene.peer.flow(end, 2, 20);
    scene.peer.wire(end + 50.3, scene.peer.send(end + 50, scene.refused));
    const { aftermath } = only(scene.story);
    expect(aftermath.dropped).toEqual([]);
    expect(aftermath.consequence).not.toBe('message-dropped');
  });
});

describe('association-closed-by-app', () => {
  function closes(): Scene {
    const scene = windowCloses();
    scene.story.call(REFUSED_AT + 2, 'close(3)');
    scene.peer.abort(REFUSED_AT + 2.3, 'here');
    return scene;
  }

  test('close() on EAGAIN, answered by an ABORT of its own kernel', () => {
    const { story } = closes();
    expect(consequenceOf(story)).toBe('association-closed-by-app');
    expect(clausesOf(story)).toContain('the application called close(3) 1.95 ms after the refusal');
    expect(clausesOf(story)).toContain('the refused message was not sent again');
  });

  test('though the ABORT was on the wire before strace printed the close', () => {
    const { story, peer } = windowCloses();
    peer.abort(REFUSED_AT + 2, 'here');
    story.call(REFUSED_AT + 5, 'close(3)');
    expect(consequenceOf(story)).toBe('association-closed-by-app');
  });

  test('what waited is lost, and with it the answers', () => {
    const { cost } = only(closes().story);
    expect(cost.lost.filter(({ why }) => why === 'discarded')).toHaveLength(13);
    expect(cost.lost.filter(({ why }) => why === 'refused')).toHaveLength(1);
    // Nobody answers in this story: 44 requests were on the wire.
    expect(cost.unanswered).toHaveLength(44);
    expect(cost.orphanedRequests).toBe(44 + 13);
  });

  test('the next association is named', () => {
    const { story } = closes();
    const again = story.socket(6000, { fd: 3 }).peer({ localPort: 40_001 }).handshake(6302);
    again.flow(6400, 5, 10);
    expect(clausesOf(story)).toContain('a new association began 5.00 s later');
  });
});

describe('association-lost', () => {
  test('the socket says so', () => {
    const { story, peer } = goesSilent();
    peer.abort(9000, 'here', 13, 'Association exceeded its max_retrans count');
    story.call(9000.5, peer.sendText(story.message()), '-1 EPIPE (Broken pipe)');
    expect(consequenceOf(story)).toBe('association-lost');
  });

  test("the peer's ABORT came before the close", () => {
    const { story, peer } = windowCloses();
    peer.abort(2000, 'there');
    story.call(2500, 'close(3)');
    expect(consequenceOf(story)).toBe('association-lost');
  });

  test('the peer shut down before the close', () => {
    const { story, peer } = windowCloses();
    peer.shutdown(2000, 'there', 1030);
    story.call(2500, 'close(3)');
    expect(consequenceOf(story)).toBe('association-lost');
  });

  test('the log ends, the capture tells', () => {
    const { story, peer } = goesSilent();
    peer.abort(9000, 'here', 13, 'Association exceeded its max_retrans count');
    story.call(9100, 'getpid()', '100');
    expect(consequenceOf(story)).toBe('association-lost');
  });
});

describe('blocked-in-call', () => {
  const blocks = (after: (peer: Peer, scene: Scene) => void): Scenario => {
    const scene = windowCloses({ socket: { nonBlocking: false }, quiet: true });
    after(scene.peer, scene);
    return scene.story;
  };

  test('the call returned when there was room', () => {
    const story = blocks((peer, scene) => {
      const drained = opens(scene, 3000);
      peer.wire(drained + 5, peer.send(REFUSED_AT, scene.refused, drained - REFUSED_AT));
    });
    expect(consequenceOf(story)).toBe('blocked-in-call');
    expect(only(story)).toMatchObject({ verdict: { cause: 'peer-receive-window' }, stack: { id: 'blocking' } });
  });

  test('the log ends first', () => {
    const story = blocks((peer, { story: own, acknowledged }) => {
      own.line(REFUSED_AT, `${peer.sendText(own.message()).slice(0, -1)} <unfinished ...>`).call(5000, 'getpid()', '101', 0, 101);
      peer.sack(5000, acknowledged, { aRwnd: 300 });
    });
    expect(consequenceOf(story)).toBe('blocked-in-call');
    expect(clausesOf(story)).toContain('the call had not returned when the log ends');
  });
});

test('unresolved: the log ends and nothing more is known', () => {
  const { story, peer, acknowledged } = windowCloses();
  story.call(5000, 'getpid()', '100');
  peer.sack(5000, acknowledged, { aRwnd: 300 });
  expect(consequenceOf(story)).toBe('unresolved');
});

describe('cost', () => {
  test('what waited is counted, and the longest wait, by hand', () => {
    const scene = windowCloses();
    resend(scene, opens(scene, 3000) + 5);
    const { cost } = only(scene.story);
    // The 13 that waited and the refused one. The first waited longest: from 1060 to 3001.
    expect(cost.delayedMessages).toBe(14);
    expect(cost.longestDelay / 1e6).toBeCloseTo(1941, 0);
    expect(cost.duration / 1e6).toBeCloseTo(3000 + 1 + 39 + 5 - REFUSED_AT, 0);
    expect(cost.lost).toEqual([]);
    expect(cost.orphanedRequests).toBe(0);
  });

  test('requests that wait for an answer, on the wire and in the buffer', () => {
    const scene = windowCloses();
    resend(scene, opens(scene, 3000) + 5);
    expect(only(scene.story).cost.pendingRequests).toBe(44 + 13);
  });
});
