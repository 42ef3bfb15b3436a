/**
 * Diameter transactions: a request and its answer share the Hop-by-Hop and End-to-End Identifiers, run in opposite directions of
 * one association, over whichever of its paths. RFC 6733 3, 6.2.
 */
import { PacketFlag, Protocol } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';

/** Command flag R, RFC 6733 3, in messages.head1. */
const REQUEST_FLAG = 0x8000_0000;

export const isRequest = (trace: Trace, message: number): boolean => (trace.messages.head1[message]! & REQUEST_FLAG) !== 0;
export const commandCode = (trace: Trace, message: number): number => trace.messages.head1[message]! & 0xff_ffff;

export class Transactions {
  /** By message: the answer of a request, the request of an answer, NONE. */
  readonly counterpart: Uint32Array;
  requests = 0;
  answered = 0;
  /** Answers whose request the capture does not show. */
  unmatchedAnswers = 0;
  /** Further answers to a request that had one. */
  duplicateAnswers = 0;

  constructor(trace: Trace, axis: Axis) {
    const { messages, packets } = trace;
    const count = messages.length;
    this.counterpart = new Uint32Array(count).fill(NONE);
    let size = 1024;
    while (size < count) size *= 2;
    const mask = size - 1;
    const first = new Uint32Array(size).fill(NONE);
    const next = new Uint32Array(count);
    const sideOf = (m: number): number => (packets.flags[messages.packet[m]!]! & PacketFlag.FromSecond) !== 0 ? 1 : 0;
    // Nodes count their identifiers up (RFC 6733 3): with little mixing the requests of one time lie side by side, which halves the time.
    const slotOf = (m: number): number => {
      const x = messages.head3[m]! + Math.imul(messages.head4[m]!, 5) + Math.imul(packets.association[messages.packet[m]!]!, 0x9e3779b1);
      return (x ^ (x >>> 16)) & mask;
    };
    // Messages of one capture come in order of time; a second capture's are joined by time below.
    for (let m = 0; m < count; m++) {
      if (messages.protocol[m] !== Protocol.Diameter || messages.known[m]! < 20) continue;
      const slot = slotOf(m);
      const association = packets.association[messages.packet[m]!]!;
      if (isRequest(trace, m)) {
        this.requests++;
        next[m] = first[slot]!;
        first[slot] = m;
        continue;
      }
      let request = first[slot]!;
      let seen = NONE;
      for (; request !== NONE; request = next[request]!) {
        if (
          messages.head3[request] !== messages.head3[m] || messages.head4[request] !== messages.head4[m] ||
          packets.association[messages.packet[request]!] !== association || sideOf(request) === sideOf(m) ||
          commandCode(trace, request) !== commandCode(trace, m)
        ) continue;
        seen = request;
        if (this.counterpart[request] === NONE && axis.packet(messages.packet[request]!) <= axis.packet(messages.packet[m]!)) break;
      }
      if (request !== NONE) {
        this.counterpart[request] = m;
        this.counterpart[m] = request;
        this.answered++;
      } else if (seen !== NONE) this.duplicateAnswers++;
      else this.unmatchedAnswers++;
    }
  }
}
