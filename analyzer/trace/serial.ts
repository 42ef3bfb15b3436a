/** Serial number arithmetic, RFC 1982 with SERIAL_BITS 32 (TSN, MID): the only place that compares them. */

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
