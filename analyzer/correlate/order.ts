/** The packets of each association in order of time on the axis, copies of one frame left out. */
import { PacketFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { groupRows, rowsOf, sortByColumn, type Groups } from './groups.ts';

export class PacketOrder {
  readonly #groups: Groups;

  constructor(trace: Trace, axis: Axis) {
    const { packets } = trace;
    const keys = packets.association.slice(0, packets.length);
    leaveOutCopies(keys, packets.flags);
    this.#groups = groupRows(keys, packets.length, trace.associations.length);
    for (const { id } of trace.associations) sortByColumn(this.of(id), axis.packetTimes);
  }

  /** Packet rows of an association, in order of time. */
  of(association: number): Uint32Array {
    return rowsOf(this.#groups, association);
  }
}

function leaveOutCopies(keys: Uint32Array, flags: Uint16Array): void {
  for (let row = 0; row < keys.length; row++) if ((flags[row]! & PacketFlag.Duplicate) !== 0) keys[row] = NONE;
}
