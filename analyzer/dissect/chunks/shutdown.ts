/**
 * Shutdown Association, chunk type 7. RFC 9260 3.3.8.
 *
 *   | type 7 | flags 0 | length 8 |
 *   | cumulative TSN ack          |
 */
import { u32 } from '../bigEndian.ts';
import { addControlChunk, type ChunkDissector } from './chunk.ts';

const LENGTH = 8;

export const shutdown: ChunkDissector = {
  type: 7,
  dissect(packet, at, end, length) {
    const whole = end - at >= LENGTH;
    const cumulativeTsnAck = whole ? u32(packet.bytes, at + 4) : 0;
    addControlChunk(packet, at, length, cumulativeTsnAck);
    const conversation = packet.conversation;
    if (conversation === undefined || packet.duplicate) return;
    conversation.shutdown(packet);
    if (whole) conversation.acknowledge(packet.from, cumulativeTsnAck);
  },
};
