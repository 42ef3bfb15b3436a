/** Serial number arithmetic, RFC 1982 with SERIAL_BITS 32 (TSN, MID) and 16 (SSN): the only place that compares them. */

/** a - b as a signed distance, -2^31 … 2^31-1. */
export function serialDistance(a: number, b: number): number {
  return (a - b) | 0;
}

/** a is later than b. */
export function isAfter(a: number, b: number): boolean {
  return ((a - b) | 0) > 0;
}

/** a is later than or equal to b. */
export function isAtOrAfter(a: number, b: number): boolean {
  return ((a - b) | 0) >= 0;
}

/** (tsn + n) mod 2^32. */
export function serialAdd(tsn: number, n: number): number {
  return (tsn + n) >>> 0;
}

/** Signed distance of 16-bit stream sequence numbers. */
export function ssnDistance(a: number, b: number): number {
  return ((a - b) << 16) >> 16;
}
