/** Calls that hand messages to the kernel or take them from it: one call row, and one transfer row a message. send(2), recv(2), sendmmsg(2). */
import { loadHead } from '../../trace/head.ts';
import { Syscall, TransferFlag } from '../../trace/schema.ts';
import { NONE } from '../../trace/table.ts';
import type { Context } from './context.ts';
import { OTHER, UNKNOWN } from './descriptors.ts';
import { messageWords, Msg, readFlags } from './flags.ts';
import { Message } from './message.ts';
import { Act } from './names.ts';

const EAGAIN = 11;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const SPACE = 0x20;
const DIAMETER_HEADER_BYTES = 20;
const LARGEST_STRING_ID = 0xffff;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const MSG_HDR = encode('msg_hdr=');
const MSG_LEN = encode('msg_len=');

/** Row kinds of the calls, by Act. */
const syscalls: Readonly<Record<number, number>> = {
  [Act.Sendmsg]: Syscall.Sendmsg, [Act.Sendto]: Syscall.Sendto, [Act.Send]: Syscall.Send, [Act.Sendmmsg]: Syscall.Sendmmsg,
  [Act.Write]: Syscall.Write, [Act.Writev]: Syscall.Writev, [Act.Recvmsg]: Syscall.Recvmsg, [Act.Recvfrom]: Syscall.Recvfrom,
  [Act.Recvmmsg]: Syscall.Recvmmsg, [Act.Read]: Syscall.Read, [Act.Readv]: Syscall.Readv,
};

export class Transfers {
  readonly #context: Context;
  readonly #message: Message;

  constructor(context: Context) {
    this.#context = context;
    this.#message = new Message(context.usual);
  }

  /** The arguments are printed as numbers (-e raw=). */
  #raw = false;

  dissect(act: number): void {
    const { cursor, record, descriptors, thread } = this.#context;
    const isSend = act <= Act.Writev;
    const fd = cursor.descriptor();
    if (fd < 0) return;
    const socket = descriptors.resolve(thread, fd, cursor);
    this.#context.tellDescriptor(fd, socket, cursor.pathStart, cursor.pathEnd);
    if (socket === OTHER) return;
    // A drained receive queue is no event, and a receive that waits shows nothing yet.
    if (!isSend && (record.errno === EAGAIN || record.unreturned)) return;
    if (socket === UNKNOWN && !this.#mayBeMessage(act, isSend)) return;
    this.#raw = cursor.peek() === 0x30;
    if (act === Act.Sendmmsg || act === Act.Recvmmsg) this.#vector(act, fd, socket, isSend);
    else this.#single(act, fd, socket, isSend);
  }

  /** Of a descriptor of which nothing is known: message calls may be SCTP, stream calls must begin like Diameter. */
  #mayBeMessage(act: number, isSend: boolean): boolean {
    const { cursor, record } = this.#context;
    if (act === Act.Write) return cursor.peek() === QUOTE && cursor.bytes[cursor.at + 1] === BACKSLASH;
    if (act === Act.Writev) return cursor.peek() === OPEN_BRACKET;
    if (act === Act.Read || act === Act.Readv || act === Act.Recvfrom) return false;
    return isSend || record.returnValue >= 0;
  }

