/** All joins over the finished (or so far finished) tables, in their order. The tables themselves are not changed, so that a growing trace can be correlated again. */
import { finish, type Steps } from '../trace/steps.ts';
import type { Trace } from '../trace/trace.ts';
import { Axis } from './axis.ts';
import { isAccepted } from './calls.ts';
import { fitCaptures, fitLogs } from './clocks.ts';
import { linkRepeatedContent, linkUniqueContent } from './contentLinks.ts';
import { buildHandovers, type Handover } from './handover.ts';
import { HeadIndex } from './headIndex.ts';
import { Links } from './links.ts';
import { orderPackets, type PacketOrder } from './order.ts';
import { linkByOrder } from './orderLinks.ts';
import { RequestBook } from './requests.ts';
import { ChunkIndex } from './chunkIndex.ts';
import { Replay } from './replay.ts';
import { KernelStates } from './kernelStates.ts';
import type { Samples, SendWindow } from './sendWindow.ts';
import { SocketCalls } from './socketCalls.ts';
import { SocketAssociations } from './sockets.ts';
import { findStalls, type Stall } from './stalls.ts';
import { Transactions } from './transactions.ts';

interface Joins {
  readonly axis: Axis;
  readonly links: Links;
  readonly states: KernelStates;
  readonly owners: SocketAssociations;
  readonly order: PacketOrder;
  readonly handovers: readonly (Handover | undefined)[];
  readonly transactions: Transactions;
  readonly socketCalls: SocketCalls;
  readonly stalls: readonly Stall[];
  readonly index: ChunkIndex;
}

/** What a Correlation is made of. */
export function* joinAll(trace: Trace): Steps<Joins> {
  const axis = new Axis(trace);
  const links = new Links(trace);
  yield* fitCaptures(trace, axis);
  const states = new KernelStates(trace, axis);
  yield;
  const owners = yield* linkAndFit(trace, links, axis, states);
  const order = yield* orderPackets(trace, axis);
  const handovers = yield* buildHandovers(trace, links, axis, owners);
  const transactions = yield* new Transactions(trace.messages.length).join(trace, axis.packetTimes);
  const socketCalls = new SocketCalls(trace, axis);
  yield;
  const stalls = findStalls(trace, axis, owners, socketCalls, links, handovers);
  yield;
  return { axis, links, states, owners, order, handovers, transactions, socketCalls, stalls, index: new ChunkIndex(trace) };
}

/** Each kind of link sharpens the clock fit, which the next kind needs. */
function* linkAndFit(trace: Trace, links: Links, axis: Axis, { byInode }: KernelStates): Steps<SocketAssociations> {
  const ownersOf = (): SocketAssociations => new SocketAssociations(trace, links, byInode);
  if (trace.transfers.length === 0) return ownersOf();
  const wire = new HeadIndex(trace.messages, trace.messages.length, () => true);
  const left = yield* linkUniqueContent(trace, links, wire);
  fitLogs(trace, links, axis);
  yield;
  let owners = ownersOf();
  if (left > 0) {
    yield* linkRepeatedContent(trace, links, wire, axis, (socket) => owners.associationsOf[socket]!);
    owners = ownersOf();
    yield;
    fitLogs(trace, links, axis);
  }
  for (const isSend of [true, false]) {
    yield;
    if (linkByOrder(trace, links, axis, owners, isSend) === 0) continue;
    owners = ownersOf();
    yield;
    fitLogs(trace, links, axis);
  }
  return owners;
}

export class Correlation {
  readonly trace: Trace;
  readonly axis: Axis;
  readonly links: Links;
  readonly owners: SocketAssociations;
  readonly order: PacketOrder;
  readonly handovers: readonly (Handover | undefined)[];
  readonly transactions: Transactions;
  readonly requests: RequestBook;
  readonly socketCalls: SocketCalls;
  readonly stalls: readonly Stall[];
  readonly states: KernelStates;
  #acceptedSends: HeadIndex | undefined;
  readonly #index: ChunkIndex;

  /** `joins`: where others have their turn while they are made. */
  constructor(trace: Trace, joins = finish(joinAll(trace))) {
    this.trace = trace;
    this.axis = joins.axis;
    this.links = joins.links;
    this.states = joins.states;
    this.owners = joins.owners;
    this.order = joins.order;
    this.handovers = joins.handovers;
    this.transactions = joins.transactions;
    this.requests = new RequestBook(trace, this.axis, this.transactions);
    this.socketCalls = joins.socketCalls;
    this.stalls = joins.stalls;
    this.#index = joins.index;
  }

  /** Sends that the kernel took, by content. */
  get acceptedSends(): HeadIndex {
    const { transfers } = this.trace;
    return (this.#acceptedSends ??= new HeadIndex(transfers, transfers.length, (t) => isAccepted(this.trace, t)));
  }

  /** The send window of one side of an association, replayed from its packets. Costs a pass over them: keep it where it is asked again. `samples` is a table to use again. */
  replayWindow(association: number, sender: 0 | 1, samples?: Samples): SendWindow {
    return finish(this.replay(association, sender, samples).window());
  }

  /** The same, in steps. */
  replay(association: number, sender: 0 | 1, samples?: Samples): Replay {
    return new Replay(this.trace, this.#index, this.order.of(association), this.axis.packetTimes, association, sender, samples);
  }
}
