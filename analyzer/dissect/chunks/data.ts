/**
 * Payload Data, chunk type 0. RFC 9260 3.3.1; the I bit is RFC 7053.
 *
 *   | type 0 | reserved | I U B E | length          |
 *   | TSN                                           |
 *   | stream identifier      | stream sequence number |
 *   | payload protocol identifier                   |
 *   | user data …                                   |
 */
import { u16, u32 } from '../bigEndian.ts';
import { addUserData, receiveUserData } from '../userData.ts';
import { type ChunkDissector, reportMalformed } from './chunk.ts';

const HEADER_BYTES = 16;
/** E, B, U and I: DataFlag has the same bits. */
const WIRE_FLAGS = 0x0f;

export const data: ChunkDissector = {
  type: 0,
  dissect(packet, at, end, length) {
    if (length < HEADER_BYTES) return reportMalformed(packet, 'DATA shorter than its header');
    if (end - at < HEADER_BYTES) return;
    const bytes = packet.bytes;
    const ssn = u16(bytes, at + 10);
    const row = addUserData(
      packet, at + HEADER_BYTES, length - HEADER_BYTES, bytes[at + 1]! & WIRE_FLAGS,
      u32(bytes, at + 4), u16(bytes, at + 8), ssn, u32(bytes, at + 12),
    );
    receiveUserData(packet, row, at + HEADER_BYTES, end);
  },
};
