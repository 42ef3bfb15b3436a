/**
 * SCTP in UDP, RFC 6951: port 9899 on either side, or any port whose datagrams prove to be SCTP packets by their checksum. Ports that
 * proved so once are trusted afterwards, because cut or offloaded packets cannot prove anything.
 */
import { createCrc32c, type Crc32c } from '../trace/crc32c.ts';

export const UDP_HEADER = 8;
const SCTP_PORT = 9899;
const SCTP_HEADER = 12;
const CHUNK_HEADER = 4;
/** Chunks whose lengths are checked before a datagram passes for SCTP. */
const MOST_CHUNKS = 64;

/** Chunk types of RFC 9260 and its extensions. */
const knownChunk = new Uint8Array(256);
for (const type of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0x40, 0x80, 0x81, 0x82, 0x84, 0xc0, 0xc1, 0xc2]) knownChunk[type] = 1;

export class UdpEncapsulation {
  /** One byte a port; made when the first port proves itself. */
  #proven: Uint8Array | undefined;
  /** Made for the first datagram that may be SCTP. */
  #crc32c: Crc32c | undefined;

  /** `cut`: not all of the payload was captured. */
  isSctp(bytes: Uint8Array, start: number, end: number, cut: boolean, sourcePort: number, destinationPort: number): boolean {
    if (!hasSctpShape(bytes, start, end, cut)) return false;
    if (sourcePort === SCTP_PORT || destinationPort === SCTP_PORT) return true;
    if (this.#proven && this.#proven[sourcePort] + this.#proven[destinationPort] > 0) return true;
    if (cut) return false;
    this.#crc32c ??= createCrc32c();
    if (this.#crc32c.ofPacket(bytes, start, end) !== statedChecksum(bytes, start)) return false;
    this.#proven ??= new Uint8Array(65_536);
    this.#proven[Math.min(sourcePort, destinationPort)] = 1;
    return true;
  }
}

/** Ports that are set, and known chunks that fill the packet exactly (or up to the cut). */
function hasSctpShape(bytes: Uint8Array, start: number, end: number, cut: boolean): boolean {
  if (end - start < SCTP_HEADER + CHUNK_HEADER) return false;
  if ((bytes[start] | bytes[start + 1]) === 0 || (bytes[start + 2] | bytes[start + 3]) === 0) return false;
  let at = start + SCTP_HEADER;
  for (let n = 0; n < MOST_CHUNKS && at < end; n++) {
    if (end - at < CHUNK_HEADER) return cut;
    const length = (bytes[at + 2] << 8) | bytes[at + 3];
    if (knownChunk[bytes[at]] === 0 || length < CHUNK_HEADER) return false;
    if (length > end - at) return cut;
    at += (length + 3) & ~3;
  }
  return true;
}

/** Least significant byte first (RFC 9260 appendix A). */
function statedChecksum(bytes: Uint8Array, start: number): number {
  return (bytes[start + 8] | (bytes[start + 9] << 8) | (bytes[start + 10] << 16) | (bytes[start + 11] << 24)) >>> 0;
}
