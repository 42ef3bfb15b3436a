/**
 * The rows that filters select, and what is computed about them once and kept: neighbours, derived times, the texts of addresses.
 * Make one for each analysis and keep it; nothing is computed before a filter asks for it.
 */
import { groupRows, type Groups } from '../correlate/groups.ts';
import type { Correlation } from '../correlate/correlation.ts';
import type { JudgedStall } from '../diagnose/diagnosis.ts';
import { PacketFlag, TransferFlag } from '../trace/schema.ts';
import { countUpTo } from '../trace/search.ts';
import { Strings } from '../trace/strings.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import { filterTables, type FilterTable } from './field.ts';

/** A Diagnosis is one. */
export interface EventSource {
  readonly correlation: Correlation;
  readonly stalls: readonly JudgedStall[];
}

/** Rows [first[x], first[x + 1]) belong to x. */
type Ranges = Uint32Array;

interface Computed {
  readonly chunkRanges: { readonly dataChunks: Ranges; readonly sacks: Ranges; readonly controlChunks: Ranges };
  readonly transferRanges: Ranges;
  readonly messageOfData: Uint32Array;
  readonly streamMessages: Groups;
  readonly stallOfPacket: Uint32Array;
  readonly stallOfCall: Uint32Array;
  readonly associationOfCall: Uint32Array;
  readonly neverOnWire: Uint8Array;
}

export class EventTables {
  readonly trace: Trace;
  readonly correlation: Correlation;
  readonly stalls: readonly JudgedStall[];
  /** Texts that readers give as numbers. */
  readonly texts = new Strings();
  readonly #lengths: ReadonlyMap<FilterTable, number>;
  #computed: { -readonly [Name in keyof Computed]?: Computed[Name] } = {};

  readonly #asWireshark: boolean;

  /** `asWireshark`: a message is in the frame of its last fragment, and in no retransmission. */
  constructor({ correlation, stalls }: EventSource, asWireshark = false) {
    this.#asWireshark = asWireshark;
    this.trace = correlation.trace;
    this.correlation = correlation;
    this.stalls = stalls;
    const lengths = filterTables.map((table) => [table, table === 'stalls' ? stalls.length : this.trace[table === 'transactions' ? 'messages' : table].length] as const);
    this.#lengths = new Map(lengths);
  }

  /** Rows that there were when the analysis was made: a trace may grow on. `transactions` has the rows of messages, of which only requests count. */
  lengthOf(table: FilterTable): number {
    return this.#lengths.get(table)!;
  }

