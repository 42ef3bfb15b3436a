/** The packets of each association in order of time on the axis, copies of one frame left out. */
import { PacketFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { groupRows, rowsOf, sortByTime, type Groups } from './groups.ts';

export class PacketOrder {
  readonly #groups: Groups;

  constructor(trace: Trace, axis: Axis) {
    const { packets } = trace;
    const keys = new Uint32Array(packets.length);
    for (let row = 0; row < packets.length; row++) keys[row] = (packets.flags[row]! & PacketFlag.Duplicate) === 0 ? packets.association[row]! : NONE;
    this.#groups = groupRows(keys, packets.length, trace.associations.length);
    for (const { id } of trace.associations) sortByTime(this.of(id), (row) => axis.packet(row));
  }

  /** Packet rows of an association, in order of time. */
  of(association: number): Uint32Array {
    return rowsOf(this.#groups, association);
  }
}
