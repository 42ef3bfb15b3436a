/** Short words for rows of the tables: what the table twin, the ladder and the details panel call the same event by the same name. */
import type { Correlation } from '../correlate/correlation.ts';
import { isRequest } from '../correlate/transactions.ts';
import { chunkName } from '../dissect/sctpNames.ts';
import { syscallNames } from '../trace/syscallNames.ts';
import { CallFlag, DataFlag, PacketFlag, Protocol, TransferFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { EventSource } from './eventSource.ts';
import { messageName, transferName } from './names.ts';
import { group } from './phrases.ts';

/** Half-open ranges of rows of one packet: its chunks are neighbours in every table. */
export interface PacketChunks {
  readonly data: readonly [number, number];
  readonly sacks: readonly [number, number];
  readonly control: readonly [number, number];
}

/** Chunks of one packet that are named one by one. */
const NAMED_CHUNKS = 4;

export function chunksOf({ dataChunks, sacks, controlChunks }: Trace, packet: number): PacketChunks {
  return { data: rowsAt(dataChunks, packet), sacks: rowsAt(sacks, packet), control: rowsAt(controlChunks, packet) };
}

/** Rows of a table sorted by packet that belong to one. */
export function rowsAt(table: { readonly packet: Uint32Array; readonly length: number }, packet: number): [number, number] {
  let low = 0;
  let high = table.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (table.packet[middle]! < packet) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < table.length && table.packet[end] === packet) end++;
  return [low, end];
}

export class EventWords {
  readonly #trace: Trace;
  readonly #correlation: Correlation;
  readonly #errnoName: (errno: number) => string;

  readonly #source: Pick<EventSource, 'messageOfData'>;

  constructor(source: Pick<EventSource, 'trace' | 'correlation' | 'errnoName' | 'messageOfData'>) {
    this.#trace = source.trace;
    this.#correlation = source.correlation;
    this.#errnoName = source.errnoName;
    this.#source = source;
  }

