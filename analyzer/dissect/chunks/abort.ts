/**
 * Abort Association, chunk type 6. RFC 9260 3.3.7.
 *
 *   | type 6 | reserved | T | length |
 *   | error causes …                 |
 *
 * T: the sender had no association and reflects the verification tag of the packet that it answers (8.4, 8.5.1).
 */
import { u16 } from '../bigEndian.ts';
import { Cause } from '../sctpNames.ts';
import { addControlChunk, CHUNK_HEADER_BYTES, type ChunkDissector, PARAMETER_HEADER_BYTES } from './chunk.ts';

const REFLECTED = 1;
/** A reason is a sentence; more of it is not shown. */
const MOST_REASON_BYTES = 256;

export const abort: ChunkDissector = {
  type: 6,
  dissect(packet, at, end, length) {
    const { bytes, conversation } = packet;
    const first = at + CHUNK_HEADER_BYTES;
    const cause = end - first >= 2 ? u16(bytes, first) : 0;
    addControlChunk(packet, at, length, cause);
    if (conversation === undefined || packet.duplicate) return;
    conversation.abort(packet, cause, (bytes[at + 1]! & REFLECTED) !== 0, cause === 0 ? '' : reasonOf(bytes, first, end, cause));
  },
};

/** Text that an upper layer or the stack gave: "Association exceeded its max_retrans count". */
function reasonOf(bytes: Uint8Array, at: number, end: number, cause: number): string {
  if (cause !== Cause.UserInitiatedAbort && cause !== Cause.ProtocolViolation) return '';
  if (end - at < PARAMETER_HEADER_BYTES) return '';
  const text = at + PARAMETER_HEADER_BYTES;
  const textEnd = Math.min(at + u16(bytes, at + 2), end, text + MOST_REASON_BYTES);
  let reason = '';
  for (let i = text; i < textEnd; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x20 && byte < 0x7f) reason += String.fromCharCode(byte);
    else if (byte !== 0) return '';
  }
  return reason;
}
