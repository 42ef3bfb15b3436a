/** The rows of packets that usual/ has read, in the tables; what they did to their associations is told to the conversations, and the other way round. */
import { NONE, copyRows } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import { CARRIES_DIAMETER, CARRIES_M3UA, CARRIES_OTHER, CARRIES_UNKNOWN, MOST_DIRECTIONS } from '../usual/sizes.ts';
import type { UsualPackets } from '../usual/usualPackets.ts';
import type { Conversation, Side } from './conversation.ts';
import { isKnownPpid, Ppid, ppidOf } from './upperLayers.ts';

const SIDES: readonly Side[] = [0, 1];

export class UsualPacketRows {
  readonly #usual: UsualPackets;
  readonly #trace: Trace;
  readonly #conversations: readonly Conversation[];

  /** `conversations` by half of their id2. */
  constructor(usual: UsualPackets, trace: Trace, conversations: readonly Conversation[]) {
    this.#usual = usual;
    this.#trace = trace;
    this.#conversations = conversations;
    usual.onRows = () => this.#take();
  }

  /** A packet of the other way is dissected: where its conversation stands now. */
  settle(conversation: Conversation): void {
    const index = conversation.id2 >>> 1;
    if (conversation.id2 >= MOST_DIRECTIONS) return;
    const { isSettled, ppids, ppidKinds, hasPending } = this.#usual.directions;
    const { latestPpid } = conversation;
    isSettled[index] = conversation.established && conversation.confirmed ? 1 : 0;
    ppids[index] = latestPpid;
    ppidKinds[index] = kindOf(latestPpid);
    for (const side of SIDES) hasPending[conversation.id2 + side] = conversation.hasPending(side) ? 1 : 0;
  }

  #take(): void {
    const { packets, dataChunks, sacks } = this.#trace;
    const [packet, chunk, message] = [packets.length, dataChunks.length, this.#trace.messages.length];
    const gap = this.#trace.gapBlocks.length;
    this.#addPackets();
    this.#addChunks(packet, message);
    this.#addSacks(packet, gap, sacks.length);
    this.#addMessages(packet, chunk);
    this.#tellConversations();
    this.#usual.clear();
  }

