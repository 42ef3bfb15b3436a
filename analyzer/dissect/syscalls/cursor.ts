/** A place in strace's text of arguments, and steps over what stands there. Nothing here goes past `end`, whatever the text. */
import type { SyscallRecord } from '../../trace/records.ts';
import { closingQuote } from './quoted.ts';

const SPACE = 0x20;
const COMMA = 0x2c;
const QUOTE = 0x22;
const LESS = 0x3c;
const GREATER = 0x3e;
const ZERO = 0x30;

export const isDigit = (c: number): boolean => c >= ZERO && c <= 0x39;

export class Cursor {
  bytes: Uint8Array = new Uint8Array(0);
  /** Of the same bytes. */
  view = new DataView(this.bytes.buffer);
  at = 0;
  end = 0;
  /** The `<…>` after the descriptor read last, an empty range without. */
  pathStart = 0;
  pathEnd = 0;

  set(record: SyscallRecord, start: number, end: number): void {
    this.bytes = record.bytes;
    this.view = record.view;
    this.at = start;
    this.end = end;
  }

  /** The byte here, 0 at the end. */
  peek(): number {
    return this.at < this.end ? this.bytes[this.at]! : 0;
  }

  /** To the beginning of the next value at this level; to the end when there is none. */
  next(): void {
    if (this.peek() !== COMMA) this.skipValue();
    if (this.peek() === COMMA) this.at++;
    while (this.at < this.end && this.bytes[this.at] === SPACE) this.at++;
  }

  /** To the comma or the closing bracket that ends the value here. */
  skipValue(): void {
    const { bytes, end } = this;
    let depth = 0;
    let at = this.at;
    while (at < end) {
      const c = bytes[at]!;
      if (c === QUOTE) {
        at = closingQuote(bytes, at + 1, end);
      } else if (c === 0x28 || c === 0x5b || c === 0x7b) {
        depth++;
      } else if (c === 0x29 || c === 0x5d || c === 0x7d) {
        if (depth === 0) break;
        depth--;
      } else if (c === COMMA) {
        if (depth === 0) break;
      } else if (c === LESS && at > 0 && (isDigit(bytes[at - 1]!) || bytes[at - 1] === 0x44)) {
        at = annotationEnd(bytes, at, end);
      }
      at++;
    }
    this.at = Math.min(at, end);
  }

  /** Does `text` stand here? */
  has(text: Uint8Array): boolean {
    if (this.end - this.at < text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[this.at + i] !== text[i]) return false;
    return true;
  }

  /** A decimal or hexadecimal number, NaN when there is none. Steps past it. */
  number(): number {
    const { bytes, end } = this;
    const negative = bytes[this.at] === 0x2d;
    let at = negative ? this.at + 1 : this.at;
    const first = at;
    let value = 0;
    if (at + 1 < end && bytes[at] === ZERO && bytes[at + 1] === 0x78) {
      for (at += 2; at < end; at++) {
        const c = bytes[at]!;
        const digit = isDigit(c) ? c - ZERO : (c | 0x20) - 0x57;
        if (digit < 0 || digit > 15 || (digit < 10 && !isDigit(c))) break;
        value = value * 16 + digit;
      }
    } else {
      for (; at < end && isDigit(bytes[at]!); at++) value = value * 10 + bytes[at]! - ZERO;
    }
    if (at === first) return NaN;
    this.at = at;
    return negative ? -value : value;
  }

  /** The low 32 bits of a number of any size, as an unsigned word; 0 when there is none. Steps past it. */
  word(): number {
    const { bytes, end } = this;
    let at = this.at;
    let value = 0;
    if (at + 1 < end && bytes[at] === ZERO && bytes[at + 1] === 0x78) {
      for (at += 2; at < end && isWordByte(bytes[at]!); at++) {
        const c = bytes[at]!;
        value = (value << 4) | ((isDigit(c) ? c - ZERO : (c | 0x20) - 0x57) & 15);
      }
    } else {
      for (; at < end && isDigit(bytes[at]!); at++) value = (Math.imul(value, 10) + bytes[at]! - ZERO) | 0;
    }
    this.at = at;
    return value >>> 0;
  }

  /** A descriptor with its annotation, "17<SCTP:[244]>"; -1 when there is none. Steps to the next value. */
  descriptor(): number {
    const fd = this.number();
    this.pathStart = this.pathEnd = this.at;
    if (this.peek() === LESS) {
      const close = annotationEnd(this.bytes, this.at, this.end);
      this.pathStart = this.at + 1;
      this.pathEnd = close;
      this.at = Math.min(close + 1, this.end);
    }
    this.next();
    return fd >= 0 && fd <= 0x7fff_ffff ? fd : -1;
  }

  /** Where the word (letters, digits, underscore) here ends. */
  wordEnd(): number {
    let at = this.at;
    while (at < this.end && isWordByte(this.bytes[at]!)) at++;
    return at;
  }
}

export function isWordByte(c: number): boolean {
  return (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || isDigit(c) || c === 0x5f;
}

/** The `>` that closes the annotation whose `<` is at `at`; the one of "->" does not. */
export function annotationEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at + 1; i < end; i++) if (bytes[i] === GREATER && bytes[i - 1] !== 0x2d) return i;
  return end;
}
