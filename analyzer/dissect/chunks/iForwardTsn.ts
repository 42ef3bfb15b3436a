/**
 * I-FORWARD-TSN, chunk type 194. RFC 8260 2.3.1.
 *
 *   | type 194 | flags 0 | length                       |
 *   | new cumulative TSN                                |
 *   | N x (stream identifier u16, reserved and U u16, message identifier u32) |
 */
import { u32 } from '../bigEndian.ts';
import { addControlChunk, type ChunkDissector, reportMalformed } from './chunk.ts';

const HEADER_BYTES = 8;

export const iForwardTsn: ChunkDissector = {
  type: 194,
  dissect(packet, at, end, length) {
    const whole = end - at >= HEADER_BYTES;
    const newCumulativeTsn = whole ? u32(packet.bytes, at + 4) : 0;
    addControlChunk(packet, at, length, newCumulativeTsn);
    if (length < HEADER_BYTES) return reportMalformed(packet, 'I-FORWARD-TSN shorter than its header');
    const conversation = packet.conversation;
    if (!whole || conversation === undefined || packet.duplicate) return;
    conversation.interleaves();
    conversation.forward(packet.from, newCumulativeTsn);
  },
};
