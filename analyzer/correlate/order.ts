/** The packets of each association in order of time on the axis, copies of one frame left out. */
import { PacketFlag } from '../trace/schema.ts';
import type { Steps } from '../trace/steps.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { groupRows, rowsOf, sortByColumn, type Groups } from './groups.ts';

export class PacketOrder {
  readonly #groups: Groups;

  constructor(groups: Groups) {
    this.#groups = groups;
  }

  /** Packet rows of an association, in order of time. */
  of(association: number): Uint32Array {
    return rowsOf(this.#groups, association);
  }
}

export function* orderPackets({ packets, associations }: Trace, axis: Axis): Steps<PacketOrder> {
  const keys = packets.association.slice(0, packets.length);
  leaveOutCopies(keys, packets.flags);
  const order = new PacketOrder(groupRows(keys, packets.length, associations.length));
  yield;
  for (const { id } of associations) {
    sortByColumn(order.of(id), axis.packetTimes);
    yield;
  }
  return order;
}

function leaveOutCopies(keys: Uint32Array, flags: Uint16Array): void {
  for (let row = 0; row < keys.length; row++) if ((flags[row]! & PacketFlag.Duplicate) !== 0) keys[row] = NONE;
}
