/**
 * I-DATA, chunk type 64: user messages that may interleave. RFC 8260 2.1.
 *
 *   | type 64 | reserved | I U B E | length           |
 *   | TSN                                             |
 *   | stream identifier      | reserved               |
 *   | message identifier                              |
 *   | B set: PPID; else: fragment sequence number     |
 *   | user data …                                     |
 */
import { DataFlag } from '../../trace/schema.ts';
import { u16, u32 } from '../bigEndian.ts';
import { addUserData, receiveUserData } from '../userData.ts';
import { type ChunkDissector, reportMalformed } from './chunk.ts';

const HEADER_BYTES = 20;
const WIRE_FLAGS = 0x0f;

export const iData: ChunkDissector = {
  type: 64,
  dissect(packet, at, end, length) {
    if (length < HEADER_BYTES) return reportMalformed(packet, 'I-DATA shorter than its header');
    if (end - at < HEADER_BYTES) return;
    const bytes = packet.bytes;
    const row = addUserData(
      packet, at + HEADER_BYTES, length - HEADER_BYTES, (bytes[at + 1]! & WIRE_FLAGS) | DataFlag.IData,
      u32(bytes, at + 4), u16(bytes, at + 8), u32(bytes, at + 12), u32(bytes, at + 16),
    );
    receiveUserData(packet, row, at + HEADER_BYTES, end);
  },
};