  #addPackets(): void {
    const { packets: count, columns, input } = this.#usual;
    const { packets } = this.#trace;
    const first = packets.length;
    while (first + count > packets.time.length) packets.grow();
    packets.length += count;
    copyRows(packets.time, columns.packetTime, first, count);
    copyRows(packets.frame, columns.packetFrame, first, count);
    copyRows(packets.offset, columns.packetOffset, first, count);
    copyRows(packets.path, columns.packetPath, first, count);
    copyRows(packets.size, columns.packetSize, first, count);
    copyRows(packets.contentHash, columns.packetContentHash, first, count);
    copyRows(packets.flags, columns.packetFlags, first, count);
    packets.input.fill(input, first, first + count);
    for (let i = 0; i < count; i++) packets.association[first + i] = this.#conversations[columns.packetAssociation[i]!]!.id;
  }

  #addChunks(firstPacket: number, firstMessage: number): void {
    const { chunks: count, columns } = this.#usual;
    const { dataChunks } = this.#trace;
    const first = dataChunks.length;
    while (first + count > dataChunks.tsn.length) dataChunks.grow();
    dataChunks.length += count;
    copyRows(dataChunks.offset, columns.chunkOffset, first, count);
    copyRows(dataChunks.tsn, columns.chunkTsn, first, count);
    copyRows(dataChunks.streamId, columns.chunkStreamId, first, count);
    copyRows(dataChunks.sequence, columns.chunkSequence, first, count);
    copyRows(dataChunks.ppid, columns.chunkPpid, first, count);
    copyRows(dataChunks.size, columns.chunkSize, first, count);
    copyRows(dataChunks.flags, columns.chunkFlags, first, count);
    for (let i = 0; i < count; i++) {
      const message = columns.chunkMessage[i]!;
      dataChunks.packet[first + i] = columns.chunkPacket[i]! + firstPacket;
      dataChunks.message[first + i] = message === NONE ? NONE : message + firstMessage;
    }
  }

  #addSacks(firstPacket: number, firstGap: number, first: number): void {
    const { sacks: count, gaps, columns } = this.#usual;
    const { sacks, gapBlocks, duplicateTsns } = this.#trace;
    while (first + count > sacks.packet.length) sacks.grow();
    sacks.length += count;
    copyRows(sacks.cumulativeTsnAck, columns.sackCumulativeTsnAck, first, count);
    copyRows(sacks.aRwnd, columns.sackARwnd, first, count);
    copyRows(sacks.gapCount, columns.sackGapCount, first, count);
    sacks.duplicateStart.fill(duplicateTsns.length, first, first + count);
    for (let i = 0; i < count; i++) {
      sacks.packet[first + i] = columns.sackPacket[i]! + firstPacket;
      sacks.gapStart[first + i] = columns.sackGapStart[i]! + firstGap;
    }
    while (firstGap + gaps > gapBlocks.start.length) gapBlocks.grow();
    gapBlocks.length += gaps;
    copyRows(gapBlocks.start, columns.gapStart, firstGap, gaps);
    copyRows(gapBlocks.end, columns.gapEnd, firstGap, gaps);
  }

  #addMessages(firstPacket: number, firstChunk: number): void {
    const { messages: count, columns } = this.#usual;
    const { messages } = this.#trace;
    const first = messages.length;
    while (first + count > messages.packet.length) messages.grow();
    messages.length += count;
    copyRows(messages.size, columns.messageSize, first, count);
    copyRows(messages.known, columns.messageKnown, first, count);
    copyRows(messages.head0, columns.messageHead0, first, count);
    copyRows(messages.head1, columns.messageHead1, first, count);
    copyRows(messages.head2, columns.messageHead2, first, count);
    copyRows(messages.head3, columns.messageHead3, first, count);
    copyRows(messages.head4, columns.messageHead4, first, count);
    copyRows(messages.bodyHash, columns.messageBodyHash, first, count);
    copyRows(messages.protocol, columns.messageProtocol, first, count);
    copyRows(messages.resultCode, columns.messageResultCode, first, count);
    copyRows(messages.flags, columns.messageFlags, first, count);
    for (let i = 0; i < count; i++) {
      const packet = columns.messagePacket[i]! + firstPacket;
      messages.packet[first + i] = packet;
      messages.lastPacket[first + i] = packet;
      messages.dataChunk[first + i] = columns.messageDataChunk[i]! + firstChunk;
    }
  }

  #tellConversations(): void {
    const { touched: count, directions } = this.#usual;
    const { touched, packetCounts, ppidCounts, firstTimes, lastTimes, acknowledged, hasAcknowledged } = directions;
    for (let i = 0; i < count; i++) {
      const index = touched[i]!;
      const conversation = this.#conversations[index]!;
      for (const side of SIDES) {
        const direction = conversation.id2 + side;
        conversation.countAll(side, packetCounts[direction]!, firstTimes[index]!, lastTimes[index]!);
        packetCounts[direction] = 0;
        if (hasAcknowledged[direction] === 0) continue;
        hasAcknowledged[direction] = 0;
        conversation.acknowledge(side, acknowledged[direction]!);
      }
      conversation.countPpids(ppidCounts[index]!);
      ppidCounts[index] = 0;
    }
  }
}

function kindOf(ppid: number): number {
  const meant = ppidOf(ppid);
  if (meant === Ppid.Diameter) return CARRIES_DIAMETER;
  if (meant === Ppid.M3ua) return CARRIES_M3UA;
  return meant !== 0 && isKnownPpid(meant) ? CARRIES_OTHER : CARRIES_UNKNOWN;
}