  /** 0 or 1: which endpoint of its association sent the packet. */
  sender(packet: number): 0 | 1 {
    return (this.#trace.packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0;
  }

  /** "10.0.0.1:36002" of one end of a packet's path; '' without an association. */
  endpoint(packet: number, side: 0 | 1): string {
    const { packets, associations } = this.#trace;
    const association = associations[packets.association[packet]!];
    if (!association) return '';
    const path = association.paths[packets.path[packet]!];
    const { addresses, port } = association.endpoints[side];
    const address = addresses[side === 0 ? (path?.first ?? 0) : (path?.second ?? 0)] ?? '?';
    return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  }

  from(packet: number): string {
    return this.endpoint(packet, this.sender(packet));
  }

  to(packet: number): string {
    return this.endpoint(packet, this.sender(packet) === 0 ? 1 : 0);
  }

  /** "DATA 7 CCR · SACK a_rwnd 0". */
  packet(packet: number): string {
    const { data, sacks, control } = chunksOf(this.#trace, packet);
    const parts: string[] = [];
    const each = ([from, to]: readonly [number, number], word: (row: number) => string, noun: string): void => {
      for (let row = from; row < Math.min(to, from + NAMED_CHUNKS); row++) parts.push(word(row));
      if (to - from > NAMED_CHUNKS) parts.push(`${to - from - NAMED_CHUNKS} more ${noun}`);
    };
    each(control, (row) => chunkName(this.#trace.controlChunks.type[row]!), 'chunks');
    each(sacks, (row) => this.sack(row), 'SACKs');
    each(data, (row) => this.data(row), 'DATA chunks');
    if (parts.length > 0) return parts.join(' · ');
    return (this.#trace.packets.flags[packet]! & PacketFlag.Tcp) !== 0 ? this.#segment(packet) : 'packet';
  }

  /** The same without sequence numbers, what it carries first: "CCR · SACK 64,752", "2 CCR", "SACK a_rwnd 0". */
  brief(packet: number): string {
    const { dataChunks, sacks, controlChunks } = this.#trace;
    const { data, sacks: [firstSack, lastSack], control } = chunksOf(this.#trace, packet);
    const counts = new Map<string, number>();
    const add = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
    for (let row = control[0]; row < control[1]; row++) add(chunkName(controlChunks.type[row]!));
    for (let row = data[0]; row < data[1]; row++) {
      const message = this.messageOfData(row);
      add(message !== NONE && (dataChunks.flags[row]! & DataFlag.Begin) !== 0 ? this.message(message) : 'DATA');
    }
    if (counts.size === 0 && lastSack === firstSack) return this.packet(packet);
    const parts = Array.from(counts, ([name, count]) => (count === 1 ? name : `${count} ${name}`));
    if (parts.length > NAMED_CHUNKS) parts.splice(NAMED_CHUNKS, Infinity, '…');
    for (let row = firstSack; row < Math.min(lastSack, firstSack + 1); row++) parts.push(parts.length === 0 ? this.sack(row) : `SACK ${group(sacks.aRwnd[row]!)}`);
    return parts.join(' · ');
  }

  #segment(packet: number): string {
    const messages = this.messagesOf(packet);
    return messages.length === 0 ? 'TCP segment' : messages.slice(0, NAMED_CHUNKS).map((row) => this.message(row)).join(' · ');
  }

  /** Messages that begin in a packet. */
  messagesOf(packet: number): readonly number[] {
    const { packets, messages, dataChunks } = this.#trace;
    const found = new Set<number>();
    if ((packets.flags[packet]! & PacketFlag.Tcp) !== 0) {
      const [from, to] = rowsAt(messages, packet);
      for (let row = from; row < to; row++) found.add(row);
    }
    const [from, to] = rowsAt(dataChunks, packet);
    for (let row = from; row < to; row++) {
      const message = dataChunks.message[row]!;
      if (message !== NONE && messages.packet[message] === packet) found.add(message);
    }
    return [...found];
  }

  sack(row: number): string {
    const { sacks } = this.#trace;
    const gaps = sacks.gapCount[row]!;
    const duplicates = sacks.duplicateCount[row]!;
    return `SACK a_rwnd ${group(sacks.aRwnd[row]!)}${gaps > 0 ? `, ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}` : ''}${duplicates > 0 ? `, ${duplicates} dup` : ''}`;
  }

  /** "DATA 7 CCR", "DATA 7 CCR again", "DATA 7 part". */
  data(row: number): string {
    const { dataChunks } = this.#trace;
    const flags = dataChunks.flags[row]!;
    const message = this.messageOfData(row);
    const whole = (flags & DataFlag.Begin) !== 0 && (flags & DataFlag.End) !== 0;
    const name = message !== NONE && (flags & DataFlag.Begin) !== 0 ? ` ${this.message(message)}` : whole ? '' : ' part';
    const what = (flags & DataFlag.Retransmitted) !== 0 ? `${name} again` : name;
    return `DATA ${dataChunks.tsn[row]}${what}`;
  }

  /** The message that a DATA chunk carries, also where it is sent again; NONE. */
  messageOfData(row: number): number {
    return this.#source.messageOfData[row]!;
  }

  message(row: number): string {
    return messageName(this.#trace, row);
  }

  isRequest(message: number): boolean {
    return this.#trace.messages.protocol[message] === Protocol.Diameter && isRequest(this.#trace, message);
  }

  syscall(call: number): string {
    return syscallNames.get(this.#trace.calls.syscall[call]!) ?? 'call';
  }

  errno(call: number): string {
    const errno = this.#trace.calls.errno[call]!;
    return errno === 0 ? '' : this.#errnoName(errno);
  }

  /** "EAGAIN", "456", "never returned". */
  result(call: number): string {
    const { calls } = this.#trace;
    if ((calls.flags[call]! & CallFlag.Unreturned) !== 0) return 'never returned';
    return calls.errno[call] === 0 ? String(calls.returnValue[call]) : this.errno(call);
  }

  /** What a call moved: "CCR", "2 messages"; '' for one that moves nothing. */
  moved(call: number): string {
    const { transfers } = this.#trace;
    const first = this.#correlation.socketCalls.firstTransferOf(call);
    if (first === NONE) return '';
    let end = first;
    while (end < transfers.length && transfers.call[end] === call) end++;
    return end - first === 1 ? this.transfer(first) : `${end - first} messages`;
  }

  transfer(row: number): string {
    const { transfers } = this.#trace;
    if ((transfers.flags[row]! & TransferFlag.Notification) !== 0) return 'notification';
    const message = this.#correlation.links.messageOf[row]!;
    return message === NONE ? transferName(this.#trace, row) : this.message(message);
  }

  /** Association of a call: that of its message, else the only one of its socket; NONE. */
  associationOfCall(call: number): number {
    const first = this.#correlation.socketCalls.firstTransferOf(call);
    if (first !== NONE) return this.associationOfTransfer(first);
    const socket = this.#trace.calls.socket[call]!;
    const associations = socket === NONE ? [] : this.#correlation.owners.associationsOf[socket]!;
    return associations.length === 1 ? associations[0]! : NONE;
  }

  associationOfTransfer(row: number): number {
    const message = this.#correlation.links.messageOf[row]!;
    return message === NONE
      ? this.#correlation.owners.destination(this.#trace, row)
      : this.#trace.packets.association[this.#trace.messages.packet[message]!]!;
  }
}
