/** Where a stall begins and ends, as the application saw it. Times are ms of the story. */
import { describe, expect, test } from 'vitest';
import { Correlation } from '../../analyzer/correlate/correlation.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import { REFUSED, Scenario, read, type Message, type Peer } from '../make/scenario.ts';

const NOON_MS = 12 * 3_600_000;
const ASSOC_CHANGE = (state: number): string => `"\\001\\200\\000\\000\\024\\000\\000\\000\\${state.toString(8).padStart(3, '0')}\\000\\000\\000\\012\\000\\012\\000\\003\\000\\000\\000"`;

function setUp(options: Parameters<Scenario['socket']>[1] = {}): { story: Scenario; peer: Peer } {
  const story = new Scenario();
  const peer = story.socket(0, options).peer().handshake(5);
  return { story, peer: peer.flow(20, 5, 10) };
}

/** "100-250 accepted 1×": from, to, how it ended, refusals. */
function told({ stalls }: Correlation): string[] {
  return stalls.map(({ start, end, exit, eagainCount, blocked, association }) =>
    `${association === NONE || association === 0 ? '' : `to ${association}: `}${Math.round(start / 1e6 - NOON_MS)}-${Math.round(end / 1e6 - NOON_MS)} ${exit} ${eagainCount}×${blocked ? ' blocked' : ''}`);
}

const stallsOf = (story: Scenario): string[] => told(story.correlate());
/** Without a capture, so that the log alone says it. */
const stallsOfLog = (story: Scenario): string[] => told(new Correlation(read(story.log())));

