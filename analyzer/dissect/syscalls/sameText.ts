/**
 * Are two texts equal? Eight bytes a step, read as doubles: ASCII is never NaN, which would differ from itself, nor zero, which has
 * two signs. Both ranges must lie inside their views.
 */

const STEP = 8;

/** From the end on, where texts of one kind differ. */
export function isSameText(a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean {
  let i = length - STEP;
  for (; i >= 0; i -= STEP) if (a.getFloat64(aStart + i, true) !== b.getFloat64(bStart + i, true)) return false;
  if (i === -STEP) return true;
  // The rest, together with bytes that are compared already.
  if (length >= STEP) return a.getFloat64(aStart, true) === b.getFloat64(bStart, true);
  for (let k = 0; k < length; k++) if (a.getUint8(aStart + k) !== b.getUint8(bStart + k)) return false;
  return true;
}
