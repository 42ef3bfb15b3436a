/**
 * The checksum of an SCTP packet and a hash of its content, from one pass over its bytes. RFC 9260 6.8 and appendix A (CRC32c),
 * RFC 2960 appendix B (Adler-32, before 2002), RFC 9653 (none at all). A host that leaves the checksum to its network card shows
 * a wrong one in its own captures: a grade, no reason to drop anything.
 */
import { createCrc32c, type Crc32c, type CrcTables } from '../trace/crc32c.ts';
import { PacketFlag } from '../trace/schema.ts';

const CHECKSUM_AT = 8;
/** Packets with a wrong checksum that are tried as Adler-32 before a capture counts as one of CRC32c. */
const ADLER_TRIALS = 64;

/** The largest n for which n bytes cannot overflow 32 bits (zlib's NMAX). */
const ADLER_BLOCK = 5552;
const ADLER_BASE = 65_521;

export class Checksum {
  /** CRC32c over the packet with zeros in the place of its checksum. */
  crc = 0;
  /** PacketFlag.Checksum…, 0 when the packet was cut. */
  grade = 0;
  readonly #crc32c: Crc32c;
  #input = -1;
  #trials = 0;

  /** The tables of the CRC are also put into `tables`. */
  constructor(tables?: CrcTables) {
    this.#crc32c = createCrc32c(tables);
  }

  /** `bytes[start, end)` has at least the common header. `due`: the host had not computed it yet when the packet was captured. */
  check(bytes: Uint8Array, start: number, end: number, whole: boolean, due: boolean, input: number): void {
    const crc = this.#crc32c.ofPacket(bytes, start, end);
    this.crc = crc;
    if (!whole) {
      this.grade = 0;
      return;
    }
    const at = start + CHECKSUM_AT;
    // RFC 9260 appendix A: the bytes of the CRC are sent lowest first.
    const sent = (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
    if (sent === crc) this.grade = PacketFlag.ChecksumGood;
    else if (sent === 0 || due) this.grade = PacketFlag.ChecksumZero;
    else this.grade = this.#isAdler(bytes, start, end, input) ? PacketFlag.ChecksumAdler : PacketFlag.ChecksumBad;
  }

  #isAdler(bytes: Uint8Array, start: number, end: number, input: number): boolean {
    if (input !== this.#input) {
      this.#input = input;
      this.#trials = 0;
    }
    if (this.#trials >= ADLER_TRIALS) return false;
    this.#trials++;
    const at = start + CHECKSUM_AT;
    const sent = ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
    if (adler32(bytes, start, end) !== sent) return false;
    this.#trials = 0;
    return true;
  }
}

/** RFC 2960 appendix B.1, with zeros in the place of the checksum. */
function adler32(bytes: Uint8Array, start: number, end: number): number {
  let low = 1;
  let high = 0;
  const checksum = start + CHECKSUM_AT;
  for (let at = start; at < end;) {
    const blockEnd = Math.min(at + ADLER_BLOCK, end);
    for (; at < blockEnd; at++) {
      if (at < checksum || at >= checksum + 4) low += bytes[at]!;
      high += low;
    }
    low %= ADLER_BASE;
    high %= ADLER_BASE;
  }
  return ((high << 16) | low) >>> 0;
}
