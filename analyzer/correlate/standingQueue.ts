/**
 * The queue in the send buffer where the log holds refused sends only: messages of one association leave in the order in which they were
 * accepted, and between a refusal and the next accepted send nothing is accepted. So all that the wire carries from a refusal until that
 * next message was in the buffer at the refusal. Derived; nothing is said of the time between such stretches.
 */
import { PacketFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import type { Handover } from './handover.ts';
import type { Links } from './links.ts';
import type { SocketCalls } from './socketCalls.ts';
import type { Stall } from './stalls.ts';

export interface StandingQueue {
  /** What was accepted and when at the latest, without its calls. */
  readonly handover: Handover;
  /** Whether the queue at this time is known. */
  covers(time: number): boolean;
}

/** From a refusal until the message that was accepted next is on the wire. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  /** Row in messages, and when it was accepted. */
  readonly message: number;
  readonly acceptedAt: number;
}

/** Undefined where no stall of the association tells. */
export function standingQueue(trace: Trace, axis: Axis, links: Links, socketCalls: SocketCalls, stalls: readonly Stall[], association: number, sender: 0 | 1): StandingQueue | undefined {
  const stretches = stretchesOf(trace, axis, links, socketCalls, stalls, association);
  if (stretches.length === 0) return undefined;
  const rows = messagesOf(trace, association, sender);
  const wiredOf = (row: number): number => axis.packetTimes[trace.messages.packet[row]!]!;
  rows.sort((a, b) => wiredOf(a) - wiredOf(b));
  const wiredAt = Float64Array.from(rows, wiredOf);
  const acceptedAt = wiredAt.slice();
  const ownAcceptance = new Map(stretches.map((stretch) => [stretch.message, stretch.acceptedAt]));
  let first = 0;
  for (let i = 0; i < rows.length; i++) {
    while (first < stretches.length && stretches[first]!.until <= wiredAt[i]!) first++;
    const stretch = stretches[first];
    const known = ownAcceptance.get(rows[i]!);
    if (known !== undefined) acceptedAt[i] = Math.min(known, wiredAt[i]!);
    else if (stretch && stretch.from < wiredAt[i]!) acceptedAt[i] = stretch.from;
  }
  // What left earlier was accepted earlier.
  for (let i = rows.length - 2; i >= 0; i--) acceptedAt[i] = Math.min(acceptedAt[i]!, acceptedAt[i + 1]!);
  const bytes = runningSizes(trace, rows);
  return {
    handover: { association, sender, transfers: new Uint32Array(), neverWired: [], acceptedAt, acceptedBytes: bytes, carriedAt: wiredAt, wiredAt, wiredBytes: bytes },
    covers: (time) => stretches.some(({ from, until }) => from <= time && time < until),
  };
}

/** In order of their end, which is that of the wire. */
function stretchesOf(trace: Trace, axis: Axis, links: Links, socketCalls: SocketCalls, stalls: readonly Stall[], association: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { association: own, start, endCall, exit } of stalls) {
    if (own !== association || exit !== 'accepted') continue;
    const transfer = socketCalls.firstTransferOf(endCall);
    const message = transfer === NONE ? NONE : links.messageOf[transfer]!;
    if (message === NONE) continue;
    const until = axis.packetTimes[trace.messages.packet[message]!]!;
    if (until > start) stretches.push({ from: start, until, message, acceptedAt: axis.entry(endCall) });
  }
  return stretches.sort((a, b) => a.until - b.until);
}

function messagesOf({ messages, packets }: Trace, association: number, sender: 0 | 1): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < messages.length; row++) {
    const packet = messages.packet[row]!;
    if (packets.association[packet] === association && ((packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0) === sender) rows.push(row);
  }
  return Uint32Array.from(rows);
}

function runningSizes({ messages }: Trace, rows: Uint32Array): Float64Array {
  const sizes = new Float64Array(rows.length);
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sizes[i] = sum += messages.size[rows[i]!]!;
  return sizes;
}
