/**
 * What the application handed over against what the wire carried, per association and sender: the queue in the send buffer that
 * no capture shows. Derived: it is as complete as the links.
 */
import { PacketFlag } from '../trace/schema.ts';
import { countUpTo } from '../trace/search.ts';
import { stretches, type Steps } from '../trace/steps.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { isAccepted } from './calls.ts';
import { isAscending, sortByColumn, startsOf } from './groups.ts';
import { IDENTIFYING_BYTES } from './headIndex.ts';
import type { Links } from './links.ts';
import type { SocketAssociations } from './sockets.ts';
import { placesHeard } from './unheard.ts';

export interface Handover {
  readonly association: number;
  readonly sender: 0 | 1;
  /** Accepted sends in order of acceptance: transfer rows, axis times of the call's entry, running bytes including this one. */
  readonly transfers: Uint32Array;
  readonly acceptedAt: Float64Array;
  readonly acceptedBytes: Float64Array;
  /** When each of them was on the wire, NaN for one that never was. */
  readonly carriedAt: Float64Array;
  /** The same messages in order of their first appearance on the wire (those that appeared). */
  readonly wiredAt: Float64Array;
  readonly wiredBytes: Float64Array;
  /** Accepted and never on the wire: transfer rows. */
  readonly neverWired: readonly number[];
}

/** A send near the end of the capture may have left after it ended, ns. */
const CAPTURE_END_SLACK = 50e6;

/** What was accepted from one sender: columns of one length. */
interface Sends {
  readonly transfers: Uint32Array;
  readonly sizes: Uint32Array;
  readonly acceptedAt: Float64Array;
  /** NaN for one that never was on the wire. */
  readonly carriedAt: Float64Array;
}

/** The traced sender of an association, and its sends so far. */
interface Sender {
  readonly sender: 0 | 1;
  readonly sends: Sends;
  filled: number;
}

/** By association: the handover of its traced sender, undefined where no log shows sends. */
export function* buildHandovers(trace: Trace, links: Links, axis: Axis, owners: SocketAssociations): Steps<(Handover | undefined)[]> {
  const { associations, transfers } = trace;
  const keys = new Uint32Array(transfers.length).fill(NONE);
  const span = captureSpan(trace, axis);
  yield* stretches(keys.length, (from, to) => keySends(trace, links, axis, owners, span, keys, from, to));
  const starts = startsOf(keys, keys.length, associations.length * KEYS);
  const senders = associations.map(({ id }): Sender | undefined => {
    const [first, second, unsent] = [0, 1, UNSENT].map((key) => starts[id * KEYS + key + 1]! - starts[id * KEYS + key]!) as [number, number, number];
    const sender = first + second === 0 ? owners.localOf[id] : first >= second ? 0 : 1;
    const count = unsent + (sender === 0 ? first : second);
    return sender === undefined || count === 0 ? undefined : { sender, sends: createSends(count), filled: 0 };
  });
  yield* stretches(keys.length, (from, to) => place(trace, links, axis, keys, senders, from, to));
  const handovers: (Handover | undefined)[] = [];
  for (const { id } of associations) {
    const own = senders[id];
    handovers.push(own && build(trace, axis, id, own));
    yield;
  }
  return handovers;
}

/** A key is association * KEYS + the sender of the message, or UNSENT for one that never was on the wire. */
const KEYS = 4;
const UNSENT = 2;

