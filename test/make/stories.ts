/** Scenes that several tests tell: the node has sent for 800 ms, then something holds it back, and the send at REFUSED_AT is refused. */
import { Scenario, TO_WIRE, type Message, type Peer } from './scenario.ts';
import type { LogFlags } from './straceLog.ts';

export const REFUSED_AT = 1300;

/** Twice this is the kernel's buffer: a dozen messages of 700 bytes by what it charges. */
const SNDBUF = 16_384;

export type SocketOptions = NonNullable<Parameters<Scenario['socket']>[1]>;

export interface Scene {
  readonly story: Scenario;
  readonly peer: Peer;
  /** Accepted before the refusal and still in the send buffer. */
  readonly waiting: readonly Message[];
  readonly refused: Message;
  /** Last message that the peer has acknowledged. */
  readonly acknowledged: Message;
}

export interface SceneOptions {
  readonly socket?: SocketOptions;
  readonly flags?: LogFlags;
  readonly peer?: Parameters<Scenario['peer']>[0];
  /** ms. */
  readonly roundTrip?: number;
  /** Without the refusal itself. */
  readonly quiet?: boolean;
}

export function running({ socket = {}, flags = {}, peer: fields = {}, roundTrip = 2 }: SceneOptions = {}): { story: Scenario; peer: Peer; last: Message } {
  const story = new Scenario(flags);
  const peer = story.socket(0, { sndbuf: SNDBUF, noDelay: true, ...socket }).peer({ aRwnd: 10_000, ...fields }).handshake(5);
  peer.flow(20, 38, 20, {}, roundTrip);
  return { story, peer, last: peer.pass(800, {}, roundTrip) };
}

/** The peer's application stops reading: its window closes by and by, and what is sent then waits. */
export function windowCloses(options: SceneOptions = {}): Scene {
  const { story, peer } = running(options);
  let acknowledged = peer.send(1000);
  peer.wire(1000 + TO_WIRE, acknowledged).sack(1002, acknowledged, { aRwnd: 8000 });
  for (const [i, aRwnd] of [6000, 4000, 2000, 300].entries()) {
    acknowledged = peer.send(1010 + i * 10);
    peer.wire(1010 + i * 10 + TO_WIRE, acknowledged).sack(1012 + i * 10, acknowledged, { aRwnd });
  }
  const waiting = peer.queue(1060, 13, 15);
  const refused = options.quiet ? story.message() : peer.refuse(REFUSED_AT);
  return { story, peer, waiting, refused, acknowledged };
}

/** The window opens at `at`, what waited leaves at once, and is acknowledged. */
export function opens({ peer, waiting, acknowledged }: Scene, at: number): number {
  peer.sack(at, acknowledged, { aRwnd: 10_000 });
  return leaves(peer, waiting, at + 1);
}

/** One after the other, each acknowledged 2 ms later; the time when all have left. */
export function leaves(peer: Peer, waiting: readonly Message[], at: number): number {
  waiting.forEach((message, i) => peer.wire(at + i * 3, message).sack(at + i * 3 + 2, message));
  return at + waiting.length * 3;
}

/** The first of three messages on the wire is lost; all that follow wait, although the window is wide. */
export function loses(options: SceneOptions = {}): Scene & { readonly lost: Message } {
  const { story, peer, last } = running({ ...options, peer: { aRwnd: 100_000 } });
  const lost = peer.send(1000);
  peer.wire(1000 + TO_WIRE, lost);
  for (let i = 1; i <= 4; i++) peer.wire(1000 + i * 10 + TO_WIRE, peer.send(1000 + i * 10)).sack(1000 + i * 10 + 2, last, { gaps: [[2, 1 + i]] });
  const waiting = peer.queue(1060, 13, 15);
  const refused = peer.refuse(REFUSED_AT);
  return { story, peer, waiting, refused, lost, acknowledged: last };
}

/** From 1000 on nothing comes back: the timer sends the first TSN again after 1, 3 and 7 seconds. */
export function goesSilent(options: SceneOptions = {}, path = 0): Scene & { readonly lost: Message } {
  const { story, peer, last } = running({ ...options, peer: { aRwnd: 100_000, ...options.peer } });
  const lost = peer.send(1000);
  peer.wire(1000 + TO_WIRE, lost);
  for (let i = 1; i < 5; i++) peer.wire(1000 + i * 10 + TO_WIRE, peer.send(1000 + i * 10));
  const waiting = peer.queue(1060, 13, 15);
  const refused = peer.refuse(REFUSED_AT);
  for (const at of [2000, 4000, 8000]) peer.again(at, lost, path);
  return { story, peer, waiting, refused, lost, acknowledged: last };
}

/** All is on the wire and the peer has room, but a round trip takes 100 ms and the buffer is full before. */
export function outruns(options: SceneOptions = {}): Scene {
  const { story, peer, last } = running({ ...options, peer: { aRwnd: 100_000 }, roundTrip: 100 });
  const sent = Array.from({ length: 13 }, (_, i) => {
    const message = peer.send(1240 + i * 4);
    peer.wire(1240 + i * 4 + TO_WIRE, message);
    return message;
  });
  sent.forEach((message, i) => peer.sack(1340 + i * 4, message));
  const refused = peer.refuse(REFUSED_AT);
  return { story, peer, waiting: [], refused, acknowledged: last };
}

/** One chunk is on the wire, its SACK is delayed by 200 ms, and four messages wait behind it. */
export function waitsForSack(options: SceneOptions = {}, size = 100): Scene {
  const { story, peer, last } = running({ ...options, socket: { noDelay: false, sndbuf: 2304, ...options.socket }, peer: { aRwnd: 100_000 } });
  let at = 1000;
  let waiting: Message[] = [];
  let refused = last;
  for (let round = 0; round < 3; round++) {
    const first = peer.send(at, story.message({ size }));
    peer.wire(at + TO_WIRE, first);
    waiting = peer.queue(at + 20, 4, 20, { size });
    refused = peer.refuse(at + 110, story.message({ size }));
    peer.sack(at + 200, first).wire(at + 200.1, ...waiting).sack(at + 202, waiting.at(-1)!);
    peer.wire(at + 220.3, peer.send(at + 220, refused)).sack(at + 222, refused);
    at += 300;
  }
  return { story, peer, waiting, refused, acknowledged: last };
}
