/** The packets of each association in order of time on the axis, copies of one frame left out. */
import { PacketFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';

export class PacketOrder {
  /** Packet rows, grouped by association. */
  readonly #rows: Uint32Array;
  readonly #starts: Uint32Array;

  constructor(trace: Trace, axis: Axis) {
    const { packets } = trace;
    const count = trace.associations.length;
    const starts = new Uint32Array(count + 1);
    const counted = (row: number): boolean => packets.association[row] !== NONE && (packets.flags[row]! & PacketFlag.Duplicate) === 0;
    for (let row = 0; row < packets.length; row++) if (counted(row)) starts[packets.association[row]! + 1]!++;
    for (let i = 0; i < count; i++) starts[i + 1]! += starts[i]!;
    const fill = starts.slice();
    const rows = new Uint32Array(starts[count]!);
    for (let row = 0; row < packets.length; row++) if (counted(row)) rows[fill[packets.association[row]!]!++] = row;
    for (let a = 0; a < count; a++) {
      const own = rows.subarray(starts[a]!, starts[a + 1]!);
      for (let i = 1; i < own.length; i++) {
        if (axis.packet(own[i]!) < axis.packet(own[i - 1]!)) {
          own.sort((x, y) => axis.packet(x) - axis.packet(y) || x - y);
          break;
        }
      }
    }
    this.#rows = rows;
    this.#starts = starts;
  }

  /** Packet rows of an association, in order of time. */
  of(association: number): Uint32Array {
    return this.#rows.subarray(this.#starts[association]!, this.#starts[association + 1]!);
  }
}
