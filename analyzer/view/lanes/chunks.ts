/** What one side of an association put on the wire: its DATA by path, its SACKs, and its other chunks. */
import { Happening } from '../../correlate/sendWindow.ts';
import { chunkName } from '../../dissect/sctpNames.ts';
import { DataFlag } from '../../trace/schema.ts';
import type { ClassInfo, Role, Shape } from '../protocol.ts';
import type { ChunkRows } from './chunkRows.ts';
import { EventList, type Events } from './events.ts';
import type { Lane } from './lane.ts';
import { MarkLane } from './markLane.ts';
import type { LaneSource } from './source.ts';

const data = { First: 0, Spurious: 1, Probe: 2, Fast: 3, Timer: 4 } as const;

const dataClasses: readonly ClassInfo[] = [
  { name: 'DATA', role: 'data', shape: 'tick', table: 'dataChunks' },
  { name: 'sent again needlessly', role: 'neutral', shape: 'circle', table: 'dataChunks' },
  { name: 'zero window probe', role: 'peerWindow', shape: 'diamond', table: 'dataChunks' },
  { name: 'fast retransmission', role: 'congestion', shape: 'triangle', table: 'dataChunks' },
  { name: 'T3 retransmission', role: 'alarm', shape: 'cross', table: 'dataChunks' },
];

/** One lane for all paths, or one a path where there are several. */
export function dataLanes(source: LaneSource, rows: ChunkRows, association: number, sender: 0 | 1, group: string, arrow: string): Lane[] {
  const paths = rows.paths(association, sender);
  return paths.map((path) => {
    const own = paths.length > 1 ? path : undefined;
    return new MarkLane(
      {
        id: `data:${association + 1}:${sender}${own === undefined ? '' : `:${path}`}`, group,
        title: own === undefined ? `DATA ${arrow}` : `DATA ${arrow} ${pathText(source, association, path, sender)}`,
        hint: 'DATA and I-DATA chunks as captured. A retransmission is told apart from a frame that was captured twice, and from the probe of a closed window (RFC 9260 6.1).',
        classes: dataClasses,
      },
      () => dataEvents(source, rows.data(association, sender), association, sender, own),
    );
  });
}

/** "10.0.0.1 → 10.0.1.2" */
function pathText({ trace }: LaneSource, association: number, path: number, sender: 0 | 1): string {
  const { endpoints, paths } = trace.associations[association]!;
  const ends = [endpoints[0].addresses[paths[path]!.first] ?? '?', endpoints[1].addresses[paths[path]!.second] ?? '?'];
  return sender === 0 ? `${ends[0]} → ${ends[1]}` : `${ends[1]} → ${ends[0]}`;
}

function dataEvents(source: LaneSource, rows: Uint32Array, association: number, sender: 0 | 1, path: number | undefined): Events[] {
  const { trace: { dataChunks, packets }, correlation: { axis } } = source;
  const lists = dataClasses.map(() => new EventList());
  let kinds: Map<number, number> | undefined;
  for (const row of rows) {
    const packet = dataChunks.packet[row]!;
    if (path !== undefined && packets.path[packet] !== path) continue;
    let kind: number = data.First;
    if ((dataChunks.flags[row]! & DataFlag.Retransmitted) !== 0) {
      kinds ??= retransmissionKinds(source, association, sender);
      kind = kinds.get(packet) ?? data.Timer;
    }
    lists[kind]!.add(axis.packet(packet), row);
  }
  return lists.map((list) => list.finish());
}

/** By packet that carries a retransmission. */
function retransmissionKinds(source: LaneSource, association: number, sender: 0 | 1): Map<number, number> {
  const { samples } = source.context(association, sender).window;
  const kinds = new Map<number, number>();
  for (let i = 0; i < samples.length; i++) {
    const what = samples.what[i]!;
    const kind =
      (what & Happening.Spurious) !== 0 ? data.Spurious
      : (what & Happening.ZeroWindowProbe) !== 0 ? data.Probe
      : (what & Happening.FastRetransmit) !== 0 ? data.Fast
      : (what & Happening.TimerRetransmit) !== 0 ? data.Timer
      : undefined;
    if (kind !== undefined) kinds.set(samples.packet[i]!, kind);
  }
  return kinds;
}

