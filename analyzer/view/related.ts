/** From an event to its neighbours in meaning: its packet, its answer, the call that sent it. Each is a row that can be selected. */
import { chunkName } from '../dissect/sctpNames.ts';
import { DataFlag, PacketFlag } from '../trace/schema.ts';
import { isAtOrAfter } from '../trace/serial.ts';
import { NONE } from '../trace/table.ts';
import type { EventLinks } from './eventLinks.ts';
import type { EventSource } from './eventSource.ts';
import { chunksOf, type EventWords } from './eventWords.ts';
import type { Details, RowRef } from './protocol.ts';

type Related = Details['related'];

/** Chunks of one packet that are listed. */
const MOST_CHUNKS = 12;
/** SACKs looked through for the one that acknowledges a TSN. */
const MOST_SACKS = 20_000;

export function relatedOf(source: EventSource, words: EventWords, ref: RowRef, links: EventLinks): Related {
  const list: { label: string; ref: RowRef }[] = [];
  const { trace, correlation } = source;
  const add = (label: string, table: RowRef['table'], row: number | undefined): void => {
    if (row !== undefined && row !== NONE && !(ref.table === table && ref.row === row)) list.push({ label, ref: { table, row } });
  };
  const callOf = (transfer: number | undefined): number | undefined => (transfer === undefined || transfer === NONE ? undefined : trace.transfers.call[transfer]!);
  if (ref.table === 'stalls') ofStall(source, ref.row, add);
  if (ref.table === 'packets') ofPacket(source, words, ref.row, add);
  if (links.message !== undefined) {
    const { sendOf, receiveOf } = correlation.links;
    add('the call that sent it', 'calls', callOf(sendOf[links.message]));
    add('the call that received it', 'calls', callOf(receiveOf[links.message]));
    add(`message ${words.message(links.message)}`, 'messages', ref.table === 'transactions' ? undefined : links.message);
  }
  if (links.request !== undefined) {
    add('its transaction', 'transactions', links.request);
    add('its request', 'messages', links.request === links.message ? undefined : links.request);
    add('its answer', 'messages', links.answer === links.message ? undefined : links.answer);
    if (links.answer !== undefined && links.answer !== links.message) add('the call that received the answer', 'calls', callOf(correlation.links.receiveOf[links.answer]));
  }
  if (links.packet !== undefined) add('its packet', 'packets', links.packet);
  if (ref.table === 'dataChunks') ofData(source, ref.row, add);
  else if (links.dataChunk !== undefined) add('its DATA chunk', 'dataChunks', links.dataChunk);
  if (links.call !== undefined) {
    stallOf(source, links.call, add);
    const socket = trace.calls.socket[links.call]!;
    if (ref.table === 'calls' && socket !== NONE) {
      const own = correlation.socketCalls.of(socket);
      const place = own.indexOf(ref.row);
      add('previous call on this fd', 'calls', own[place - 1]);
      add('next call on this fd', 'calls', own[place + 1]);
    }
  }
  return list;
}

type Add = (label: string, table: RowRef['table'], row: number | undefined) => void;

function ofStall({ diagnosis }: EventSource, number: number, add: Add): void {
  const { sends, armedBy, pollOut, endCall } = diagnosis.stalls[number - 1]!.situation.stall;
  const { polls } = diagnosis.correlation.trace;
  add('the first refused send', 'calls', sends[0]);
  if (sends.length > 1) add('the last refused send', 'calls', sends.at(-1));
  add('asks for room to write', 'calls', armedBy === NONE ? undefined : polls.call[armedBy]);
  add('is told of room to write', 'calls', pollOut === NONE ? undefined : polls.call[pollOut]);
  add('the call that ended it', 'calls', endCall);
}

function stallOf({ diagnosis }: EventSource, call: number, add: Add): void {
  const place = diagnosis.stalls.findIndex(({ situation: { stall } }) => stall.sends.includes(call) || stall.endCall === call);
  if (place >= 0) add('its stall', 'stalls', place + 1);
}

function ofPacket({ trace }: EventSource, words: EventWords, packet: number, add: Add): void {
  const { data, sacks, control } = chunksOf(trace, packet);
  for (let row = control[0]; row < Math.min(control[1], control[0] + MOST_CHUNKS); row++) add(chunkName(trace.controlChunks.type[row]!), 'controlChunks', row);
  for (let row = sacks[0]; row < Math.min(sacks[1], sacks[0] + MOST_CHUNKS); row++) add(words.sack(row), 'sacks', row);
  for (let row = data[0]; row < Math.min(data[1], data[0] + MOST_CHUNKS); row++) add(words.data(row), 'dataChunks', row);
}

/** The first transmission of the same TSN, its next one, and the SACK that acknowledges it. */
function ofData({ trace, correlation }: EventSource, row: number, add: Add): void {
  const { dataChunks, packets, sacks } = trace;
  const packet = dataChunks.packet[row]!;
  const association = packets.association[packet]!;
  if (association === NONE) return;
  const tsn = dataChunks.tsn[row]!;
  const way = packets.flags[packet]! & PacketFlag.FromSecond;
  const isSame = (other: number): boolean => {
    const its = dataChunks.packet[other]!;
    return dataChunks.tsn[other] === tsn && packets.association[its] === association &&
      (packets.flags[its]! & PacketFlag.FromSecond) === way && (packets.flags[its]! & PacketFlag.Duplicate) === 0;
  };
  if ((dataChunks.flags[row]! & DataFlag.Retransmitted) !== 0) {
    let before = row - 1;
    while (before >= 0 && !isSame(before)) before--;
    add('sent before', 'dataChunks', before >= 0 ? before : undefined);
  }
  const time = correlation.axis.packet(packet);
  let seen = 0;
  let low = 0;
  for (let high = sacks.length; low < high;) {
    const middle = (low + high) >>> 1;
    if (sacks.packet[middle]! < packet) low = middle + 1;
    else high = middle;
  }
  for (let sack = low; sack < sacks.length && seen < MOST_SACKS; sack++) {
    const its = sacks.packet[sack]!;
    if (packets.association[its] !== association || (packets.flags[its]! & PacketFlag.FromSecond) === way) continue;
    seen++;
    if (correlation.axis.packet(its) < time || !isAtOrAfter(sacks.cumulativeTsnAck[sack]!, tsn)) continue;
    add('the SACK that acknowledges it', 'sacks', sack);
    return;
  }
}
