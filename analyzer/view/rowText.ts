/** Any row that can be selected: when it happened, where it stands in the files, and what it is in a sentence. */
import { EAGAIN } from '../correlate/calls.ts';
import { commandName } from '../dissect/diameter/commands.ts';
import { chunkName } from '../dissect/sctpNames.ts';
import { CallFlag, DataFlag, Poll, isReceive, isSend } from '../trace/schema.ts';
import { errnoName } from '../trace/errnoNames.ts';
import { syscallNames } from '../trace/syscallNames.ts';
import { NONE } from '../trace/table.ts';
import { formatDuration } from '../trace/time.ts';
import type { Place } from './card.ts';
import { limitClasses } from './lanes/limitClasses.ts';
import type { LaneSource } from './lanes/source.ts';
import { stallLabel } from './lanes/stalls.ts';
import { hex8, messageName, transferName } from './names.ts';
import { count, group } from './phrases.ts';
import type { RowRef } from './protocol.ts';

export interface RowText {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly places: readonly Place[];
}

type Teller = (source: LaneSource, row: number) => RowText | undefined;

function callPlace({ trace: { calls, inputs } }: LaneSource, call: number, line = calls.line[call]!): Place {
  return { file: inputs[calls.input[call]!]!.path, line };
}

function packetPlace({ trace: { packets, inputs } }: LaneSource, packet: number): Place {
  return { file: inputs[packets.input[packet]!]!.path, frame: packets.frame[packet]! };
}

function ofPacket(source: LaneSource, packet: number, title: string): RowText {
  const at = source.correlation.axis.packet(packet);
  return { start: at, end: at, title, places: [packetPlace(source, packet)] };
}

const call: Teller = (source, row) => {
  const { trace, correlation: { axis, socketCalls } } = source;
  const { calls, transfers, polls } = trace;
  const name = syscallNames.get(calls.syscall[row]!) ?? 'call';
  const fd = calls.fd[row]! >= 0 ? ` on fd ${calls.fd[row]}` : '';
  const transfer = socketCalls.firstTransferOf(row);
  const moved = isSend(calls.syscall[row]!) || isReceive(calls.syscall[row]!);
  const message = moved && transfer !== NONE && transfers.size[transfer]! > 0 ? ` of ${transferName(trace, transfer)}, ${group(transfers.size[transfer]!)} B,` : '';
  const unreturned = (calls.flags[row]! & CallFlag.Unreturned) !== 0;
  const errno = calls.errno[row]!;
  const result =
    unreturned ? 'never returned'
    : errno === EAGAIN && isSend(calls.syscall[row]!) ? 'refused: EAGAIN'
    : errno !== 0 ? `failed: ${errnoName(errno) ?? `errno ${errno}`}`
    : moved ? `answered ${group(calls.returnValue[row]!)}`
    : `returned ${calls.returnValue[row]}`;
  const ready = calls.socket[row] === NONE && calls.detail[row] !== NONE && polls.call[calls.detail[row]!] === row && (polls.ready[calls.detail[row]!]! & Poll.Out) !== 0 ? ', ready for writing' : '';
  const end = unreturned ? axis.end(calls.input[row]!) : axis.exit(row);
  const places = calls.endLine[row] === calls.line[row] ? [callPlace(source, row)] : [callPlace(source, row), callPlace(source, row, calls.endLine[row]!)];
  return { start: axis.entry(row), end, title: `${name}()${fd}${message} ${result}${ready}`, places };
};

const dataChunk: Teller = (source, row) => {
  const { trace } = source;
  const { dataChunks } = trace;
  const message = dataChunks.message[row]!;
  const again = (dataChunks.flags[row]! & DataFlag.Retransmitted) !== 0 ? ', sent again' : '';
  const name = (dataChunks.flags[row]! & DataFlag.IData) !== 0 ? 'I-DATA' : 'DATA';
  const title = `${name} TSN ${dataChunks.tsn[row]}, stream ${dataChunks.streamId[row]}, ${group(dataChunks.size[row]!)} B${message === NONE ? '' : `: ${messageName(trace, message)}`}${again}`;
  return ofPacket(source, dataChunks.packet[row]!, title);
};

const sack: Teller = (source, row) => {
  const { sacks } = source.trace;
  const parts = [`SACK up to TSN ${sacks.cumulativeTsnAck[row]}`, `a_rwnd ${group(sacks.aRwnd[row]!)} B`];
  if (sacks.gapCount[row]! > 0) parts.push(count(sacks.gapCount[row]!, 'gap block'));
  if (sacks.duplicateCount[row]! > 0) parts.push(count(sacks.duplicateCount[row]!, 'duplicate TSN'));
  return ofPacket(source, sacks.packet[row]!, parts.join(', '));
};

