/**
 * Forward Cumulative TSN, chunk type 192: the sender gives up data. RFC 3758 3.2.
 *
 *   | type 192 | flags 0 | length                |
 *   | new cumulative TSN                         |
 *   | N x (stream identifier u16, stream sequence number u16) |
 */
import { u32 } from '../bigEndian.ts';
import { addControlChunk, type ChunkDissector, reportMalformed } from './chunk.ts';

const HEADER_BYTES = 8;

export const forwardTsn: ChunkDissector = {
  type: 192,
  dissect(packet, at, end, length) {
    const whole = end - at >= HEADER_BYTES;
    const newCumulativeTsn = whole ? u32(packet.bytes, at + 4) : 0;
    addControlChunk(packet, at, length, newCumulativeTsn);
    if (length < HEADER_BYTES) return reportMalformed(packet, 'FORWARD TSN shorter than its header');
    if (whole && !packet.duplicate) packet.conversation?.forward(packet.from, newCumulativeTsn);
  },
};
