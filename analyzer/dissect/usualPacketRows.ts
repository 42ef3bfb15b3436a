/** The rows of packets that usual/ has read, in the tables; what they did to their associations is told to the conversations, and the other way round. */
import { NONE } from '../trace/table.ts';
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
    const { packets, dataChunks, sacks, gapBlocks, messages, duplicateTsns } = this.#trace;
    const { rows, input } = this.#usual;
    const firstPacket = packets.append(rows.packets, this.#usual.packets);
    const firstChunk = dataChunks.append(rows.chunks, this.#usual.chunks);
    const firstSack = sacks.append(rows.sacks, this.#usual.sacks);
    const firstGap = gapBlocks.append(rows.gaps, this.#usual.gaps);
    const firstMessage = messages.append(rows.messages, this.#usual.messages);
    packets.input.fill(input, firstPacket, packets.length);
    sacks.duplicateStart.fill(duplicateTsns.length, firstSack, sacks.length);
    for (let packet = firstPacket; packet < packets.length; packet++) packets.association[packet] = this.#conversations[packets.association[packet]!]!.id;
    for (let chunk = firstChunk; chunk < dataChunks.length; chunk++) {
      dataChunks.packet[chunk]! += firstPacket;
      if (dataChunks.message[chunk] !== NONE) dataChunks.message[chunk]! += firstMessage;
    }
    for (let sack = firstSack; sack < sacks.length; sack++) {
      sacks.packet[sack]! += firstPacket;
      sacks.gapStart[sack]! += firstGap;
    }
    for (let message = firstMessage; message < messages.length; message++) {
      messages.packet[message]! += firstPacket;
      messages.lastPacket[message] = messages.packet[message]!;
      messages.dataChunk[message]! += firstChunk;
    }
    this.#tellConversations();
    this.#usual.clear();
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
