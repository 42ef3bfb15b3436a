/**
 * Shutdown Complete, chunk type 14: the association is gone. RFC 9260 3.3.13.
 *
 *   | type 14 | reserved | T | length 4 |
 */
import { addControlChunk, type ChunkDissector } from './chunk.ts';

export const shutdownComplete: ChunkDissector = {
  type: 14,
  dissect(packet, at, _end, length) {
    addControlChunk(packet, at, length, 0);
    if (!packet.duplicate) packet.conversation?.finish('shutdown', packet);
  },
};
