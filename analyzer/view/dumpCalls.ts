/** Dumps of what strace logs hold: calls and what they moved, asked and set. */
import { linkMethodNames } from '../correlate/links.ts';
import { CallFlag, Poll, TransferFlag } from '../trace/schema.ts';
import { syscallNames } from '../trace/syscallNames.ts';
import { associationNumber, epochTime, flagNames, pointer, sameRows, type DumpColumn, type DumpSource, type TableDump } from './dumpSource.ts';
import { hex8, transferName } from './names.ts';

const callFlags = flagNames(CallFlag);
const transferFlags = flagNames(TransferFlag);
const pollFlags = flagNames(Poll);

/** What every row that belongs to a call shows of it. `callOf` maps its row to the call's. */
function callColumns({ trace, correlation, errnoName }: DumpSource, callOf: (row: number) => number): Readonly<Record<string, DumpColumn>> {
  const { calls, threads } = trace;
  return {
    time: (row) => epochTime(trace, correlation.axis.entry(callOf(row))),
    input: (row) => calls.input[callOf(row)]!,
    line: (row) => calls.line[callOf(row)]!,
    tid: (row) => threads[calls.thread[callOf(row)]!]?.tid ?? '',
    syscall: (row) => syscallNames.get(calls.syscall[callOf(row)]!) ?? '',
    fd: (row) => pointer(calls.fd[callOf(row)]!),
    socket: (row) => pointer(calls.socket[callOf(row)]!),
    returnValue: (row) => ((calls.flags[callOf(row)]! & CallFlag.Unreturned) !== 0 ? '' : calls.returnValue[callOf(row)]!),
    errno: (row) => (calls.errno[callOf(row)] === 0 ? '' : errnoName(calls.errno[callOf(row)]!)),
  };
}

const calls: TableDump = (source) => {
  const table = source.trace.calls;
  return {
    length: table.length,
    events: sameRows('calls'),
    columns: {
      call: (row) => row,
      ...callColumns(source, (row) => row),
      duration: (row) => table.duration[row]!,
      endLine: (row) => table.endLine[row]!,
      flags: (row) => callFlags(table.flags[row]!),
    },
  };
};

const transfers: TableDump = (source) => {
  const { transfers: table, strings } = source.trace;
  const whenKnown = (bytes: number, text: DumpColumn): DumpColumn => (row) => (table.known[row]! >= bytes ? text(row) : '');
  return {
    length: table.length,
    events: sameRows('transfers'),
    columns: {
      transfer: (row) => row,
      ...callColumns(source, (row) => table.call[row]!),
      index: (row) => table.index[row]!,
      size: (row) => table.size[row]!,
      known: (row) => table.known[row]!,
      name: (row) => transferName(source.trace, row),
      hopByHopId: whenKnown(16, (row) => hex8(table.head3[row]!)),
      endToEndId: whenKnown(20, (row) => hex8(table.head4[row]!)),
      flags: (row) => transferFlags(table.flags[row]!),
      peer: (row) => strings.text(table.peer[row]!),
      message: (row) => pointer(source.correlation.links.messageOf[row]!),
      link: (row) => linkMethodNames[source.correlation.links.methodOf[row]!]!,
    },
  };
};

const polls: TableDump = (source) => {
  const table = source.trace.polls;
  return {
    length: table.length,
    columns: {
      ...callColumns(source, (row) => table.call[row]!),
      fd: (row) => table.fd[row]!,
      socket: (row) => pointer(table.socket[row]!),
      armed: (row) => pollFlags(table.armed[row]!),
      ready: (row) => pollFlags(table.ready[row]!),
    },
  };
};

const options: TableDump = (source) => {
  const { options: table, strings } = source.trace;
  return {
    length: table.length,
    events: { table: 'calls', rowOf: (row) => table.call[row]! },
    columns: {
      ...callColumns(source, (row) => table.call[row]!),
      name: (row) => strings.text(table.name[row]!),
      value: (row) => table.value[row]!,
    },
  };
};

const sockets: TableDump = ({ trace, correlation }) => {
  const rows = trace.sockets;
  const lineOf = (call: number): string | number => (pointer(call) === '' ? '' : trace.calls.line[call]!);
  return {
    length: rows.length,
    columns: {
      socket: (row) => row,
      input: (row) => rows[row]!.input,
      pid: (row) => trace.processes[rows[row]!.process]?.pid ?? '',
      fd: (row) => rows[row]!.fd,
      protocol: (row) => rows[row]!.protocol,
      local: (row) => rows[row]!.local,
      peer: (row) => rows[row]!.peer,
      associations: (row) => (correlation.owners.associationsOf[row] ?? []).map(associationNumber).join(','),
      openLine: (row) => lineOf(rows[row]!.openCall),
      closeLine: (row) => lineOf(rows[row]!.closeCall),
      oneToMany: (row) => (rows[row]!.oneToMany ? 1 : 0),
      listening: (row) => (rows[row]!.listening ? 1 : 0),
      sndbufSet: (row) => rows[row]!.sndbufSet ?? '',
      rcvbufSet: (row) => rows[row]!.rcvbufSet ?? '',
    },
  };
};

export const callDumps = { calls, transfers, polls, options, sockets } as const;
