/** Fields of strace logs: calls and what they moved. */
import { linkMethodNames } from '../correlate/links.ts';
import { EAGAIN } from '../correlate/calls.ts';
import { CallFlag, TransferFlag, isReceive, isSend } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import { enumerationOf, errnos, syscalls } from './enumerations.ts';
import type { EventTables } from './eventTables.ts';
import type { Field, Reader } from './field.ts';

const truth = (holds: boolean): number => (holds ? 1 : 0);

const transferFlag = (bit: number) => ({ trace: { transfers } }: EventTables): Reader => (row) => truth((transfers.flags[row]! & bit) !== 0);

function numbersIn(count: number, of: (row: number) => number): string[] {
  const seen = new Set<number>();
  for (let row = 0; row < count; row++) seen.add(of(row));
  return [...seen].filter((number) => number >= 0).sort((a, b) => a - b).map(String);
}

export const callFields: readonly Field[] = [
  {
    name: 'syscall', type: 'enum', doc: 'The system call, as strace names it.', values: syscalls,
    at: { calls: ({ trace: { calls } }) => (row) => calls.syscall[row]! },
  },
  {
    name: 'errno', type: 'enum', doc: 'What a call failed with; bare `errno` is any failure, `errno == 0` none.', values: errnos, none: 0,
    at: { calls: ({ trace: { calls } }) => (row) => calls.errno[row]! },
  },
  {
    name: 'refused', type: 'boolean', doc: 'A send that failed with EAGAIN.',
    at: { calls: ({ trace: { calls } }) => (row) => truth(isSend(calls.syscall[row]!) && calls.errno[row] === EAGAIN) },
  },
  {
    name: 'sending', type: 'boolean', doc: 'A call that hands a message to the kernel.',
    at: { calls: ({ trace: { calls } }) => (row) => truth(isSend(calls.syscall[row]!)) },
  },
  {
    name: 'receiving', type: 'boolean', doc: 'A call that takes a message from the kernel.',
    at: { calls: ({ trace: { calls } }) => (row) => truth(isReceive(calls.syscall[row]!)) },
  },
  {
    name: 'fd', type: 'number', doc: 'The descriptor of a call.',
    at: { calls: ({ trace: { calls } }) => (row) => (calls.fd[row]! < 0 ? NaN : calls.fd[row]!) },
    suggest: ({ trace: { calls } }) => numbersIn(calls.length, (row) => (calls.socket[row] === NONE ? -1 : calls.fd[row]!)),
  },
  {
    name: 'socket', type: 'number', doc: 'The socket behind a descriptor, numbered from 0: descriptors are used again.',
    at: { calls: ({ trace: { calls } }) => (row) => (calls.socket[row] === NONE ? NaN : calls.socket[row]!) },
    suggest: ({ trace }) => trace.sockets.map(({ id }) => String(id)),
  },
  {
    name: 'pid', type: 'number', doc: 'The process of a call.',
    at: { calls: ({ trace: { calls, threads, processes } }) => (row) => processes[threads[calls.thread[row]!]?.process ?? -1]?.pid ?? NaN },
    suggest: ({ trace }) => [...new Set(trace.processes.map(({ pid }) => String(pid)))],
  },
  {
    name: 'tid', type: 'number', doc: 'The thread of a call, as strace -f prints it.',
    at: { calls: ({ trace: { calls, threads } }) => (row) => threads[calls.thread[row]!]?.tid ?? NaN },
    suggest: ({ trace }) => trace.threads.map(({ tid }) => String(tid)),
  },
  {
    name: 'command', type: 'string', doc: 'The program of a call, where the log shows it.',
    at: {
      calls: ({ trace: { calls, threads, processes }, texts }) => {
        const ids = threads.map(({ command, process }) => texts.id(command || (processes[process]?.command ?? '')));
        return (row) => ids[calls.thread[row]!] || NaN;
      },
    },
  },
  {
    name: 'line', type: 'number', doc: 'The line of the log where a call begins.',
    at: { calls: ({ trace: { calls } }) => (row) => calls.line[row]! },
  },
  {
    name: 'returnValue', type: 'number', doc: 'What a call returned; none where it did not return.',
    at: { calls: ({ trace: { calls } }) => (row) => ((calls.flags[row]! & CallFlag.Unreturned) !== 0 ? NaN : calls.returnValue[row]!) },
  },
  {
    name: 'unfinished', type: 'boolean', doc: 'A call that never returned in the log.',
    at: { calls: ({ trace: { calls } }) => (row) => truth((calls.flags[row]! & CallFlag.Unreturned) !== 0) },
  },
  {
    name: 'duration', type: 'duration', doc: 'How long a call took, or a stall lasted.',
    at: {
      calls: ({ trace: { calls } }) => (row) => calls.duration[row]!,
      stalls: ({ stalls }) => (row) => stalls[row]!.cost.duration,
    },
  },
  {
    name: 'dontWait', type: 'boolean', doc: 'MSG_DONTWAIT was given.',
    at: { transfers: transferFlag(TransferFlag.DontWait) },
  },
  {
    name: 'notification', type: 'boolean', doc: 'An SCTP event was read (MSG_NOTIFICATION), no message.',
    at: { transfers: transferFlag(TransferFlag.Notification) },
  },
  {
    name: 'peer', type: 'string', doc: 'The address a call names, "10.0.0.2:3868".',
    at: {
      transfers: ({ trace: { transfers, strings }, texts }) => {
        const ids = new Map<number, number>([[0, NaN]]);
        return (row) => {
          const known = transfers.peer[row]!;
          let id = ids.get(known);
          if (id === undefined) ids.set(known, (id = texts.id(strings.text(known))));
          return id;
        };
      },
    },
  },
  {
    name: 'link', type: 'enum', doc: 'How a send or receive was matched with a message of the capture.', none: 0, isDerived: true,
    values: enumerationOf(linkMethodNames.map((name) => name.replaceAll(' ', '_'))),
    at: { transfers: ({ correlation: { links } }) => (row) => links.methodOf[row]! },
  },
  {
    name: 'neverOnWire', type: 'boolean', doc: 'The kernel took the message, and the capture never showed it.', isDerived: true,
    at: { transfers: ({ neverOnWire }) => (row) => neverOnWire[row]! },
  },
  {
    name: 'queued', type: 'duration', doc: 'From an accepted send to its first byte on the wire, by the fitted clocks.', isDerived: true,
    at: {
      transfers: (events) => {
        const { trace: { transfers, messages, calls }, correlation: { axis, links } } = events;
        return (row) => {
          const message = links.messageOf[row]!;
          const call = transfers.call[row]!;
          if (message === NONE || !events.isSend(row) || !axis.isPlaced(calls.input[call]!)) return NaN;
          return Math.max(0, axis.packet(messages.packet[message]!) - axis.entry(call));
        };
      },
    },
  },
];
