/** The explicit list of lanes: which groups there are, and which lanes stand in each, in the order they are shown. */
import { endpointText } from '../../diagnose/endpointText.ts';
import type { Steps } from '../../trace/steps.ts';
import type { LaneGroup } from '../protocol.ts';
import { socketLane, waitLane } from './calls.ts';
import { groupChunks, type ChunkRows } from './chunkRows.ts';
import { controlLane, dataLanes, sackLane } from './chunks.ts';
import { kernelLanes } from './kernelState.ts';
import type { Lane } from './lane.ts';
import { limitLane } from './limits.ts';
import { peerLane } from './peerState.ts';
import type { LaneSource } from './source.ts';
import { processStallLane, stallLane } from './stalls.ts';
import { transactionLane } from './transactions.ts';
import { windowLane } from './windows.ts';

export interface LaneSet {
  readonly groups: readonly LaneGroup[];
  readonly lanes: readonly Lane[];
}

/** Associations with lanes; the others are in the tables. Those with stalls come first, then those with most packets. */
const MOST_ASSOCIATIONS = 64;
const MOST_SOCKETS = 64;
/** Threads of a process whose waits are shown. */
const MOST_THREADS = 8;

export function* buildLanes(source: LaneSource): Steps<LaneSet> {
  const groups: LaneGroup[] = [];
  const lanes: Lane[] = [];
  const rows = yield* groupChunks(source.trace);
  for (const association of associationsInOrder(source)) {
    const group = `association:${association + 1}`;
    const own = associationLanes(source, rows, association, group);
    yield;
    if (own.length === 0) continue;
    groups.push(associationGroup(source, association, group));
    lanes.push(...own);
  }
  addProcesses(source, groups, lanes);
  return { groups, lanes };
}

function associationsInOrder({ trace: { associations }, stalls }: LaneSource): number[] {
  const stalled = new Set(stalls.map(({ association }) => (association === null ? -1 : association - 1)));
  const size = (a: number): number => associations[a]!.packets[0] + associations[a]!.packets[1];
  return associations.filter(({ transport }) => transport === 'sctp').map(({ id }) => id)
    .sort((a, b) => Number(stalled.has(b)) - Number(stalled.has(a)) || size(b) - size(a))
    .slice(0, MOST_ASSOCIATIONS)
    .sort((a, b) => Number(stalled.has(b)) - Number(stalled.has(a)) || associations[a]!.start - associations[b]!.start);
}

function associationGroup(source: LaneSource, association: number, id: string): LaneGroup {
  const { trace, correlation: { owners }, diagnosis } = source;
  const local = source.localOf(association);
  const own = trace.associations[association]!;
  const sockets = owners.socketsOf[association]!.map((socket) => trace.sockets[socket]!);
  const stack = diagnosis.stalls.find(({ situation }) => situation.association?.id === association)?.stack.name;
  const parts = [
    ...new Set(sockets.map(({ fd, process }) => `fd ${fd}${trace.processes[process] ? ` of ${processText(source, process)}` : ''}`)),
    ...(stack === undefined || stack === 'unknown' ? [] : [stack]),
  ];
  return {
    id, kind: 'association', association: association + 1,
    title: `association ${association + 1}   ${endpointText(own, local)} → ${endpointText(own, (1 - local) as 0 | 1)}`,
    subtitle: parts.join(' · '),
  };
}

function processText({ trace: { processes } }: LaneSource, process: number): string {
  const { pid, command } = processes[process]!;
  if (pid < 0 && command === '') return 'an unknown pid';
  return command === '' ? `pid ${pid}` : `${command} (pid ${pid})`;
}

function associationLanes(source: LaneSource, rows: ChunkRows, association: number, group: string): Lane[] {
  const local = source.localOf(association);
  const peer = (1 - local) as 0 | 1;
  const sends = (side: 0 | 1): boolean => rows.data(association, side).length > 0;
  const lanes: (Lane | undefined)[] = [stallLane(source, association, group)];
  if (sends(local)) {
    lanes.push(limitLane(source, association, local, group, 'send limit'), windowLane(source, association, local, group, 'window'));
  }
  lanes.push(...kernelLanes(source, association, group));
  lanes.push(...dataLanes(source, rows, association, local, group, '→'), sackLane(source, rows, association, peer, group, '←'));
  lanes.push(transactionLane(source, association, local, group, 'requests →'));
  for (const socket of source.correlation.owners.socketsOf[association]!) {
    if (source.isOnAxis(source.trace.sockets[socket]!.input)) lanes.push(socketLane(source, socket, group));
  }
  lanes.push(...dataLanes(source, rows, association, peer, group, '←'), sackLane(source, rows, association, local, group, '→'));
  lanes.push(transactionLane(source, association, peer, group, 'requests ←'));
  lanes.push(controlLane(source, rows, association, group), peerLane(source, association, group));
  if (sends(peer)) {
    lanes.push(asSecondary(limitLane(source, association, peer, group, "peer's send limit")), asSecondary(windowLane(source, association, peer, group, 'own window')));
  }
  return lanes.filter((lane) => lane !== undefined);
}

function asSecondary(lane: Lane): Lane {
  return { ...lane, info: { ...lane.info, secondary: true }, tile: lane.tile.bind(lane), next: lane.next.bind(lane), find: lane.find.bind(lane) };
}

/** Threads that wait, and sockets that belong to no association on the wire. */
function addProcesses(source: LaneSource, groups: LaneGroup[], lanes: Lane[]): void {
  const { trace, correlation: { owners } } = source;
  const { calls } = trace;
  const busy = new Uint32Array(trace.threads.length);
  for (let row = 0; row < calls.length; row++) busy[calls.thread[row]!]!++;
  for (const process of trace.processes) {
    // Its calls have no place among the packets.
    if (!source.isOnAxis(process.input)) continue;
    const id = `process:${process.id}`;
    const sockets = trace.sockets.filter((socket) => socket.process === process.id && owners.associationsOf[socket.id]!.length === 0).slice(0, MOST_SOCKETS);
    const threads = trace.threads.filter((thread) => thread.process === process.id && busy[thread.id]! > 0)
      .sort((a, b) => busy[b.id]! - busy[a.id]!).slice(0, MOST_THREADS);
    const own = [processStallLane(source, process.id, id), ...sockets.map((socket) => socketLane(source, socket.id, id)), ...threads.map((thread) => waitLane(source, thread.id, id))].filter((lane) => lane !== undefined);
    if (own.length === 0) continue;
    groups.push({ id, kind: 'process', title: `process ${processText(source, process.id)}`, subtitle: trace.inputs[process.input]!.path });
    lanes.push(...own);
  }
}
