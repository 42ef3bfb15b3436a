/** One DATA or I-DATA chunk in: its row in dataChunks, and its message when that is whole. RFC 9260 6.9, RFC 8260 2.1. */
import { DataFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { SctpPacket } from './chunks/chunk.ts';
import { addMessage } from './messages.ts';

const WHOLE = DataFlag.Begin | DataFlag.End;

/** A row in dataChunks; `payload` is where the user data begins. */
export function addUserData(
  packet: SctpPacket, payload: number, length: number, flags: number,
  tsn: number, streamId: number, sequence: number, ppid: number,
): number {
  const chunks = packet.trace.dataChunks;
  const row = chunks.length++;
  if (row === chunks.tsn.length) chunks.grow();
  chunks.packet[row] = packet.row;
  chunks.offset[row] = payload - packet.start;
  chunks.tsn[row] = tsn;
  chunks.streamId[row] = streamId;
  chunks.sequence[row] = sequence;
  chunks.ppid[row] = ppid;
  chunks.size[row] = length;
  chunks.flags[row] = flags;
  chunks.message[row] = NONE;
  return row;
}

/** `bytes[payload, end)` are the captured user data of chunk `row`. */
export function receiveUserData(packet: SctpPacket, row: number, payload: number, end: number): void {
  const conversation = packet.conversation;
  if (conversation === undefined || packet.duplicate) return;
  const { trace, bytes, from } = packet;
  const chunks = trace.dataChunks;
  const flags = chunks.flags[row]!;
  const ppid = chunks.ppid[row]!;
  if ((flags & DataFlag.IData) !== 0) conversation.interleaves();
  if ((flags & DataFlag.Begin) !== 0 || (flags & DataFlag.IData) === 0) conversation.countPpid(ppid);
  conversation.establish(packet);
  if (!conversation.see(from, chunks.tsn[row]!, packet.input)) {
    chunks.flags[row] = flags | DataFlag.Retransmitted;
    return;
  }
  const length = chunks.size[row]!;
  // RFC 9260 3.3.10.9: a chunk without user data is an error; no send() makes it.
  if (length === 0) return;
  if ((flags & WHOLE) !== WHOLE) {
    conversation.reassembly(from).receive(packet, row, payload, end);
    return;
  }
  const message = addMessage(trace, packet.row, packet.row, row, bytes, payload, end, length, ppid);
  chunks.message[row] = message;
  packet.onMessage?.(message, bytes, payload, end);
}
