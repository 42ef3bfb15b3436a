/** Which send() and which receive belong to which message on the wire. Filled by content first, by order where content is missing. */
import type { Trace } from '../trace/trace.ts';
import { NONE } from '../trace/table.ts';

export const LinkMethod = {
  None: 0,
  /** The first bytes are equal and occur once in log and capture. */
  Content: 1,
  /** The first bytes are equal and occur several times: paired in order of time. */
  ContentAndOrder: 2,
  /** No bytes to compare: paired by order, length and time on one socket and association. */
  Order: 3,
} as const;

export const linkMethodNames = ['none', 'content', 'content and order', 'order'] as const;

export class Links {
  /** By transfer: row in messages, NONE. */
  readonly messageOf: Uint32Array;
  /** By transfer: LinkMethod. */
  readonly methodOf: Uint8Array;
  /** By message: the transfer that sent it, NONE. */
  readonly sendOf: Uint32Array;
  /** By message: the transfer that received it, NONE. */
  readonly receiveOf: Uint32Array;
  /** Sends that the kernel took and messages that were received, and how many of them are linked. */
  sends = 0;
  receives = 0;
  linkedSends = 0;
  linkedReceives = 0;

  constructor(trace: Trace) {
    this.messageOf = new Uint32Array(trace.transfers.length).fill(NONE);
    this.methodOf = new Uint8Array(trace.transfers.length);
    this.sendOf = new Uint32Array(trace.messages.length).fill(NONE);
    this.receiveOf = new Uint32Array(trace.messages.length).fill(NONE);
  }

  connect(transfer: number, message: number, isSend: boolean, method: number): void {
    this.messageOf[transfer] = message;
    this.methodOf[transfer] = method;
    (isSend ? this.sendOf : this.receiveOf)[message] = transfer;
    if (isSend) this.linkedSends++;
    else this.linkedReceives++;
  }
}
