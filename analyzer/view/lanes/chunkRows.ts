/** Chunks by association, sender and path, copies of one frame left out: one pass over each table for all lanes. */
import { groupRows, rowsOf, type Groups } from '../../correlate/groups.ts';
import { PacketFlag } from '../../trace/schema.ts';
import { NONE } from '../../trace/table.ts';
import type { Trace } from '../../trace/trace.ts';

export class ChunkRows {
  readonly #data: Groups;
  readonly #sacks: Groups;
  readonly #control: Groups;
  readonly #trace: Trace;

  constructor(trace: Trace) {
    this.#trace = trace;
    const group = (table: { readonly packet: Uint32Array; readonly length: number }): Groups => {
      const keys = new Uint32Array(table.length);
      const { association, flags } = trace.packets;
      for (let row = 0; row < table.length; row++) {
        const packet = table.packet[row]!;
        const isCounted = association[packet] !== NONE && (flags[packet]! & PacketFlag.Duplicate) === 0;
        keys[row] = isCounted ? association[packet]! * 2 + ((flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0) : NONE;
      }
      return groupRows(keys, table.length, trace.associations.length * 2);
    };
    this.#data = group(trace.dataChunks);
    this.#sacks = group(trace.sacks);
    this.#control = group(trace.controlChunks);
  }

  data(association: number, sender: 0 | 1): Uint32Array {
    return rowsOf(this.#data, association * 2 + sender);
  }

  sacks(association: number, sender: 0 | 1): Uint32Array {
    return rowsOf(this.#sacks, association * 2 + sender);
  }

  control(association: number, sender: 0 | 1): Uint32Array {
    return rowsOf(this.#control, association * 2 + sender);
  }

  /** Paths of the association that DATA of this sender took, in the order of their first use. */
  paths(association: number, sender: 0 | 1): readonly number[] {
    const used = new Set<number>();
    const most = this.#trace.associations[association]!.paths.length;
    for (const row of this.data(association, sender)) {
      used.add(this.#trace.packets.path[this.#trace.dataChunks.packet[row]!]!);
      if (used.size === most) break;
    }
    return [...used];
  }
}
