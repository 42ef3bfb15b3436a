/** Joins transfers and messages by the first bytes of their content: first what occurs once, then repeated content in order. */
import { TransferFlag } from '../trace/schema.ts';
import { stretches, type Steps } from '../trace/steps.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { isAccepted, isReceived } from './calls.ts';
import type { HeadIndex } from './headIndex.ts';
import { LinkMethod, type Links } from './links.ts';

const SEVERAL = NONE - 1;

/** Messages and transfers of one content: the wire's lengths must agree with what was handed over. */
function lengthsAgree(trace: Trace, transfer: number, message: number, isSend: boolean): boolean {
  const asked = trace.transfers.size[transfer]!;
  // A receive may be shorter than the message: the buffer was smaller.
  return asked === 0 || (isSend ? asked === trace.messages.size[message] : asked <= trace.messages.size[message]!);
}

/** Links every transfer whose content occurs once in the log (on its side) and once on the wire. Returns how many identified transfers are left over. */
export function* linkUniqueContent(trace: Trace, links: Links, wire: HeadIndex): Steps<number> {
  const claims: Claims = {
    sends: new Uint8Array(trace.messages.length), receives: new Uint8Array(trace.messages.length),
    candidates: new Uint32Array(trace.transfers.length).fill(NONE),
  };
  yield* stretches(trace.transfers.length, (from, to) => claim(trace, links, wire, claims, from, to));
  let left = 0;
  yield* stretches(trace.transfers.length, (from, to) => {
    left += linkClaimed(trace, links, claims, from, to);
  });
  return left;
}

interface Claims {
  /** By message: how many transfers could be it, 0 to 2. */
  readonly sends: Uint8Array;
  readonly receives: Uint8Array;
  /** By transfer: its only candidate, NONE; SEVERAL when content leaves a choice. */
  readonly candidates: Uint32Array;
}

function claim(trace: Trace, links: Links, wire: HeadIndex, { sends, receives, candidates }: Claims, from: number, to: number): void {
  const { transfers } = trace;
  for (let t = from; t < to; t++) {
    const isSend = (transfers.flags[t]! & TransferFlag.Send) !== 0;
    if (!(isSend ? isAccepted(trace, t) : isReceived(trace, t))) continue;
    if (isSend) links.sends++;
    else links.receives++;
    const message = wire.first(transfers, t);
    if (message === NONE) continue;
    candidates[t] = wire.after(message, transfers, t) === NONE ? message : SEVERAL;
    const claims = isSend ? sends : receives;
    if (claims[message]! < 2) claims[message]!++;
  }
}

function linkClaimed(trace: Trace, links: Links, { sends, receives, candidates }: Claims, from: number, to: number): number {
  const { transfers } = trace;
  let left = 0;
  for (let t = from; t < to; t++) {
    const message = candidates[t]!;
    if (message === NONE) continue;
    const isSend = (transfers.flags[t]! & TransferFlag.Send) !== 0;
    if (message !== SEVERAL && (isSend ? sends : receives)[message] === 1 && lengthsAgree(trace, t, message, isSend)) {
      links.connect(t, message, isSend, LinkMethod.Content);
    } else left++;
  }
  return left;
}

/**
 * Pairs what content alone leaves open (the same bytes sent again, M3UA messages that differ late): k-th send with the k-th message
 * of that content on the same association, never a message that was on the wire before its send began.
 */
export function* linkRepeatedContent(
  trace: Trace, links: Links, wire: HeadIndex, axis: Axis, associationsOf: (socket: number) => readonly number[],
): Steps<void> {
  /** First candidate not yet passed, by content, association and side. */
  const cursors = new Map<string, number>();
  yield* stretches(trace.transfers.length, (from, to) => linkRepeated(trace, links, wire, axis, associationsOf, cursors, from, to));
}

function linkRepeated(
  trace: Trace, links: Links, wire: HeadIndex, axis: Axis, associationsOf: (socket: number) => readonly number[], cursors: Map<string, number>, from: number, to: number,
): void {
  const { transfers, messages, calls, packets } = trace;
  for (let t = from; t < to; t++) {
    if (links.messageOf[t] !== NONE) continue;
    const isSend = (transfers.flags[t]! & TransferFlag.Send) !== 0;
    if (!(isSend ? isAccepted(trace, t) : isReceived(trace, t))) continue;
    const first = wire.first(transfers, t);
    if (first === NONE) continue;
    const call = transfers.call[t]!;
    const input = calls.input[call]!;
    const socket = calls.socket[call]!;
    const associations = socket === NONE ? [] : associationsOf(socket);
    const slack = axis.uncertainty(input) + 1e3;
    const placed = axis.isPlaced(input);
    const entry = axis.entry(call) - slack;
    const key = `${first}/${isSend ? 1 : 0}/${socket}`;
    const taken = isSend ? links.sendOf : links.receiveOf;
    let candidate = cursors.get(key) ?? first;
    for (; candidate !== NONE; candidate = wire.after(candidate, transfers, t)) {
      if (taken[candidate] !== NONE) continue;
      const packet = messages.packet[candidate]!;
      if (associations.length > 0 && !associations.includes(packets.association[packet]!)) continue;
      if (!lengthsAgree(trace, t, candidate, isSend)) continue;
      if (!placed || (isSend ? axis.packet(packet) >= entry : true)) break;
    }
    cursors.set(key, candidate);
    if (candidate === NONE) continue;
    // A receive returns after the wire; a later candidate cannot be the one when this one is still to come.
    if (!isSend && placed && Number.isFinite(calls.duration[call]!) && axis.packet(messages.lastPacket[candidate]!) > axis.exit(call) + slack) continue;
    links.connect(t, candidate, isSend, LinkMethod.ContentAndOrder);
  }
}
