/**
 * Selective Acknowledgement, chunk type 3. RFC 9260 3.3.4.
 *
 *   | type 3 | flags | length                                    |
 *   | cumulative TSN ack                                         |
 *   | a_rwnd, bytes                                              |
 *   | number of gap ack blocks N | number of duplicate TSNs M    |
 *   | N x (start u16, end u16): offsets from cumulative TSN ack  |
 *   | M x TSN u32                                                |
 */
import type { Trace } from '../../trace/trace.ts';
import { u16, u32 } from '../bigEndian.ts';
import { type ChunkDissector, reportMalformed, type SctpPacket } from './chunk.ts';

const HEADER_BYTES = 16;
const GAP_BLOCK_BYTES = 4;
const TSN_BYTES = 4;

export const sack: ChunkDissector = {
  type: 3,
  dissect(packet, at, end, length) {
    if (length < HEADER_BYTES) return reportMalformed(packet, 'SACK shorter than its header');
    if (end - at < HEADER_BYTES) return;
    const gaps = u16(packet.bytes, at + 12);
    const duplicates = u16(packet.bytes, at + 14);
    if (HEADER_BYTES + (gaps + duplicates) * 4 > length) reportMalformed(packet, 'SACK shorter than its gap blocks');
    addSack(packet, at, gaps, duplicates, at + HEADER_BYTES, end, 0);
  },
};

/** A row in sacks with those of its gap blocks and duplicate TSNs that were captured; they begin at `blocks`. */
export function addSack(
  packet: SctpPacket, at: number, gaps: number, duplicates: number, blocks: number, end: number, flags: number,
): void {
  const { trace, bytes } = packet;
  const sacks = trace.sacks;
  const row = sacks.length++;
  if (row === sacks.packet.length) sacks.grow();
  const cumulativeTsnAck = u32(bytes, at + 4);
  sacks.packet[row] = packet.row;
  sacks.cumulativeTsnAck[row] = cumulativeTsnAck;
  sacks.aRwnd[row] = u32(bytes, at + 8);
  sacks.gapStart[row] = trace.gapBlocks.length;
  sacks.duplicateStart[row] = trace.duplicateTsns.length;
  sacks.duplicateCount[row] = duplicates;
  sacks.flags[row] = flags;
  sacks.gapCount[row] = 0;
  if (gaps + duplicates > 0) addReports(trace, row, bytes, gaps, duplicates, blocks, end);
  const conversation = packet.conversation;
  if (conversation === undefined || packet.duplicate) return;
  conversation.establish(packet);
  conversation.acknowledge(packet.from, cumulativeTsnAck);
}

/** What a SACK reports besides progress. Few do: a function of its own, so that the code for all others stays as it is when the first one comes. */
function addReports({ sacks, gapBlocks, duplicateTsns }: Trace, row: number, bytes: Uint8Array, gaps: number, duplicates: number, blocks: number, end: number): void {
  let count = 0;
  for (let block = blocks; count < gaps && block + GAP_BLOCK_BYTES <= end; block += GAP_BLOCK_BYTES, count++) {
    const gap = gapBlocks.add();
    gapBlocks.start[gap] = u16(bytes, block);
    gapBlocks.end[gap] = u16(bytes, block + 2);
  }
  sacks.gapCount[row] = count;
  const firstTsn = blocks + gaps * GAP_BLOCK_BYTES;
  for (let n = 0; n < duplicates && firstTsn + (n + 1) * TSN_BYTES <= end; n++) duplicateTsns.tsn[duplicateTsns.add()] = u32(bytes, firstTsn + n * TSN_BYTES);
}