const message: Teller = (source, row) => {
  const { messages } = source.trace;
  return ofPacket(source, messages.packet[row]!, `${messageName(source.trace, row)}, ${group(messages.size[row]!)} B`);
};

const transaction: Teller = (source, row) => {
  const { trace, correlation: { transactions, links, axis } } = source;
  const { messages, transfers } = trace;
  const packet = messages.packet[row]!;
  const at = axis.packet(packet);
  const send = links.sendOf[row]!;
  const start = send === NONE ? at : Math.min(at, axis.entry(transfers.call[send]!));
  const answer = transactions.counterpart[row]!;
  const name = commandName(messages.head1[row]! & 0xff_ffff, true) ?? messageName(trace, row);
  const answered = answer === NONE ? 'never answered' : `answered after ${formatDuration(axis.packet(messages.packet[answer]!) - at)}`;
  const result = answer === NONE || messages.resultCode[answer] === 0 ? '' : `, result ${messages.resultCode[answer]}`;
  const waited = at - start > 2e6 ? `, ${formatDuration(at - start)} in the send buffer before` : '';
  return {
    start, end: answer === NONE ? at : axis.packet(messages.lastPacket[answer]!),
    title: `${name} hop-by-hop ${hex8(messages.head3[row]!)} ${answered}${result}${waited}`,
    places: [packetPlace(source, packet), ...(answer === NONE ? [] : [packetPlace(source, messages.packet[answer]!)]), ...(send === NONE ? [] : [callPlace(source, transfers.call[send]!)])],
  };
};

const stall: Teller = (source, row) => {
  const judged = source.diagnosis.stalls[row - 1];
  const report = source.stalls[row - 1];
  if (!judged || !report) return undefined;
  const { stall: { start, end, sends } } = judged.situation;
  const [refusal] = report.evidence;
  return {
    start, end,
    title: `${report.summary[0] ?? 'send() refused'}: ${stallLabel(report.cause, report.consequence, report.eagainCount)}, ${formatDuration(end - start)}`,
    places: refusal?.line === undefined ? [callPlace(source, sends[0]!)] : [{ file: refusal.file, line: refusal.line }],
  };
};

const limit: Teller = (source, row) => {
  const segment = source.segment(row);
  if (!segment) return undefined;
  const { start, end } = segment;
  return { start, end, title: `send limit: ${limitClasses[segment.limit].name}, ${formatDuration(end - start)} (derived)`, places: [] };
};

const state: Teller = (source, row) => {
  const { trace: { states, inputs }, correlation: { axis } } = source;
  const told = ([['rwnd', states.rwnd], ['cwnd', states.cwnd], ['in flight', states.flight]] as const)
    .flatMap(([name, column]) => (column[row] === NONE ? [] : [`${name} ${group(column[row]!)} B`]));
  if (states.wmem[row] !== NONE) told.push(`send buffer ${group(states.wmem[row]!)}${states.sndbuf[row] === NONE ? '' : ` of ${group(states.sndbuf[row]!)}`} B`);
  const at = axis.of(states.input[row]!, states.time[row]!);
  return { start: at, end: at, title: `kernel: ${told.join(', ')}`, places: [{ file: inputs[states.input[row]!]!.path, line: states.line[row]! }] };
};

const tellers: Readonly<Record<RowRef['table'], Teller>> = {
  calls: call,
  transfers: (source, row) => call(source, source.trace.transfers.call[row]!),
  packets: (source, row) => ofPacket(source, row, packetTitle(source, row)),
  dataChunks: dataChunk,
  sacks: sack,
  controlChunks: (source, row) => ofPacket(source, source.trace.controlChunks.packet[row]!, chunkName(source.trace.controlChunks.type[row]!)),
  messages: message,
  transactions: transaction,
  stalls: stall,
  limits: limit,
  states: state,
};

/** By what it carries first. */
function packetTitle({ trace }: LaneSource, packet: number): string {
  return `frame ${trace.packets.frame[packet]}, ${group(trace.packets.size[packet]!)} B of SCTP`;
}

/** Undefined for a row that does not exist. */
export function rowText(source: LaneSource, { table, row }: RowRef): RowText | undefined {
  const { trace } = source;
  const length = table === 'stalls' ? source.stalls.length + 1 : table === 'limits' ? Infinity : trace[table === 'transactions' ? 'messages' : table].length;
  return Number.isInteger(row) && row >= 0 && row < length ? tellers[table](source, row) : undefined;
}
