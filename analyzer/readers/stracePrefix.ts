/**
 * What strace prints before the call: pid, time, and what -n, -i and --secontext add. Any of it may be missing.
 *
 *   [pid  1438] 04:36:17.387991 read(7, …          981<dia_client> 04:34:50.201507 …
 *   647   04:33:31.083059 [  46] [00007f74906e7c10] sendmsg(…      338        0.000422 …
 *   367   04:32:12.219263 (+     0.000371) …       1795408316.483961 …
 */

import { sixDigits } from './sixDigits.ts';

const SPACE = 0x20;
const ZERO = 0x30;
const LESS = 0x3c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
/** PID_MAX_LIMIT of 64-bit Linux: larger whole numbers at the beginning of a line are seconds. */
const LARGEST_PID = 4_194_304;
/** Seconds since 1970 have nine digits since 1973; a relative time of three years does not occur. */
const SMALLEST_EPOCH = 1e8;
/** "03:51:32.446012 " */
const USUAL_TIME = 16;
/** "_", before "a": what stands before goes on with the prefix. */
const FIRST_LETTER = 0x5f;
const SCALE = [1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1];

export const Stamp = { None: 0, Epoch: 1, TimeOfDay: 2, Relative: 3 } as const;

export class Prefix {
  /** -1 when the line shows none. */
  tid = -1;
  /** The pid stood in brackets: strace leaves it out while only one thread is traced. */
  bracketed = false;
  /** Stamp */
  stamp = 0;
  seconds = 0;
  nanoseconds = 0;
  /** ns between two values that can be told apart. */
  resolution = 1e9;
  /** Command of -Y, an empty range without. */
  commandStart = 0;
  commandEnd = 0;

  /** The time of day read last: its four digits of hour and minute, the two of the second, and what they say. */
  #minute = 0;
  #second = 0;
  #daySeconds = 0;

  /** Where the body of the line begins. */
  parse(bytes: Uint8Array, start: number, end: number): number {
    const body = this.#usual(bytes, start, end);
    if (body >= 0) return body;
    this.tid = -1;
    this.bracketed = false;
    this.stamp = Stamp.None;
    this.commandStart = this.commandEnd = 0;
    let at = start;
    while (at < end) {
      const c = bytes[at]!;
      if (c === SPACE) {
        at++;
      } else if (c >= ZERO && c <= 0x39) {
        const next = this.#number(bytes, start, at, end);
        if (next === at) return at;
        at = next;
      } else if (c === OPEN) {
        const next = this.#bracket(bytes, at, end);
        if (next === at) return at;
        at = next;
      } else if (c === 0x28 && bytes[at + 1] === 0x2b && this.stamp !== Stamp.None) {
        const next = skipPast(bytes, at, end, 0x29);
        if (next === at) return at;
        at = next;
      } else if (c === 0x2f && bytes[at + 1] === 0x2a && this.tid >= 0) {
        at = skipPast(bytes, at + 2, end, 0x2f);
      } else {
        return at;
      }
    }
    return end;
  }

  /** `217   03:51:32.446012 s`, most lines of most logs, in the second of the line before; -1 for anything else. */
  #usual(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    let tid = 0;
    for (let digit = bytes[at]! - ZERO; at < end && digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) tid = tid * 10 + digit;
    if (at === start || tid > LARGEST_PID || bytes[at] !== SPACE) return -1;
    while (at < end && bytes[at] === SPACE) at++;
    if (at + USUAL_TIME >= end || bytes[at + 8] !== 0x2e || bytes[at + 15] !== SPACE) return -1;
    if (this.#minute !== fourDigits(bytes, at) || this.#second !== twoDigits(bytes, at + 6)) return -1;
    if (bytes[at + 2] !== 0x3a || bytes[at + 5] !== 0x3a) return -1;
    const microseconds = sixDigits(bytes, at + 9);
    const first = bytes[at + USUAL_TIME]!;
    if (microseconds < 0 || (first !== LESS && first < FIRST_LETTER)) return -1;
    this.tid = tid;
    this.bracketed = false;
    this.stamp = Stamp.TimeOfDay;
    this.seconds = this.#daySeconds;
    this.nanoseconds = microseconds * 1000;
    this.resolution = 1000;
    this.commandStart = this.commandEnd = 0;
    return at + USUAL_TIME;
  }

