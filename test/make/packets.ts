/** A small packet builder: every layer is a function from its payload to bytes, so that a test reads like the headers on the wire. */
import { createCrc32c } from '../../analyzer/trace/crc32c.ts';

const crc32c = createCrc32c();

export type Bytes = Uint8Array<ArrayBuffer>;

export function join(...parts: readonly (Uint8Array | readonly number[])[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export const u16 = (value: number): number[] => [(value >>> 8) & 255, value & 255];
export const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];

/** "10.0.0.1" or eight groups of IPv6, "fd00:0:0:0:0:0:0:1". */
export function address(text: string): number[] {
  return text.includes(':') ? text.split(':').flatMap((group) => u16(parseInt(group, 16))) : text.split('.').map(Number);
}

/** A chunk padded to four bytes; its length field leaves the padding out. */
export function chunk(type: number, flags: number, value: Uint8Array | readonly number[]): Bytes {
  return join([type, flags], u16(4 + value.length), value, new Uint8Array(-value.length & 3));
}

export function dataChunk(tsn: number, payload: Uint8Array | readonly number[], streamId = 1, ssn = 0, ppid = 46): Bytes {
  return chunk(0, 3, join(u32(tsn), u16(streamId), u16(ssn), u32(ppid), payload));
}

/** An SCTP packet with a right CRC32c. */
export function sctp(chunks: readonly Uint8Array[], sourcePort = 3868, destinationPort = 40_000, tag = 0x11223344): Bytes {
  const packet = join(u16(sourcePort), u16(destinationPort), u32(tag), u32(0), ...chunks);
  new DataView(packet.buffer).setUint32(8, crc32c.ofPacket(packet, 0, packet.length), true);
  return packet;
}

export function udp(sourcePort: number, destinationPort: number, payload: Uint8Array): Bytes {
  return join(u16(sourcePort), u16(destinationPort), u16(8 + payload.length), u16(0), payload);
}

export interface Ipv4Fields {
  readonly source?: string;
  readonly destination?: string;
  readonly identification?: number;
  /** In bytes. */
  readonly fragmentOffset?: number;
  readonly moreFragments?: boolean;
  readonly options?: readonly number[];
  readonly totalLength?: number;
}

export function ipv4(protocol: number, payload: Uint8Array, fields: Ipv4Fields = {}): Bytes {
  const { source = '10.0.0.1', destination = '10.0.0.2', identification = 7, options = [] } = fields;
  const headerLength = 20 + options.length;
  const fragment = ((fields.fragmentOffset ?? 0) >> 3) | (fields.moreFragments ? 0x2000 : 0);
  return join(
    [0x40 | (headerLength >> 2), 0], u16(fields.totalLength ?? headerLength + payload.length), u16(identification), u16(fragment),
    [64, protocol, 0, 0], address(source), address(destination), options, payload,
  );
}

export function ipv6(next: number, payload: Uint8Array, payloadLength = payload.length): Bytes {
  return join([0x60, 0, 0, 0], u16(payloadLength), [next, 64], address('fd00:0:0:0:0:0:0:1'), address('fd00:0:0:0:0:0:0:2'), payload);
}

/** An IPv6 extension header of the common form (RFC 8200 4.3-4.6), 8 bytes and `extra` more units of 8. */
export function extension(next: number, payload: Uint8Array, extra = 0): Bytes {
  return join([next, extra], new Uint8Array(6 + 8 * extra), payload);
}

export function ipv6Fragment(next: number, offset: number, more: boolean, identification: number, payload: Uint8Array): Bytes {
  return join([next, 0], u16(offset | (more ? 1 : 0)), u32(identification), payload);
}

export function ethernet(etherType: number, payload: Uint8Array): Bytes {
  return join([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1], u16(etherType), payload);
}

/** What follows the EtherType 0x8100, 0x88a8 or 0x9100. */
export function vlan(id: number, etherType: number, payload: Uint8Array): Bytes {
  return join(u16(id), u16(etherType), payload);
}
