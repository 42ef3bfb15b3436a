/**
 * Non-renegable Selective Acknowledgement, chunk type 16. draft-tuexen-tsvwg-sctp-nrsack 4.
 *
 *   | type 16 | flags | length                                       |
 *   | cumulative TSN ack                                             |
 *   | a_rwnd, bytes                                                  |
 *   | number of (renegable) gap blocks N | number of nr gap blocks R |
 *   | number of duplicate TSNs M         | reserved                  |
 *   | N x (start, end), R x (start, end): offsets                    |
 *   | M x TSN u32                                                    |
 *
 * Both kinds of block say what has arrived: they go into gapBlocks alike.
 */
import { SackFlag } from '../../trace/schema.ts';
import { u16 } from '../bigEndian.ts';
import { type ChunkDissector, reportMalformed } from './chunk.ts';
import { addSack } from './sack.ts';

const HEADER_BYTES = 20;

export const nrSack: ChunkDissector = {
  type: 16,
  dissect(packet, at, end, length) {
    if (length < HEADER_BYTES) return reportMalformed(packet, 'NR-SACK shorter than its header');
    if (end - at < HEADER_BYTES) return;
    const gaps = u16(packet.bytes, at + 12) + u16(packet.bytes, at + 14);
    const duplicates = u16(packet.bytes, at + 16);
    if (HEADER_BYTES + (gaps + duplicates) * 4 > length) reportMalformed(packet, 'NR-SACK shorter than its gap blocks');
    addSack(packet, at, gaps, duplicates, at + HEADER_BYTES, end, SackFlag.NonRenegable);
  },
};