/** By transfer: its key, NONE for others. */
function keySends(
  trace: Trace, links: Links, axis: Axis, owners: SocketAssociations, span: readonly [number, number], keys: Uint32Array, from: number, to: number,
): void {
  const { transfers, messages, packets } = trace;
  for (let t = from; t < to; t++) {
    // A log of refused sends does not tell what else was accepted.
    if (!isAccepted(trace, t) || trace.inputs[trace.calls.input[transfers.call[t]!]!]!.partial) continue;
    const message = links.messageOf[t]!;
    if (message !== NONE) {
      const packet = messages.packet[message]!;
      if (packets.association[packet] !== NONE) keys[t] = packets.association[packet]! * KEYS + ((packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0);
    } else if (couldHaveBeenSeen(trace, axis, t, span)) {
      const association = owners.destination(trace, t);
      if (association !== NONE) keys[t] = association * KEYS + UNSENT;
    }
  }
}

/** One walk over the transfers: one for each association would touch all pages of every column as often. */
function place({ transfers, messages }: Trace, { messageOf }: Links, axis: Axis, keys: Uint32Array, senders: readonly (Sender | undefined)[], from: number, to: number): void {
  const { packetTimes } = axis;
  for (let t = from; t < to; t++) {
    if (keys[t] === NONE) continue;
    const own = senders[Math.floor(keys[t]! / KEYS)];
    const side = keys[t]! % KEYS;
    if (!own || (side !== UNSENT && side !== own.sender)) continue;
    const at = own.filled++;
    const message = messageOf[t]!;
    const { sends } = own;
    sends.transfers[at] = t;
    sends.sizes[at] = transfers.size[t]!;
    sends.acceptedAt[at] = axis.entry(transfers.call[t]!);
    sends.carriedAt[at] = message === NONE ? NaN : packetTimes[messages.packet[message]!]!;
  }
}

/** The message was sent while the capture ran, and its bytes (or its place in the order) would have been recognised. */
function couldHaveBeenSeen(trace: Trace, axis: Axis, t: number, [start, end]: readonly [number, number]): boolean {
  const call = trace.transfers.call[t]!;
  if (!axis.isPlaced(trace.calls.input[call]!)) return false;
  const entry = axis.entry(call);
  return entry >= start && entry <= end - CAPTURE_END_SLACK && (trace.transfers.known[t]! >= IDENTIFYING_BYTES || trace.transfers.known[t] === 0);
}

function build(trace: Trace, axis: Axis, association: number, { sender, sends }: Sender): Handover {
  const inOrder = isAscending(sends.acceptedAt) ? sends : chosen(sends, placesInOrder(sends.acceptedAt));
  const heard = placesHeard(trace, axis, inOrder.acceptedAt, inOrder.carriedAt);
  const { transfers, sizes, acceptedAt, carriedAt } = heard ? chosen(inOrder, heard) : inOrder;
  const acceptedBytes = runningBytes(sizes);
  const neverWired: number[] = [];
  for (let i = 0; i < transfers.length; i++) if (Number.isNaN(carriedAt[i]!)) neverWired.push(transfers[i]!);
  const isOneOrder = neverWired.length === 0 && isAscending(carriedAt);
  const wired = isOneOrder ? undefined : chosen({ transfers, sizes, acceptedAt, carriedAt }, placesInOrder(carriedAt));
  return {
    association, sender, transfers, acceptedAt, acceptedBytes, carriedAt, neverWired,
    wiredAt: wired ? wired.carriedAt : carriedAt,
    wiredBytes: wired ? runningBytes(wired.sizes) : acceptedBytes,
  };
}

/** Places of a column, NaN left out, in order of time. */
function placesInOrder(times: Float64Array): Uint32Array {
  const places = new Uint32Array(times.length);
  let count = 0;
  for (let i = 0; i < times.length; i++) if (!Number.isNaN(times[i]!)) places[count++] = i;
  const own = places.subarray(0, count);
  sortByColumn(own, times);
  return own;
}

function createSends(count: number): Sends {
  return { transfers: new Uint32Array(count), sizes: new Uint32Array(count), acceptedAt: new Float64Array(count), carriedAt: new Float64Array(count) };
}

function chosen({ transfers, sizes, acceptedAt, carriedAt }: Sends, places: Uint32Array): Sends {
  const sends = createSends(places.length);
  for (let i = 0; i < places.length; i++) {
    sends.transfers[i] = transfers[places[i]!]!;
    sends.sizes[i] = sizes[places[i]!]!;
    sends.acceptedAt[i] = acceptedAt[places[i]!]!;
    sends.carriedAt[i] = carriedAt[places[i]!]!;
  }
  return sends;
}

function runningBytes(sizes: Uint32Array): Float64Array {
  const bytes = new Float64Array(sizes.length);
  let sum = 0;
  for (let i = 0; i < sizes.length; i++) bytes[i] = sum += sizes[i]!;
  return bytes;
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
  const last = countUpTo(acceptedAt, time) - 1;
  if (last < 0) return time;
  let first = last;
  // Messages leave in the order they were accepted, so the i-th accepted one left as the i-th; those behind the wired ones never did.
  while (first > 0 && (first > wiredAt.length || wiredAt[first - 1]! > acceptedAt[first]!)) first--;
  while (first < last && first < wiredAt.length && wiredAt[first]! - acceptedAt[first]! <= tolerance) first++;
  return acceptedAt[first]!;
}

/** When the wire had carried all that stood in the queue at `time`; `time` when nothing did. */
export function drainedAt(handover: Handover, time: number): number {
  const accepted = countUpTo(handover.acceptedAt, time);
  if (accepted === 0) return time;
  return accepted <= handover.wiredAt.length ? Math.max(time, handover.wiredAt[accepted - 1]!) : Infinity;
}