  /** A pid or a time. */
  #number(bytes: Uint8Array, start: number, at: number, end: number): number {
    let value = 0;
    let i = at;
    for (let digit = bytes[i]! - ZERO; i < end && digit >= 0 && digit <= 9; digit = bytes[i]! - ZERO) {
      value = value * 10 + digit;
      i++;
    }
    const next = i < end ? bytes[i]! : SPACE;
    if (next === 0x3a) return this.#timeOfDay(bytes, at, end, value);
    if (next === 0x2e) {
      if (this.stamp !== Stamp.None) return at;
      this.stamp = value >= SMALLEST_EPOCH ? Stamp.Epoch : Stamp.Relative;
      this.seconds = value;
      return this.#fraction(bytes, i, end);
    }
    if (next === LESS && at === start) {
      this.tid = value;
      this.commandStart = i + 1;
      // A command may hold any byte; the blank after the bracket ends it.
      for (i++; i < end && !(bytes[i] === 0x3e && bytes[i + 1] === SPACE); i++);
      this.commandEnd = i;
      return Math.min(i + 1, end);
    }
    if (next !== SPACE) return at;
    if (at === start && value <= LARGEST_PID) {
      this.tid = value;
      return i;
    }
    if (this.stamp !== Stamp.None) return at;
    this.stamp = value >= SMALLEST_EPOCH ? Stamp.Epoch : Stamp.Relative;
    this.seconds = value;
    return this.#fraction(bytes, i, end);
  }

  #timeOfDay(bytes: Uint8Array, at: number, end: number, hours: number): number {
    if (at + 8 > end || bytes[at + 2] !== 0x3a || bytes[at + 5] !== 0x3a || this.stamp !== Stamp.None) return at;
    const minutes = (bytes[at + 3]! - ZERO) * 10 + bytes[at + 4]! - ZERO;
    const seconds = (bytes[at + 6]! - ZERO) * 10 + bytes[at + 7]! - ZERO;
    if (!(hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds <= 60)) return at;
    this.stamp = Stamp.TimeOfDay;
    this.seconds = hours * 3600 + minutes * 60 + seconds;
    this.#minute = fourDigits(bytes, at);
    this.#second = twoDigits(bytes, at + 6);
    this.#daySeconds = this.seconds;
    return this.#fraction(bytes, at + 8, end);
  }

  #fraction(bytes: Uint8Array, at: number, end: number): number {
    let value = 0;
    let digits = 0;
    let i = at;
    if (bytes[i] === 0x2e) {
      for (i++; i < end && digits < 9; i++, digits++) {
        const digit = bytes[i]! - ZERO;
        if (digit < 0 || digit > 9) break;
        value = value * 10 + digit;
      }
    }
    this.resolution = SCALE[digits]!;
    this.nanoseconds = value * this.resolution;
    return i;
  }

  /** "[pid  1438]", or a bracket that says nothing here. */
  #bracket(bytes: Uint8Array, at: number, end: number): number {
    if (bytes[at + 1] === 0x70 && bytes[at + 2] === 0x69 && bytes[at + 3] === 0x64) {
      let i = at + 4;
      while (i < end && bytes[i] === SPACE) i++;
      let value = 0;
      for (let digit = bytes[i]! - ZERO; i < end && digit >= 0 && digit <= 9; digit = bytes[i]! - ZERO) {
        value = value * 10 + digit;
        i++;
      }
      if (bytes[i] === LESS) {
        this.commandStart = i + 1;
        for (i++; i < end && !(bytes[i] === 0x3e && bytes[i + 1] === CLOSE); i++);
        this.commandEnd = i;
        i++;
      }
      if (i >= end || bytes[i] !== CLOSE) return at;
      this.tid = value;
      this.bracketed = true;
      return i + 1;
    }
    // "[ Process PID=12 runs in 32 bit mode. ]" is a line of its own.
    if (bytes[at + 2] === 0x50 && bytes[at + 3] === 0x72) return at;
    return skipPast(bytes, at, end, CLOSE);
  }
}

/** "03:51" and "32" as words, to be compared with others. */
const fourDigits = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 3]! << 8) | bytes[at + 4]!;
const twoDigits = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

/** After the next `byte`, `at` when there is none. */
function skipPast(bytes: Uint8Array, at: number, end: number, byte: number): number {
  for (let i = at; i < end; i++) if (bytes[i] === byte) return i + 1;
  return at;
}
