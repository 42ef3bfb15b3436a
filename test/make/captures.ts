/** Writers of the capture formats: classic pcap in all its variants, and pcapng block by block, in both byte orders. */
import { join, type Bytes } from './packets.ts';

export interface Packet {
  readonly seconds: number;
  /** In the unit of the file. */
  readonly fraction: number;
  readonly bytes: Uint8Array;
  /** Larger than bytes.length for a cut packet. */
  readonly originalLength?: number;
}

/** Numbers in one byte order. */
export class Order {
  readonly little: boolean;

  constructor(little: boolean) {
    this.little = little;
  }

  u16(...values: readonly number[]): Bytes {
    return this.#write(values, 2, (view, at, value) => view.setUint16(at, value, this.little));
  }

  u32(...values: readonly number[]): Bytes {
    return this.#write(values, 4, (view, at, value) => view.setUint32(at, value, this.little));
  }

  u64(value: bigint): Bytes {
    const [high, low] = [Number(value >> 32n), Number(value & 0xffff_ffffn)];
    return this.little ? this.u32(low, high) : this.u32(high, low);
  }

  #write(values: readonly number[], size: number, set: (view: DataView, at: number, value: number) => void): Bytes {
    const bytes = new Uint8Array(values.length * size);
    const view = new DataView(bytes.buffer);
    values.forEach((value, n) => set(view, n * size, value));
    return bytes;
  }
}

export interface PcapFields {
  readonly little?: boolean;
  readonly magic?: number;
  readonly version?: readonly [number, number];
  readonly snapLength?: number;
  readonly linkType?: number;
}

export function pcap(packets: readonly Packet[], fields: PcapFields = {}): Bytes {
  const { magic = 0xa1b2c3d4, version = [2, 4], snapLength = 262_144, linkType = 1 } = fields;
  const order = new Order(fields.little ?? true);
  const [major, minor] = version;
  const originalFirst = major === 2 && minor < 3;
  const parts = [order.u32(magic), order.u16(major, minor), order.u32(0, 0, snapLength, linkType)];
  for (const { seconds, fraction, bytes, originalLength = bytes.length } of packets) {
    parts.push(order.u32(seconds, fraction, ...(originalFirst ? [originalLength, bytes.length] : [bytes.length, originalLength])));
    if (magic === 0xa1b2cd34) parts.push(order.u32(3, 0x0800)); // interface; protocol, packet type
    parts.push(join(bytes));
  }
  return join(...parts);
}

/** One pcapng section's writer. */
export class Pcapng extends Order {
  block(type: number, ...body: readonly Uint8Array[]): Bytes {
    const content = join(...body);
    const padded = join(content, new Uint8Array(-content.length & 3));
    const length = padded.length + 12;
    return join(this.u32(type, length), padded, this.u32(length));
  }

  /** Section length -1: not known. */
  section(...options: readonly Uint8Array[]): Bytes {
    return this.block(0x0a0d0d0a, this.u32(0x1a2b3c4d), this.u16(1, 0), this.u32(0xffffffff, 0xffffffff), ...options);
  }

  option(code: number, value: Uint8Array): Bytes {
    return join(this.u16(code, value.length), value, new Uint8Array(-value.length & 3));
  }

  interface(linkType: number, snapLength: number, ...options: readonly Uint8Array[]): Bytes {
    return this.block(1, this.u16(linkType, 0), this.u32(snapLength), ...options);
  }

  enhanced(interfaceId: number, time: bigint, bytes: Uint8Array, originalLength = bytes.length, ...options: readonly Uint8Array[]): Bytes {
    return this.block(
      6, this.u32(interfaceId), this.#time(time), this.u32(bytes.length, originalLength), bytes, new Uint8Array(-bytes.length & 3), ...options,
    );
  }

  /** The packet block that enhanced packet blocks replaced. */
  obsolete(interfaceId: number, dropped: number, time: bigint, bytes: Uint8Array): Bytes {
    return this.block(2, this.u16(interfaceId, dropped), this.#time(time), this.u32(bytes.length, bytes.length), bytes);
  }

  simple(bytes: Uint8Array, originalLength = bytes.length): Bytes {
    return this.block(3, this.u32(originalLength), bytes);
  }

  statistics(interfaceId: number, ...options: readonly Uint8Array[]): Bytes {
    return this.block(5, this.u32(interfaceId, 0, 0), ...options);
  }

  /** High word first in either byte order. */
  #time(time: bigint): Bytes {
    return this.u32(Number(time >> 32n), Number(time & 0xffff_ffffn));
  }
}
