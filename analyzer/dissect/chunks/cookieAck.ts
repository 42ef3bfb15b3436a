/**
 * Cookie Acknowledgement, chunk type 11: the association stands on both sides. RFC 9260 3.3.12.
 *
 *   | type 11 | flags 0 | length 4 |
 */
import { addControlChunk, type ChunkDissector } from './chunk.ts';

export const cookieAck: ChunkDissector = {
  type: 11,
  dissect(packet, at, _end, length) {
    addControlChunk(packet, at, length, 0);
    if (!packet.duplicate) packet.conversation?.establish(packet);
  },
};
