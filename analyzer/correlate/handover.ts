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
import { groupRows, isAscending, rowsOf, sortByTime, type Groups } from './groups.ts';
import { IDENTIFYING_BYTES } from './headIndex.ts';
import type { Links } from './links.ts';
import type { SocketAssociations } from './sockets.ts';
import { withoutUnheard } from './unheard.ts';

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

/** By association: the handover of its traced sender, undefined where no log shows sends. */
export function* buildHandovers(trace: Trace, links: Links, axis: Axis, owners: SocketAssociations): Steps<(Handover | undefined)[]> {
  const count = trace.associations.length;
  /** By transfer: association * 2 + sender of the message, or association * 2 for one that never was on the wire; NONE for others. */
  const keys = new Uint32Array(trace.transfers.length).fill(NONE);
  const sizes = new Uint32Array(count * 2);
  const span = captureSpan(trace, axis);
  yield* stretches(keys.length, (from, to) => keySends(trace, links, axis, owners, span, keys, sizes, from, to));
  const groups = groupRows(keys, keys.length, count * 2);
  const handovers: (Handover | undefined)[] = [];
  for (const { id } of trace.associations) {
    const sender = sizes[id * 2]! + sizes[id * 2 + 1]! === 0 ? owners.localOf[id] : sizes[id * 2]! >= sizes[id * 2 + 1]! ? 0 : 1;
    const own = sender === undefined ? undefined : ownSends(groups, links, id, sender);
    handovers.push(sender === undefined || !own || own.length === 0 ? undefined : build(trace, links, axis, id, sender, own));
    yield;
  }
  return handovers;
}

function keySends(
  trace: Trace, links: Links, axis: Axis, owners: SocketAssociations, span: readonly [number, number], keys: Uint32Array, sizes: Uint32Array, from: number, to: number,
): void {
  const { transfers, messages, packets } = trace;
  for (let t = from; t < to; t++) {
    // A log of refused sends does not tell what else was accepted.
    if (!isAccepted(trace, t) || trace.inputs[trace.calls.input[transfers.call[t]!]!]!.partial) continue;
    const message = links.messageOf[t]!;
    if (message !== NONE) {
      const packet = messages.packet[message]!;
      if (packets.association[packet] === NONE) continue;
      keys[t] = packets.association[packet]! * 2 + ((packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0);
      sizes[keys[t]!]!++;
    } else if (couldHaveBeenSeen(trace, axis, t, span)) {
      const association = owners.destination(trace, t);
      if (association !== NONE) keys[t] = association * 2;
    }
  }
}

function ownSends(groups: Groups, links: Links, id: number, sender: 0 | 1): Uint32Array {
  const unsent = sender === 0 ? rowsOf(groups, id * 2).slice(0, 0) : rowsOf(groups, id * 2).filter((t) => links.messageOf[t] === NONE);
  return concatenate(rowsOf(groups, id * 2 + sender), unsent);
}

/** The message was sent while the capture ran, and its bytes (or its place in the order) would have been recognised. */
function couldHaveBeenSeen(trace: Trace, axis: Axis, t: number, [start, end]: readonly [number, number]): boolean {
  const call = trace.transfers.call[t]!;
  if (!axis.isPlaced(trace.calls.input[call]!)) return false;
  const entry = axis.entry(call);
  return entry >= start && entry <= end - CAPTURE_END_SLACK && (trace.transfers.known[t]! >= IDENTIFYING_BYTES || trace.transfers.known[t] === 0);
}

function concatenate(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function build(trace: Trace, links: Links, axis: Axis, association: number, sender: 0 | 1, rows: Uint32Array): Handover {
  let acceptedAt = entriesOf(trace, axis, rows);
  if (!isAscending(acceptedAt)) {
    sortByTime(rows, (t) => axis.entry(trace.transfers.call[t]!));
    acceptedAt = entriesOf(trace, axis, rows);
  }
  const own = withoutUnheard(trace, links, axis, rows, acceptedAt);
  if (own !== rows) acceptedAt = entriesOf(trace, axis, own);
  const carriedAt = wireTimesOf(trace, links, axis, own);
  const { wired, neverWired } = divide(own, links);
  let wiredAt = wireTimesOf(trace, links, axis, wired);
  if (!isAscending(wiredAt)) {
    sortByTime(wired, (t) => axis.packetTimes[trace.messages.packet[links.messageOf[t]!]!]!);
    wiredAt = wireTimesOf(trace, links, axis, wired);
  }
  return {
    association, sender, transfers: own, acceptedAt, carriedAt, wiredAt, neverWired,
    acceptedBytes: runningBytes(trace, own),
    wiredBytes: runningBytes(trace, wired),
  };
}

/** Transfers that were on the wire, and those that never were. */
function divide(rows: Uint32Array, { messageOf }: Links): { wired: Uint32Array; neverWired: number[] } {
  const wired = new Uint32Array(rows.length);
  const neverWired: number[] = [];
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    if (messageOf[rows[i]!] === NONE) neverWired.push(rows[i]!);
    else wired[count++] = rows[i]!;
  }
  return { wired: wired.subarray(0, count), neverWired };
}

/** Axis times at which the calls of transfers began. */
function entriesOf({ transfers }: Trace, axis: Axis, rows: Uint32Array): Float64Array {
  const times = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) times[i] = axis.entry(transfers.call[rows[i]!]!);
  return times;
}

/** When the messages of transfers were on the wire, NaN where they never were. */
function wireTimesOf({ messages }: Trace, { messageOf }: Links, { packetTimes }: Axis, rows: Uint32Array): Float64Array {
  const times = new Float64Array(rows.length).fill(NaN);
  for (let i = 0; i < rows.length; i++) {
    const message = messageOf[rows[i]!]!;
    if (message !== NONE) times[i] = packetTimes[messages.packet[message]!]!;
  }
  return times;
}

function runningBytes(trace: Trace, rows: Uint32Array): Float64Array {
  const bytes = new Float64Array(rows.length);
  let sum = 0;
  for (let i = 0; i < rows.length; i++) bytes[i] = sum += trace.transfers.size[rows[i]!]!;
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