const sackClasses: readonly ClassInfo[] = [
  { name: 'SACK', role: 'sack', shape: 'tick', table: 'sacks' },
  { name: 'SACK with gaps', role: 'congestion', shape: 'triangle', table: 'sacks' },
  { name: 'duplicate TSNs reported', role: 'neutral', shape: 'circle', table: 'sacks' },
  { name: 'no room for the next chunk', role: 'alarm', shape: 'square', table: 'sacks' },
];

export function sackLane(source: LaneSource, rows: ChunkRows, association: number, receiver: 0 | 1, group: string, arrow: string): Lane | undefined {
  const own = rows.sacks(association, receiver);
  if (own.length === 0) return undefined;
  return new MarkLane(
    {
      id: `sacks:${association + 1}:${receiver}`, group, title: `SACK ${arrow}`, classes: sackClasses,
      hint: 'Acknowledgements: what was received, what is missing (gap ack blocks), and how much room is left (a_rwnd). No room: a_rwnd is below the size of the largest DATA chunk of the other side.',
    },
    () => {
      const { trace: { sacks, dataChunks }, correlation: { axis } } = source;
      let largest = 1;
      for (const row of rows.data(association, (1 - receiver) as 0 | 1)) largest = Math.max(largest, dataChunks.size[row]!);
      const lists = sackClasses.map(() => new EventList());
      for (const row of own) {
        const kind = sacks.aRwnd[row]! < largest ? 3 : sacks.gapCount[row]! > 0 ? 1 : sacks.duplicateCount[row]! > 0 ? 2 : 0;
        lists[kind]!.add(axis.packet(sacks.packet[row]!), row);
      }
      return lists.map((list) => list.finish());
    },
  );
}

/** Chunk type -> how it looks; others share the last class. RFC 9260 3.2. */
const controlKinds: readonly { readonly types: readonly number[]; readonly name: string; readonly role: Role; readonly shape: Shape }[] = [
  { types: [4, 5], name: 'HEARTBEAT', role: 'control', shape: 'halfTick' },
  { types: [1, 2, 10, 11], name: 'INIT, COOKIE', role: 'good', shape: 'flag' },
  { types: [7, 8, 14], name: 'SHUTDOWN', role: 'warning', shape: 'flag' },
  { types: [6], name: 'ABORT', role: 'alarm', shape: 'flag' },
  { types: [9], name: 'ERROR', role: 'alarm', shape: 'diamond' },
  { types: [192, 194], name: chunkName(192), role: 'warning', shape: 'triangle' },
  { types: [], name: 'other chunks', role: 'neutral', shape: 'tick' },
];

export function controlLane(source: LaneSource, rows: ChunkRows, association: number, group: string): Lane | undefined {
  const sides = [rows.control(association, 0), rows.control(association, 1)];
  if (sides.every((side) => side.length === 0)) return undefined;
  const classes = controlKinds.map(({ name, role, shape }) => ({ name, role, shape, table: 'controlChunks' as const }));
  return new MarkLane(
    { id: `control:${association + 1}`, group, title: 'set-up, heartbeats, end', classes, hint: 'All chunks besides DATA and SACK, of both sides.' },
    () => {
      const { trace: { controlChunks }, correlation: { axis } } = source;
      const lists = classes.map(() => new EventList());
      for (const side of sides) {
        for (const row of side) {
          const known = controlKinds.findIndex(({ types }) => types.includes(controlChunks.type[row]!));
          lists[known < 0 ? lists.length - 1 : known]!.add(axis.packet(controlChunks.packet[row]!), row);
        }
      }
      return lists.map((list) => list.finish());
    },
  );
}
