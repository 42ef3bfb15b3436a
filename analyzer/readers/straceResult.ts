/**
 * The end of a call's line: `) = 700 <0.000527>`, `) = -1 EAGAIN (Resource temporarily unavailable)`, `) = ?`,
 * `) = 1 ([{fd=10, revents=POLLIN}]) <0.618713>`, `) = 5<SCTP:[10.0.0.1:36002->10.0.0.2:3868]>`, `) = ? ERESTARTSYS (…)`.
 * Read from the end backwards, because the arguments before it may hold any text.
 */
import type { SyscallRecord } from '../trace/records.ts';
import { sixDigits } from './sixDigits.ts';
import { errnoOf, UNKNOWN_ERRNO } from './straceErrno.ts';

const SPACE = 0x20;
const ZERO = 0x30;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const OPEN = 0x28;
const CLOSE = 0x29;
const MINUS = 0x2d;
const QUESTION = 0x3f;
const DOT = 0x2e;

/** --syscall-times=ns prints nine digits. */
const MOST_DIGITS = 9;
const NANOSECONDS = [1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1];

const isDigit = (c: number): boolean => c >= ZERO && c <= 0x39;

/** Fills the result of `record` from the text bytes[start, end) after the opening parenthesis; false when it has no result. */
export function parseResult(bytes: Uint8Array, start: number, end: number, record: SyscallRecord): boolean {
  let tail = parseDuration(bytes, start, end, record);
  while (tail > start && bytes[tail - 1] === SPACE) tail--;
  for (let at = tail - 2; at > start; at--) {
    if (bytes[at] !== EQUALS || bytes[at - 1] !== SPACE || bytes[at + 1] !== SPACE) continue;
    let close = at - 2;
    while (close > start && bytes[close] === SPACE) close--;
    if (bytes[close] !== CLOSE || close < start) continue;
    if (!parseReturn(bytes, at + 2, tail, record)) continue;
    record.argumentsEnd = close;
    return true;
  }
  return false;
}

/** ` <0.000527>` at the end of the line. Returns where the text before it ends. */
function parseDuration(bytes: Uint8Array, start: number, end: number, record: SyscallRecord): number {
  record.duration = NaN;
  if (bytes[end - 1] !== GREATER || !isDigit(bytes[end - 2]!)) return end;
  if (bytes[end - 10] === LESS && bytes[end - 8] === DOT && bytes[end - 11] === SPACE && end - 10 > start) {
    // "<0.000527>"
    const seconds = bytes[end - 9]! - ZERO;
    const microseconds = sixDigits(bytes, end - 7);
    if (microseconds >= 0 && seconds >= 0 && seconds <= 9) {
      record.duration = (seconds * 1_000_000 + microseconds) * 1000;
      return end - 11;
    }
  }
  let open = end - 2;
  while (open > start && (isDigit(bytes[open]!) || bytes[open] === DOT)) open--;
  if (bytes[open] !== LESS || bytes[open - 1] !== SPACE) return end;
  let value = 0;
  let digits = -1;
  for (let i = open + 1; i < end - 1; i++) {
    const c = bytes[i]!;
    if (c === DOT) {
      digits = 0;
    } else if (digits < MOST_DIGITS) {
      value = value * 10 + c - ZERO;
      if (digits >= 0) digits++;
    }
  }
  record.duration = value * NANOSECONDS[Math.max(0, digits)]!;
  return open - 1;
}

/** The value and what follows it; false when this is no return value. */
function parseReturn(bytes: Uint8Array, start: number, end: number, record: SyscallRecord): boolean {
  record.errno = 0;
  record.unreturned = false;
  record.auxiliaryStart = record.auxiliaryEnd = 0;
  record.returnPathStart = record.returnPathEnd = 0;
  let at = start;
  while (at < end && bytes[at] === SPACE) at++;
  const first = bytes[at]!;
  if (at >= end) return false;
  if (first === QUESTION) {
    record.returnValue = NaN;
    at++;
    while (at < end && bytes[at] === SPACE) at++;
    if (at < end && bytes[at] === 0x45) {
      record.returnValue = -1;
      record.errno = errnoOf(bytes, at, wordEnd(bytes, at, end));
    } else {
      record.unreturned = true;
    }
    return true;
  }
  at = parseNumber(bytes, at, end, record);
  if (at < 0) return false;
  if (at < end && bytes[at] === LESS) {
    const close = annotationEnd(bytes, at, end);
    record.returnPathStart = at + 1;
    record.returnPathEnd = close;
    at = close + 1;
  }
  while (at < end && bytes[at] === SPACE) at++;
  if (at >= end) return true;
  if (bytes[at] === 0x45 && record.returnValue === -1) {
    record.errno = errnoOf(bytes, at, wordEnd(bytes, at, end));
  } else if (bytes[at] === OPEN) {
    record.auxiliaryStart = at;
    record.auxiliaryEnd = end;
    if (record.returnValue === -1) record.errno = numberedErrno(bytes, at, end);
  }
  return true;
}

/** Sets returnValue; returns the place after the number, -1 when there is none. */
function parseNumber(bytes: Uint8Array, start: number, end: number, record: SyscallRecord): number {
  const negative = bytes[start] === MINUS;
  let at = negative ? start + 1 : start;
  const first = at;
  let value = 0;
  if (bytes[at] === ZERO && bytes[at + 1] === 0x78) {
    for (at += 2; at < end; at++) {
      const c = bytes[at]!;
      const digit = isDigit(c) ? c - ZERO : (c | 0x20) >= 0x61 && (c | 0x20) <= 0x66 ? (c | 0x20) - 0x57 : -1;
      if (digit < 0) break;
      value = value * 16 + digit;
    }
  } else {
    for (; at < end && isDigit(bytes[at]!); at++) value = value * 10 + bytes[at]! - ZERO;
  }
  if (at === first) return -1;
  record.returnValue = negative ? -value : value;
  return at;
}

/** `(errno 95)`, which strace prints for errors it has no name for. */
function numberedErrno(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at + 1] !== 0x65 || bytes[at + 2] !== 0x72) return 0;
  let value = 0;
  for (let i = at + 1; i < end; i++) if (isDigit(bytes[i]!)) value = value * 10 + bytes[i]! - ZERO;
  return value > 0 && value < UNKNOWN_ERRNO ? value : UNKNOWN_ERRNO;
}

function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && bytes[i] !== SPACE) i++;
  return i;
}

/** The `>` that closes a descriptor annotation; the one in "10.0.0.1:1->10.0.0.2:2" does not. */
function annotationEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at + 1; i < end; i++) if (bytes[i] === GREATER && bytes[i - 1] !== MINUS) return i;
  return end;
}
