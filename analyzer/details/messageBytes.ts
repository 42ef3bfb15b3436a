/**
 * One user message read back: its fragments from the frames that carried them, joined in the order of their TSNs (RFC 9260 6.9), or
 * the TCP segments in which it begins and ends. What is not there is said, and nothing is joined over a hole.
 */
import { u32 } from '../dissect/bigEndian.ts';
import { DataFlag, PacketFlag } from '../trace/schema.ts';
import { serialDistance } from '../trace/serial.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import { remark, type Field } from './field.ts';
import { joined } from './joined.ts';

/** The transport packet of a row of packets: bytes[start, end). */
export interface TransportPacket {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export type ReadTransport = (packet: number) => Promise<TransportPacket | undefined>;

export interface MessageBytes {
  /** From the first byte as far as nothing is missing. */
  readonly bytes: Uint8Array;
  /** Where they come from, one field a fragment. */
  readonly fragments: readonly Field[];
  /** Rows in packets, in the order of the bytes. */
  readonly packets: readonly number[];
  /** Why `bytes` is not all of it. */
  readonly cutBy: string | undefined;
}

/** Longer messages are shown in part. */
const MOST_BYTES = 1 << 20;
const MOST_FRAGMENTS = 1024;
const HEAD_BYTES = 20;

export async function messageBytes(trace: Trace, row: number, read: ReadTransport): Promise<MessageBytes | undefined> {
  return trace.messages.dataChunk[row] === NONE ? segmentBytes(trace, row, read) : fragmentBytes(trace, row, read);
}

/** Of a row of dataChunks: a retransmission, or a chunk captured twice, has that of the first transmission. NONE where there is none. */
export function messageOfChunk({ dataChunks, packets }: Trace, chunk: number): number {
  const own = dataChunks.message[chunk]!;
  if (own !== NONE) return own;
  const direction = (row: number): number => packets.flags[dataChunks.packet[row]!]! & PacketFlag.FromSecond;
  const association = (row: number): number => packets.association[dataChunks.packet[row]!]!;
  const column = dataChunks.tsn.subarray(0, dataChunks.length);
  const tsn = column[chunk]!;
  for (let at = column.indexOf(tsn); at >= 0; at = column.indexOf(tsn, at + 1)) {
    const isSame = association(at) === association(chunk) && direction(at) === direction(chunk);
    if (isSame && dataChunks.message[at] !== NONE) return dataChunks.message[at]!;
  }
  return NONE;
}

/** Rows of dataChunks that belong to a message, in the order of their TSNs. */
function fragmentsOf({ dataChunks, messages }: Trace, message: number): readonly number[] {
  const column = dataChunks.message.subarray(0, dataChunks.length);
  const first = messages.dataChunk[message]!;
  const rows: number[] = [];
  for (let at = column.indexOf(message); at >= 0; at = column.indexOf(message, at + 1)) rows.push(at);
  const tsn = (chunk: number): number => serialDistance(dataChunks.tsn[chunk]!, dataChunks.tsn[first]!);
  return rows.toSorted((a, b) => tsn(a) - tsn(b));
}

async function fragmentBytes(trace: Trace, row: number, read: ReadTransport): Promise<MessageBytes | undefined> {
  const { dataChunks, packets } = trace;
  const rows = fragmentsOf(trace, row);
  const parts: Uint8Array[] = [];
  const fragments: Field[] = [];
  const usedPackets: number[] = [];
  let length = 0;
  let cutBy: string | undefined;
  for (const [i, chunk] of rows.entries()) {
    const packet = dataChunks.packet[chunk]!;
    const size = dataChunks.size[chunk]!;
    const tsn = dataChunks.tsn[chunk]!;
    cutBy ??= holeBefore(trace, rows, i) ?? (length + size > MOST_BYTES || i >= MOST_FRAGMENTS ? `only the first ${length} bytes are shown` : undefined);
    if (i >= MOST_FRAGMENTS) break;
    let problem = cutBy === undefined ? undefined : 'not joined';
    let value = `frame ${packets.frame[packet]}, TSN ${tsn}, ${size} bytes`;
    if (cutBy === undefined) {
      const transport = await read(packet);
      const bytes = transport && transport.bytes.subarray(
        Math.min(transport.end, transport.start + dataChunks.offset[chunk]!), Math.min(transport.end, transport.start + dataChunks.offset[chunk]! + size));
      if (bytes === undefined || bytes.length < size) problem = cutBy = whyCut(trace, packet, bytes?.length ?? 0, size);
      if (bytes && bytes.length > 0) {
        parts.push(bytes);
        value += ` from byte ${length}`;
        length += bytes.length;
        usedPackets.push(packet);
      }
    }
    fragments.push(remark('Fragment', value, { problem }));
  }
  if (rows.length > MOST_FRAGMENTS) fragments.push(remark(`and ${rows.length - MOST_FRAGMENTS} more fragments`, ''));
  cutBy ??= missingEnd(trace, rows.at(-1));
  return rows.length === 0 ? undefined : { bytes: joined(parts), fragments, packets: usedPackets, cutBy };
}

function whyCut({ packets }: Trace, packet: number, known: number, size: number): string {
  const flags = packets.flags[packet]!;
  if ((flags & PacketFlag.Reassembled) !== 0) return `frame ${packets.frame[packet]} is the last of several IP fragments and cannot be read alone`;
  return `${known} of ${size} bytes were captured in frame ${packets.frame[packet]}`;
}

/** Before the i-th fragment. Fragments of I-DATA are numbered by themselves; other messages' TSNs stand between theirs. */
function holeBefore({ dataChunks }: Trace, rows: readonly number[], i: number): string | undefined {
  const flags = dataChunks.flags[rows[i]!]!;
  if (i === 0) return (flags & DataFlag.Begin) === 0 ? 'its first fragment is missing' : undefined;
  const [before, here] = [rows[i - 1]!, rows[i]!];
  if ((flags & DataFlag.IData) !== 0) {
    const fsn = (chunk: number): number => ((dataChunks.flags[chunk]! & DataFlag.Begin) === 0 ? dataChunks.ppid[chunk]! : -1);
    // RFC 8260 2.1 counts the first fragment as 0; Linux gives 0 to the second.
    const isNext = fsn(here) - fsn(before) === 1 || (fsn(before) === -1 && fsn(here) === 1);
    return isNext ? undefined : `fragments before FSN ${fsn(here)} are missing`;
  }
  const distance = serialDistance(dataChunks.tsn[here]!, dataChunks.tsn[before]!);
  return distance === 1 ? undefined : `fragments before TSN ${dataChunks.tsn[here]} are missing`;
}

function missingEnd({ dataChunks }: Trace, last: number | undefined): string | undefined {
  return last !== undefined && (dataChunks.flags[last]! & DataFlag.End) === 0 ? 'its last fragment is missing' : undefined;
}

/** Over TCP only the segments are known in which a message begins and ends: its head says where. */
async function segmentBytes(trace: Trace, row: number, read: ReadTransport): Promise<MessageBytes | undefined> {
  const { messages, packets } = trace;
  const packet = messages.packet[row]!;
  const size = messages.size[row]!;
  const segment = tcpPayload(await read(packet));
  if (!segment || messages.known[row]! < HEAD_BYTES) return undefined;
  const start = findHead(trace, row, segment.bytes);
  if (start < 0) return undefined;
  const first = segment.bytes.subarray(start, start + size);
  const lastPacket = messages.lastPacket[row]!;
  const one = remark('Segment', `frame ${packets.frame[packet]}, ${first.length} bytes`);
  if (first.length === size) return { bytes: first, fragments: [one], packets: [packet], cutBy: undefined };
  const next = lastPacket === packet ? undefined : tcpPayload(await read(lastPacket));
  const rest = size - first.length;
  if (!next || next.sequence !== (segment.sequence + segment.bytes.length) >>> 0 || next.bytes.length < rest) {
    return { bytes: first, fragments: [one], packets: [packet], cutBy: 'the rest is in later segments' };
  }
  const two = remark('Segment', `frame ${packets.frame[lastPacket]}, ${rest} bytes from byte ${first.length}`);
  return { bytes: joined([first, next.bytes.subarray(0, rest)]), fragments: [one, two], packets: [packet, lastPacket], cutBy: undefined };
}

function tcpPayload(transport: TransportPacket | undefined): { readonly sequence: number; readonly bytes: Uint8Array } | undefined {
  if (!transport || transport.end - transport.start < 20) return undefined;
  const { bytes, start, end } = transport;
  return { sequence: u32(bytes, start + 4), bytes: bytes.subarray(Math.min(end, start + ((bytes[start + 12]! >> 4) << 2)), end) };
}

function findHead({ messages }: Trace, row: number, bytes: Uint8Array): number {
  const words = [messages.head0, messages.head1, messages.head2, messages.head3, messages.head4].map((column) => column[row]!);
  for (let at = 0; at + HEAD_BYTES <= bytes.length; at++) if (words.every((word, i) => u32(bytes, at + i * 4) === word)) return at;
  return -1;
}
