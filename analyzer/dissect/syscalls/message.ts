/**
 * One message of a send or receive call, from strace's text of its arguments: head, length, peer and ancillary data. Reads the
 * msghdr of all versions:
 *
 *   {msg_name={sa_family=…}, msg_namelen=16, msg_iov=[{iov_base="\1\0\2\274"..., iov_len=700}], msg_iovlen=1,
 *    msg_control=[{cmsg_len=48, cmsg_level=SOL_SCTP, cmsg_type=0x1, cmsg_data="…"}], msg_controllen=48, msg_flags=0}
 *   {msg_name(16)={…}, msg_iov(1)=[{"\1\0\2\274"..., 700}], msg_controllen=48, {cmsg_len=48, …}, msg_flags=0}   (to 4.12)
 */
import { HASHED_BYTES } from '../../trace/head.ts';
import type { Addresses } from './address.ts';
import { isWordByte, type Cursor } from './cursor.ts';
import { messageWords, readFlags } from './flags.ts';
import { KnownTexts } from './knownTexts.ts';
import { Openings } from './openings.ts';
import { Quoted } from './quoted.ts';
import { ENDING_SLOTS as KNOWN_TEXTS } from '../../usual/sizes.ts';
import type { UsualLines } from '../../usual/usualLines.ts';

const QUOTE = 0x22;
const EQUALS = 0x3d;
const OPEN_PARENTHESIS = 0x28;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACKET = 0x5d;
const CLOSE_BRACE = 0x7d;
const COMMA = 0x2c;
const SPACE = 0x20;
const DOT = 0x2e;

/** linux/sctp.h: cmsg types, and flags of sinfo_flags. RFC 6458 5.3. */
const SCTP_SNDRCV = 1;
const SCTP_SNDINFO = 2;
const SCTP_RCVINFO = 3;
const SCTP_ABORT = 4;
const SCTP_EOF = 0x200;
/** sizeof(struct sctp_sndrcvinfo) */
const SNDRCVINFO_BYTES = 32;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const SOL_SCTP = encode('SOL_SCTP');
const SOL_SCTP_NUMBERS = [encode('0x84'), encode('132')];
const SOL_SOCKET = encode('SOL_SOCKET');

export class Message {
  /** The first bytes of the message; `known` of them are valid. */
  readonly head = new Uint8Array(HASHED_BYTES);
  known = 0;
  /** Sum of iov_len; NaN when not printed. */
  length = NaN;
  /** msg_flags of the header: Msg. */
  flags = 0;
  /** sockaddr as a range of text, empty without. */
  nameStart = 0;
  nameEnd = 0;
  associationId = 0;
  /** SCTP_EOF or SCTP_ABORT is asked for. */
  ending = false;
  /** SCTP ancillary data is there: the socket is an SCTP socket. */
  sctp = false;
  /** Descriptors are passed, or the content is netlink: it is no SCTP socket. */
  foreign = false;
  /** No gap in what is known so far. */
  #contiguous = true;
  /** Of the msghdr read last: buffers, where the length of the last one ends, and whether cmsg_data is printed. */
  #buffers = 0;
  #bufferEnd = 0;
  #controlData = false;
  readonly #openings: Openings;
  /** Slot of the opening that the name is part of, -1 when it was read anew. */
  #opening = -1;
  /** Text after iov_len to the end of the arguments; by slot, msg_flags and the flags of the call, and whether there is control data of SCTP. */
  readonly #after: KnownTexts;
  readonly #afterFlags: Int32Array;
  readonly #afterSctp: Uint8Array;
  readonly #quoted = new Quoted();
  readonly #control = new Uint8Array(SNDRCVINFO_BYTES);

