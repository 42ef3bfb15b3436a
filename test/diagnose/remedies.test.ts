/** What is advised depends on the cause, the consequence and the sender's software. */
import { describe, expect, test } from 'vitest';
import type { JudgedStall } from '../../analyzer/diagnose/diagnosis.ts';
import { TO_WIRE, type Peer, type Scenario } from '../make/scenario.ts';
import { REFUSED_AT, goesSilent, leaves, loses, opens, outruns, running, waitsForSack, windowCloses, type Scene, type SceneOptions } from '../make/stories.ts';

const first = (story: Scenario): JudgedStall => story.diagnose().stalls[0]!;
const idsOf = (story: Scenario): string[] => first(story).remedies.map(({ id }) => id);
const textOf = (story: Scenario, id: string): string => first(story).remedies.find((remedy) => remedy.id === id)?.text ?? '';

function resend({ peer, refused }: Scene, at: number): void {
  peer.wire(at + TO_WIRE, peer.send(at, refused)).sack(at + 3, refused);
}

/** A peer that stops reading, and a program that waits for POLLOUT. */
function waitsForRoom(options: SceneOptions = {}): Scenario {
  const scene = windowCloses(options);
  const { story } = scene;
  story.call(2, 'epoll_create1(EPOLL_CLOEXEC)', '4').call(REFUSED_AT + 1, 'epoll_ctl(4, EPOLL_CTL_ADD, 3, {events=EPOLLIN|EPOLLOUT, data={u32=3, u64=3}})');
  const drained = opens(scene, 3000);
  story.call(REFUSED_AT + 2, 'epoll_wait(4, [{events=EPOLLOUT, data={u32=3, u64=3}}], 4, 5000)', '1', drained - REFUSED_AT);
  resend(scene, drained + 5);
  return story;
}

function closes(story: Scenario, peer: Peer): Scenario {
  story.call(REFUSED_AT + 2, 'close(3)');
  peer.abort(REFUSED_AT + 2.3, 'here');
  return story;
}

describe('by cause', () => {
  test('a peer that stopped reading', () => {
    const story = waitsForRoom();
    expect(idsOf(story)).toEqual(['peer-not-reading', 'send-buffer-size']);
    expect(textOf(story, 'peer-not-reading')).toContain('10.0.0.2:3868 stopped reading');
    expect(textOf(story, 'send-buffer-size')).toContain('The send buffer of 32768 B holds about 12 messages of this size');
  });

  test('a receive window of two messages', () => {
    const { story, peer } = running({ peer: { aRwnd: 1500 } });
    const sent = peer.send(1000);
    peer.wire(1000 + TO_WIRE, sent).sack(1002, sent, { aRwnd: 300 });
    const waiting = peer.queue(1060, 13, 15);
    const refused = peer.refuse(REFUSED_AT);
    peer.sack(3000, sent, { aRwnd: 1500 });
    resend({ story, peer, refused, waiting, acknowledged: sent }, leaves(peer, waiting, 3001) + 5);
    expect(idsOf(story)).toContain('peer-receive-buffer');
    expect(idsOf(story)).not.toContain('peer-not-reading');
  });

  test('loss', () => {
    const scene = loses();
    scene.peer.again(2050, scene.lost).sack(2053, 1043);
    resend(scene, leaves(scene.peer, scene.waiting, 2054) + 5);
    expect(idsOf(scene.story)).toContain('loss');
  });

  test.each<[string, SceneOptions, RegExp]>([
    ['the only path', {}, /^The only path died/],
    ['one of two paths', { peer: { paths: [['10.0.0.1', '10.0.0.2'], ['10.0.1.1', '10.0.1.2']] } }, /^A path died/],
  ])('%s', (_, options, text) => {
    const { story, peer } = goesSilent(options, options.peer ? 1 : 0);
    story.call(9000, peer.sendText(story.message()), '-1 EPIPE (Broken pipe)');
    peer.abort(9000, 'here', 13);
    expect(textOf(story, 'path')).toMatch(text);
  });

  test('Nagle', () => {
    const { story } = waitsForSack();
    expect(idsOf(story)).toContain('nagle');
    expect(idsOf(waitsForSack({ socket: { noDelay: true } }).story)).not.toContain('nagle');
  });

  test('a send buffer below a round trip', () => {
    const scene = outruns();
    resend(scene, 1400);
    expect(idsOf(scene.story)).toContain('send-buffer-size');
    expect(idsOf(scene.story)).not.toContain('peer-not-reading');
  });

  test('a send buffer of unknown size is not advised upon', () => {
    const scene = windowCloses();
    const calls = scene.story.calls.filter(({ text }) => !text.includes('SO_SNDBUF'));
    scene.story.calls.splice(0, Infinity, ...calls);
    resend(scene, opens(scene, 3000) + 5);
    expect(idsOf(scene.story)).not.toContain('send-buffer-size');
  });

  test('memory', () => {
    const { story, peer, last } = running({ socket: { sndbuf: 65_536 } });
    const refused = peer.refuse(REFUSED_AT);
    resend({ story, peer, refused, waiting: [], acknowledged: last }, 1400);
    expect(idsOf(story)).toEqual(expect.arrayContaining(['memory']));
  });
});