describe('a refused send', () => {
  test('ends with the next accepted one', () => {
    const { story, peer } = setUp();
    const message = peer.refuse(100);
    peer.wire(250.3, peer.send(250, message));
    peer.flow(300, 2, 10);
    expect(stallsOf(story)).toEqual(['100-250 accepted 1×']);
    expect(story.correlate().stalls[0]!.sends).toHaveLength(1);
  });

  test('and the refusals after it are one stall', () => {
    const { story, peer } = setUp();
    for (let i = 0; i < 7; i++) peer.refuse(100 + i * 10);
    peer.flow(250, 3, 10);
    expect(stallsOf(story)).toEqual(['100-250 accepted 7×']);
  });

  test('after an accepted one is another stall', () => {
    const { story, peer } = setUp();
    peer.refuse(100);
    peer.flow(150, 1, 1);
    peer.refuse(200);
    peer.refuse(210);
    peer.flow(260, 1, 1);
    expect(stallsOf(story)).toEqual(['100-150 accepted 1×', '200-260 accepted 2×']);
  });

  test.each([['close(3)', 'closed'], ['shutdown(3, SHUT_RDWR)', 'closed']])('ends with %s', (text, exit) => {
    const { story, peer } = setUp();
    peer.refuse(100);
    story.call(120, text);
    expect(stallsOf(story)).toEqual([`100-120 ${exit} 1×`]);
  });

  test('ends with a close that reports an error: the descriptor is gone all the same', () => {
    const { story, peer } = setUp();
    peer.refuse(100);
    story.call(120, 'close(3)', '-1 EIO (Input/output error)').call(300, 'getpid()', '100');
    expect(stallsOf(story)).toEqual(['100-120 closed 1×']);
  });

  test('does not end with the close of another descriptor', () => {
    const { story, peer } = setUp();
    peer.refuse(100);
    story.call(110, 'close(9)');
    peer.flow(150, 1, 1);
    expect(stallsOf(story)).toEqual(['100-150 accepted 1×']);
  });

  test('does not end with the close of a copy of its descriptor', () => {
    const { story, peer } = setUp();
    story.call(15, 'dup(3)', '7');
    peer.refuse(100);
    story.call(110, 'close(7)');
    peer.flow(150, 1, 1);
    expect(stallsOf(story)).toEqual(['100-150 accepted 1×']);
  });

  test('does not end where a child closes what it inherited', () => {
    const { story, peer } = setUp();
    story.call(15, 'clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f)', '161');
    peer.refuse(100);
    story.call(110, 'close(3)', '0', 0.02, 161);
    peer.flow(150, 1, 1);
    expect(stallsOf(story)).toEqual(['100-150 accepted 1×']);
  });

  test('ends with the end of the process', () => {
    const { story, peer } = setUp();
    peer.refuse(100);
    story.call(140, 'exit_group(1)', '?').line(141, '+++ exited with 1 +++');
    expect(stallsOf(story)).toEqual(['100-140 closed 1×']);
  });

  test('ends with the log', () => {
    const { story, peer } = setUp();
    peer.refuse(100);
    story.call(160, 'getpid()', '100', 0);
    expect(stallsOf(story)).toEqual(['100-160 log-end 1×']);
  });

  test.each(['EPIPE (Broken pipe)', 'ECONNRESET (Connection reset by peer)', 'ENOTCONN (Transport endpoint is not connected)', 'ETIMEDOUT (Connection timed out)'])('ends with a send that says %s', (errno) => {
    const { story, peer } = setUp();
    peer.refuse(100);
    story.call(180, peer.sendText(story.message()), `-1 ${errno}`);
    expect(stallsOf(story)).toEqual(['100-180 lost 1×']);
  });

  test('goes on over an error that loses nothing', () => {
    const { story, peer } = setUp();
    peer.refuse(100);
    story.call(120, peer.sendText(story.message()), '-1 EINTR (Interrupted system call)').call(130, peer.sendText(story.message()), '-1 EMSGSIZE (Message too long)');
    peer.flow(150, 1, 1);
    expect(stallsOf(story)).toEqual(['100-150 accepted 1×']);
  });

  test.each([['lost', 1], ['ended', 3]])('ends with a notification that the association %s', (_, state) => {
    const { story, peer } = setUp();
    peer.refuse(100);
    story.call(170, `recvmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=${ASSOC_CHANGE(state)}, iov_len=70000}], msg_iovlen=1, msg_controllen=0, msg_flags=MSG_EOR|MSG_MORE}, 0)`, '20');
    expect(stallsOf(story)).toEqual(['100-170 lost 1×']);
  });

  test('does not end with the notification that an association is up', () => {
    const { story, peer } = setUp();
    peer.refuse(100);
    story.call(120, `recvmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=${ASSOC_CHANGE(0)}, iov_len=70000}], msg_iovlen=1, msg_controllen=0, msg_flags=MSG_EOR|MSG_MORE}, 0)`, '20');
    peer.flow(150, 1, 1);
    expect(stallsOf(story)).toEqual(['100-150 accepted 1×']);
  });

  test('ends with an end of file on a one-to-one socket', () => {
    const { story, peer } = setUp();
    peer.refuse(100);
    story.call(130, 'recvmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="", iov_len=70000}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0)', '0');
    expect(stallsOf(story)).toEqual(['100-130 lost 1×']);
  });

  test('needs no capture', () => {
    const { story, peer } = setUp();
    peer.refuse(100);
    peer.flow(150, 1, 1);
    expect(stallsOfLog(story)).toEqual(['100-150 accepted 1×']);
  });
});

describe('EAGAIN that is no stall', () => {
  test.each([
    ['a receive', 'recvmsg(3, {msg_namelen=0}, 0)'],
    ['a timer', 'read(5, 0x7ffc22c2e3a0, 8)'],
    ['a full pipe', 'write(6, "\\1\\0\\2\\274\\300\\0\\1\\20\\0\\0\\0\\4\\20\\0\\0\\2J\\0\\0\\2", 20)'],
    ['accept', 'accept4(3, NULL, NULL, SOCK_CLOEXEC)'],
    ['a TCP socket', 'sendto(8, "\\1\\0\\2\\274\\300\\0\\1\\20\\0\\0\\0\\4\\20\\0\\0\\2J\\0\\0\\2", 20, 0, NULL, 0)'],
  ])('%s', (_, text) => {
    const { story, peer } = setUp();
    story.call(90, 'pipe2([5, 6], O_NONBLOCK)').call(91, 'socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)', '8');
    story.call(100, text, REFUSED);
    peer.flow(150, 1, 1);
    expect(stallsOf(story)).toEqual([]);
  });
});

