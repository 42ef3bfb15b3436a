/**
 * Cookie Echo, chunk type 10: the endpoint that sent the INIT takes up the association. RFC 9260 3.3.11.
 *
 *   | type 10 | flags 0 | length |
 *   | cookie …                   |
 */
import { addControlChunk, type ChunkDissector } from './chunk.ts';

export const cookieEcho: ChunkDissector = {
  type: 10,
  dissect(packet, at, _end, length) {
    addControlChunk(packet, at, length, 0);
    if (!packet.duplicate) packet.conversation?.establish(packet);
  },
};
