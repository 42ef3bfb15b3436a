/** Dumps of what the analysis joined: sends and their messages, requests and their answers, stalls. */
import { isAccepted } from '../correlate/calls.ts';
import { linkMethodNames } from '../correlate/links.ts';
import { Protocol } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import { associationNumber, epochTime, sameRows, type TableDump } from './dumpSource.ts';
import { diameterName, hex8, messageName, transferName } from './names.ts';

const links: TableDump = ({ trace, correlation }) => {
  const { calls, messages, packets, transfers } = trace;
  const { messageOf, methodOf } = correlation.links;
  const rows = Array.from({ length: transfers.length }, (_, transfer) => transfer).filter((transfer) => messageOf[transfer] !== NONE);
  const callOf = (row: number): number => transfers.call[rows[row]!]!;
  const packetOf = (row: number): number => messages.packet[messageOf[rows[row]!]!]!;
  return {
    length: rows.length,
    events: { table: 'transfers', rowOf: (row) => rows[row]! },
    columns: {
      transfer: (row) => rows[row]!,
      message: (row) => messageOf[rows[row]!]!,
      method: (row) => linkMethodNames[methodOf[rows[row]!]!]!,
      line: (row) => calls.line[callOf(row)]!,
      callTime: (row) => epochTime(trace, correlation.axis.entry(callOf(row))),
      frame: (row) => packets.frame[packetOf(row)]!,
      packetTime: (row) => epochTime(trace, correlation.axis.packet(packetOf(row))),
    },
  };
};

/** Accepted sends that the capture does not show, and user messages that no call of a log sent or received. */
const unmatched: TableDump = ({ trace, correlation }) => {
  const { calls, messages, packets, transfers } = trace;
  const { messageOf, sendOf, receiveOf } = correlation.links;
  const sends: number[] = [];
  for (let t = 0; t < transfers.length; t++) if (messageOf[t] === NONE && isAccepted(trace, t)) sends.push(t);
  const alone: number[] = [];
  for (let m = 0; m < messages.length; m++) if (sendOf[m] === NONE && receiveOf[m] === NONE) alone.push(m);
  const either = <T>(ofSend: (transfer: number) => T, ofMessage: (message: number) => T) => (row: number): T =>
    row < sends.length ? ofSend(sends[row]!) : ofMessage(alone[row - sends.length]!);
  return {
    length: sends.length + alone.length,
    columns: {
      kind: either(() => 'send', () => 'message'),
      time: either((t) => epochTime(trace, correlation.axis.entry(transfers.call[t]!)), (m) => epochTime(trace, correlation.axis.packet(messages.packet[m]!))),
      input: either((t) => calls.input[transfers.call[t]!]!, (m) => packets.input[messages.packet[m]!]!),
      line: either<string | number>((t) => calls.line[transfers.call[t]!]!, () => ''),
      frame: either<string | number>(() => '', (m) => packets.frame[messages.packet[m]!]!),
      fd: either<string | number>((t) => calls.fd[transfers.call[t]!]!, () => ''),
      association: either<string | number>((t) => associationNumber(correlation.owners.destination(trace, t)), (m) => associationNumber(packets.association[messages.packet[m]!]!)),
      name: either((t) => transferName(trace, t), (m) => messageName(trace, m)),
      size: either((t) => transfers.size[t]!, (m) => messages.size[m]!),
    },
  };
};

const transactions: TableDump = ({ trace, correlation }) => {
  const { messages, packets } = trace;
  const { counterpart } = correlation.transactions;
  const isRequest = (message: number): boolean => messages.protocol[message] === Protocol.Diameter && messages.head1[message]! >>> 31 === 1;
  const rows = Array.from({ length: messages.length }, (_, message) => message).filter(isRequest);
  const answered = (row: number): number | undefined => {
    const answer = counterpart[rows[row]!]!;
    return answer === NONE ? undefined : answer;
  };
  const time = (message: number): number => correlation.axis.packet(messages.lastPacket[message]!);
  const ofAnswer = <T>(text: (answer: number) => T) => (row: number): T | '' => {
    const answer = answered(row);
    return answer === undefined ? '' : text(answer);
  };
  return {
    length: rows.length,
    events: { table: 'transactions', rowOf: (row) => rows[row]! },
    columns: {
      time: (row) => epochTime(trace, time(rows[row]!)),
      association: (row) => associationNumber(packets.association[messages.packet[rows[row]!]!]!),
      command: (row) => diameterName(messages.head1[rows[row]!]!),
      hopByHopId: (row) => hex8(messages.head3[rows[row]!]!),
      endToEndId: (row) => hex8(messages.head4[rows[row]!]!),
      requestFrame: (row) => packets.frame[messages.packet[rows[row]!]!]!,
      answerFrame: ofAnswer((answer) => packets.frame[messages.packet[answer]!]!),
      answerTime: (row) => ofAnswer((answer) => time(answer) - time(rows[row]!))(row),
      resultCode: ofAnswer((answer) => messages.resultCode[answer]! || ''),
    },
  };
};

const stalls: TableDump = ({ report }) => {
  const rows = report.stalls;
  return {
    length: rows.length,
    events: sameRows('stalls'),
    columns: {
      stall: (row) => rows[row]!.id,
      association: (row) => rows[row]!.association ?? '',
      pid: (row) => rows[row]!.pid,
      fd: (row) => rows[row]!.fd,
      start: (row) => rows[row]!.start,
      end: (row) => rows[row]!.end,
      eagainCount: (row) => rows[row]!.eagainCount,
      cause: (row) => rows[row]!.cause,
      confidence: (row) => rows[row]!.confidence,
      consequence: (row) => rows[row]!.consequence,
      durationNs: (row) => rows[row]!.cost.durationNs,
      delayedMessages: (row) => rows[row]!.cost.delayedMessages,
      lostMessages: (row) => rows[row]!.cost.lostMessageCount,
      stack: (row) => rows[row]!.stack,
    },
  };
};

export const joinDumps = { links, unmatched, transactions, stalls } as const;