describe('by consequence', () => {
  test('a dropped message: keep it and wait', () => {
    const scene = windowCloses();
    scene.peer.flow(opens(scene, 3000) + 10, 5, 20);
    expect(textOf(scene.story, 'wait-for-writable')).toContain('a refused message is gone');
  });

  test('tries in a loop: wait instead', () => {
    const scene = windowCloses();
    for (let i = 1; i <= 40; i++) scene.peer.refuse(REFUSED_AT + i * 5, scene.refused);
    resend(scene, opens(scene, 1600) + 5);
    expect(textOf(scene.story, 'wait-for-writable')).toContain('instead of trying again');
    expect(first(scene.story).stack.id).toBe('spinning');
  });

  test('nothing to say to a program that waits for room', () => {
    expect(idsOf(waitsForRoom())).not.toContain('wait-for-writable');
  });
});

describe('by stack', () => {
  const PARAM = 'getsockopt(3, SOL_SCTP, SCTP_DEFAULT_SEND_PARAM, "\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0.\\0\\0\\0\\0\\0\\0\\0\\0,\\177\\0\\0@\\26IE\\3\\0\\0\\0", [32])';
  const asErlang = (story: Scenario): Scenario => {
    for (let i = 0; i < 10; i++) story.call(19 + i * 20, PARAM);
    return story;
  };

  test('Erlang that closes on EAGAIN: upgrade', () => {
    const { story, peer } = windowCloses({ socket: { sndbuf: 65_536 } });
    asErlang(closes(story, peer));
    expect(first(story).stack).toMatchObject({ id: 'erlang', because: expect.stringContaining('SCTP_DEFAULT_SEND_PARAM') });
    expect(idsOf(story)).toEqual(expect.arrayContaining(['erlang-blocking-send', 'erlang-sndbuf']));
  });

  test('Erlang that waits: limit what is in flight', () => {
    const story = asErlang(waitsForRoom());
    expect(first(story).stack.id).toBe('erlang-blocking');
    expect(idsOf(story)).toContain('erlang-blocked-sender');
    expect(idsOf(story)).not.toContain('erlang-blocking-send');
  });

  test('a program that asks for the parameters twice is no Erlang', () => {
    const { story, peer } = windowCloses();
    story.call(18, PARAM).call(19, PARAM);
    closes(story, peer);
    expect(first(story).stack.id).toBe('unknown');
    expect(idsOf(story).filter((id) => id.startsWith('erlang'))).toEqual([]);
  });

  test('freeDiameter, by its send timeout', () => {
    const scene = windowCloses({ socket: { nonBlocking: false }, quiet: true });
    const { story, peer } = scene;
    story.call(1, 'setsockopt(3, SOL_SOCKET, SO_SNDTIMEO_OLD, "\\0\\0\\0\\0\\0\\0\\0\\0\\240\\206\\1\\0\\0\\0\\0\\0", 16)');
    for (let i = 0; i < 5; i++) peer.refuse(REFUSED_AT + i * 105, scene.refused, 104);
    resend(scene, opens(scene, 1820) + 5);
    expect(first(story).stack).toMatchObject({ id: 'freediameter', because: expect.stringContaining('100 ms') });
    expect(idsOf(story)).toContain('freediameter-retry');
    expect(idsOf(story)).not.toContain('wait-for-writable');
  });

  test.each([['/usr/bin/freeDiameterd', 'freediameter'], ['/usr/lib/erlang/erts-13/bin/beam.smp', 'erlang'], ['/usr/bin/java', 'java'], ['/usr/bin/open5gs-mmed', 'open5gs'], ['/usr/bin/dia', 'unknown']])('%s', (program, id) => {
    const { story, peer } = windowCloses();
    story.call(-1, `execve("${program}", ["${program}"], 0x7ffc /* 10 vars */)`);
    closes(story, peer);
    expect(first(story).stack.id).toBe(id);
  });
});

test('every remedy says what to check first', () => {
  const scene = windowCloses();
  scene.peer.flow(opens(scene, 3000) + 10, 5, 20);
  for (const { checkFirst } of first(scene.story).remedies) expect(checkFirst.length).toBeGreaterThan(10);
});
