/** The selectable tables as people read them: a few columns each, in words. dump*.ts has every column in the forms that grep wants. */
import { chunkName } from '../dissect/sctpNames.ts';
import { DataFlag, PacketFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import { formatDuration } from '../trace/time.ts';
import { associationNumber } from './dumpSource.ts';
import type { EventSource } from './eventSource.ts';
import type { EventWords } from './eventWords.ts';
import { stallLabel } from './lanes/stalls.ts';
import { hex8 } from './names.ts';
import { group } from './phrases.ts';
import type { SelectableTable } from './protocol.ts';

export interface EventRows {
  /** Rows as a RowRef names them: [first, first + length), or those listed. */
  readonly first: number;
  readonly length: number;
  readonly listed?: Uint32Array;
  readonly time: (row: number) => number;
  readonly cells: Readonly<Record<string, (row: number) => string>>;
}

type Maker = (source: EventSource, words: EventWords) => EventRows;

const text = (value: string | number): string => String(value);
const when = (is: boolean, word: string): string => (is ? word : '');

const stalls: Maker = ({ report, trace }) => {
  const of = (row: number): (typeof report.stalls)[number] => report.stalls[row - 1]!;
  const epoch = BigInt(trace.epochSeconds ?? 0) * 1_000_000_000n;
  return {
    first: 1,
    length: report.stalls.length,
    time: (row) => Number(BigInt(of(row).start) - epoch),
    cells: {
      what: (row) => stallLabel(of(row).cause, of(row).consequence, of(row).eagainCount),
      association: (row) => text(of(row).association ?? ''),
      fd: (row) => text(of(row).fd),
      confidence: (row) => of(row).confidence,
      for: (row) => formatDuration(of(row).cost.durationNs),
      refused: (row) => group(of(row).eagainCount),
      lost: (row) => group(of(row).cost.lostMessageCount),
    },
  };
};

const limits: Maker = ({ limits: rows }) => {
  return {
    first: 0,
    length: rows.length,
    time: rows.start,
    cells: {
      limit: rows.limit,
      for: (row) => formatDuration(rows.end(row) - rows.start(row)),
      association: (row) => text(rows.association(row) + 1),
      sender: rows.sender,
    },
  };
};

const calls: Maker = ({ trace, correlation }, words) => {
  const table = trace.calls;
  return {
    first: 0,
    length: table.length,
    time: (row) => correlation.axis.entry(row),
    cells: {
      call: (row) => words.syscall(row),
      fd: (row) => text(table.fd[row]! < 0 ? '' : table.fd[row]!),
      message: (row) => words.moved(row),
      result: (row) => words.result(row),
      took: (row) => (Number.isNaN(table.duration[row]!) ? '' : formatDuration(table.duration[row]!)),
      association: (row) => text(associationNumber(words.associationOfCall(row))),
      thread: (row) => text(trace.threads[table.thread[row]!]?.tid ?? ''),
      line: (row) => text(table.line[row]!),
    },
  };
};

const transfers: Maker = ({ trace, correlation }, words) => {
  const { transfers: table, calls, messages, packets } = trace;
  const callOf = (row: number): number => table.call[row]!;
  return {
    first: 0,
    length: table.length,
    time: (row) => correlation.axis.entry(callOf(row)),
    cells: {
      message: (row) => words.transfer(row),
      call: (row) => words.syscall(callOf(row)),
      fd: (row) => text(calls.fd[callOf(row)]!),
      bytes: (row) => group(table.size[row]!),
      result: (row) => words.result(callOf(row)),
      'hop-by-hop': (row) => (words.transfer(row) === 'message' || table.known[row]! < 16 ? '' : hex8(table.head3[row]!)),
      association: (row) => text(associationNumber(words.associationOfTransfer(row))),
      frame: (row) => {
        const message = correlation.links.messageOf[row]!;
        return message === NONE ? '' : text(packets.frame[messages.packet[message]!]!);
      },
      line: (row) => text(calls.line[callOf(row)]!),
    },
  };
};

/** What every row of a packet tells first, and where the packet goes. */
function ofPacket({ trace, correlation }: EventSource, words: EventWords, packetOf: (row: number) => number): {
  readonly time: EventRows['time'];
  readonly way: EventRows['cells'];
  readonly place: EventRows['cells'];
} {
  const { packets } = trace;
  return {
    time: (row) => correlation.axis.packet(packetOf(row)),
    way: { from: (row) => words.from(packetOf(row)), to: (row) => words.to(packetOf(row)) },
    place: {
      association: (row) => text(associationNumber(packets.association[packetOf(row)]!)),
      frame: (row) => text(packets.frame[packetOf(row)]!),
      note: (row) => when((packets.flags[packetOf(row)]! & PacketFlag.Duplicate) !== 0, 'captured twice'),
    },
  };
}

const packets: Maker = (source, words) => {
  const table = source.trace.packets;
  const { time, way, place } = ofPacket(source, words, (row) => row);
  return { first: 0, length: table.length, time, cells: { what: (row) => words.packet(row), ...way, bytes: (row) => group(table.size[row]!), ...place } };
};

const dataChunks: Maker = (source, words) => {
  const table = source.trace.dataChunks;
  const { time, way, place } = ofPacket(source, words, (row) => table.packet[row]!);
  return {
    first: 0,
    length: table.length,
    time,
    cells: {
      TSN: (row) => text(table.tsn[row]!),
      message: (row) => (words.messageOfData(row) === NONE ? '' : words.message(words.messageOfData(row))),
      again: (row) => when((table.flags[row]! & DataFlag.Retransmitted) !== 0, 'again'),
      ...way,
      stream: (row) => text(table.streamId[row]!),
      sequence: (row) => text(table.sequence[row]!),
      bytes: (row) => group(table.size[row]!),
      ...place,
    },
  };
};

const sacks: Maker = (source, words) => {
  const table = source.trace.sacks;
  const { time, way, place } = ofPacket(source, words, (row) => table.packet[row]!);
  return {
    first: 0,
    length: table.length,
    time,
    cells: {
      a_rwnd: (row) => group(table.aRwnd[row]!),
      ...way,
      'cumulative TSN ack': (row) => text(table.cumulativeTsnAck[row]!),
      gaps: (row) => text(table.gapCount[row]! || ''),
      duplicates: (row) => text(table.duplicateCount[row]! || ''),
      ...place,
    },
  };
};

const controlChunks: Maker = (source, words) => {
  const table = source.trace.controlChunks;
  const { time, way, place } = ofPacket(source, words, (row) => table.packet[row]!);
  return {
    first: 0,
    length: table.length,
    time,
    cells: { chunk: (row) => chunkName(table.type[row]!), ...way, bytes: (row) => group(table.size[row]!), ...place },
  };
};

const messages: Maker = (source, words) => {
  const table = source.trace.messages;
  const { time, way, place } = ofPacket(source, words, (row) => table.packet[row]!);
  const isDiameter = (row: number): boolean => table.protocol[row] === 1;
  return {
    first: 0,
    length: table.length,
    time,
    cells: {
      message: (row) => words.message(row),
      result: (row) => text(table.resultCode[row]! || ''),
      ...way,
      bytes: (row) => group(table.size[row]!),
      'hop-by-hop': (row) => (isDiameter(row) ? hex8(table.head3[row]!) : ''),
      'end-to-end': (row) => (isDiameter(row) ? hex8(table.head4[row]!) : ''),
      ...place,
    },
  };
};

const transactions: Maker = (source, words) => {
  const { trace, correlation } = source;
  const { messages: table, packets: frames } = trace;
  const { counterpart } = correlation.transactions;
  const requests: number[] = [];
  for (let row = 0; row < table.length; row++) if (words.isRequest(row)) requests.push(row);
  const { way } = ofPacket(source, words, (row) => table.packet[row]!);
  const timeOf = (message: number): number => correlation.axis.packet(table.lastPacket[message]!);
  const ofAnswer = (word: (answer: number, row: number) => string) => (row: number): string => {
    const answer = counterpart[row]!;
    return answer === NONE ? '' : word(answer, row);
  };
  return {
    first: 0,
    length: requests.length,
    listed: Uint32Array.from(requests),
    time: timeOf,
    cells: {
      request: (row) => words.message(row),
      answered: (row) => (counterpart[row] === NONE ? 'never' : formatDuration(timeOf(counterpart[row]!) - timeOf(row))),
      result: ofAnswer((answer) => text(table.resultCode[answer]! || '')),
      ...way,
      'hop-by-hop': (row) => hex8(table.head3[row]!),
      association: (row) => text(associationNumber(frames.association[table.packet[row]!]!)),
      'request frame': (row) => text(frames.frame[table.packet[row]!]!),
      'answer frame': ofAnswer((answer) => text(frames.frame[table.packet[answer]!]!)),
    },
  };
};

const states: Maker = ({ trace, correlation }) => {
  const { states: table, strings } = trace;
  const { localOf } = correlation.states;
  const associationOf = new Map<number, number>();
  localOf.forEach((_, association) => {
    for (const row of correlation.states.of(association)) associationOf.set(row, association + 1);
  });
  const figure = (column: Uint32Array) => (row: number): string => (column[row] === NONE ? '' : group(column[row]!));
  return {
    first: 0,
    length: table.length,
    time: (row) => correlation.axis.of(table.input[row]!, table.time[row]!),
    cells: {
      association: (row) => text(associationOf.get(row) ?? ''),
      rwnd: figure(table.rwnd),
      cwnd: figure(table.cwnd),
      'in flight': figure(table.flight),
      'send buffer in use': figure(table.wmem),
      'send buffer': figure(table.sndbuf),
      queued: figure(table.queued),
      'srtt us': figure(table.srtt),
      retransmitted: figure(table.retransmitted),
      command: (row) => strings.text(table.command[row]!),
      pid: figure(table.pid),
      fd: figure(table.fd),
    },
  };
};

const makers: Readonly<Record<SelectableTable, Maker>> = {
  stalls, limits, calls, transfers, packets, dataChunks, sacks, controlChunks, messages, transactions, states,
};

export function eventRows(source: EventSource, words: EventWords, table: SelectableTable): EventRows {
  return makers[table](source, words);
}
