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
import { gatherRequests, type Requests } from './requests.ts';
import { ChunkIndex, replaySendWindow, type SendWindow } from './sendWindow.ts';
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
  /** By association * 2 + sender. */
  readonly requests: readonly Requests[];
  readonly socketCalls: SocketCalls;
  readonly stalls: readonly Stall[];
  /** Sends that the kernel took, by content. */
  readonly acceptedSends: HeadIndex;
  readonly #index: ChunkIndex;

  constructor(trace: Trace) {
    this.trace = trace;
    this.axis = new Axis(trace);
    this.links = new Links(trace);
    fitCaptures(trace, this.axis);
    linkUniqueContent(trace, this.links);
    fitLogs(trace, this.links, this.axis);
    let owners = new SocketAssociations(trace, this.links);
    linkRepeatedContent(trace, this.links, this.axis, (socket) => owners.associationsOf[socket]!);
    owners = new SocketAssociations(trace, this.links);
    linkByOrder(trace, this.links, this.axis, owners, true);
    owners = new SocketAssociations(trace, this.links);
    fitLogs(trace, this.links, this.axis);
    linkByOrder(trace, this.links, this.axis, owners, false);
    fitLogs(trace, this.links, this.axis);
    this.owners = new SocketAssociations(trace, this.links);
    this.order = new PacketOrder(trace, this.axis);
    this.handovers = buildHandovers(trace, this.links, this.axis, this.owners);
    this.transactions = new Transactions(trace, this.axis);
    this.requests = gatherRequests(trace, this.axis, this.transactions);
    this.socketCalls = new SocketCalls(trace, this.axis);
    this.stalls = findStalls(trace, this.axis, this.owners, this.socketCalls);
    this.acceptedSends = new HeadIndex(trace.transfers, trace.transfers.length, (t) => isAccepted(trace, t));
    this.#index = new ChunkIndex(trace);
  }

  /** The send window of one side of an association, replayed from its packets. Costs a pass over them: keep it where it is asked again. */
  replayWindow(association: number, sender: 0 | 1): SendWindow {
    return replaySendWindow(this.trace, this.#index, this.order.of(association), association, sender, (packet) => this.axis.packet(packet));
  }
}
