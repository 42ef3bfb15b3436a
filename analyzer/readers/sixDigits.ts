/** The number that six decimal digits at `at` make, as strace prints microseconds; -1 when one of the bytes is no digit. */
export function sixDigits(bytes: Uint8Array, at: number): number {
  const a = bytes[at]! - 0x30;
  const b = bytes[at + 1]! - 0x30;
  const c = bytes[at + 2]! - 0x30;
  const d = bytes[at + 3]! - 0x30;
  const e = bytes[at + 4]! - 0x30;
  const f = bytes[at + 5]! - 0x30;
  // Of anything but 0-9 either the value or the value and six has a bit above the lowest four.
  const high = a | b | c | d | e | f | (a + 6) | (b + 6) | (c + 6) | (d + 6) | (e + 6) | (f + 6);
  if ((high & ~15) !== 0) return -1;
  return a * 100_000 + b * 10_000 + c * 1000 + d * 100 + e * 10 + f;
}
