/** All joins over the finished (or so far finished) tables, in their order. The tables themselves are not changed, so that a growing trace can be correlated again. */
import type { Trace } from '../trace/trace.ts';
import { Axis } from './axis.ts';
import { isAccepted } from './calls.ts';
import { fitCaptures, fitLogs } from './clocks.ts';
import { linkRepeatedContent, linkUniqueContent } from './contentLinks.ts';
import { buildHandovers, type Handover } from './handover.ts';
import { HeadIndex } from './headIndex.ts';
import { Links } from './links.ts';
import { PacketOrder } from './order.ts';
import { linkByOrder } from './orderLinks.ts';
import { RequestBook } from './requests.ts';
import { ChunkIndex } from './chunkIndex.ts';
import { replaySendWindow } from './replay.ts';
import { KernelStates } from './kernelStates.ts';
import type { Samples, SendWindow } from './sendWindow.ts';
import { SocketCalls } from './socketCalls.ts';
import { SocketAssociations } from './sockets.ts';
import { findStalls, type Stall } from './stalls.ts';
import { Transactions } from './transactions.ts';

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

  constructor(trace: Trace) {
    this.trace = trace;
    this.axis = new Axis(trace);
    this.links = new Links(trace);
    fitCaptures(trace, this.axis);
    this.states = new KernelStates(trace, this.axis);
    this.owners = this.#linkAndFit();
    this.order = new PacketOrder(trace, this.axis);
    this.handovers = buildHandovers(trace, this.links, this.axis, this.owners);
    this.transactions = new Transactions(trace, this.axis);
    this.requests = new RequestBook(trace, this.axis, this.transactions);
    this.socketCalls = new SocketCalls(trace, this.axis);
    this.stalls = findStalls(trace, this.axis, this.owners, this.socketCalls, this.links, this.handovers);
    this.#index = new ChunkIndex(trace);
  }

  /** Each kind of link sharpens the clock fit, which the next kind needs. */
  #linkAndFit(): SocketAssociations {
    const { trace, links, axis } = this;
    if (trace.transfers.length === 0) return this.#ownersOf();
    const wire = new HeadIndex(trace.messages, trace.messages.length, () => true);
    const left = linkUniqueContent(trace, links, wire);
    fitLogs(trace, links, axis);
    let owners = this.#ownersOf();
    if (left > 0) {
      linkRepeatedContent(trace, links, wire, axis, (socket) => owners.associationsOf[socket]!);
      owners = this.#ownersOf();
      fitLogs(trace, links, axis);
    }
    for (const isSend of [true, false]) {
      if (linkByOrder(trace, links, axis, owners, isSend) === 0) continue;
      owners = this.#ownersOf();
      fitLogs(trace, links, axis);
    }
    return owners;
  }

  #ownersOf(): SocketAssociations {
    return new SocketAssociations(this.trace, this.links, this.states.byInode);
  }

  /** Sends that the kernel took, by content. */
  get acceptedSends(): HeadIndex {
    const { transfers } = this.trace;
    return (this.#acceptedSends ??= new HeadIndex(transfers, transfers.length, (t) => isAccepted(this.trace, t)));
  }

  /** The send window of one side of an association, replayed from its packets. Costs a pass over them: keep it where it is asked again. `samples` is a table to use again. */
  replayWindow(association: number, sender: 0 | 1, samples?: Samples): SendWindow {
    return replaySendWindow(this.trace, this.#index, this.order.of(association), association, sender, this.axis.packetTimes, samples);
  }
}
