/** One buffer of a msghdr, `"\1\0\2\274"..., iov_len=700`: the head of the message and its length (dissect/syscalls/message.ts, quoted.ts). */
import { BACKSLASH, byte, COMMA, DOT, isDigit, QUOTE, SPACE, ZERO } from './bytes';

const HASHED_BYTES: usize = 32;
/** "iov_len=" */
const IOV_LEN: u64 = 0x3d6e656c5f766f69;
const MOST_DIGITS: usize = 9;
const NINE: i32 = 0x39;

/** The first bytes of the message; those that are not known are zero. */
export const head: usize = memory.data(32, 16);
export let known: i32 = 0;
export let length: i32 = 0;

/** Reads the buffer whose quote is at `at`; where its length ends, 0 when it is not usual. */
export function readBuffer(start: usize, end: usize): usize {
  if (start >= end || byte(start) !== QUOTE) return 0;
  v128.store(head, i64x2.splat(0));
  v128.store(head + 16, i64x2.splat(0));
  let out: usize = 0;
  let at = start + 1;
  while (at < end && out < HASHED_BYTES) {
    const c = byte(at);
    if (c === QUOTE) break;
    at++;
    if (c !== BACKSLASH) {
      store<u8>(head + out, <u8>c);
      out++;
      continue;
    }
    const escape = byte(at++);
    let value = escape - ZERO;
    if (<u32>value <= 7) {
      const second = byte(at) - ZERO;
      if (<u32>second <= 7) {
        value = value * 8 + second;
        const third = byte(++at) - ZERO;
        if (<u32>third <= 7) {
          value = value * 8 + third;
          at++;
        }
      }
      store<u8>(head + out, <u8>value);
    } else if (escape === 0x78) {
      store<u8>(head + out, <u8>((hexDigit(byte(at)) << 4) | hexDigit(byte(at + 1))));
      at += 2;
    } else {
      store<u8>(head + out, <u8>control(escape));
    }
    out++;
  }
  known = <i32>out;
  while (at < end && byte(at) !== QUOTE) at += byte(at) === BACKSLASH ? 2 : 1;
  if (at + 4 >= end) return 0;
  at += byte(at + 1) === DOT && byte(at + 2) === DOT ? 4 : 1;
  if (byte(at) !== COMMA) return 0;
  at++;
  while (at < end && byte(at) === SPACE) at++;
  return readLength(at, end);
}

function readLength(start: usize, end: usize): usize {
  if (start + 9 >= end || load<u64>(start) !== IOV_LEN) return 0;
  const first = start + 8;
  let at = first;
  let value = 0;
  for (; at < end && isDigit(byte(at)); at++) value = value * 10 + byte(at) - ZERO;
  // A leading zero may be that of a hexadecimal number.
  if (at === first || at - first > MOST_DIGITS || (byte(first) === ZERO && at - first === 1 && byte(at) === 0x78)) return 0;
  length = value;
  return at;
}

function hexDigit(c: i32): i32 {
  return c <= NINE ? c - ZERO : (c | 0x20) - 0x57;
}

function control(escape: i32): i32 {
  switch (escape) {
    case 0x6e: return 0x0a;
    case 0x74: return 0x09;
    case 0x72: return 0x0d;
    case 0x66: return 0x0c;
    case 0x76: return 0x0b;
    default: return escape;
  }
}
