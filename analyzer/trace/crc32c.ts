/**
 * CRC32c (Castagnoli), RFC 9260 appendix A: bytes in, the checksum as a number out. Sixteen bytes a step with tables for the place of
 * each part ("slicing", Kounavis and Berry 2005), read as aligned words: every byte of a capture goes through here.
 */
const POLYNOMIAL = 0x82f6_3b78;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
/** Words a step. */
const WORDS = 4;
/**
 * A word is looked up in three parts, of 11, 11 and 10 bits: twelve look-ups for sixteen bytes, in tables that a processor still has at hand.
 * Where these numbers stand in the sums below they stand as numbers, for the reason given there.
 */
const SECOND_PART = 1 << 11;
const THIRD_PART = 2 << 11;
const WORD_TABLE = THIRD_PART + (1 << 10);

/** Where the tables are wanted, too. */
export interface CrcTables {
  readonly words: Int32Array;
  readonly bytes: Int32Array;
}

export interface Crc32c {
  /** Of bytes[start, end); `seed` is the checksum of what comes before them. */
  of(bytes: Uint8Array, start: number, end: number, seed: number): number;
  /** Of the SCTP packet bytes[start, end), which has at least the common header, with zeros for its checksum field. RFC 9260 6.8. */
  ofPacket(bytes: Uint8Array, start: number, end: number): number;
}

/** RFC 9260 3.1: ports, verification tag, checksum. */
const COMMON_HEADER_BYTES = 12;

/** table[byte]: the remainder of a byte. */
function createByteTable(): Int32Array {
  const table = new Int32Array(256);
  for (let n = 0; n < 256; n++) {
    let crc = n;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    table[n] = crc;
  }
  return table;
}

/** The remainder of each part of each word of a step, what follows of the step being zeros. */
function createWordTables(): Int32Array {
  const tables = new Int32Array(WORDS * WORD_TABLE);
  // From the last bit of a step back to its first: each is one step of the division further away.
  let crc = 1;
  for (let word = WORDS - 1; word >= 0; word--) {
    for (let bit = 31; bit >= 0; bit--) {
      crc = (crc & 1) !== 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
      const part = Math.floor(bit / 11);
      tables[word * WORD_TABLE + part * SECOND_PART + (1 << (bit - part * 11))] = crc;
    }
  }
  for (let from = 0; from < tables.length; from += WORD_TABLE) {
    addUp(tables, from, SECOND_PART);
    addUp(tables, from + SECOND_PART, SECOND_PART);
    addUp(tables, from + THIRD_PART, WORD_TABLE - THIRD_PART);
  }
  return tables;
}

/** Division is linear: the remainder of a number is the sum of its bits'. */
function addUp(tables: Int32Array, from: number, size: number): void {
  for (let n = 3; n < size; n++) tables[from + n] = tables[from + (n & (n - 1))]! ^ tables[from + (n & -n)]!;
}

/**
 * The tables are constants of the closure and not of the module: bundlers turn module constants into variables, and the code for a
 * constant table is faster by half (1 GB of packets: 0.47 s and not 0.93 s, with the order of the sums below).
 */
export function createCrc32c(copies?: CrcTables): Crc32c {
  const byteTable = createByteTable();
  const wordTables = createWordTables();
  copies?.bytes.set(byteTable);
  copies?.words.set(wordTables);
  /** The words under the bytes that were read last: many packets lie in the same. */
  let lastBytes: Uint8Array | undefined;
  let words: Int32Array = new Int32Array(0);
  /** Of those bytes in their buffer. */
  let origin = 0;

  const of = (bytes: Uint8Array, start: number, end: number, seed: number): number => {
    const t = byteTable;
    let crc = ~seed;
    let i = start;
    if (LITTLE_ENDIAN) {
      if (bytes !== lastBytes) {
        lastBytes = bytes;
        words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2);
        origin = bytes.byteOffset;
      }
      const w = words;
      const v = wordTables;
      for (; i < end && ((i + origin) & 3) !== 0; i++) crc = t[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
      let at = (i + origin) >>> 2;
      const last = (end + origin) >>> 2;
      for (; at + 4 <= last; at += 4) {
        const b = w[at + 1]!;
        const c = w[at + 2]!;
        const d = w[at + 3]!;
        // What does not depend on the step before comes first, so that the processor can run ahead.
        const rest =
          (v[5120 + (b & 2047)]! ^ v[7168 + ((b >>> 11) & 2047)]! ^ v[9216 + (b >>> 22)]!) ^
          (v[10_240 + (c & 2047)]! ^ v[12_288 + ((c >>> 11) & 2047)]! ^ v[14_336 + (c >>> 22)]!) ^
          (v[15_360 + (d & 2047)]! ^ v[17_408 + ((d >>> 11) & 2047)]! ^ v[19_456 + (d >>> 22)]!);
        const a = crc ^ w[at]!;
        crc = (rest ^ v[a & 2047]!) ^ (v[2048 + ((a >>> 11) & 2047)]! ^ v[4096 + (a >>> 22)]!);
      }
      for (; at < last; at++) {
        const a = crc ^ w[at]!;
        crc = v[15_360 + (a & 2047)]! ^ v[17_408 + ((a >>> 11) & 2047)]! ^ v[19_456 + (a >>> 22)]!;
      }
      i = Math.max(i, (at << 2) - origin);
    }
    for (; i < end; i++) crc = t[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
    return ~crc >>> 0;
  };

  const ofPacket = (bytes: Uint8Array, start: number, end: number): number => {
    const v = wordTables;
    // Twelve bytes in one step; the last four are the zeros, which add nothing.
    const a = ~(bytes[start]! | (bytes[start + 1]! << 8) | (bytes[start + 2]! << 16) | (bytes[start + 3]! << 24));
    const b = bytes[start + 4]! | (bytes[start + 5]! << 8) | (bytes[start + 6]! << 16) | (bytes[start + 7]! << 24);
    const header =
      (v[5120 + (a & 2047)]! ^ v[7168 + ((a >>> 11) & 2047)]! ^ v[9216 + (a >>> 22)]!) ^
      (v[10_240 + (b & 2047)]! ^ v[12_288 + ((b >>> 11) & 2047)]! ^ v[14_336 + (b >>> 22)]!);
    return of(bytes, start + COMMON_HEADER_BYTES, end, ~header);
  };

  return { of, ofPacket };
}
