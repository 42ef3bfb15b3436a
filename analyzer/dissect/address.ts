/** Network addresses as people write them: dotted IPv4, IPv6 as in RFC 5952 4 (lower case, the longest run of zeros as "::"). */

/** `length` is 4 or 16 bytes at `start`. */
export function formatAddress(bytes: Uint8Array, start: number, length: number): string {
  if (length === 4) return `${bytes[start]}.${bytes[start + 1]}.${bytes[start + 2]}.${bytes[start + 3]}`;
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((bytes[start + i]! << 8) | bytes[start + i + 1]!);
  const zeros = longestZeros(groups);
  const text = (from: number, to: number): string => groups.slice(from, to).map((group) => group.toString(16)).join(':');
  return zeros.length < 2 ? text(0, 8) : `${text(0, zeros.start)}::${text(zeros.start + zeros.length, 8)}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0, i = 0; i < groups.length; i++) {
    if (groups[i] !== 0) start = i + 1;
    else if (i + 1 - start > best.length) best = { start, length: i + 1 - start };
  }
  return best;
}