  /** By packet: its chunks. */
  get chunkRanges(): Computed['chunkRanges'] {
    const { packets, dataChunks, sacks, controlChunks } = this.trace;
    return (this.#computed.chunkRanges ??= {
      dataChunks: rangesBy(dataChunks.packet, dataChunks.length, packets.length),
      sacks: rangesBy(sacks.packet, sacks.length, packets.length),
      controlChunks: rangesBy(controlChunks.packet, controlChunks.length, packets.length),
    });
  }

  /** By call: what it moved. */
  get transferRanges(): Ranges {
    const { calls, transfers } = this.trace;
    return (this.#computed.transferRanges ??= rangesBy(transfers.call, transfers.length, calls.length));
  }

  /** By DATA chunk: the message it carries, of a retransmission and of a frame captured twice the message of the first. */
  get messageOfData(): Uint32Array {
    return (this.#computed.messageOfData ??= this.#asWireshark ? decodedMessages(this.trace) : messagesOfData(this.trace));
  }

  /** By packet: messages that begin in it and lie in no DATA chunk (TCP). */
  get streamMessages(): Groups {
    const { messages, packets } = this.trace;
    if (this.#computed.streamMessages) return this.#computed.streamMessages;
    const keys = new Uint32Array(messages.length).fill(NONE);
    for (let m = 0; m < messages.length; m++) if (messages.dataChunk[m] === NONE) keys[m] = messages.packet[m]!;
    return (this.#computed.streamMessages = groupRows(keys, messages.length, packets.length));
  }

  /** By packet: the stall of its association in which it lies. */
  get stallOfPacket(): Uint32Array {
    return (this.#computed.stallOfPacket ??= this.#stallsOfPackets());
  }

  /** By call: the stall of its socket in which it lies. */
  get stallOfCall(): Uint32Array {
    return (this.#computed.stallOfCall ??= this.#stallsOfCalls());
  }

  /** By call: the association it concerns, NONE where the log does not tell. */
  get associationOfCall(): Uint32Array {
    return (this.#computed.associationOfCall ??= this.#associationsOfCalls());
  }

  /** By transfer: 1 where the kernel took the message and the capture never showed it. */
  get neverOnWire(): Uint8Array {
    if (this.#computed.neverOnWire) return this.#computed.neverOnWire;
    const never = new Uint8Array(this.trace.transfers.length);
    for (const handover of this.correlation.handovers) for (const transfer of handover?.neverWired ?? []) never[transfer] = 1;
    return (this.#computed.neverOnWire = never);
  }

  #stallsOfPackets(): Uint32Array {
    const { trace, correlation } = this;
    const found = new Uint32Array(trace.packets.length).fill(NONE);
    this.stalls.forEach(({ situation: { stall, association } }, row) => {
      if (!association) return;
      const packets = correlation.order.of(association.id);
      for (let i = firstFrom(packets, (packet) => correlation.axis.packet(packet), stall.start); i < packets.length; i++) {
        if (correlation.axis.packet(packets[i]!) > stall.end) break;
        if (found[packets[i]!] === NONE) found[packets[i]!] = row;
      }
    });
    return found;
  }

  #stallsOfCalls(): Uint32Array {
    const { trace, correlation } = this;
    const found = new Uint32Array(trace.calls.length).fill(NONE);
    const bySocket = new Map<number, number[]>();
    this.stalls.forEach(({ situation: { stall } }, row) => {
      const rows = bySocket.get(stall.socket);
      if (rows) rows.push(row);
      else bySocket.set(stall.socket, [row]);
    });
    for (const [socket, rows] of bySocket) {
      const stallAt = spansOf(rows.map((row) => ({ row, ...this.stalls[row]!.situation.stall })));
      for (const call of correlation.socketCalls.of(socket)) found[call] = stallAt(correlation.axis.entry(call));
    }
    // A refused send belongs to its own stall, whatever else lasted then.
    this.stalls.forEach(({ situation: { stall } }, row) => stall.sends.forEach((call) => (found[call] = row)));
    return found;
  }

  #associationsOfCalls(): Uint32Array {
    const { trace, correlation } = this;
    const { calls, transfers, messages, packets } = trace;
    const { owners, links } = correlation;
    const found = new Uint32Array(calls.length).fill(NONE);
    for (let call = 0; call < calls.length; call++) {
      const socket = calls.socket[call]!;
      if (socket !== NONE && owners.associationsOf[socket]!.length === 1) found[call] = owners.associationsOf[socket]![0]!;
    }
    for (let t = 0; t < transfers.length; t++) {
      const message = links.messageOf[t]!;
      const association = message === NONE ? owners.destination(trace, t) : packets.association[messages.packet[message]!]!;
      if (association !== NONE) found[transfers.call[t]!] = association;
    }
    return found;
  }

  isSend(transfer: number): boolean {
    return (this.trace.transfers.flags[transfer]! & TransferFlag.Send) !== 0;
  }

  /** Which endpoint of its association sent a packet. */
  senderOf(packet: number): 0 | 1 {
    return (this.trace.packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0;
  }
}

/** The first place of `rows`, which are in the order of `time`, from `start` on. */
function firstFrom(rows: Uint32Array, time: (row: number) => number, start: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time(rows[middle]!) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Which span a time lies in: the one that began last; NONE where it lies in none. */
function spansOf(spans: readonly { readonly row: number; readonly start: number; readonly end: number }[]): (time: number) => number {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  const starts = Float64Array.from(sorted, ({ start }) => start);
  let latest = -Infinity;
  /** No span up to this place lasts longer. */
  const ends = sorted.map(({ end }) => (latest = Math.max(latest, end)));
  return (time) => {
    for (let i = countUpTo(starts, time) - 1; i >= 0 && ends[i]! >= time; i--) if (sorted[i]!.end >= time) return sorted[i]!.row;
    return NONE;
  };
}

/** Rows are in the order of their keys. */
function rangesBy(keys: Uint32Array, length: number, count: number): Ranges {
  const first = new Uint32Array(count + 1);
  let row = 0;
  for (let key = 0; key < count; key++) {
    first[key] = row;
    while (row < length && keys[row]! <= key) row++;
  }
  first[count] = row;
  return first;
}

function decodedMessages({ dataChunks, messages }: Trace): Uint32Array {
  const found = dataChunks.message.slice(0, dataChunks.length);
  for (let row = 0; row < found.length; row++) if (found[row] !== NONE && messages.lastPacket[found[row]!] !== dataChunks.packet[row]) found[row] = NONE;
  return found;
}

function messagesOfData(trace: Trace): Uint32Array {
  const { dataChunks, packets } = trace;
  const found = dataChunks.message.slice(0, dataChunks.length);
  /** Exact below 2^53: associations are fewer than a million. */
  const keyOf = (row: number): number => {
    const packet = dataChunks.packet[row]!;
    const side = (packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0;
    return (packets.association[packet]! * 2 + side) * 2 ** 32 + dataChunks.tsn[row]!;
  };
  const sought = new Map<number, number>();
  for (let row = 0; row < found.length; row++) {
    if (found[row] === NONE && packets.association[dataChunks.packet[row]!] !== NONE) sought.set(keyOf(row), NONE);
  }
  if (sought.size === 0) return found;
  for (let row = 0; row < found.length; row++) {
    if (found[row] === NONE) continue;
    const key = keyOf(row);
    if (sought.get(key) === NONE) sought.set(key, found[row]!);
  }
  for (let row = 0; row < found.length; row++) if (found[row] === NONE) found[row] = sought.get(keyOf(row)) ?? NONE;
  return found;
}

