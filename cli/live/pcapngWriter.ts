/**
 * Blocks of a pcapng section, little-endian, nanoseconds. What a live session keeps and what its recordings consist of.
 * https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html
 */

const Block = { Section: 0x0a0d0d0a, Interface: 1, Statistics: 5, Packet: 6 } as const;
const Option = { End: 0, Comment: 1, Hardware: 2, InterfaceName: 2, System: 3, Application: 4, TimeResolution: 9, InterfaceDrops: 5 } as const;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** 10^-9 s. */
const NANOSECONDS = 9;

const padded = (length: number): number => (length + 3) & ~3;

function option(code: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt16LE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

const textOption = (code: number, text: string): Buffer => option(code, Buffer.from(text, 'utf8').subarray(0, 65_000));

function block(type: number, body: Buffer, options: readonly Buffer[]): Buffer {
  const own = options.length === 0 ? [] : [...options, Buffer.alloc(4)];
  const length = 12 + padded(body.length) + own.reduce((sum, { length: bytes }) => sum + bytes, 0);
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(length, 4);
  body.copy(bytes, 8);
  let at = 8 + padded(body.length);
  for (const one of own) at += one.copy(bytes, at);
  bytes.writeUInt32LE(length, length - 4);
  return bytes;
}

export function sectionHeader(application: string, comment = ''): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(BYTE_ORDER_MAGIC, 0);
  body.writeUInt16LE(1, 4);
  body.fill(0xff, 8);
  return block(Block.Section, body, [textOption(Option.Application, application), ...(comment === '' ? [] : [textOption(Option.Comment, comment)])]);
}

/** `linkType`: LINKTYPE_ value. */
export function interfaceDescription(linkType: number, name: string): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16LE(linkType, 0);
  return block(Block.Interface, body, [textOption(Option.InterfaceName, name), option(Option.TimeResolution, Buffer.of(NANOSECONDS))]);
}

/** `time`: ns since 1970. */
export function enhancedPacket(interfaceNumber: number, time: bigint, bytes: Uint8Array, originalLength: number, comment?: string): Buffer {
  const body = Buffer.alloc(20 + bytes.length);
  body.writeUInt32LE(interfaceNumber, 0);
  body.writeUInt32LE(Number(time >> 32n), 4);
  body.writeUInt32LE(Number(time & 0xffff_ffffn), 8);
  body.writeUInt32LE(bytes.length, 12);
  body.writeUInt32LE(originalLength, 16);
  body.set(bytes, 20);
  return block(Block.Packet, body, comment === undefined ? [] : [textOption(Option.Comment, comment)]);
}

/** An enhanced packet block again, with a comment. */
export function commented(packet: Buffer, comment: string): Buffer {
  const length = packet.readUInt32LE(20);
  return block(Block.Packet, Buffer.from(packet.subarray(8, 28 + length)), [textOption(Option.Comment, comment)]);
}

/** `dropped`: packets lost so far by whoever captures. */
export function interfaceStatistics(interfaceNumber: number, time: bigint, dropped: number): Buffer {
  const body = Buffer.alloc(12);
  body.writeUInt32LE(interfaceNumber, 0);
  body.writeUInt32LE(Number(time >> 32n), 4);
  body.writeUInt32LE(Number(time & 0xffff_ffffn), 8);
  const count = Buffer.alloc(8);
  count.writeBigUInt64LE(BigInt(dropped));
  return block(Block.Statistics, body, [option(Option.InterfaceDrops, count)]);
}
