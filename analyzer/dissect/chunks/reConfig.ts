/**
 * Re-configuration, chunk type 130: stream and TSN resets. RFC 6525 3.1, 4.
 *
 *   | type 130 | flags 0 | length        |
 *   | one or two re-configuration parameters |
 *
 *   Outgoing SSN reset (13): request number, answer number, sender's last TSN, streams u16 …
 *   Answer (16): request number, result, and for a TSN reset the sender's and the receiver's next TSN
 */
import { u32 } from '../bigEndian.ts';
import { Parameter } from '../sctpNames.ts';
import { addControlChunk, CHUNK_HEADER_BYTES, type ChunkDissector, walkParameters } from './chunk.ts';

/** Request number, result. */
const ANSWER_BYTES = 8;
/** And sender's next TSN, receiver's next TSN. */
const TSN_ANSWER_BYTES = 16;
/** RFC 6525 4.4: "Success - Performed". */
const PERFORMED = 1;

export const reConfig: ChunkDissector = {
  type: 130,
  dissect(packet, at, end, length) {
    addControlChunk(packet, at, length, 0);
    const { bytes, conversation, from } = packet;
    if (conversation === undefined || packet.duplicate) return;
    walkParameters(bytes, at + CHUNK_HEADER_BYTES, end, (type, value, valueEnd) => {
      const size = valueEnd - value;
      if (type !== Parameter.ReConfigAnswer || size < ANSWER_BYTES || u32(bytes, value + 4) !== PERFORMED) return;
      conversation.resetStreams(from);
      if (size >= TSN_ANSWER_BYTES) conversation.resetTsns(from, u32(bytes, value + 8), u32(bytes, value + 12));
    });
  },
};
