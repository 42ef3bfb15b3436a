/**
 * Heartbeat Request and Acknowledgement, chunk types 4 and 5. RFC 9260 3.3.5, 3.3.6.
 *
 *   | type 4 or 5 | flags 0 | length                   |
 *   | heartbeat info parameter: type 1, length, opaque |
 *
 * The acknowledgement returns the info unchanged: equal hashes join the two.
 */
import { fnv1a } from '../../trace/head.ts';
import { addControlChunk, CHUNK_HEADER_BYTES, type ChunkDissector } from './chunk.ts';

export const heartbeat: ChunkDissector = {
  type: 4,
  dissect(packet, at, end, length) {
    const info = fnv1a(packet.bytes, at + CHUNK_HEADER_BYTES, end);
    addControlChunk(packet, at, length, info);
    if (!packet.duplicate) packet.conversation?.sendsHeartbeat(packet.from, info);
  },
};

export const heartbeatAck: ChunkDissector = {
  type: 5,
  dissect(packet, at, end, length) {
    addControlChunk(packet, at, length, fnv1a(packet.bytes, at + CHUNK_HEADER_BYTES, end));
  },
};
