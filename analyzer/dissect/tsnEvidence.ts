/**
 * Whether the TSNs and acknowledgements in a packet fit an association: joins the two directions of an association whose setup was
 * not captured. 16 bits of distance in 32 leave strangers a chance of 2^-15.
 */
import { u16, u32 } from './bigEndian.ts';
import type { Conversation, Side } from './conversation.ts';
import { other } from './conversation.ts';

const ChunkType = { Data: 0, Sack: 3, Shutdown: 7, NrSack: 16, IData: 64 } as const;
/** Chunks looked at: what matters comes first. */
const MOST_CHUNKS = 16;

/** `bytes[at, end)` are the chunks of a packet that `side` would have sent. Undefined when nothing speaks for or against it. */
export function tsnsFit(conversation: Conversation, side: Side, bytes: Uint8Array, at: number, end: number): boolean | undefined {
  for (let chunk = 0; chunk < MOST_CHUNKS && at + 8 <= end; chunk++) {
    const length = u16(bytes, at + 2);
    if (length < 8) return undefined;
    const fits = chunkFits(conversation, side, bytes[at]!, u32(bytes, at + 4));
    if (fits !== undefined) return fits;
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
