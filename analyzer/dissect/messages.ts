/**
 * One whole (or given up) user message in, one row of trace.messages out: its head, its protocol and, for Diameter answers, the
 * result code. Content decides before the payload protocol identifier does, because Erlang and freeDiameter leave the PPID 0.
 * RFC 6733 3 (header), 4.1 (AVP header), 7.1 (Result-Code), 7.6 (Experimental-Result).
 *
 *   | version 1     | message length                        |
 *   | R P E T 0 0 0 0 | command code                        |
 *   | application id                                        |
 *   | hop-by-hop identifier                                 |
 *   | end-to-end identifier                                 |
 */
import { loadHead } from '../trace/head.ts';
import { MessageFlag, Protocol } from '../trace/schema.ts';
import type { Trace } from '../trace/trace.ts';
import { u32 } from './bigEndian.ts';
import { isKnownPpid, Ppid, ppidOf } from './upperLayers.ts';

export const DIAMETER_HEADER_BYTES = 20;
const AVP_HEADER_BYTES = 8;

const REQUEST = 0x80;
const ERROR = 0x20;
/** Low bits of the command flags: "MUST be set to zero, and ignored by the receiver". */
const RESERVED_COMMAND_FLAGS = 0x0f;
/** RFC 6733 4.1: V, M and P are the only AVP flags in use. */
const RESERVED_AVP_FLAGS = 0x1f;
const VENDOR = 0x80;
/** Codes 0-255 belong to RADIUS (RFC 6733 11.2.1), so that no Diameter command has them. */
const FIRST_COMMAND = 256;

const RESULT_CODE = 268;
const EXPERIMENTAL_RESULT = 297;
const EXPERIMENTAL_RESULT_CODE = 298;

function uint24(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
}

/**
 * Length of the Diameter message that begins at `start` by its own header, 0 when these bytes are no such beginning. Looks at
 * the first AVP header too where it is there: 28 bytes that pass all of it by chance are rarer than any other fault.
 */
export function diameterLength(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < DIAMETER_HEADER_BYTES || bytes[start] !== 1) return 0;
  const length = uint24(bytes, start + 1);
  const flags = bytes[start + 4]!;
  if (length < DIAMETER_HEADER_BYTES || (length & 3) !== 0 || (flags & RESERVED_COMMAND_FLAGS) !== 0) return 0;
  if ((flags & (REQUEST | ERROR)) === (REQUEST | ERROR)) return 0;
  if (uint24(bytes, start + 5) < FIRST_COMMAND) return 0;
  const avp = start + DIAMETER_HEADER_BYTES;
  const rest = length - DIAMETER_HEADER_BYTES;
  if (rest > 0 && end - avp >= AVP_HEADER_BYTES) {
    const avpLength = uint24(bytes, avp + 5);
    if ((bytes[avp + 4]! & RESERVED_AVP_FLAGS) !== 0 || avpLength < AVP_HEADER_BYTES || avpLength > rest) return 0;
  }
  return length;
}

/** Fewer checks where the PPID already says Diameter: a malformed message is still a Diameter message. */
function claimsDiameter(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start >= DIAMETER_HEADER_BYTES && bytes[start] === 1 && uint24(bytes, start + 1) >= DIAMETER_HEADER_BYTES;
}

function protocolOf(bytes: Uint8Array, start: number, end: number, length: number, ppid: number): number {
  const known = ppidOf(ppid);
  if (known === Ppid.Diameter && claimsDiameter(bytes, start, end)) return Protocol.Diameter;
  const own = diameterLength(bytes, start, end);
  // Longer than what there is: fragments are missing, and the header must be followed by an AVP to be believed.
  const isDiameter = own === length || (own > length && end - start >= DIAMETER_HEADER_BYTES + AVP_HEADER_BYTES);
  if (isDiameter && known !== Ppid.M3ua) return Protocol.Diameter;
  if (known === Ppid.M3ua) return Protocol.M3ua;
  return known !== 0 && isKnownPpid(known) ? Protocol.Other : Protocol.Unknown;
}

/** Adds a row for the message `bytes[start, end)`, which was `length` bytes long before the capture cut it. */
export function addMessage(
  trace: Trace, packet: number, lastPacket: number, dataChunk: number,
  bytes: Uint8Array, start: number, end: number, length: number, ppid: number,
): number {
  const messages = trace.messages;
  const row = messages.length++;
  if (row === messages.packet.length) messages.grow();
  messages.packet[row] = packet;
  messages.lastPacket[row] = lastPacket;
  messages.dataChunk[row] = dataChunk;
  messages.size[row] = length;
  loadHead(bytes, start, end, messages, row);
  const protocol = protocolOf(bytes, start, end, length, ppid);
  messages.protocol[row] = protocol;
  if (protocol === Protocol.Diameter && (bytes[start + 4]! & REQUEST) === 0) findResult(trace, row, bytes, start, end);
  return row;
}

/** The first Result-Code or Experimental-Result of an answer. Each AVP is stepped over once. */
function findResult(trace: Trace, row: number, bytes: Uint8Array, start: number, end: number): void {
  const last = Math.min(end, start + uint24(bytes, start + 1));
  for (let at = start + DIAMETER_HEADER_BYTES; at + AVP_HEADER_BYTES <= last;) {
    const length = uint24(bytes, at + 5);
    if (length < AVP_HEADER_BYTES) return;
    const code = u32(bytes, at);
    if ((code === RESULT_CODE || code === EXPERIMENTAL_RESULT) && (bytes[at + 4]! & VENDOR) === 0) {
      const data = at + AVP_HEADER_BYTES;
      const dataEnd = Math.min(at + length, last);
      if (code === EXPERIMENTAL_RESULT) {
        trace.messages.resultCode[row] = findExperimentalCode(bytes, data, dataEnd);
        trace.messages.flags[row] |= MessageFlag.ExperimentalResult;
      } else if (dataEnd - data >= 4) {
        trace.messages.resultCode[row] = u32(bytes, data);
      }
      return;
    }
    at += (length + 3) & ~3;
  }
}

function findExperimentalCode(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at + AVP_HEADER_BYTES <= end;) {
    const length = uint24(bytes, at + 5);
    if (length < AVP_HEADER_BYTES) return 0;
    if (u32(bytes, at) === EXPERIMENTAL_RESULT_CODE && (bytes[at + 4]! & VENDOR) === 0) {
      return at + AVP_HEADER_BYTES + 4 <= end ? u32(bytes, at + AVP_HEADER_BYTES) : 0;
    }
    at += (length + 3) & ~3;
  }
  return 0;
}
