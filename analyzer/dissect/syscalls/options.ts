/**
 * setsockopt and getsockopt on SCTP sockets: options that bind, connect and peel off (the RFC 6458 API uses them below
 * sctp_bindx, sctp_connectx and sctp_peeloff), and those whose value matters to a stall.
 *
 *   setsockopt(5, SOL_SOCKET, SO_SNDTIMEO_OLD, "\0\0\0\0\0\0\0\0\240\206\1\0\0\0\0\0", 16) = 0
 *   getsockopt(5, SOL_SOCKET, SO_SNDBUF, [131072], [4]) = 0
 */
import type { Socket } from '../../trace/socket.ts';
import { Words } from '../../trace/words.ts';
import type { Cursor } from './cursor.ts';
import { Quoted } from './quoted.ts';

export const Level = { Other: 0, Socket: 1, Sctp: 132 } as const;
const levelWords = new Words({ SOL_SOCKET: Level.Socket, SOL_SCTP: Level.Sctp });

export const Option = {
  SendBuffer: 1, ReceiveBuffer: 2, SendTimeout: 3, NoDelay: 4, BindAdd: 5, Connect: 6, Peeloff: 7,
  /** Asked for before every send by Erlang: says nothing about a stall. */
  Idle: 8, ReceiveTimeout: 9,
} as const;

const optionWords = new Words({
  SO_SNDBUF: Option.SendBuffer, SO_SNDBUFFORCE: Option.SendBuffer, SO_RCVBUF: Option.ReceiveBuffer,
  SO_RCVBUFFORCE: Option.ReceiveBuffer, SO_SNDTIMEO: Option.SendTimeout, SO_SNDTIMEO_OLD: Option.SendTimeout,
  SO_SNDTIMEO_NEW: Option.SendTimeout, SO_RCVTIMEO: Option.ReceiveTimeout, SO_RCVTIMEO_OLD: Option.ReceiveTimeout,
  SO_RCVTIMEO_NEW: Option.ReceiveTimeout, SCTP_NODELAY: Option.NoDelay, SCTP_SOCKOPT_BINDX_ADD: Option.BindAdd,
  SCTP_SOCKOPT_CONNECTX: Option.Connect, SCTP_SOCKOPT_CONNECTX_OLD: Option.Connect, SCTP_SOCKOPT_CONNECTX3: Option.Connect,
  SCTP_SOCKOPT_PEELOFF: Option.Peeloff, SCTP_SOCKOPT_PEELOFF_FLAGS: Option.Peeloff, SCTP_DEFAULT_SEND_PARAM: Option.Idle,
  SCTP_DEFAULT_SNDINFO: Option.Idle,
});

/** linux/sctp.h and asm-generic/socket.h, for names that the strace at hand did not know. */
const sctpNumbers: Readonly<Record<number, number>> = {
  3: Option.NoDelay, 10: Option.Idle, 100: Option.BindAdd, 102: Option.Peeloff, 107: Option.Connect, 110: Option.Connect,
  111: Option.Connect, 122: Option.Peeloff,
};
const socketNumbers: Readonly<Record<number, number>> = {
  7: Option.SendBuffer, 8: Option.ReceiveBuffer, 20: Option.ReceiveTimeout, 21: Option.SendTimeout, 32: Option.SendBuffer,
  33: Option.ReceiveBuffer, 66: Option.ReceiveTimeout, 67: Option.SendTimeout,
};

/** Enough for a packed IPv6 sockaddr, a timeval, and the first words of every SCTP structure. */
const VALUE_BYTES = 32;

export class SocketOption {
  level = 0;
  /** Option, 0 for one that only has its name. */
  option = 0;
  nameStart = 0;
  nameEnd = 0;
  /** First 32-bit value; ns of a timeout; NaN when not printed. */
  value = NaN;
  readonly bytes = new Uint8Array(VALUE_BYTES);
  length = 0;
  readonly #quoted = new Quoted();

  /** Reads level, name and value; the cursor is after the descriptor. */
  read(cursor: Cursor): void {
    const start = cursor.at;
    const level = cursor.number();
    this.level = Number.isNaN(level) ? levelWords.find(cursor.bytes, start, cursor.wordEnd()) : level;
    cursor.next();
    this.nameStart = cursor.at;
    const number = cursor.number();
    this.nameEnd = Number.isNaN(number) ? cursor.wordEnd() : cursor.at;
    this.option = Number.isNaN(number)
      ? Math.max(0, optionWords.find(cursor.bytes, this.nameStart, this.nameEnd))
      : ((this.level === Level.Sctp ? sctpNumbers[number] : this.level === Level.Socket ? socketNumbers[number] : 0) ?? 0);
    cursor.next();
    this.#readValue(cursor);
  }

  #readValue(cursor: Cursor): void {
    this.length = 0;
    this.value = NaN;
    const first = cursor.peek();
    if (first === 0x5b) {
      cursor.at++;
      this.value = cursor.number();
    } else if (first === 0x7b) {
      this.value = timeval(cursor);
      return;
    } else if (first === 0x22) {
      this.#quoted.decode(cursor.bytes, cursor.at, cursor.end, this.bytes, 0, VALUE_BYTES);
      this.length = this.#quoted.length;
      if (this.length >= 4) this.value = this.#word(0);
    }
    if (this.option === Option.SendTimeout || this.option === Option.ReceiveTimeout) this.value = this.#timeout();
  }

  /** struct timeval with 64-bit or 32-bit members, ns. */
  #timeout(): number {
    if (this.length >= 16) return (this.#word(0) + this.#word(4) * 2 ** 32) * 1e9 + this.#word(8) * 1e3;
    return this.length >= 8 ? this.#word(0) * 1e9 + this.#word(4) * 1e3 : NaN;
  }

  /** Little-endian, the order of the hosts that strace logs come from. */
  #word(at: number): number {
    const b = this.bytes;
    return (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0;
  }
}

/** `{tv_sec=0, tv_usec=100000}` as ns, NaN for any other structure. */
function timeval(cursor: Cursor): number {
  const parts: number[] = [];
  while (cursor.at < cursor.end && cursor.peek() !== 0x7d && parts.length < 2) {
    while (cursor.at < cursor.end && cursor.peek() !== 0x3d && cursor.peek() !== 0x7d) cursor.at++;
    if (cursor.peek() === 0x3d) cursor.at++;
    parts.push(cursor.number());
  }
  return parts.length === 2 ? parts[0]! * 1e9 + parts[1]! * 1e3 : NaN;
}

/** Notes on the socket what the option says. */
export function applyOption(socket: Socket, option: SocketOption, isSet: boolean): void {
  const { value } = option;
  if (Number.isNaN(value)) return;
  switch (option.option) {
    case Option.SendBuffer:
      if (isSet) socket.sndbufSet = value;
      else socket.sndbufSeen = value;
      return;
    case Option.ReceiveBuffer:
      if (isSet) socket.rcvbufSet = value;
      else socket.rcvbufSeen = value;
      return;
    case Option.SendTimeout:
      socket.sendTimeout = value;
      return;
    case Option.NoDelay:
      socket.noDelay = value !== 0;
  }
}
