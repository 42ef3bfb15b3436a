/** The outline of a log: its processes, in them their sockets with the runs of refused sends, and their threads. */
import { NONE } from '../../analyzer/trace/table.ts';
import { formatDuration } from '../../analyzer/trace/time.ts';
import type { LogIndex } from './logIndex.ts';
import { refusalRuns, type RefusalRun } from './refusalRuns.ts';

export interface OutlineNode {
  readonly kind: 'process' | 'thread' | 'socket' | 'refusals';
  readonly name: string;
  readonly detail: string;
  /** 1-based, both inclusive. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly OutlineNode[];
}

/** More would not help a reader. */
const MOST_CHILDREN = 1000;

interface Span {
  start: number;
  end: number;
  calls: number;
}

export function logOutline(index: LogIndex): OutlineNode[] {
  const { trace, calls } = index;
  const threads = new Map<number, Span & { process: number }>();
  const sockets = trace.sockets.map((): Span => ({ start: 0, end: 0, calls: 0 }));
  for (let call = 0; call < calls.length; call++) {
    const tid = calls.thread[call]!;
    let thread = threads.get(tid);
    if (!thread) threads.set(tid, (thread = { start: 0, end: 0, calls: 0, process: 0 }));
    thread.process = calls.process[call]!;
    extend(thread, index, call);
    const socket = index.socketOf(call);
    if (socket >= 0) extend(sockets[socket]!, index, call);
  }
  const runs = new Map<number, RefusalRun[]>();
  for (const run of refusalRuns(index)) {
    const known = runs.get(run.socket);
    if (known) known.push(run);
    else runs.set(run.socket, [run]);
  }
  const nodes: OutlineNode[] = [];
  for (const process of trace.processes.length > 0 ? trace.processes.map(({ id }) => id) : [0]) {
    const own = [...threads].filter(([, thread]) => thread.process === process);
    if (own.length === 0) continue;
    const socketNodes = trace.sockets.filter((socket) => socket.process === process && sockets[socket.id]!.calls > 0)
      .map((socket) => socketNode(index, socket.id, sockets[socket.id]!, runs.get(socket.id) ?? []));
    const threadNodes = own.length < 2 ? [] : own.slice(0, MOST_CHILDREN).map(([tid, span]): OutlineNode => ({ kind: 'thread', name: `thread ${tid}`, detail: callText(span.calls), start: span.start, end: span.end, children: [] }));
    const all = [...own.map(([, span]) => span)];
    const start = Math.min(...all.map((span) => span.start));
    const end = Math.max(...all.map((span) => span.end), ...socketNodes.map((node) => node.end));
    const { command = '', pid = -1 } = trace.processes[process] ?? {};
    nodes.push({
      kind: 'process', start, end, children: [...socketNodes, ...threadNodes],
      name: [command, pid < 0 ? '' : `pid ${pid}`].filter((part) => part !== '').join(' ') || 'process',
      detail: callText(all.reduce((sum, span) => sum + span.calls, 0)),
    });
  }
  return nodes;
}

function extend(span: Span, { calls }: LogIndex, call: number): void {
  span.start = span.calls === 0 ? calls.line[call]! : Math.min(span.start, calls.line[call]!);
  span.end = Math.max(span.end, calls.endLine[call]!);
  span.calls++;
}

const callText = (count: number): string => `${count} ${count === 1 ? 'call' : 'calls'}`;

function socketNode({ trace, calls }: LogIndex, id: number, span: Span, runs: readonly RefusalRun[]): OutlineNode {
  const socket = trace.sockets[id]!;
  // A wait that began before the socket was there may have reported it.
  const opened = socket.openCall === NONE ? span.start : trace.calls.line[socket.openCall]!;
  const ends = [socket.local, socket.peer].filter((text) => text !== '').join(' → ');
  return {
    kind: 'socket',
    name: `fd ${socket.fd}`,
    detail: [socket.protocol === 'sctp' ? 'SCTP' : 'messages', ...(ends === '' ? [] : [ends]), ...(socket.listening ? ['listening'] : []), callText(span.calls)].join(' · '),
    start: opened,
    end: Math.max(span.end, opened),
    children: runs.slice(0, MOST_CHILDREN).map((run): OutlineNode => {
      const first = run.calls[0]!;
      const last = run.end ?? run.calls.at(-1)!;
      const lasted = calls.time[last]! - calls.time[first]!;
      return {
        kind: 'refusals',
        name: run.isBlocked ? 'slow send' : run.calls.length === 1 ? 'send refused' : `send refused ${run.calls.length} times`,
        detail: run.isBlocked ? formatDuration(calls.duration[first]!) : run.end === undefined ? 'to the end of the log' : lasted >= 0 && trace.inputs[0]!.clock !== 'ordinal' ? formatDuration(lasted) : '',
        start: calls.line[first]!,
        end: Math.max(calls.endLine[last]!, calls.line[first]!),
        children: [],
      };
    }),
  };
}
