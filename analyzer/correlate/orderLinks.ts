/**
 * Joins sends and messages where the log has no bytes to compare (strace -s 0, -e raw=): the sequence of lengths and times of one
 * socket is slid along the sequence of messages of one association until they agree.
 */
import { PacketFlag, TransferFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { JITTER } from './clockFit.ts';
import { isAccepted, isReceived } from './calls.ts';
import { IDENTIFYING_BYTES } from './headIndex.ts';
import { LinkMethod, type Links } from './links.ts';
import type { SocketAssociations } from './sockets.ts';

/** Shifts tried and pairs compared a shift: enough for a recording that starts minutes before the other, and cheap. */
const MOST_SHIFTS = 8192;
const MOST_SAMPLES = 256;

/** Lengths must agree for this share of the pairs. */
const LEAST_AGREEMENT = 0.97;
const LEAST_PAIRS = 8;

interface Sequence {
  readonly rows: number[];
  readonly lengths: number[];
  readonly times: number[];
}

interface Alignment {
  readonly shift: number;
  readonly pairs: number;
  /** Pairs of different length, of those looked at. */
  readonly wrong: number;
  /** Sends: spread of (wire time - call time). Receives: their median delay. ns; smaller is better. */
  readonly spread: number;
}

/**
 * Links the sends (or receives) of sockets whose messages cannot be recognised by content. Receives come after the sends and the clock
 * fit that those allow: answers have one length and one rhythm, so that only causality tells which is which. Returns how many were linked.
 */
export function linkByOrder(trace: Trace, links: Links, axis: Axis, owners: SocketAssociations, isSend: boolean): number {
  const { transfers, calls } = trace;
  const bySocket = new Map<number, Sequence>();
  for (let t = 0; t < transfers.length; t++) {
    if (links.messageOf[t] !== NONE || transfers.known[t]! >= IDENTIFYING_BYTES) continue;
    if (((transfers.flags[t]! & TransferFlag.Send) !== 0) !== isSend || !(isSend ? isAccepted(trace, t) : isReceived(trace, t))) continue;
    const call = transfers.call[t]!;
    const socket = calls.socket[call]!;
    // Sends of a log that leaves most of them out are in no order that the wire could have.
    if (trace.inputs[calls.input[call]!]!.partial) continue;
    if (socket === NONE || (!isSend && axis.fits[calls.input[call]!] === undefined)) continue;
    let sequence = bySocket.get(socket);
    if (!sequence) bySocket.set(socket, (sequence = { rows: [], lengths: [], times: [] }));
    sequence.rows.push(t);
    // A raw send has no length but its return value.
    sequence.lengths.push(transfers.size[t]! || Math.max(0, calls.returnValue[call]!));
    sequence.times.push(isSend ? calls.time[call]! : axis.exit(call) + axis.uncertainty(calls.input[call]!));
  }
  if (bySocket.size === 0) return 0;
  let linked = 0;
  const wire = wireSequences(trace, links, axis, isSend);
  for (const [socket, sequence] of bySocket) {
    const owned = owners.associationsOf[socket]!;
    let best: { alignment: Alignment; wireKey: string } | undefined;
    for (const [wireKey, messages] of wire) {
      const association = Number(wireKey.slice(0, wireKey.indexOf('/')));
      if (owned.length > 0 ? !owned.includes(association) : owners.socketsOf[association]!.length > 0) continue;
      const local = owners.localOf[association];
      const from = Number(wireKey.at(-1));
      if (local !== undefined && (isSend ? local : 1 - local) !== from) continue;
      const alignment = align(sequence, messages, isSend);
      if (!alignment) continue;
      if (!best || isBetter(alignment, best.alignment)) best = { alignment, wireKey };
    }
    if (!best) continue;
    const messages = wire.get(best.wireKey)!;
    for (let i = 0; i < sequence.rows.length; i++) {
      const j = i + best.alignment.shift;
      if (j < 0 || j >= messages.rows.length || sequence.lengths[i] !== messages.lengths[j]) continue;
      links.connect(sequence.rows[i]!, messages.rows[j]!, isSend, LinkMethod.Order);
      linked++;
    }
  }
  return linked;
}

/** Messages by "association/sender", in order of the wire. */
function wireSequences(trace: Trace, links: Links, axis: Axis, isSend: boolean): Map<string, Sequence> {
  const { messages, packets } = trace;
  const sequences = new Map<string, Sequence>();
  for (let m = 0; m < messages.length; m++) {
    const packet = messages.packet[m]!;
    const association = packets.association[packet]!;
    if (association === NONE || messages.dataChunk[m] === NONE || (isSend ? links.sendOf : links.receiveOf)[m] !== NONE) continue;
    const key = `${association}/${(packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0}`;
    let sequence = sequences.get(key);
    if (!sequence) sequences.set(key, (sequence = { rows: [], lengths: [], times: [] }));
    sequence.rows.push(m);
    sequence.lengths.push(messages.size[m]!);
    sequence.times.push(axis.packet(packet));
  }
  return sequences;
}

function align(calls: Sequence, wire: Sequence, isSend: boolean): Alignment | undefined {
  const first = Math.max(-(calls.rows.length - 1), -MOST_SHIFTS / 2);
  const last = Math.min(wire.rows.length - 1, MOST_SHIFTS / 2);
  let best: Alignment | undefined;
  for (let shift = first; shift <= last; shift++) {
    const candidate = compare(calls, wire, shift, isSend);
    if (!candidate) continue;
    if (!best || isBetter(candidate, best)) best = candidate;
  }
  return best;
}

/** Much more overlap, then fewer wrong lengths, then the better rhythm. */
function isBetter(a: Alignment, b: Alignment): boolean {
  if (a.pairs > b.pairs * 2 || b.pairs > a.pairs * 2) return a.pairs > b.pairs;
  return a.wrong === b.wrong ? a.spread < b.spread : a.wrong < b.wrong;
}

/** Undefined when too few pairs overlap or their lengths differ. */
function compare(calls: Sequence, wire: Sequence, shift: number, isSend: boolean): Alignment | undefined {
  const from = Math.max(0, -shift);
  const to = Math.min(calls.rows.length, wire.rows.length - shift);
  const pairs = to - from;
  if (pairs < Math.min(LEAST_PAIRS, calls.rows.length)) return undefined;
  const step = Math.max(1, Math.floor(pairs / MOST_SAMPLES));
  const delays: number[] = [];
  let wrong = 0;
  const mostWrong = Math.ceil(pairs / step) * (1 - LEAST_AGREEMENT);
  for (let i = from; i < to; i += step) {
    if (calls.lengths[i] !== wire.lengths[i + shift] && ++wrong > mostWrong) return undefined;
    delays.push(wire.times[i + shift]! - calls.times[i]!);
  }
  delays.sort((a, b) => a - b);
  const at = (share: number): number => delays[Math.floor((delays.length - 1) * share)]!;
  // Most messages leave at once, so the lower half of the delays is narrow where the shift is right.
  if (isSend) return { shift, pairs, wrong, spread: at(0.5) - at(0.05) };
  // A message is on the wire before it is read, and mostly shortly before.
  return at(0.995) > JITTER ? undefined : { shift, pairs, wrong, spread: -at(0.5) };
}
