/**
 * Whether a packet fits an association by what it says: joins the two directions of an association whose setup was not captured.
 * TSNs and their acknowledgements lie close together (16 bits of distance in 32 leave strangers a chance of 2^-15); a HEARTBEAT ACK
 * returns what a HEARTBEAT said (RFC 9260 8.3).
 */
import { fnv1a } from '../trace/head.ts';
import { u16, u32 } from './bigEndian.ts';
import type { Conversation, Side } from './conversation.ts';
import { other } from './conversation.ts';

const ChunkType = { Data: 0, Sack: 3, HeartbeatAck: 5, Shutdown: 7, NrSack: 16, IData: 64 } as const;
/** Chunks looked at: what matters comes first. */
const MOST_CHUNKS = 16;

/** `bytes[at, end)` are the chunks of a packet that `side` would have sent. Undefined when nothing speaks for or against it. */
export function fits(conversation: Conversation, side: Side, bytes: Uint8Array, at: number, end: number): boolean | undefined {
  for (let chunk = 0; chunk < MOST_CHUNKS && at + 8 <= end; chunk++) {
    const length = u16(bytes, at + 2);
    if (length < 8) return undefined;
    const type = bytes[at]!;
    const answer = type === ChunkType.HeartbeatAck
      ? answersHeartbeat(conversation, side, bytes, at, Math.min(at + length, end))
      : chunkFits(conversation, side, type, u32(bytes, at + 4));
    if (answer !== undefined) return answer;
    at += (length + 3) & ~3;
  }
  return undefined;
}

function chunkFits(conversation: Conversation, side: Side, type: number, tsn: number): boolean | undefined {
  switch (type) {
    case ChunkType.Data:
    case ChunkType.IData:
      return conversation.fitsTsn(side, tsn);
    case ChunkType.Sack:
    case ChunkType.NrSack:
    case ChunkType.Shutdown:
      return conversation.fitsTsn(other(side), tsn);
    default:
      return undefined;
  }
}

function answersHeartbeat(conversation: Conversation, side: Side, bytes: Uint8Array, at: number, end: number): true | undefined {
  return conversation.hasSentHeartbeat(other(side), fnv1a(bytes, at + 4, end)) ? true : undefined;
}
