/** strace's quoted strings back to bytes, and the messages of a call that they are parts of. */
import { Quoted } from '../dissect/syscalls/quoted.ts';
import { joined } from './joined.ts';
import type { Value } from './straceValue.ts';

export interface PrintedBytes {
  readonly bytes: Uint8Array;
  /** strace left the rest out (-s). */
  readonly isCut: boolean;
}

/** The bytes of a string; undefined for any other value. */
export function printedBytes(text: string, value: Value): PrintedBytes | undefined {
  if (value.kind !== 'string') return undefined;
  const source = Uint8Array.from({ length: value.end - value.valueStart + 1 }, (_, i) => text.charCodeAt(value.valueStart + i));
  source[source.length - 1] = 0x20;
  const target = new Uint8Array(source.length);
  const quoted = new Quoted();
  quoted.decode(source, 0, source.length, target, 0, target.length);
  return { bytes: target.subarray(0, quoted.length), isCut: text.startsWith('"...', value.end - 4) && value.end - 4 > value.valueStart };
}

export interface PrintedMessage {
  /** Its position in the vector of a sendmmsg or recvmmsg, else 0. */
  readonly index: number;
  readonly bytes: Uint8Array;
  /** Bytes of the whole message; NaN where the line does not say. */
  readonly length: number;
  /** "cut by strace -s 256": why `bytes` is not all of it. */
  readonly cutBy: string | undefined;
  /** msg_flags: MSG_NOTIFICATION says that this is no user message. */
  readonly isNotification: boolean;
}

/** Messages of one sendmmsg that are shown. */
const MOST_MESSAGES = 64;

const vectors = /^(?:send|recv)mmsg/;
const headers = /^(?:send|recv)msg/;
const lists = /^(?:readv|writev)$/;
const plain = /^(?:write|read|send|sendto|recv|recvfrom)$/;

/** The messages that a call hands over or takes, as far as they are printed. `returned` is its return value. */
export function printedMessages(text: string, call: string, values: readonly Value[], returned: number): readonly PrintedMessage[] {
  const second = values[1];
  if (!second) return [];
  const isReceive = /^(?:recv|read)/.test(call);
  const received = isReceive && returned >= 0 ? returned : NaN;
  if (vectors.test(call)) {
    return second.children.slice(0, MOST_MESSAGES).flatMap((one, index) => {
      const length = word(text, member(one, 'msg_len'));
      return (ofHeader(text, member(one, 'msg_hdr') ?? one.children[0], isReceive ? length : NaN) ?? []).map((message) => ({ ...message, index }));
    });
  }
  if (headers.test(call)) return ofHeader(text, second, received) ?? [];
  if (lists.test(call)) return ofVector(text, second, received, false) ?? [];
  if (!plain.test(call)) return [];
  const string = printedBytes(text, second);
  if (!string || string.bytes.length === 0) return [];
  const length = isReceive ? received : word(text, values[2]);
  return [messageOf([string.bytes], string.isCut ? string.bytes.length : undefined, length, false)];
}

export function member(value: Value | undefined, name: string): Value | undefined {
  return value?.children.find((child) => child.name === name);
}

/** A number in decimal; NaN for anything else. */
function word(text: string, value: Value | undefined): number {
  const digits = value && /^\d+/.exec(text.slice(value.valueStart, value.end));
  return digits ? Number(digits[0]) : NaN;
}

function ofHeader(text: string, header: Value | undefined, received: number): PrintedMessage[] | undefined {
  const vector = member(header, 'msg_iov');
  if (!header || !vector) return undefined;
  const flags = member(header, 'msg_flags');
  const isNotification = flags !== undefined && /MSG_MORE|MSG_NOTIFICATION|0x8000/.test(text.slice(flags.valueStart, flags.end));
  return ofVector(text, vector, received, isNotification);
}

/** `[{iov_base="…", iov_len=700}, …]`: joined up to the first part that is cut, or shorter than its length. */
function ofVector(text: string, vector: Value, received: number, isNotification: boolean): PrintedMessage[] | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  let cutAt: number | undefined;
  for (const one of vector.children) {
    const base = member(one, 'iov_base') ?? one.children[0];
    const size = word(text, member(one, 'iov_len') ?? one.children[1]);
    const string = base && printedBytes(text, base);
    length += size;
    if (cutAt !== undefined) continue;
    if (!string) return undefined;
    parts.push(string.bytes);
    if (string.isCut) cutAt = string.bytes.length;
  }
  const message = messageOf(parts, cutAt, Number.isNaN(received) ? length : received, isNotification);
  return message.bytes.length === 0 ? [] : [message];
}

function messageOf(parts: readonly Uint8Array[], cutAt: number | undefined, length: number, isNotification: boolean): PrintedMessage {
  const bytes = joined(parts);
  const all = Number.isNaN(length) || bytes.length <= length ? bytes : bytes.subarray(0, length);
  return { index: 0, bytes: all, length, cutBy: cutAt === undefined ? undefined : `cut by strace -s ${cutAt}`, isNotification };
}
