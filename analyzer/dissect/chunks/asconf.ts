/**
 * Address Configuration Change, chunk type 193. RFC 5061 4.1.1.
 *
 *   | type 193 | flags | length             |
 *   | serial number                         |
 *   | address parameter of the sender       |
 *   | ASCONF parameters: type, length, correlation id u32, address parameter … |
 *
 * Added addresses join the endpoint. Deleted ones stay in its list, because earlier packets point at them.
 */
import { u16 } from '../bigEndian.ts';
import { Parameter } from '../sctpNames.ts';
import { addControlChunk, type ChunkDissector, PARAMETER_HEADER_BYTES, walkParameters } from './chunk.ts';

const HEADER_BYTES = 8;
const CORRELATION_BYTES = 4;

export const asconf: ChunkDissector = {
  type: 193,
  dissect(packet, at, end, length) {
    addControlChunk(packet, at, length, 0);
    const { bytes, conversation, from } = packet;
    if (conversation === undefined || packet.duplicate) return;
    walkParameters(bytes, at + HEADER_BYTES, end, (type, value, valueEnd) => {
      if (type !== Parameter.AddIpAddress) return;
      const address = value + CORRELATION_BYTES + PARAMETER_HEADER_BYTES;
      if (address > valueEnd) return;
      const kind = u16(bytes, address - PARAMETER_HEADER_BYTES);
      if (kind === Parameter.Ipv4Address && address + 4 <= valueEnd) conversation.addAddress(from, bytes, address, 4);
      if (kind === Parameter.Ipv6Address && address + 16 <= valueEnd) conversation.addAddress(from, bytes, address, 16);
    });
  },
};
