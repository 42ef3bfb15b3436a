/**
 * One SCTP packet in; rows in packets, dataChunks, sacks, gapBlocks, controlChunks and messages out, and its association kept up
 * to date. RFC 9260 3.
 *
 *   | source port              | destination port |
 *   | verification tag                            |
 *   | checksum                                    |
 *   | chunks: type, flags, length, value, padding to 4 bytes … |
 */
import { PacketFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { UsualPackets } from '../usual/usualPackets.ts';
import { u16 } from './bigEndian.ts';
import { Checksum } from './checksum.ts';
import { CHUNK_HEADER_BYTES, reportMalformed, type SctpPacket } from './chunks/chunk.ts';
import { dissectors } from './chunks/chunks.ts';
import { data } from './chunks/data.ts';
import { sack } from './chunks/sack.ts';
import { COMMON_HEADER_BYTES, Conversations } from './conversations.ts';
import type { Datagram } from './datagram.ts';
import { Duplicates } from './duplicates.ts';
import { hash3 } from './pairHash.ts';
import { UsualPacketRows } from './usualPacketRows.ts';

export interface SctpOptions {
  /** A whole user message: its row, and the bytes that were captured of it, which belong to the caller again after the call. */
  onMessage?(message: number, bytes: Uint8Array, start: number, end: number): void;
}

export interface SctpDissector {
  sctp(datagram: Datagram): void;
}

/** `usual` reads most packets of the same captures; not where somebody wants to see each message. */
export function createSctpDissector(trace: Trace, options: SctpOptions = {}, usual?: UsualPackets): SctpDissector {
  const checksum = new Checksum(usual?.crcTables);
  const conversations = new Conversations(trace, usual);
  const duplicates = new Duplicates(trace, usual?.recent);
  const usualRows = usual && new UsualPacketRows(usual, trace, conversations.all);
  const packet: SctpPacket = {
    trace,
    onMessage: options.onMessage,
    bytes: new Uint8Array(0),
    start: 0,
    row: 0,
    time: 0,
    input: 0,
    frame: 0,
    offset: 0,
    conversation: undefined,
    from: 0,
    duplicate: false,
  };

  function sctp(datagram: Datagram): void {
    const { record, bytes, start, wireLength } = datagram;
    const wireEnd = start + wireLength;
    const end = Math.min(datagram.end, wireEnd);
    const { input, time } = record;
    if (end - start < COMMON_HEADER_BYTES) {
      const kind = wireLength < COMMON_HEADER_BYTES ? 'packet-malformed' : 'packet-cut';
      trace.problems.report(kind, input, record.offset, record.frame);
      return;
    }
    const whole = end === wireEnd;
    checksum.check(bytes, start, end, whole, record.checksumDue === true, input);
    conversations.find(datagram, end);
    const conversation = conversations.conversation;
    const from = conversations.from;

    const packets = trace.packets;
    const row = packets.length++;
    if (row === packets.time.length) packets.grow();
    const hash = hash3(checksum.crc, conversations.pair, datagram.identification) >>> 0;
    const duplicate = duplicates.isCopy(row, hash, input, time, datagram.identification !== 0);
    packets.time[row] = time;
    packets.input[row] = input;
    packets.frame[row] = record.frame;
    packets.offset[row] = record.offset;
    packets.association[row] = conversation === undefined ? NONE : conversation.id;
    packets.path[row] = conversations.path;
    packets.size[row] = wireLength;
    packets.contentHash[row] = hash;
    let flags = checksum.grade;
    if (from === 1) flags |= PacketFlag.FromSecond;
    if (duplicate) flags |= PacketFlag.Duplicate;
    if (!whole) flags |= PacketFlag.Cut;
    if (datagram.udpSource !== 0 || datagram.udpDestination !== 0) flags |= PacketFlag.UdpEncapsulated;
    if (datagram.reassembled) flags |= PacketFlag.Reassembled;
    if (datagram.tunnelled) flags |= PacketFlag.Tunnelled;
    if (conversations.outOfTheBlue) flags |= PacketFlag.OutOfTheBlue;
    packets.flags[row] = flags;

    if (!whole) trace.problems.report('packet-cut', input, record.offset, record.frame);
    if (conversation !== undefined && !duplicate) {
      conversation.count(from, time);
      conversations.learn(datagram, end);
    }
    if (packet.bytes !== bytes) packet.bytes = bytes;
    packet.start = start;
    packet.row = row;
    packet.time = time;
    packet.input = input;
    packet.frame = record.frame;
    packet.offset = record.offset;
    if (packet.conversation !== conversation) packet.conversation = conversation;
    packet.from = from;
    packet.duplicate = duplicate;
    walkChunks(packet, start + COMMON_HEADER_BYTES, end, wireEnd);
    if (usual === undefined) return;
    usual.input = duplicates.onlyInput;
    if (conversation !== undefined) usualRows!.settle(conversation);
  }

  return { sctp };
}

/** `end` ends the captured bytes, `wireEnd` the packet. */
function walkChunks(packet: SctpPacket, first: number, end: number, wireEnd: number): void {
  const bytes = packet.bytes;
  for (let at = first; end - at >= CHUNK_HEADER_BYTES;) {
    const length = u16(bytes, at + 2);
    if (length < CHUNK_HEADER_BYTES) return reportMalformed(packet, 'chunk shorter than its header');
    if (length > wireEnd - at) return reportMalformed(packet, 'chunk longer than its packet');
    const chunkEnd = Math.min(at + length, end);
    // Nearly all chunks are of these two: called by name they are compiled into this loop.
    const type = bytes[at]!;
    if (type === data.type) data.dissect(packet, at, chunkEnd, length);
    else if (type === sack.type) sack.dissect(packet, at, chunkEnd, length);
    else dissectors[type]!.dissect(packet, at, chunkEnd, length);
    at += (length + 3) & ~3;
  }
}