  /** What was read once is kept where `usual` recognises it. */
  constructor(usual?: UsualLines) {
    this.#openings = new Openings(usual?.openings);
    this.#after = new KnownTexts(KNOWN_TEXTS, usual?.endings);
    this.#afterFlags = usual?.endings.flags ?? new Int32Array(2 * KNOWN_TEXTS);
    this.#afterSctp = usual?.endings.sctp ?? new Uint8Array(KNOWN_TEXTS);
  }

  reset(): void {
    this.known = 0;
    this.length = NaN;
    this.flags = 0;
    this.nameStart = this.nameEnd = 0;
    this.#opening = -1;
    this.associationId = 0;
    this.ending = this.sctp = this.foreign = false;
    this.#contiguous = true;
    this.#buffers = 0;
    this.#controlData = false;
  }

  /** `{msg_name=…}, MSG_DONTWAIT`: a msghdr and the flags of the call, which are returned. */
  readCall(cursor: Cursor, isSend: boolean): number {
    const start = cursor.at;
    this.reset();
    if (this.#toFirstBuffer(cursor, isSend)) {
      this.#element(cursor);
      const after = this.#after.find(cursor.view, cursor.at, cursor.end);
      if (after >= 0) return this.#recognise(after);
    }
    cursor.at = start;
    this.readHeader(cursor);
    cursor.next();
    const callFlags = readFlags(cursor, messageWords);
    if (this.#buffers === 1 && !this.#controlData && !this.foreign) this.#remember(cursor, callFlags);
    return callFlags;
  }

  /** Peer of the message as an id in Trace.strings, 0 without a name. */
  peer(cursor: Cursor, addresses: Addresses): number {
    if (this.nameEnd <= this.nameStart) return 0;
    const slot = this.#opening;
    const known = slot >= 0 ? this.#openings.peers[slot]! : 0;
    if (known > 0) return known - 1;
    const id = addresses.id(cursor, this.nameStart, this.nameEnd);
    if (slot >= 0) this.#openings.peers[slot] = id + 1;
    return id;
  }

  /** From the brace of a msghdr as strace prints it since 4.13 to the quote of its first buffer, in one stride. */
  #toFirstBuffer(cursor: Cursor, isSend: boolean): boolean {
    const { view, at: start, end } = cursor;
    const openings = this.#openings;
    const slot = openings.slotOf(view, start, end, isSend);
    if (!openings.isAt(slot, view, start, end) && !this.#learnOpening(cursor, slot)) return false;
    const nameLength = openings.nameLengths[slot]!;
    if (nameLength > 0) {
      this.nameStart = start + MSG_NAME.length;
      this.nameEnd = this.nameStart + nameLength;
      this.#opening = slot;
    }
    cursor.at = start + openings.lengths[slot]!;
    return true;
  }

  /** The name ends with `},`, and `[{iov_base=` stands before the quote. */
  #learnOpening(cursor: Cursor, slot: number): boolean {
    const { bytes, end, at: start } = cursor;
    if (!cursor.has(MSG_NAME)) return false;
    const name = start + MSG_NAME.length;
    const isNamed = bytes[name] === OPEN_BRACE;
    let at = name;
    while (isNamed && at < end && bytes[at] !== CLOSE_BRACE) at++;
    if (isNamed && bytes[++at] !== COMMA) return false;
    const nameLength = at - name;
    while (at < end && bytes[at] !== QUOTE) at++;
    if (at >= end || at - FIRST_BASE.length < name) return false;
    cursor.at = at - FIRST_BASE.length;
    const isFirst = cursor.has(FIRST_BASE);
    cursor.at = start;
    return isFirst && this.#openings.keep(slot, bytes, start, at, nameLength);
  }