describe('a blocking socket', () => {
  test('stalls where its send stays in the kernel', () => {
    const { story, peer } = setUp({ nonBlocking: false });
    peer.wire(449, peer.send(100, undefined, 350));
    peer.flow(500, 2, 10);
    expect(stallsOf(story)).toEqual(['100-450 accepted 0× blocked']);
  });

  test('does not where it stays below 100 ms', () => {
    const { story, peer } = setUp({ nonBlocking: false });
    peer.wire(198, peer.send(100, undefined, 99));
    expect(stallsOf(story)).toEqual([]);
  });

  test('a slow send on a socket that never waits is strace or the scheduler', () => {
    const { story, peer } = setUp();
    peer.wire(449, peer.send(100, undefined, 350));
    expect(stallsOf(story)).toEqual([]);
  });

  test('stalls to the end of the log where the send does not return', () => {
    const { story, peer } = setUp({ nonBlocking: false });
    story.line(100, `${peer.sendText(story.message()).slice(0, -1)} <unfinished ...>`).call(900, 'getpid()', '100', 0, 101);
    expect(stallsOf(story)).toEqual(['100-900 log-end 0× blocked']);
  });

  test('SO_SNDTIMEO: it begins when the call did, 104 ms before its EAGAIN', () => {
    const { story, peer } = setUp({ nonBlocking: false });
    story.call(1, 'setsockopt(3, SOL_SOCKET, SO_SNDTIMEO_OLD, "\\0\\0\\0\\0\\0\\0\\0\\0\\240\\206\\1\\0\\0\\0\\0\\0", 16)');
    const message = story.message();
    for (let i = 0; i < 3; i++) peer.refuse(200 + i * 105, message, 104);
    peer.wire(520.3, peer.send(520, message));
    expect(stallsOf(story)).toEqual(['200-520 accepted 3× blocked']);
  });

  test('that dies while it waits has stalled', () => {
    const { story, peer } = setUp({ nonBlocking: false });
    story.call(100, peer.sendText(story.message()), '-1 EPIPE (Broken pipe)', 5000);
    expect(stallsOf(story)).toEqual(['100-5100 lost 0× blocked']);
  });
});

describe('sendmmsg', () => {
  const vector = (peer: Peer, messages: readonly Message[], accepted: number): string => {
    const entries = messages.map((message, i) => {
      const header = /\{msg_name.*\}(?=, MSG_NOSIGNAL)/.exec(peer.sendText(message))![0];
      return i < accepted ? `{msg_hdr=${header}, msg_len=${message.bytes.length}}` : `{msg_hdr=${header}}`;
    });
    return `sendmmsg(3, [${entries.join(', ')}], ${messages.length}, MSG_DONTWAIT)`;
  };
  const three = (story: Scenario): Message[] => [story.message(), story.message(), story.message()];

  test('refused as a whole counts once', () => {
    const { story, peer } = setUp();
    story.call(100, vector(peer, three(story), 0), REFUSED);
    peer.flow(150, 1, 1);
    expect(stallsOf(story)).toEqual(['100-150 accepted 1×']);
  });

  test('that takes some of its messages ends a stall, and only those were handed over', () => {
    const { story, peer } = setUp();
    peer.refuse(90);
    const messages = three(story);
    story.call(100, vector(peer, messages, 2), '2');
    peer.wire(100.3, messages[0]!).wire(100.4, messages[1]!);
    peer.flow(150, 1, 1);
    const correlation = story.correlate();
    expect(told(correlation)).toEqual(['90-100 accepted 1×']);
    expect(correlation.handovers[0]!.transfers).toHaveLength(5 + 2 + 1);
  });
});

