/** What is known of an event and stands in none of its bytes: whose it is, what it was joined to and how, what it waited for. */
import { EAGAIN } from '../correlate/calls.ts';
import { linkMethodNames } from '../correlate/links.ts';
import type { Field } from '../details/field.ts';
import { resultCodeName } from '../dissect/diameter/resultCodes.ts';
import { chunkName } from '../dissect/sctpNames.ts';
import { CallFlag, DataFlag, isSend, MessageFlag, PacketFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import { formatDuration, formatTimeOfDay } from '../trace/time.ts';
import type { EventLinks } from './eventLinks.ts';
import type { EventSource } from './eventSource.ts';
import type { EventWords } from './eventWords.ts';
import { hex8 } from './names.ts';
import { associationText, causeNames, count, group, timeOfDay } from './phrases.ts';
import type { RowRef } from './protocol.ts';

interface Notes {
  readonly meaning?: string;
  readonly derived?: boolean;
  readonly problem?: string;
}

export function factsOf(source: EventSource, words: EventWords, ref: RowRef, links: EventLinks): readonly Field[] {
  const facts = new Facts(source, words);
  facts.of(ref);
  facts.association(links.association);
  facts.message(ref, links);
  facts.call(links.call);
  facts.packet(links.packet);
  return facts.fields;
}

/** Fixed limits in words. */
const limitMeanings: Readonly<Record<string, string>> = {
  idle: 'nothing waits to be sent and nothing is outstanding',
  flowing: 'data travel and nothing waits behind them',
  'peer-receive-window': 'what the peer advertised has no room for the next chunk',
  'congestion-window': 'the peer has room and answers, and data wait: loss recovery, or the congestion window that no packet shows',
  'path-failure': 'retransmissions go unanswered',
  'nagle-delayed-sack': 'a small message waits for the SACK of the one before',
};

class Facts {
  readonly fields: Field[] = [];
  /** Where the next facts go: `fields`, or the parts of one of them. */
  #list = this.fields;
  readonly #source: EventSource;
  readonly #words: EventWords;

  constructor(source: EventSource, words: EventWords) {
    this.#source = source;
    this.#words = words;
  }

  #add(name: string, value: string, notes: Notes = {}): void {
    if (value !== '') this.#list.push({ name, value, ...notes });
  }

  /** A fact of which those that `parts` adds are parts. */
  #group(name: string, value: string, notes: Notes, parts: () => void): void {
    const children: Field[] = [];
    this.#list = children;
    parts();
    this.#list = this.fields;
    this.fields.push({ name, value, ...notes, ...(children.length === 0 ? {} : { children }) });
  }

  #time(time: number): string {
    // Times hold nanoseconds only where the file does.
    return `${formatTimeOfDay(this.#source.trace.epochSeconds ?? 0, time, Math.round(time) % 1000 === 0 ? 6 : 9)} UTC`;
  }

  of({ table, row }: RowRef): void {
    if (table === 'stalls') this.#stall(row);
    else if (table === 'limits') this.#limit(row);
    else if (table === 'sacks') this.#sack(row);
    else if (table === 'controlChunks') this.#add('chunk', chunkName(this.#source.trace.controlChunks.type[row]!));
    else if (table === 'dataChunks') this.#data(row);
  }

  #stall(number: number): void {
    const stall = this.#source.report.stalls[number - 1]!;
    this.#add('from', `${timeOfDay(stall.start)} UTC`);
    this.#add('for', formatDuration(stall.cost.durationNs));
    this.#add('cause', causeNames[stall.cause], { meaning: `confidence ${stall.confidence}` });
    this.#add('then', stall.consequence.replaceAll('-', ' '));
    this.#add('refused', count(stall.eagainCount, 'send'));
    if (stall.cost.delayedMessages > 0) this.#add('late', count(stall.cost.delayedMessages, 'message'), { meaning: `by up to ${formatDuration(stall.cost.longestDelayNs)}` });
    if (stall.cost.lostMessageCount > 0) this.#add('lost', count(stall.cost.lostMessageCount, 'message'));
    if (stall.stack !== 'unknown') this.#add('sender', stall.stack, { derived: true });
  }

  #limit(row: number): void {
    const rows = this.#source.limits;
    const limit = rows.limit(row);
    this.#add('limit', limit, { meaning: limitMeanings[limit] ?? '', derived: true });
    this.#add('from', this.#time(rows.start(row)));
    this.#add('for', formatDuration(rows.end(row) - rows.start(row)), { derived: true });
    this.#add('sender', rows.sender(row));
  }

  #sack(row: number): void {
    const { sacks } = this.#source.trace;
    this.#add('a_rwnd', `${group(sacks.aRwnd[row]!)} B`, sacks.aRwnd[row] === 0 ? { problem: 'the window is closed' } : {});
    if (sacks.gapCount[row]! > 0) this.#add('gaps', String(sacks.gapCount[row]), { meaning: 'TSNs before them have not arrived' });
    if (sacks.duplicateCount[row]! > 0) this.#add('duplicates', String(sacks.duplicateCount[row]), { meaning: 'TSNs that arrived twice' });
  }

  #data(row: number): void {
    const { dataChunks } = this.#source.trace;
    const flags = dataChunks.flags[row]!;
    if ((flags & DataFlag.Retransmitted) !== 0) this.#add('sent before', `TSN ${dataChunks.tsn[row]}`, { problem: 'a retransmission' });
    if ((flags & (DataFlag.Begin | DataFlag.End)) !== (DataFlag.Begin | DataFlag.End)) this.#add('fragment', (flags & DataFlag.Begin) !== 0 ? 'first' : (flags & DataFlag.End) !== 0 ? 'last' : 'middle');
  }

  association(association: number | undefined): void {
    const report = association === undefined ? undefined : this.#source.report.associations.find(({ id }) => id === association + 1);
    if (report) this.#add('association', `${report.id}: ${associationText(report)}`, report.upperLayer === 'unknown' ? {} : { meaning: report.upperLayer });
  }

  message({ table }: RowRef, links: EventLinks): void {
    const { message, transfer } = links;
    const { messages, transfers } = this.#source.trace;
    const isCall = table === 'calls' || table === 'transfers';
    if (message === undefined) {
      if (!isCall || transfer === undefined) return;
      this.#add('message', this.#words.transfer(transfer), { meaning: `${group(transfers.size[transfer]!)} B` });
      this.#add('packet', 'none found', { meaning: 'refused, not captured, or without bytes to compare' });
      return;
    }
    this.#group('message', this.#words.message(message), { meaning: `${group(messages.size[message]!)} B` }, () => {
      if (messages.protocol[message] === 1) this.#add('hop-by-hop', hex8(messages.head3[message]!), { meaning: `end-to-end ${hex8(messages.head4[message]!)}` });
      if ((messages.flags[message]! & MessageFlag.Incomplete) !== 0) this.#add('incomplete', 'yes', { problem: 'fragments of it are missing in the capture' });
      this.#answer(links);
      if (transfer !== undefined) this.#link(message, transfer);
    });
  }

  #answer({ request, answer }: EventLinks): void {
    const { trace: { messages }, correlation } = this.#source;
    if (request === undefined) return;
    if (answer === undefined) return this.#add('answer', 'none in the capture', { problem: 'never answered while the association was seen' });
    const times = [request, answer].map((row) => correlation.axis.packet(messages.lastPacket[row]!));
    this.#add('answered after', formatDuration(times[1]! - times[0]!), { meaning: 'on the wire' });
    if (messages.resultCode[answer] !== 0) this.#add('result', String(messages.resultCode[answer]), { meaning: resultCodeName(messages.resultCode[answer]!) ?? '' });
  }

  #link(message: number, transfer: number): void {
    const { trace, correlation: { links, axis } } = this.#source;
    const method = links.methodOf[transfer]!;
    this.#add('call found by', linkMethodNames[method]!, { derived: true });
    if (links.sendOf[message] !== transfer) return;
    const waited = axis.packet(trace.messages.packet[message]!) - axis.exit(trace.transfers.call[transfer]!);
    this.#add('in the send buffer', waited > 0 ? formatDuration(waited) : 'not longer than the call', { derived: true });
  }

  call(call: number | undefined): void {
    if (call === undefined) return;
    const { trace, correlation } = this.#source;
    const { calls, threads, processes, sockets } = trace;
    const name = `${this.#words.syscall(call)}()${calls.fd[call]! < 0 ? '' : ` on fd ${calls.fd[call]}`}`;
    this.#group('call', name, { meaning: this.#time(correlation.axis.entry(call)) }, () => {
      const errno = calls.errno[call]!;
      const unreturned = (calls.flags[call]! & CallFlag.Unreturned) !== 0;
      this.#add('result', this.#words.result(call), errno !== 0 ? { problem: errno === EAGAIN && isSend(calls.syscall[call]!) ? 'no room in the send buffer, and the socket does not wait' : 'the call failed' } : unreturned ? { problem: 'the log ends first' } : {});
      if (!Number.isNaN(calls.duration[call]!)) this.#add('took', formatDuration(calls.duration[call]!));
      const thread = threads[calls.thread[call]!];
      const command = thread === undefined ? '' : (thread.command || processes[thread.process]?.command) ?? '';
      if (thread) this.#add('thread', String(thread.tid), command === '' ? {} : { meaning: command });
      const previous = this.#previous(call);
      if (previous !== undefined) this.#add('the call before', `${formatDuration(correlation.axis.entry(call) - correlation.axis.exit(previous))} earlier`, { meaning: `${this.#words.syscall(previous)}() on this fd` });
      const socket = sockets[calls.socket[call]!];
      if (socket) this.#add('socket', [socket.local, socket.peer].filter((end) => end !== '').join(' → '));
      const uncertainty = correlation.axis.uncertainty(calls.input[call]!);
      if (uncertainty > 0) this.#add('clock', `within ± ${formatDuration(uncertainty)}`, { meaning: 'of the clock of the capture', derived: true });
    });
  }

  #previous(call: number): number | undefined {
    const { trace, correlation } = this.#source;
    const socket = trace.calls.socket[call]!;
    if (socket === NONE) return undefined;
    const own = correlation.socketCalls.of(socket);
    const place = own.indexOf(call);
    return place > 0 ? own[place - 1] : undefined;
  }

  packet(packet: number | undefined): void {
    if (packet === undefined) return;
    const { trace: { packets, associations }, correlation } = this.#source;
    const flags = packets.flags[packet]!;
    const way = `${this.#words.from(packet)} → ${this.#words.to(packet)}`;
    this.#group('packet', way, { meaning: this.#time(correlation.axis.packet(packet)) }, () => {
      const association = associations[packets.association[packet]!];
      if (association && association.paths.length > 1) this.#add('path', `${packets.path[packet]! + 1} of ${association.paths.length}`);
      for (const [flag, word] of oddities) if ((flags & flag) !== 0) this.#add('note', word, { problem: word });
    });
  }
}

const oddities: readonly (readonly [number, string])[] = [
  [PacketFlag.Duplicate, 'captured twice'], [PacketFlag.Cut, 'cut by the capture'], [PacketFlag.ChecksumBad, 'bad checksum'],
  [PacketFlag.OutOfTheBlue, 'of no known association'],
];
