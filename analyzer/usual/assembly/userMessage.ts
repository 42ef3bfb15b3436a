/** One whole user message: its head, its protocol and, for Diameter answers, the result code. dissect/messages.ts; RFC 6733 3, 4.1, 7.1, 7.6. */
import { byte } from './bytes';
import { be24, be32 } from './network';
import { addMessage } from './packetRows';
import { CARRIES_DIAMETER, CARRIES_M3UA, CARRIES_OTHER } from '../sizes';

const DIAMETER_HEADER_BYTES: usize = 20;
const AVP_HEADER_BYTES: usize = 8;
const HASHED_BYTES: usize = 32;

const REQUEST: i32 = 0x80;
const ERROR: i32 = 0x20;
const RESERVED_COMMAND_FLAGS: i32 = 0x0f;
const RESERVED_AVP_FLAGS: i32 = 0x1f;
const VENDOR: i32 = 0x80;
const FIRST_COMMAND: i32 = 256;
const RESULT_CODE: u32 = 268;
const EXPERIMENTAL_RESULT: u32 = 297;
const EXPERIMENTAL_RESULT_CODE: u32 = 298;

/** Protocol and MessageFlag of trace/schema.ts. */
const UNKNOWN: i32 = 0;
const DIAMETER: i32 = 1;
const M3UA: i32 = 2;
const OTHER: i32 = 3;
const FLAG_EXPERIMENTAL_RESULT: i32 = 2;

/** The head of a short message, with zeros after it. */
const shortHead: usize = memory.data(32, 16);

let resultCode: u32 = 0;
let flags: i32 = 0;

/** Adds the row of the message [start, end), which has at least one byte; `kind` is what its payload protocol identifier stands for. */
export function addUserMessage(start: usize, end: usize, kind: i32): i32 {
  const size = end - start;
  resultCode = 0;
  flags = 0;
  const protocol = protocolOf(start, end, kind);
  if (protocol === DIAMETER && (byte(start + 4) & REQUEST) === 0) findResult(start, end);
  let head = start;
  let bodyHash: u32 = 0;
  if (size >= HASHED_BYTES) {
    bodyHash = 0x811c9dc5;
    for (let i: usize = 20; i < HASHED_BYTES; i++) bodyHash = (bodyHash ^ <u32>byte(start + i)) * 0x01000193;
  } else {
    memory.fill(shortHead, 0, HASHED_BYTES);
    memory.copy(shortHead, start, size);
    head = shortHead;
  }
  return addMessage(<i32>size, <i32>min(size, DIAMETER_HEADER_BYTES), head, bodyHash, protocol, resultCode, flags);
}

function protocolOf(start: usize, end: usize, kind: i32): i32 {
  const length = end - start;
  if (kind === CARRIES_DIAMETER && length >= DIAMETER_HEADER_BYTES && byte(start) === 1 && <usize>be24(start + 1) >= DIAMETER_HEADER_BYTES) return DIAMETER;
  const own = diameterLength(start, end);
  const isDiameter = own === length || (own > length && length >= DIAMETER_HEADER_BYTES + AVP_HEADER_BYTES);
  if (isDiameter && kind !== CARRIES_M3UA) return DIAMETER;
  if (kind === CARRIES_M3UA) return M3UA;
  return kind === CARRIES_OTHER || kind === CARRIES_DIAMETER ? OTHER : UNKNOWN;
}

function diameterLength(start: usize, end: usize): usize {
  if (end - start < DIAMETER_HEADER_BYTES || byte(start) !== 1) return 0;
  const length = <usize>be24(start + 1);
  const commandFlags = byte(start + 4);
  if (length < DIAMETER_HEADER_BYTES || (length & 3) !== 0 || (commandFlags & RESERVED_COMMAND_FLAGS) !== 0) return 0;
  if ((commandFlags & (REQUEST | ERROR)) === (REQUEST | ERROR)) return 0;
  if (be24(start + 5) < FIRST_COMMAND) return 0;
  const avp = start + DIAMETER_HEADER_BYTES;
  const rest = length - DIAMETER_HEADER_BYTES;
  if (rest > 0 && end - avp >= AVP_HEADER_BYTES) {
    const avpLength = <usize>be24(avp + 5);
    if ((byte(avp + 4) & RESERVED_AVP_FLAGS) !== 0 || avpLength < AVP_HEADER_BYTES || avpLength > rest) return 0;
  }
  return length;
}

function findResult(start: usize, end: usize): void {
  const last = min(end, start + <usize>be24(start + 1));
  for (let at = start + DIAMETER_HEADER_BYTES; at + AVP_HEADER_BYTES <= last; ) {
    const length = <usize>be24(at + 5);
    if (length < AVP_HEADER_BYTES) return;
    const code = be32(at);
    if ((code === RESULT_CODE || code === EXPERIMENTAL_RESULT) && (byte(at + 4) & VENDOR) === 0) {
      const data = at + AVP_HEADER_BYTES;
      const dataEnd = min(at + length, last);
      if (code === EXPERIMENTAL_RESULT) {
        resultCode = findExperimentalCode(data, dataEnd);
        flags |= FLAG_EXPERIMENTAL_RESULT;
      } else if (data + 4 <= dataEnd) {
        resultCode = be32(data);
      }
      return;
    }
    at += (length + 3) & ~3;
  }
}

function findExperimentalCode(start: usize, end: usize): u32 {
  for (let at = start; at + AVP_HEADER_BYTES <= end; ) {
    const length = <usize>be24(at + 5);
    if (length < AVP_HEADER_BYTES) return 0;
    if (be32(at) === EXPERIMENTAL_RESULT_CODE && (byte(at + 4) & VENDOR) === 0) {
      return at + AVP_HEADER_BYTES + 4 <= end ? be32(at + AVP_HEADER_BYTES) : 0;
    }
    at += (length + 3) & ~3;
  }
  return 0;
}
