/**
 * Initiation and Initiation Acknowledgement, chunk types 1 and 2. RFC 9260 3.3.2, 3.3.3.
 *
 *   | type 1 or 2 | flags 0 | length                         |
 *   | initiate tag                                           |
 *   | a_rwnd, bytes                                          |
 *   | number of outbound streams | number of inbound streams |
 *   | initial TSN                                            |
 *   | parameters: addresses, cookie, supported extensions …  |
 *
 * The tags join the packet to its association before its chunks are walked (conversations.ts).
 */
import { u16, u32 } from '../bigEndian.ts';
import { Parameter } from '../sctpNames.ts';
import { addControlChunk, type ChunkDissector, reportMalformed, type SctpPacket, walkParameters } from './chunk.ts';

export const INIT_BYTES = 20;

function dissect(packet: SctpPacket, at: number, end: number, length: number): void {
  const bytes = packet.bytes;
  const whole = end - at >= INIT_BYTES;
  addControlChunk(packet, at, length, end - at >= 8 ? u32(bytes, at + 4) : 0);
  if (length < INIT_BYTES) return reportMalformed(packet, 'INIT shorter than its header');
  const conversation = packet.conversation;
  if (!whole || conversation === undefined || packet.duplicate) return;
  const endpoint = conversation.association.endpoints[packet.from];
  endpoint.init = {
    aRwnd: u32(bytes, at + 8),
    outboundStreams: u16(bytes, at + 12),
    inboundStreams: u16(bytes, at + 14),
    initialTsn: u32(bytes, at + 16),
  };
  walkParameters(bytes, at + INIT_BYTES, end, (type, value, valueEnd) => {
    if (type === Parameter.Ipv4Address && valueEnd - value === 4) conversation.addAddress(packet.from, bytes, value, 4);
    if (type === Parameter.Ipv6Address && valueEnd - value === 16) conversation.addAddress(packet.from, bytes, value, 16);
  });
}

export const init: ChunkDissector = { type: 1, dissect };
export const initAck: ChunkDissector = { type: 2, dissect };
