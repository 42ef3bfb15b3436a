/** The verdict band of an association: each stall from its first refused send to its end, and the time before in which its queue built up. */
import type { Cause, Consequence } from '../report.ts';
import { EventList } from './events.ts';
import type { Lane } from './lane.ts';
import type { LaneSource } from './source.ts';
import { SpanLane } from './spanLane.ts';

const becauseOf: Readonly<Record<Cause, string>> = {
  'peer-receive-window': 'peer window',
  'congestion-window': 'loss',
  'path-failure': 'path silent',
  'send-buffer': 'send buffer full',
  'shared-socket': 'shared socket full',
  'nagle-delayed-sack': 'Nagle and delayed SACK',
  'memory-pressure': 'SCTP memory',
  unknown: 'cause unknown',
};

const ledTo: Readonly<Record<Consequence, string>> = {
  'resumed-after-pollout': 'resumed by POLLOUT',
  'resumed-by-retry': 'resumed by retry',
  'spin-retry': 'retried in a loop',
  'message-dropped': 'message dropped',
  'association-closed-by-app': 'closed by the application',
  'association-lost': 'association lost',
  'blocked-in-call': 'blocked in send()',
  unresolved: 'unresolved',
};

/** Their association did not survive, or messages did not. */
export const fatal: ReadonlySet<Consequence> = new Set(['association-closed-by-app', 'association-lost', 'message-dropped', 'unresolved']);

/** "peer window → EAGAIN → closed by the application". */
export function stallLabel(cause: Cause, consequence: Consequence, eagainCount: number): string {
  if (consequence === 'blocked-in-call') return `${becauseOf[cause]} → ${ledTo[consequence]}`;
  return `${becauseOf[cause]} → ${eagainCount > 1 ? `${eagainCount} × EAGAIN` : 'EAGAIN'} → ${ledTo[consequence]}`;
}

export function stallLane(source: LaneSource, association: number, group: string): Lane | undefined {
  return laneOf(source, `stalls:${association + 1}`, group, source.stalls.flatMap(({ association: own }, i) => (own === association + 1 ? [i] : [])));
}

/** Of a process whose sockets belong to no association on the wire. */
export function processStallLane(source: LaneSource, process: number, group: string): Lane | undefined {
  const rows = source.diagnosis.stalls.flatMap(({ situation: { association, socket } }, i) => (association === undefined && socket.process === process ? [i] : []));
  return laneOf(source, `stalls:process:${process}`, group, rows);
}

function laneOf(source: LaneSource, id: string, group: string, rows: readonly number[]): Lane | undefined {
  if (rows.length === 0) return undefined;
  const kindOf = (i: number): string => {
    const { cause, consequence } = source.stalls[i]!;
    return consequence === 'blocked-in-call' ? `${becauseOf[cause]} → ${ledTo[consequence]}` : `${becauseOf[cause]} → EAGAIN → ${ledTo[consequence]}`;
  };
  const kinds = [...new Set(rows.map(kindOf))];
  return new SpanLane(
    {
      id, group, title: 'stalls', rows: 1, labelled: true,
      hint: 'From the first refused or blocked send() to the next accepted one, the close, the loss or the end of the log. Before it: the time in which its queue built up.',
      classes: [
        { name: 'queue builds up', role: 'queued', shape: 'hatched', table: 'stalls' },
        ...kinds.map((name) => ({
          name, role: rows.some((i) => kindOf(i) === name && fatal.has(source.stalls[i]!.consequence)) ? 'alarm' as const : 'warning' as const, shape: 'bar' as const, table: 'stalls' as const,
        })),
      ],
    },
    () => {
      const building = new EventList();
      const lists = kinds.map(() => new EventList());
      let built = -Infinity;
      for (const i of rows) {
        const { stall, wire } = source.diagnosis.stalls[i]!.situation;
        if (wire && wire.onset < stall.start) {
          const from = Math.max(built, wire.onset);
          if (from < stall.start) building.add(from, i + 1, stall.start);
        }
        built = Math.max(built, stall.end);
        lists[kinds.indexOf(kindOf(i))]!.add(stall.start, i + 1, stall.end);
      }
      return [building, ...lists].map((list, i) => ({ class: i, sub: 0, events: list.finish() }));
    },
  );
}