  #recognise(after: number): number {
    this.sctp = this.#afterSctp[after] === 1;
    this.flags = this.#afterFlags[2 * after]!;
    return this.#afterFlags[2 * after + 1]!;
  }

  #remember(cursor: Cursor, callFlags: number): void {
    const after = this.#after.keep(cursor.bytes, this.#bufferEnd, cursor.end);
    if (after < 0) return;
    this.#afterSctp[after] = this.sctp ? 1 : 0;
    this.#afterFlags[2 * after] = this.flags;
    this.#afterFlags[2 * after + 1] = callFlags;
  }

  /** A plain buffer: `"\1\0\2\274"..., 700`. */
  readBuffer(cursor: Cursor): void {
    this.reset();
    this.#element(cursor);
  }

  /** A vector: `[{iov_base=…, iov_len=…}], 2`. */
  readVector(cursor: Cursor): void {
    this.reset();
    this.#vector(cursor);
  }

  /** A msghdr; the cursor is at its brace and stops after it. */
  readHeader(cursor: Cursor): void {
    this.reset();
    if (cursor.peek() !== OPEN_BRACE) {
      cursor.skipValue();
      return;
    }
    cursor.at++;
    while (cursor.at < cursor.end && cursor.peek() !== CLOSE_BRACE) {
      const before = cursor.at;
      this.#member(cursor);
      cursor.skipValue();
      while (cursor.peek() === COMMA || cursor.peek() === SPACE) cursor.at++;
      if (cursor.at === before) cursor.at++;
    }
    cursor.at = Math.min(cursor.at + 1, cursor.end);
  }

  /** One `key=value` of a msghdr. Keys are told apart by their lengths. */
  #member(cursor: Cursor): void {
    const { bytes } = cursor;
    const key = cursor.at;
    if (cursor.peek() === OPEN_BRACE) return this.#controlMessage(cursor);
    while (cursor.at < cursor.end && isWordByte(bytes[cursor.at]!)) cursor.at++;
    const length = cursor.at - key;
    if (cursor.peek() === OPEN_PARENTHESIS) {
      while (cursor.at < cursor.end && cursor.peek() !== EQUALS) cursor.at++;
    }
    if (cursor.peek() !== EQUALS) return;
    cursor.at++;
    const initial = bytes[key + 4];
    if (length === 7 && initial === 0x69) {
      this.#vector(cursor); // msg_iov
    } else if (length === 8 && cursor.peek() === OPEN_BRACE) {
      this.nameStart = cursor.at; // msg_name
      cursor.skipValue();
      this.nameEnd = cursor.at;
    } else if (length === 11 && initial === 0x63 && cursor.peek() === OPEN_BRACKET) {
      this.#controlMessages(cursor);
    } else if (length === 9) {
      this.flags = readFlags(cursor, messageWords); // msg_flags
    }
  }

  #vector(cursor: Cursor): void {
    if (cursor.peek() !== OPEN_BRACKET) return;
    cursor.at++;
    if (cursor.peek() === DOT) {
      cursor.skipValue();
      cursor.at = Math.min(cursor.at + 1, cursor.end);
      return;
    }
    this.length = 0;
    while (cursor.at < cursor.end && cursor.peek() !== CLOSE_BRACKET) {
      const before = cursor.at;
      if (cursor.peek() === OPEN_BRACE) {
        cursor.at++;
        if (cursor.has(IOV_BASE)) cursor.at += IOV_BASE.length;
        this.#element(cursor);
        while (cursor.at < cursor.end && cursor.peek() !== CLOSE_BRACE) {
          const inside = cursor.at;
          cursor.next();
          if (cursor.at === inside) cursor.at++;
        }
        cursor.at++;
      } else {
        // "..." after the last element that -s shows: the rest is not printed.
        this.#contiguous = false;
        if (cursor.peek() === DOT) this.length = NaN;
        cursor.skipValue();
      }
      while (cursor.peek() === COMMA || cursor.peek() === SPACE) cursor.at++;
      if (cursor.at === before) cursor.at++;
    }
    cursor.at = Math.min(cursor.at + 1, cursor.end);
  }

  /** Base and length of one buffer. */
  #element(cursor: Cursor): void {
    const quoted = this.#quoted;
    this.#buffers++;
    let decoded = 0;
    if (cursor.peek() === QUOTE) {
      const room = this.#contiguous ? HASHED_BYTES : this.known;
      cursor.at = quoted.decode(cursor.bytes, cursor.at, cursor.end, this.head, this.known, room);
      decoded = quoted.length;
      this.known += decoded;
    } else if (cursor.peek() === OPEN_BRACE || cursor.peek() === OPEN_BRACKET) {
      this.foreign = true; // strace decodes netlink
    }
    cursor.next();
    if (cursor.has(IOV_LEN)) cursor.at += IOV_LEN.length;
    const length = cursor.number();
    this.length = this.#buffers === 1 ? length : this.length + length;
    this.#bufferEnd = cursor.at;
    if (decoded !== length) this.#contiguous = false;
  }

  #controlMessages(cursor: Cursor): void {
    cursor.at++;
    while (cursor.at < cursor.end && cursor.peek() !== CLOSE_BRACKET) {
      const before = cursor.at;
      if (cursor.peek() === OPEN_BRACE) this.#controlMessage(cursor);
      else cursor.skipValue();
      while (cursor.peek() === COMMA || cursor.peek() === SPACE) cursor.at++;
      if (cursor.at === before) cursor.at++;
    }
    cursor.at = Math.min(cursor.at + 1, cursor.end);
  }

  /** `{cmsg_len=48, cmsg_level=SOL_SCTP, cmsg_type=0x1, cmsg_data="…"}` */
  #controlMessage(cursor: Cursor): void {
    cursor.at++;
    let type = -1;
    let sctp = false;
    while (cursor.at < cursor.end && cursor.peek() !== CLOSE_BRACE) {
      const before = cursor.at;
      const key = cursor.at;
      const length = cursor.wordEnd() - key;
      cursor.at = key + length;
      if (cursor.peek() === EQUALS) cursor.at++;
      if (length === 10) {
        sctp = cursor.has(SOL_SCTP) || SOL_SCTP_NUMBERS.some((number) => cursor.has(number));
        if (cursor.has(SOL_SOCKET)) this.foreign = true;
      } else if (length === 9 && cursor.bytes[key + 5] === 0x74) {
        type = cursor.number();
      } else if (length === 9 && cursor.peek() === QUOTE && sctp) {
        this.#controlData = true;
        const at = cursor.at;
        this.#quoted.decode(cursor.bytes, at, cursor.end, this.#control, 0, SNDRCVINFO_BYTES);
        this.#information(type, this.#quoted.length);
      }
      cursor.skipValue();
      while (cursor.peek() === COMMA || cursor.peek() === SPACE) cursor.at++;
      if (cursor.at === before) cursor.at++;
    }
    cursor.at = Math.min(cursor.at + 1, cursor.end);
    this.sctp ||= sctp;
  }

  /** sctp_sndrcvinfo, sctp_sndinfo, sctp_rcvinfo: little-endian, the order of the hosts that strace logs come from. */
  #information(type: number, length: number): void {
    if (type === SCTP_SNDRCV && length >= 32) this.#association(4, 28);
    else if (type === SCTP_SNDINFO && length >= 16) this.#association(2, 12);
    else if (type === SCTP_RCVINFO && length >= 28) this.#association(-1, 24);
  }

  #association(flagsAt: number, idAt: number): void {
    const c = this.#control;
    this.associationId = c[idAt]! | (c[idAt + 1]! << 8) | (c[idAt + 2]! << 16) | (c[idAt + 3]! << 24);
    if (flagsAt < 0) return;
    const flags = c[flagsAt]! | (c[flagsAt + 1]! << 8);
    if ((flags & (SCTP_EOF | SCTP_ABORT)) !== 0) this.ending = true;
  }
}

const IOV_BASE = encode('iov_base=');
const FIRST_BASE = encode('[{iov_base=');
const MSG_NAME = encode('{msg_name=');
const IOV_LEN = encode('iov_len=');
