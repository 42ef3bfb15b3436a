/** The calls on one socket, and the waits of one thread: the left edge of everything that happens on the wire. */
import { EAGAIN, isAccepted } from '../../correlate/calls.ts';
import { NONE } from '../../trace/table.ts';
import { CallFlag, Poll, Syscall, isReceive, isSend } from '../../trace/schema.ts';
import { BLOCKED } from '../../correlate/stalls.ts';
import type { ClassInfo } from '../protocol.ts';
import { EventList } from './events.ts';
import type { Lane } from './lane.ts';
import { MarkLane } from './markLane.ts';
import type { LaneSource } from './source.ts';
import { SpanLane } from './spanLane.ts';

const call = { Control: 0, Receive: 1, NoData: 2, Send: 3, NeverSent: 4, Armed: 5, Writable: 6, Failed: 7, Close: 8, Refused: 9 } as const;

const callClasses: readonly ClassInfo[] = [
  { name: 'other calls', role: 'neutral', shape: 'halfTick', table: 'calls' },
  { name: 'received', role: 'receive', shape: 'tick', table: 'calls' },
  { name: 'nothing to receive', role: 'idle', shape: 'halfTick', table: 'calls' },
  { name: 'sent', role: 'good', shape: 'tick', table: 'calls' },
  { name: 'accepted, never on the wire', role: 'queued', shape: 'tick', table: 'calls' },
  { name: 'asked for POLLOUT', role: 'poll', shape: 'triangle', table: 'calls' },
  { name: 'POLLOUT', role: 'flowing', shape: 'circle', table: 'calls' },
  { name: 'failed', role: 'warning', shape: 'cross', table: 'calls' },
  { name: 'close, shutdown', role: 'alarm', shape: 'flag', table: 'calls' },
  { name: 'refused: EAGAIN', role: 'alarm', shape: 'diamond', table: 'calls' },
];

export function socketLane(source: LaneSource, socket: number, group: string): Lane | undefined {
  const { trace, correlation: { axis, links, socketCalls, handovers, owners } } = source;
  const { calls, polls } = trace;
  const own = socketCalls.of(socket);
  if (own.length === 0) return undefined;
  const { fd } = trace.sockets[socket]!;
  return new MarkLane(
    {
      id: `calls:${socket}`, group, title: `calls on fd ${fd}`, classes: callClasses,
      hint: 'Calls of the log at their entry, on the clock of the capture: they lie within the uncertainty of the clock fit.',
    },
    () => {
      const never = new Set(owners.associationsOf[socket]!.flatMap((association) => handovers[association]?.neverWired ?? []));
      const lists = callClasses.map(() => new EventList());
      for (const row of own) lists[kindOf(row)]!.add(axis.entry(row), row);
      for (const poll of socketCalls.pollsOf(socket)) {
        const row = polls.call[poll]!;
        if ((polls.armed[poll]! & Poll.Out) !== 0) lists[call.Armed]!.add(axis.entry(row), row);
        if ((polls.ready[poll]! & Poll.Out) !== 0) lists[call.Writable]!.add(axis.exit(row), row);
      }
      return lists.map((list) => list.finish());

      function kindOf(row: number): number {
        const syscall = calls.syscall[row]!;
        const errno = calls.errno[row]!;
        if (isSend(syscall)) {
          if (errno === EAGAIN) return call.Refused;
          if (errno !== 0) return call.Failed;
          const transfer = socketCalls.firstTransferOf(row);
          const isMissing = transfer !== NONE && links.messageOf[transfer] === NONE && isAccepted(trace, transfer) && never.has(transfer);
          return isMissing ? call.NeverSent : call.Send;
        }
        if (isReceive(syscall)) return errno === EAGAIN ? call.NoData : errno === 0 ? call.Receive : call.Failed;
        if (syscall === Syscall.Close || syscall === Syscall.Shutdown) return call.Close;
        return errno === 0 ? call.Control : call.Failed;
      }
    },
  );
}

const waitClasses: readonly ClassInfo[] = [
  { name: 'waits for events', role: 'poll', shape: 'bar', table: 'calls' },
  { name: 'sleeps', role: 'idle', shape: 'bar', table: 'calls' },
  { name: 'blocked in a receive', role: 'receive', shape: 'bar', table: 'calls' },
  { name: 'blocked in send()', role: 'alarm', shape: 'bar', table: 'calls' },
];

/** A shorter call is no wait, ns. */
const WAIT = 1e6;

const waits = new Set<number>([Syscall.EpollWait, Syscall.Poll, Syscall.Select]);

/** Lanes for the threads that wait most, by rows of calls; undefined for one that never waits. */
export function waitLane(source: LaneSource, thread: number, group: string): Lane {
  const { trace, correlation: { axis } } = source;
  const { calls } = trace;
  return new SpanLane(
    {
      id: `waits:${thread}`, group, title: `thread ${trace.threads[thread]!.tid} waits`, rows: 1, labelled: false, classes: waitClasses, secondary: true,
      hint: 'Time in poll, select, epoll_wait, sleeps and blocking calls of 1 ms and more.',
    },
    () => {
      const lists = waitClasses.map(() => new EventList());
      for (let row = 0; row < calls.length; row++) {
        if (calls.thread[row] !== thread) continue;
        const syscall = calls.syscall[row]!;
        const [from, to] = [axis.entry(row), (calls.flags[row]! & CallFlag.Unreturned) !== 0 ? axis.end(calls.input[row]!) : axis.exit(row)];
        if (!(to - from >= WAIT)) continue;
        if (waits.has(syscall)) lists[0]!.add(from, row, to);
        else if (syscall === Syscall.Sleep) lists[1]!.add(from, row, to);
        else if (isReceive(syscall)) lists[2]!.add(from, row, to);
        else if (isSend(syscall) && to - from >= BLOCKED) lists[3]!.add(from, row, to);
      }
      return lists.map((list, number) => ({ class: number, sub: 0, events: list.finish() }));
    },
  );
}
