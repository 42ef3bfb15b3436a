// @ts-check
/** CRC32c, the checksum of SCTP (RFC 9260 appendix A): reflected polynomial 0x82f63b78, eight bytes a step over eight tables. */

const tables = Array.from({ length: 8 }, () => new Uint32Array(256));

for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  tables[0][byte] = crc >>> 0;
}
for (let byte = 0; byte < 256; byte++) {
  for (let k = 1; k < 8; k++) {
    const before = tables[k - 1][byte];
    tables[k][byte] = (before >>> 8) ^ tables[0][before & 255];
  }
}

const [t0, t1, t2, t3, t4, t5, t6, t7] = /** @type {[Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array]} */ (tables);

/**
 * Of bytes[start, end); goes into the packet least significant byte first.
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
export function crc32c(bytes, start, end) {
  let crc = 0xffffffff;
  let i = start;
  for (; i + 8 <= end; i += 8) {
    const word = crc ^ (bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24));
    crc =
      t7[word & 255] ^ t6[(word >>> 8) & 255] ^ t5[(word >>> 16) & 255] ^ t4[word >>> 24] ^
      t3[bytes[i + 4]] ^ t2[bytes[i + 5]] ^ t1[bytes[i + 6]] ^ t0[bytes[i + 7]];
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[i]) & 255];
  return ~crc >>> 0;
}
