/**
 * Operation Error, chunk type 9. RFC 9260 3.3.10.
 *
 *   | type 9 | flags 0 | length |
 *   | error causes …            |
 */
import { u16 } from '../bigEndian.ts';
import { addControlChunk, CHUNK_HEADER_BYTES, type ChunkDissector } from './chunk.ts';

export const error: ChunkDissector = {
  type: 9,
  dissect(packet, at, end, length) {
    const first = at + CHUNK_HEADER_BYTES;
    addControlChunk(packet, at, length, end - first >= 2 ? u16(packet.bytes, first) : 0);
  },
};
