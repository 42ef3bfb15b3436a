/**
 * The way of one request and its answer through application, kernel and wire, as far as log and capture show it. Seen by the side that
 * asks, or by the side that answers. Steps between a call and a packet are derived: they hold within the fit of the clocks.
 */
import type { Correlation } from '../correlate/correlation.ts';
import { EAGAIN } from '../correlate/calls.ts';
import { isSend } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { EventLinks } from './eventLinks.ts';
import type { Phase, Role, RowRef } from './protocol.ts';

/** Calls looked through for an earlier, refused attempt to send the same message. */
const MOST_ATTEMPTS = 5000;

export function waterfallOf(trace: Trace, correlation: Correlation, { request, answer, transfer }: EventLinks): readonly Phase[] {
  const way = new Way(trace, correlation);
  if (request !== undefined) way.message(request, 'request');
  else if (answer === undefined && transfer !== undefined) way.attempt(transfer);
  if (answer !== undefined) {
    if (request !== undefined) way.between(request, answer);
    way.message(answer, 'answer');
  } else if (request !== undefined) way.unanswered(request);
  return way.phases;
}

class Way {
  readonly phases: Phase[] = [];
  readonly #trace: Trace;
  readonly #correlation: Correlation;

  constructor(trace: Trace, correlation: Correlation) {
    this.#trace = trace;
    this.#correlation = correlation;
  }

  #add(name: string, start: number, end: number, role: Role, derived: boolean, ref: RowRef): void {
    if (end > start) this.phases.push({ name, start, end, role, derived, ref });
  }

  #first = (message: number): number => this.#correlation.axis.packet(this.#trace.messages.packet[message]!);
  #last = (message: number): number => this.#correlation.axis.packet(this.#trace.messages.lastPacket[message]!);

  /** From the call that sent it (where the log shows it) over the wire to the call that received it. */
  message(message: number, noun: string): void {
    const { messages } = this.#trace;
    const { sendOf, receiveOf } = this.#correlation.links;
    const wire = this.#first(message);
    if (sendOf[message] !== NONE) {
      const left = this.attempt(sendOf[message]!);
      this.#add('send buffer', left, wire, 'queued', true, { table: 'transfers', row: sendOf[message]! });
    }
    this.#add(`${noun} on the wire, in fragments`, wire, this.#last(message), 'data', false, { table: 'packets', row: messages.lastPacket[message]! });
    if (receiveOf[message] !== NONE) {
      const call = this.#trace.transfers.call[receiveOf[message]!]!;
      this.#add('receive buffer', this.#last(message), this.#correlation.axis.exit(call), 'receive', true, { table: 'calls', row: call });
    }
  }

  /** The call, and the refused ones before it; when it returned. */
  attempt(transfer: number): number {
    const { axis } = this.#correlation;
    const call = this.#trace.transfers.call[transfer]!;
    const refused = this.#firstRefusal(transfer, call);
    if (refused !== undefined) this.#add('refused, waits in the application', axis.entry(refused), axis.entry(call), 'alarm', false, { table: 'calls', row: refused });
    this.#add('send()', axis.entry(call), axis.exit(call), 'good', false, { table: 'calls', row: call });
    return axis.exit(call);
  }

  /** The first of the refused calls that tried to send the same bytes on the same socket. */
  #firstRefusal(transfer: number, call: number): number | undefined {
    const { transfers, calls } = this.#trace;
    const { socketCalls } = this.#correlation;
    const socket = calls.socket[call]!;
    if (socket === NONE || transfers.known[transfer]! < 20) return undefined;
    const own = socketCalls.of(socket);
    const place = own.indexOf(call);
    let first: number | undefined;
    for (let i = place - 1; i >= Math.max(0, place - MOST_ATTEMPTS); i--) {
      const other = own[i]!;
      if (!isSend(calls.syscall[other]!) || calls.errno[other] !== EAGAIN) continue;
      const tried = socketCalls.firstTransferOf(other);
      if (tried !== NONE && sameHead(transfers, tried, transfer)) first = other;
    }
    return first;
  }

  /** From the whole request to the first byte of the answer: the other side's work, or this side's where it is the one that answers. */
  between(request: number, answer: number): void {
    const { links, axis } = this.#correlation;
    const { transfers } = this.#trace;
    const received = links.receiveOf[request]!;
    const sent = links.sendOf[answer]!;
    if (received !== NONE && sent !== NONE) {
      this.#add('application', axis.exit(transfers.call[received]!), axis.entry(transfers.call[sent]!), 'flowing', false, { table: 'transfers', row: sent });
    } else this.#add('peer and way to it', this.#last(request), this.#first(answer), 'sack', false, { table: 'messages', row: answer });
  }

  unanswered(request: number): void {
    const { packets, messages, associations } = this.#trace;
    const association = associations[packets.association[messages.packet[request]!]!];
    if (association) this.#add('no answer while the association was seen', this.#last(request), association.end, 'alarm', false, { table: 'transactions', row: request });
  }
}

function sameHead(transfers: Trace['transfers'], a: number, b: number): boolean {
  return transfers.known[a]! >= 20 && transfers.size[a] === transfers.size[b] && transfers.head0[a] === transfers.head0[b] &&
    transfers.head1[a] === transfers.head1[b] && transfers.head2[a] === transfers.head2[b] && transfers.head3[a] === transfers.head3[b] &&
    transfers.head4[a] === transfers.head4[b];
}
