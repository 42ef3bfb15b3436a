/**
 * CRC32c (Castagnoli), RFC 9260 appendix A: bytes in, the checksum as a number out. Sixteen bytes a step with a table for the
 * place of each ("slicing", Kounavis and Berry 2005), read as aligned words: every byte of a capture goes through here.
 */
const POLYNOMIAL = 0x82f6_3b78;
const SLICES = 16;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

export interface Crc32c {
  /** Of bytes[start, end); `seed` is the checksum of what comes before them. */
  of(bytes: Uint8Array, start: number, end: number, seed: number): number;
  /** Of the SCTP packet bytes[start, end), which has at least the common header, with zeros for its checksum field. RFC 9260 6.8. */
  ofPacket(bytes: Uint8Array, start: number, end: number): number;
}

/** RFC 9260 3.1: ports, verification tag, checksum. */
const COMMON_HEADER_BYTES = 12;

/** table[256 * n + byte]: the remainder of a byte that n bytes of zero follow. */
function createTable(): Int32Array {
  const table = new Int32Array(SLICES * 256);
  for (let n = 0; n < 256; n++) {
    let crc = n;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    table[n] = crc;
  }
  for (let n = 256; n < table.length; n++) {
    const before = table[n - 256]!;
    table[n] = (before >>> 8) ^ table[before & 255]!;
  }
  return table;
}

/**
 * The table is a constant of the closure and not of the module: bundlers turn module constants into variables, and the code for a
 * constant table is faster by half (1 GB of packets: 0.47 s and not 0.93 s, with the order of the sums below).
 */
export function createCrc32c(): Crc32c {
  const table = createTable();
  /** The words under the bytes that were read last: many packets lie in the same. */
  let lastBytes: Uint8Array | undefined;
  let words: Int32Array = new Int32Array(0);
  /** Of those bytes in their buffer. */
  let origin = 0;

  const of = (bytes: Uint8Array, start: number, end: number, seed: number): number => {
    const t = table;
    let crc = ~seed;
    let i = start;
    if (LITTLE_ENDIAN) {
      if (bytes !== lastBytes) {
        lastBytes = bytes;
        words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2);
        origin = bytes.byteOffset;
      }
      const w = words;
      for (; i < end && ((i + origin) & 3) !== 0; i++) crc = t[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
      let at = (i + origin) >>> 2;
      const last = (end + origin) >>> 2;
      for (; at + 4 <= last; at += 4) {
        const b = w[at + 1]!;
        const c = w[at + 2]!;
        const d = w[at + 3]!;
        // What does not depend on the step before comes first, so that the processor can run ahead.
        const rest =
          (t[2816 + (b & 255)]! ^ t[2560 + ((b >>> 8) & 255)]! ^ t[2304 + ((b >>> 16) & 255)]! ^ t[2048 + (b >>> 24)]!) ^
          (t[1792 + (c & 255)]! ^ t[1536 + ((c >>> 8) & 255)]! ^ t[1280 + ((c >>> 16) & 255)]! ^ t[1024 + (c >>> 24)]!) ^
          (t[768 + (d & 255)]! ^ t[512 + ((d >>> 8) & 255)]! ^ t[256 + ((d >>> 16) & 255)]! ^ t[d >>> 24]!);
        const a = crc ^ w[at]!;
        crc =
          (rest ^ t[3840 + (a & 255)]! ^ t[3584 + ((a >>> 8) & 255)]!) ^
          (t[3328 + ((a >>> 16) & 255)]! ^ t[3072 + (a >>> 24)]!);
      }
      for (; at < last; at++) {
        const a = crc ^ w[at]!;
        crc = (t[768 + (a & 255)]! ^ t[512 + ((a >>> 8) & 255)]!) ^ (t[256 + ((a >>> 16) & 255)]! ^ t[a >>> 24]!);
      }
      i = Math.max(i, (at << 2) - origin);
    }
    for (; i < end; i++) crc = t[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
    return ~crc >>> 0;
  };

  const ofPacket = (bytes: Uint8Array, start: number, end: number): number => {
    // Twelve bytes in one step; the last four are the zeros, which add nothing.
    const header =
      table[2816 + (bytes[start]! ^ 255)]! ^ table[2560 + (bytes[start + 1]! ^ 255)]! ^
      table[2304 + (bytes[start + 2]! ^ 255)]! ^ table[2048 + (bytes[start + 3]! ^ 255)]! ^
      table[1792 + bytes[start + 4]!]! ^ table[1536 + bytes[start + 5]!]! ^
      table[1280 + bytes[start + 6]!]! ^ table[1024 + bytes[start + 7]!]!;
    return of(bytes, start + COMMON_HEADER_BYTES, end, ~header);
  };

  return { of, ofPacket };
}