  #single(act: number, fd: number, socket: number, isSend: boolean): void {
    const { cursor } = this.#context;
    const message = this.#message;
    let flags = 0;
    if (act === Act.Sendmsg || act === Act.Recvmsg) {
      flags = message.readCall(cursor, isSend);
    } else if (act === Act.Writev || act === Act.Readv) {
      message.readVector(cursor);
    } else {
      message.readBuffer(cursor);
      cursor.next();
      if (act === Act.Sendto || act === Act.Send || act === Act.Recvfrom) {
        flags = readFlags(cursor, messageWords);
        cursor.next();
        if (cursor.peek() === OPEN_BRACE) {
          message.nameStart = cursor.at;
          cursor.skipValue();
          message.nameEnd = cursor.at;
        }
      }
    }
    const found = this.#identify(act, fd, socket);
    if (found < 0) return;
    const row = this.#addCall(act, fd, found, isSend);
    const { returnValue } = this.#context.record;
    const length = isSend && !this.#raw && message.length >= 0 ? message.length : Math.max(0, returnValue);
    this.#addTransfer(row, 0, length || 0, flags, isSend);
  }

  /** sendmmsg and recvmmsg: `[{msg_hdr={…}, msg_len=212}, {…}], 2, MSG_NOSIGNAL`. */
  #vector(act: number, fd: number, socket: number, isSend: boolean): void {
    const { cursor } = this.#context;
    const message = this.#message;
    const first = cursor.at;
    // The flags stand after the vector.
    cursor.next();
    cursor.next();
    const flags = readFlags(cursor, messageWords);
    cursor.at = first;
    message.reset();
    let row = NONE;
    let index = 0;
    if (cursor.peek() === OPEN_BRACKET) cursor.at++;
    while (cursor.peek() === OPEN_BRACE) {
      cursor.at++;
      if (cursor.has(MSG_HDR)) cursor.at += MSG_HDR.length;
      message.readHeader(cursor);
      const length = this.#messageLength();
      if (row === NONE) {
        const found = this.#identify(act, fd, socket);
        if (found < 0) return;
        row = this.#addCall(act, fd, found, isSend);
      }
      this.#addTransfer(row, index++, (isSend && message.length >= 0 ? message.length : length) || 0, flags, isSend);
      while (cursor.peek() === COMMA || cursor.peek() === SPACE) cursor.at++;
    }
    if (row !== NONE) return;
    const found = this.#identify(act, fd, socket);
    if (found >= 0) this.#addTransfer(this.#addCall(act, fd, found, isSend), 0, 0, flags, isSend);
  }

  /** msg_len of a member of the vector; the cursor is after its msghdr and stops after the member. */
  #messageLength(): number {
    const { cursor } = this.#context;
    let length = NaN;
    if (cursor.peek() === COMMA) cursor.next();
    if (cursor.has(MSG_LEN)) cursor.at += MSG_LEN.length;
    length = cursor.number();
    while (cursor.at < cursor.end && cursor.bytes[cursor.at] !== 0x7d && cursor.peek() !== CLOSE_BRACKET) cursor.at++;
    if (cursor.peek() === 0x7d) cursor.at++;
    return length;
  }

  /** The socket of the message just read: known, made now, or (below zero) none. */
  #identify(act: number, fd: number, socket: number): number {
    const { descriptors, thread, trace } = this.#context;
    const message = this.#message;
    if (socket >= 0) {
      if (message.sctp) trace.sockets[socket]!.protocol = 'sctp';
      return socket;
    }
    if (message.sctp) return descriptors.open(thread, fd, { call: NONE, protocol: 'sctp' }).id;
    if (message.foreign || (message.nameEnd > message.nameStart && this.#peer() === 0)) {
      descriptors.markOther(thread, fd);
      return OTHER;
    }
    if ((act === Act.Write || act === Act.Writev) && !this.#isDiameter()) return UNKNOWN;
    return descriptors.open(thread, fd, { call: NONE, protocol: 'unknown' }).id;
  }

  /** RFC 6733 3: version 1, and the length of the header is that of the message. */
  #isDiameter(): boolean {
    const { head, known, length } = this.#message;
    return known >= DIAMETER_HEADER_BYTES && head[0] === 1 && ((head[1]! << 16) | (head[2]! << 8) | head[3]!) === length;
  }

  #addCall(act: number, fd: number, socket: number, isSend: boolean): number {
    const context = this.#context;
    if (isSend) {
      context.sends[context.thread] = true;
      context.refused[context.thread] = context.record.errno === EAGAIN;
    }
    return context.addCall(syscalls[act]!, fd, socket);
  }

  #addTransfer(call: number, index: number, length: number, callFlags: number, isSend: boolean): void {
    const { trace, record } = this.#context;
    const message = this.#message;
    const { transfers } = trace;
    const row = transfers.add();
    if (index === 0) trace.calls.detail[call] = row;
    transfers.call[row] = call;
    transfers.index[row] = index;
    transfers.size[row] = length;
    loadHead(message.head, 0, message.known, transfers, row);
    transfers.associationId[row] = message.associationId;
    const peer = this.#peer();
    transfers.peer[row] = peer <= LARGEST_STRING_ID ? peer : 0;
    let flags = isSend ? TransferFlag.Send : 0;
    if ((callFlags & Msg.DontWait) !== 0) flags |= TransferFlag.DontWait;
    if (!isSend && (callFlags & Msg.Peek) !== 0) flags |= TransferFlag.Peek;
    // strace knows no MSG_NOTIFICATION and prints it as MSG_MORE, which has the same number.
    if (!isSend && (message.flags & Msg.More) !== 0) flags |= TransferFlag.Notification;
    if (isSend && (message.ending || (callFlags & Msg.Eof) !== 0)) flags |= TransferFlag.Eof;
    if (this.#raw) flags |= TransferFlag.Raw;
    transfers.flags[row] = flags;
    if (!isSend || message.known > 0 || trace.inputs[record.input]!.partial) return;
    if (this.#raw) trace.problems.report('strace-raw-arguments', record.input, record.offset, record.line);
    else if (!(length === 0 && record.errno === 0)) trace.problems.report('strace-no-payload', record.input, record.offset, record.line);
  }

  #peer(): number {
    const { addresses, cursor } = this.#context;
    return this.#message.peer(cursor, addresses);
  }
}
