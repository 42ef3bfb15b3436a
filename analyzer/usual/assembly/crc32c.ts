/** CRC32c of an SCTP packet with zeros for its checksum field, by the tables of trace/crc32c.ts, which the other side puts here. RFC 9260 6.8. */

/** 4 words of 2048 + 2048 + 1024 remainders: for each word of a step, of its first 11, next 11 and last 10 bits. */
export const wordTables: usize = memory.data(4 * 5120 * 4, 64);
/** Of a byte. */
export const byteTable: usize = memory.data(256 * 4, 64);

const WORD_TABLE: usize = 5120 * 4;
const SECOND_PART: usize = 2048 * 4;
const THIRD_PART: usize = 4096 * 4;
const COMMON_HEADER_BYTES: usize = 12;

@inline
function remainder(word: u32, table: usize): u32 {
  return (
    load<u32>(table + <usize>((word & 2047) << 2)) ^
    load<u32>(table + SECOND_PART + <usize>(((word >> 11) & 2047) << 2)) ^
    load<u32>(table + THIRD_PART + <usize>((word >> 22) << 2))
  );
}

export function crc32cOfPacket(start: usize, end: usize): u32 {
  const first = wordTables;
  const second = wordTables + WORD_TABLE;
  const third = wordTables + 2 * WORD_TABLE;
  const fourth = wordTables + 3 * WORD_TABLE;
  // Twelve bytes in one step; the last four are the zeros, which add nothing.
  let crc = remainder(~load<u32>(start), second) ^ remainder(load<u32>(start, 4), third);
  let at = start + COMMON_HEADER_BYTES;
  for (; at + 16 <= end; at += 16) {
    const rest = remainder(load<u32>(at, 4), second) ^ remainder(load<u32>(at, 8), third) ^ remainder(load<u32>(at, 12), fourth);
    crc = rest ^ remainder(crc ^ load<u32>(at), first);
  }
  for (; at + 4 <= end; at += 4) crc = remainder(crc ^ load<u32>(at), fourth);
  for (; at < end; at++) crc = load<u32>(byteTable + <usize>(((crc ^ <u32>load<u8>(at)) & 255) << 2)) ^ (crc >> 8);
  return ~crc;
}
