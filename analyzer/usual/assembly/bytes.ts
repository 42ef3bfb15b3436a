/** Bytes of the text at hand, and their meaning. Addresses are of the module's own memory. */

export const SPACE: i32 = 0x20;
export const QUOTE: i32 = 0x22;
export const OPEN: i32 = 0x28;
export const CLOSE: i32 = 0x29;
export const COMMA: i32 = 0x2c;
export const MINUS: i32 = 0x2d;
export const DOT: i32 = 0x2e;
export const ZERO: i32 = 0x30;
export const COLON: i32 = 0x3a;
export const LESS: i32 = 0x3c;
export const EQUALS: i32 = 0x3d;
export const GREATER: i32 = 0x3e;
export const OPEN_BRACKET: i32 = 0x5b;
export const BACKSLASH: i32 = 0x5c;
export const CLOSE_BRACKET: i32 = 0x5d;
export const UNDERSCORE: i32 = 0x5f;
export const OPEN_BRACE: i32 = 0x7b;

@inline
export function byte(at: usize): i32 {
  return <i32>load<u8>(at);
}

@inline
export function isDigit(c: i32): bool {
  return <u32>(c - ZERO) <= 9;
}

/** The number that six decimal digits make; -1 when one of them is none. */
@inline
export function sixDigits(at: usize): i32 {
  const a = byte(at) - ZERO;
  const b = byte(at + 1) - ZERO;
  const c = byte(at + 2) - ZERO;
  const d = byte(at + 3) - ZERO;
  const e = byte(at + 4) - ZERO;
  const f = byte(at + 5) - ZERO;
  // Of anything but 0-9 either the value or the value and six has a bit above the lowest four.
  const high = a | b | c | d | e | f | (a + 6) | (b + 6) | (c + 6) | (d + 6) | (e + 6) | (f + 6);
  return (high & ~15) !== 0 ? -1 : a * 100_000 + b * 10_000 + c * 1000 + d * 100 + e * 10 + f;
}


/** Copies up to 15 bytes more than asked for: there is room after every target. */
@inline
export function copy(target: usize, source: usize, length: usize): void {
  for (let i: usize = 0; i < length; i += 16) v128.store(target + i, v128.load(source + i));
}

/** Where the next newline of [at, end) is, `end` when there is none. Reads up to 15 bytes after `end`. */
@inline
export function findNewline(at: usize, end: usize): usize {
  const newline = i8x16.splat(0x0a);
  for (let i = at; i < end; i += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(i), newline));
    if (found !== 0) {
      const place = i + <usize>ctz(found);
      return place < end ? place : end;
    }
  }
  return end;
}

/** Are `length` bytes equal? Reads up to 15 bytes more of both. */
@inline
export function isSame(a: usize, b: usize, length: usize): bool {
  if (length < 16) {
    const wanted = (1 << <i32>length) - 1;
    return (i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b))) & wanted) === wanted;
  }
  // From the end on, where texts of one kind differ.
  for (let i = length - 16; ; i -= 16) {
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
    if (i < 16) break;
  }
  return !v128.any_true(v128.xor(v128.load(a), v128.load(b)));
}
