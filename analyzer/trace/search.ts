/** Entries of sorted[0, length) at or before `value`: the place behind the last of them. */
export function countUpTo(sorted: Float64Array | Uint32Array, value: number, length = sorted.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
