/**
 * What the application handed over against what the wire carried, per association and sender: the queue in the send buffer that
 * no capture shows. Derived: it is as complete as the links.
 */
import { PacketFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { isAccepted } from './calls.ts';
import { IDENTIFYING_BYTES } from './headIndex.ts';
import type { Links } from './links.ts';
import type { SocketAssociations } from './sockets.ts';

export interface Handover {
  readonly association: number;
  readonly sender: 0 | 1;
  /** Accepted sends in order of acceptance: transfer rows, axis times of the call's entry, running bytes including this one. */
  readonly transfers: Uint32Array;
  readonly acceptedAt: Float64Array;
  readonly acceptedBytes: Float64Array;
  /** The same messages in order of their first appearance on the wire (those that appeared). */
  readonly wiredAt: Float64Array;
  readonly wiredBytes: Float64Array;
  /** Accepted and never on the wire: transfer rows. */
  readonly neverWired: readonly number[];
}

/** A send near the end of the capture may have left after it ended, ns. */
const CAPTURE_END_SLACK = 50e6;

/** By association: the handover of its traced sender, undefined where no log shows sends. */
export function buildHandovers(trace: Trace, links: Links, axis: Axis, owners: SocketAssociations): (Handover | undefined)[] {
  const { transfers, messages, calls, packets } = trace;
  const lists: { transfers: number[]; never: number[] }[] = trace.associations.map(() => ({ transfers: [], never: [] }));
  const [captureStart, captureEnd] = captureSpan(trace, axis);
  for (let t = 0; t < transfers.length; t++) {
    if (!isAccepted(trace, t)) continue;
    const message = links.messageOf[t]!;
    const call = transfers.call[t]!;
    const association = message !== NONE ? packets.association[messages.packet[message]!]! : owners.destination(trace, t);
    if (association === NONE) continue;
    if (message === NONE) {
      const entry = axis.entry(call);
      const identified = transfers.known[t]! >= IDENTIFYING_BYTES || (axis.isPlaced(calls.input[call]!) && transfers.known[t] === 0);
      if (!identified || !axis.isPlaced(calls.input[call]!) || entry < captureStart || entry > captureEnd - CAPTURE_END_SLACK) continue;
      lists[association]!.never.push(t);
    }
    lists[association]!.transfers.push(t);
  }
  return lists.map((list, association) => {
    if (list.transfers.length === 0) return undefined;
    const sender = senderOf(trace, links, owners, association, list.transfers);
    return sender === undefined ? undefined : build(trace, links, axis, association, sender, list);
  });
}

function senderOf(trace: Trace, links: Links, owners: SocketAssociations, association: number, transfers: readonly number[]): 0 | 1 | undefined {
  const linked = transfers.find((t) => links.messageOf[t] !== NONE);
  if (linked === undefined) return owners.localOf[association];
  return (trace.packets.flags[trace.messages.packet[links.messageOf[linked]!]!]! & PacketFlag.FromSecond) !== 0 ? 1 : 0;
}

function build(
  trace: Trace, links: Links, axis: Axis, association: number, sender: 0 | 1, list: { transfers: number[]; never: number[] },
): Handover {
  const { transfers, messages } = trace;
  // Both ends of an association may be traced: only the sends of one side are its handover.
  const own = list.transfers.filter((t) => {
    const message = links.messageOf[t]!;
    return message === NONE || ((trace.packets.flags[messages.packet[message]!]! & PacketFlag.FromSecond) !== 0 ? 1 : 0) === sender;
  });
  const entry = (t: number): number => axis.entry(transfers.call[t]!);
  own.sort((a, b) => entry(a) - entry(b) || a - b);
  const wired = own.filter((t) => links.messageOf[t] !== NONE);
  const wireTime = (t: number): number => axis.packet(messages.packet[links.messageOf[t]!]!);
  const running = (rows: readonly number[]): Float64Array => {
    let sum = 0;
    return Float64Array.from(rows, (t) => (sum += transfers.size[t]!));
  };
  wired.sort((a, b) => wireTime(a) - wireTime(b) || a - b);
  return {
    association, sender,
    transfers: Uint32Array.from(own),
    acceptedAt: Float64Array.from(own, entry),
    acceptedBytes: running(own),
    wiredAt: Float64Array.from(wired, wireTime),
    wiredBytes: running(wired),
    neverWired: list.never.sort((a, b) => entry(a) - entry(b) || a - b),
  };
}

/** First and last packet of all captures, on the axis. */
export function captureSpan(trace: Trace, axis: Axis): [number, number] {
  let first = Infinity;
  let last = -Infinity;
  for (const input of trace.inputs) {
    if ((input.kind !== 'pcap' && input.kind !== 'pcapng') || Number.isNaN(input.firstTime)) continue;
    first = Math.min(first, axis.of(input.id, input.firstTime));
    last = Math.max(last, axis.of(input.id, input.lastTime));
  }
  return [first, last];
}

/** Entries of a sorted array at or before `time`. */
export function countUpTo(sorted: Float64Array, time: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Messages and bytes that the kernel held and the wire had not carried at `time`. */
export function queuedAt(handover: Handover, time: number): { messages: number; bytes: number } {
  const accepted = countUpTo(handover.acceptedAt, time);
  const wired = countUpTo(handover.wiredAt, time);
  const bytes = (accepted > 0 ? handover.acceptedBytes[accepted - 1]! : 0) - (wired > 0 ? handover.wiredBytes[wired - 1]! : 0);
  return { messages: Math.max(0, accepted - wired), bytes: Math.max(0, bytes) };
}

/**
 * When the queue that stands at `time` began to build: the first message of the run without a gap, up to `time`, in which each was
 * accepted while the one before it still waited; messages that waited less than `tolerance` ns at its beginning do not count.
 */
export function queueOnset(handover: Handover, time: number, tolerance: number): number {
  const { acceptedAt, wiredAt } = handover;
  // Messages leave in the order they were accepted, so the i-th accepted one left as the i-th.
  const left = (i: number): number => (i < wiredAt.length ? wiredAt[i]! : Infinity);
  const last = countUpTo(acceptedAt, time) - 1;
  if (last < 0) return time;
  let first = last;
  while (first > 0 && left(first - 1) > acceptedAt[first]!) first--;
  while (first < last && left(first) - acceptedAt[first]! <= tolerance) first++;
  return acceptedAt[first]!;
}

/** When the wire had carried all that stood in the queue at `time`; `time` when nothing did. */
export function drainedAt(handover: Handover, time: number): number {
  const accepted = countUpTo(handover.acceptedAt, time);
  if (accepted === 0) return time;
  return accepted <= handover.wiredAt.length ? Math.max(time, handover.wiredAt[accepted - 1]!) : Infinity;
}
