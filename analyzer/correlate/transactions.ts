/**
 * Diameter transactions: a request and its answer share the Hop-by-Hop and End-to-End Identifiers, run in opposite directions of
 * one association, over whichever of its paths. RFC 6733 3, 6.2.
 */
import { PacketFlag, Protocol } from '../trace/schema.ts';
import { stretches, type Steps } from '../trace/steps.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';

/** Command flag R, RFC 6733 3, in messages.head1. */
const REQUEST_FLAG = 0x8000_0000;

export const isRequest = (trace: Trace, message: number): boolean => (trace.messages.head1[message]! & REQUEST_FLAG) !== 0;
const COMMAND_CODE = 0xff_ffff;
export const commandCode = (trace: Trace, message: number): number => trace.messages.head1[message]! & COMMAND_CODE;

export class Transactions {
  /** By message: the answer of a request, the request of an answer, NONE. */
  readonly counterpart: Uint32Array;
  requests = 0;
  answered = 0;
  /** Answers whose request the capture does not show. */
  unmatchedAnswers = 0;
  /** Further answers to a request that had one. */
  duplicateAnswers = 0;

  /** All of them are joined by `join`. */
  constructor(messages: number) {
    this.counterpart = new Uint32Array(messages).fill(NONE);
  }

  /** Messages of one capture come in order of time; a second capture's are joined by time below. */
  *join({ messages, packets }: Trace, times: Float64Array): Steps<Transactions> {
    let size = 1024;
    // Half of them ask.
    while (size < messages.length / 2) size *= 2;
    const first = new Uint32Array(size).fill(NONE);
    const next = new Uint32Array(messages.length);
    yield* stretches(messages.length, (from, to) => this.#join(messages, packets, times, first, next, from, to));
    return this;
  }

  /** `first`, by slot: the last request; `next`, by request: the one before in its slot. */
  #join(messages: Trace['messages'], packets: Trace['packets'], times: Float64Array, first: Uint32Array, next: Uint32Array, from: number, to: number): void {
    const { counterpart } = this;
    const { packet: packetOf, head1, head3, head4 } = messages;
    const mask = first.length - 1;
    for (let m = from; m < to; m++) {
      if (messages.protocol[m] !== Protocol.Diameter || messages.known[m]! < 20) continue;
      const packet = packetOf[m]!;
      const association = packets.association[packet]!;
      const command = head1[m]!;
      const hopByHopId = head3[m]!;
      const endToEndId = head4[m]!;
      // Nodes count their identifiers up (RFC 6733 3): with little mixing the requests of one time lie side by side, which halves the time.
      const x = hopByHopId + Math.imul(endToEndId, 5) + Math.imul(association, 0x9e3779b1);
      const slot = (x ^ (x >>> 16)) & mask;
      if ((command & REQUEST_FLAG) !== 0) {
        this.requests++;
        next[m] = first[slot]!;
        first[slot] = m;
        continue;
      }
      let request = first[slot]!;
      let seen = NONE;
      for (; request !== NONE; request = next[request]!) {
        if (head3[request] !== hopByHopId || head4[request] !== endToEndId || ((head1[request]! ^ command) & COMMAND_CODE) !== 0) continue;
        const asked = packetOf[request]!;
        const isSameSide = ((packets.flags[asked]! ^ packets.flags[packet]!) & PacketFlag.FromSecond) === 0;
        if (packets.association[asked] !== association || isSameSide) continue;
        seen = request;
        if (counterpart[request] === NONE && times[asked]! <= times[packet]!) break;
      }
      if (request !== NONE) {
        counterpart[request] = m;
        counterpart[m] = request;
        this.answered++;
      } else if (seen !== NONE) this.duplicateAnswers++;
      else this.unmatchedAnswers++;
    }
  }
}