describe('one socket with many peers', () => {
  function two(): { story: Scenario; a: Peer; b: Peer } {
    const story = new Scenario();
    story.socket(0, { oneToMany: true });
    const [a, b] = [2, 3].map((i) => story.peer({ address: `10.0.0.${i}`, localPort: 40_000 + i }).handshake(5 + i)) as [Peer, Peer];
    for (let i = 0; i < 5; i++) for (const [j, peer] of [a, b].entries()) peer.wire(20.3 + i * 10 + j * 5, peer.send(20 + i * 10 + j * 5, undefined, 0.1, true));
    return { story, a, b };
  }

  test('whose sends are named stall each on its own', () => {
    const { story, a, b } = two();
    a.refuse(100, undefined, 0.05, true);
    b.refuse(110, undefined, 0.05, true);
    b.wire(150.3, b.send(150, undefined, 0.1, true));
    a.wire(200.3, a.send(200, undefined, 0.1, true));
    expect(stallsOf(story)).toEqual(['100-200 accepted 1×', 'to 1: 110-150 accepted 1×']);
  });

  test('a send to the other peer does not end the stall of one', () => {
    const { story, a, b } = two();
    a.refuse(100, undefined, 0.05, true);
    b.wire(120.3, b.send(120, undefined, 0.1, true));
    story.call(300, 'getpid()', '100', 0);
    expect(stallsOf(story)).toEqual(['100-300 log-end 1×']);
  });

  test('a close ends the stalls of all', () => {
    const { story, a, b } = two();
    a.refuse(100, undefined, 0.05, true);
    b.refuse(110, undefined, 0.05, true);
    story.call(130, 'close(3)');
    expect(stallsOf(story)).toEqual(['100-130 closed 1×', 'to 1: 110-130 closed 1×']);
  });

  test('an end of file is none: it tells of no association', () => {
    const { story, a } = two();
    a.refuse(100, undefined, 0.05, true);
    story.call(110, 'recvmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="", iov_len=70000}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0)', '0');
    a.wire(150.3, a.send(150, undefined, 0.1, true));
    expect(stallsOf(story)).toEqual(['100-150 accepted 1×']);
  });
});

describe('readiness', () => {
  const epoll = (story: Scenario, armedAt: number, readyAt: number, began: number): void => {
    story.call(2, 'epoll_create1(EPOLL_CLOEXEC)', '4').call(3, 'epoll_ctl(4, EPOLL_CTL_ADD, 3, {events=EPOLLIN, data={u32=3, u64=3}})');
    story.call(armedAt, 'epoll_ctl(4, EPOLL_CTL_MOD, 3, {events=EPOLLIN|EPOLLOUT, data={u32=3, u64=3}})');
    story.call(began, 'epoll_wait(4, [{events=EPOLLOUT, data={u32=3, u64=3}}], 4, 1000)', '1', readyAt - began);
  };

  test('POLLOUT asked for after the refusal and announced before the next send', () => {
    const { story, peer } = setUp();
    peer.refuse(100);
    epoll(story, 101, 240, 102);
    peer.flow(250, 1, 1);
    const [stall] = story.correlate().stalls;
    expect([stall!.armedBy !== NONE, stall!.pollOut !== NONE]).toEqual([true, true]);
  });

  test('POLLOUT announced before the refusal is none', () => {
    const { story, peer } = setUp();
    epoll(story, 80, 90, 81);
    peer.refuse(100);
    peer.flow(250, 1, 1);
    const [stall] = story.correlate().stalls;
    expect([stall!.armedBy === NONE, stall!.pollOut === NONE]).toEqual([true, true]);
  });
});
