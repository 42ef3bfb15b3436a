/**
 * The seam of the chunk dissectors: one file a chunk that has a body worth reading, one line in chunks.ts. A chunk without a
 * body needs a name only (sctpNames.ts) and gets its row from `addControlChunk`.
 *
 *   | type | flags | length (header and value, without padding) |
 *   | value …                                                   |
 */
import type { Trace } from '../../trace/trace.ts';
import { u16 } from '../bigEndian.ts';
import type { Conversation, Side } from '../conversation.ts';

/** RFC 9260 3.2: type, flags, length. */
export const CHUNK_HEADER_BYTES = 4;
/** RFC 9260 3.2.1: parameters and error causes begin alike, with type and length. */
export const PARAMETER_HEADER_BYTES = 4;

/** The SCTP packet whose chunks are walked: one reused object. */
export interface SctpPacket {
  readonly trace: Trace;
  readonly onMessage: ((message: number, bytes: Uint8Array, start: number, end: number) => void) | undefined;
  bytes: Uint8Array;
  /** Of the common header. */
  start: number;
  /** Row in trace.packets. */
  row: number;
  time: number;
  input: number;
  frame: number;
  /** Of the record in its input, for problems. */
  offset: number;
  conversation: Conversation | undefined;
  /** Sender. */
  from: Side;
  /** Captured before: rows, but no effect on anything. */
  duplicate: boolean;
}

export interface ChunkDissector {
  readonly type: number;
  /**
   * The chunk at `at` is `length` bytes long, and its captured bytes end at `end`: at least its header is there, and no more
   * than `length` bytes.
   */
  dissect(packet: SctpPacket, at: number, end: number, length: number): void;
}

export function reportMalformed(packet: SctpPacket, detail: string): void {
  packet.trace.problems.report('chunk-malformed', packet.input, packet.offset, packet.frame, detail);
}

/** A row in controlChunks. */
export function addControlChunk(packet: SctpPacket, at: number, length: number, value: number): number {
  const chunks = packet.trace.controlChunks;
  const row = chunks.add();
  chunks.packet[row] = packet.row;
  chunks.offset[row] = at - packet.start;
  chunks.type[row] = packet.bytes[at]!;
  chunks.flags[row] = packet.bytes[at + 1]!;
  chunks.size[row] = length;
  chunks.value[row] = value;
  return row;
}

/**
 * Walks parameters (or error causes): `visit` gets the type, the start of the value and its end, both within the captured bytes.
 * Ends at the first one that does not fit. Chunks with parameters are few: a call each costs nothing.
 */
export function walkParameters(
  bytes: Uint8Array, start: number, end: number, visit: (type: number, value: number, valueEnd: number, length: number) => void,
): void {
  for (let at = start; at + PARAMETER_HEADER_BYTES <= end;) {
    const length = u16(bytes, at + 2);
    if (length < PARAMETER_HEADER_BYTES) return;
    visit(u16(bytes, at), at + PARAMETER_HEADER_BYTES, Math.min(at + length, end), length);
    at += (length + 3) & ~3;
  }
}
