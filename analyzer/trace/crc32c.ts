/**
 * CRC32c (Castagnoli), RFC 9260 appendix A: bytes in, the checksum as a number out. Sixteen bytes a step with a table for the
 * place of each ("slicing", Kounavis and Berry 2005), read as aligned words: every byte of a capture goes through here.
 */
const POLYNOMIAL = 0x82f6_3b78;
const SLICES = 16;
/** Below this the words are not worth their view. */
const SHORT = 32;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

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

/** The words of the buffer that was read last: a capture is read from few buffers. */
let buffer: ArrayBufferLike | undefined;
let words: Int32Array = new Int32Array(0);

/** Of bytes[start, end); `seed` is the checksum of what comes before them. */
export function crc32c(bytes: Uint8Array, start: number, end: number, seed = 0): number {
  let crc = ~seed;
  let i = start;
  if (end - start >= SHORT && LITTLE_ENDIAN) {
    if (bytes.buffer !== buffer) {
      buffer = bytes.buffer;
      words = new Int32Array(buffer, 0, buffer.byteLength >>> 2);
    }
    const origin = bytes.byteOffset;
    for (; ((i + origin) & 3) !== 0; i++) crc = table[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
    const w = words;
    for (let at = (i + origin) >>> 2; i + 16 <= end; i += 16, at += 4) {
      const a = crc ^ w[at]!;
      const b = w[at + 1]!;
      const c = w[at + 2]!;
      const d = w[at + 3]!;
      crc =
        table[3840 + (a & 255)]! ^ table[3584 + ((a >>> 8) & 255)]! ^ table[3328 + ((a >>> 16) & 255)]! ^ table[3072 + (a >>> 24)]! ^
        table[2816 + (b & 255)]! ^ table[2560 + ((b >>> 8) & 255)]! ^ table[2304 + ((b >>> 16) & 255)]! ^ table[2048 + (b >>> 24)]! ^
        table[1792 + (c & 255)]! ^ table[1536 + ((c >>> 8) & 255)]! ^ table[1280 + ((c >>> 16) & 255)]! ^ table[1024 + (c >>> 24)]! ^
        table[768 + (d & 255)]! ^ table[512 + ((d >>> 8) & 255)]! ^ table[256 + ((d >>> 16) & 255)]! ^ table[d >>> 24]!;
    }
  }
  for (; i + 8 <= end; i += 8) {
    crc =
      table[1792 + ((crc ^ bytes[i]!) & 255)]! ^ table[1536 + (((crc >>> 8) ^ bytes[i + 1]!) & 255)]! ^
      table[1280 + (((crc >>> 16) ^ bytes[i + 2]!) & 255)]! ^ table[1024 + ((crc >>> 24) ^ bytes[i + 3]!)]! ^
      table[768 + bytes[i + 4]!]! ^ table[512 + bytes[i + 5]!]! ^ table[256 + bytes[i + 6]!]! ^ table[bytes[i + 7]!]!;
  }
  for (; i < end; i++) crc = table[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
