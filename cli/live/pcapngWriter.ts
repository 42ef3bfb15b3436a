/**
 * Blocks of a pcapng section, little-endian, nanoseconds. What a live session keeps and what its recordings consist of.
 * https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html
 */

export const Block = { Section: 0x0a0d0d0a, Interface: 1, ObsoletePacket: 2, SimplePacket: 3, Statistics: 5, Packet: 6 } as const;
const Option = { Comment: 1, InterfaceName: 2, PacketFlags: 2, StatisticsStart: 2, StatisticsEnd: 3, Application: 4, InterfaceDrops: 5, TimeResolution: 9 } as const;
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** 10^-9 s. */
const NANOSECONDS = 9;
/** Of the flags: the checksum is left to the network card. */
const CHECKSUM_NOT_READY = 1 << 9;
/** Up to the bytes of a packet, and the length at a block's end. */
const [PACKET_HEAD, TRAILER] = [28, 4];
const INTERFACE_HEAD = 16;
/** Of an interface that says nothing else. */
const MICROSECONDS = 1_000_000n;

const padded = (length: number): number => (length + 3) & ~3;

function option(code: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt16LE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

const textOption = (code: number, text: string): Buffer => option(code, Buffer.from(text, 'utf8').subarray(0, 65_000));

/** As an option, and the end of options. */
const CHECKSUM_DUE = Buffer.concat([option(Option.PacketFlags, Buffer.of(0, CHECKSUM_NOT_READY >> 8, 0, 0)), Buffer.alloc(4)]);

/** Units a second of an interface's clock, by its description. 4.2, if_tsresol. */
export function unitsOf(description: Buffer): bigint {
  for (let at = INTERFACE_HEAD; at + 4 <= description.length - TRAILER; at += 4 + padded(description.readUInt16LE(at + 2))) {
    if (description.readUInt16LE(at) !== Option.TimeResolution || at + 4 >= description.length - TRAILER) continue;
    const code = description[at + 4]!;
    return ((code & 0x80) === 0 ? 10n : 2n) ** BigInt(code & 0x7f);
  }
  return MICROSECONDS;
}

/** `rest`: options with their end. */
function block(type: number, body: Buffer, options: readonly Buffer[], rest: Buffer = Buffer.alloc(4)): Buffer {
  const own = options.length === 0 ? [] : [...options, rest];
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

export function sectionHeader(application: string): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(BYTE_ORDER_MAGIC, 0);
  body.writeUInt16LE(1, 4);
  body.fill(0xff, 8);
  return block(Block.Section, body, [textOption(Option.Application, application)]);
}

/** `linkType`: LINKTYPE_ value. */
export function interfaceDescription(linkType: number, name: string): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16LE(linkType, 0);
  return block(Block.Interface, body, [textOption(Option.InterfaceName, name), option(Option.TimeResolution, Buffer.of(NANOSECONDS))]);
}

/** `time`: ns since 1970. `checksumDue`: it is left to the network card, and says nothing. Thousands a second: in one piece. */
export function enhancedPacket(interfaceNumber: number, time: bigint, bytes: Uint8Array, originalLength: number, checksumDue = false): Buffer {
  const end = PACKET_HEAD + padded(bytes.length);
  const length = end + (checksumDue ? CHECKSUM_DUE.length : 0) + TRAILER;
  const packet = Buffer.allocUnsafe(length);
  packet.writeUInt32LE(Block.Packet, 0);
  packet.writeUInt32LE(length, 4);
  packet.writeUInt32LE(interfaceNumber, 8);
  packet.writeUInt32LE(Number(time >> 32n), 12);
  packet.writeUInt32LE(Number(time & 0xffff_ffffn), 16);
  packet.writeUInt32LE(bytes.length, 20);
  packet.writeUInt32LE(originalLength, 24);
  packet.set(bytes, PACKET_HEAD);
  packet.fill(0, PACKET_HEAD + bytes.length, end);
  if (checksumDue) packet.set(CHECKSUM_DUE, end);
  packet.writeUInt32LE(length, length - TRAILER);
  return packet;
}

/** An enhanced packet block again, with a comment besides what it says already. */
export function commented(packet: Buffer, comment: string): Buffer {
  const end = PACKET_HEAD + packet.readUInt32LE(20);
  const options = packet.subarray(PACKET_HEAD + padded(end - PACKET_HEAD), packet.length - TRAILER);
  return block(Block.Packet, packet.subarray(8, end), [textOption(Option.Comment, comment)], options.length === 0 ? undefined : options);
}

/** In two words, the high one first. */
function timestamp(time: bigint): Buffer {
  const words = Buffer.alloc(8);
  words.writeUInt32LE(Number(time >> 32n), 0);
  words.writeUInt32LE(Number(time & 0xffff_ffffn), 4);
  return words;
}

/** A stretch in which packets were lost: ns since 1970. */
export interface Loss {
  readonly from: bigint;
  readonly until: bigint;
  /** "gap: 7312 packets lost, kernel" */
  readonly comment: string;
}

/** `dropped`: packets lost so far by whoever captures. */
export function interfaceStatistics(interfaceNumber: number, time: bigint, dropped: number, loss?: Loss): Buffer {
  const body = Buffer.concat([Buffer.alloc(4), timestamp(time)]);
  body.writeUInt32LE(interfaceNumber, 0);
  const count = Buffer.alloc(8);
  count.writeBigUInt64LE(BigInt(dropped));
  const stretch = loss ? [textOption(Option.Comment, loss.comment), option(Option.StatisticsStart, timestamp(loss.from)), option(Option.StatisticsEnd, timestamp(loss.until))] : [];
  return block(Block.Statistics, body, [...stretch, option(Option.InterfaceDrops, count)]);
}
