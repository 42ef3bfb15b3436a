/** Chunks by association, sender and path, copies of one frame left out: one pass over each table for all lanes. */
import { groupRows, rowsOf, type Groups } from '../../correlate/groups.ts';
import { PacketFlag } from '../../trace/schema.ts';
import { stretches, type Steps } from '../../trace/steps.ts';
import { NONE, type TableCore } from '../../trace/table.ts';
import type { Trace } from '../../trace/trace.ts';

type Chunks = TableCore & { readonly packet: Uint32Array };

/** By association * 2 + sender. */
function* group({ packets, associations }: Trace, table: Chunks): Steps<Groups> {
  const keys = new Uint32Array(table.length);
  yield* stretches(keys.length, (from, to) => keyChunks(packets, table.packet, keys, from, to));
  return groupRows(keys, keys.length, associations.length * 2);
}

function keyChunks({ association, flags }: Trace['packets'], packetOf: Uint32Array, keys: Uint32Array, from: number, to: number): void {
  for (let row = from; row < to; row++) {
    const packet = packetOf[row]!;
    const isCounted = association[packet] !== NONE && (flags[packet]! & PacketFlag.Duplicate) === 0;
    keys[row] = isCounted ? association[packet]! * 2 + ((flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0) : NONE;
  }
}

export function* groupChunks(trace: Trace): Steps<ChunkRows> {
  const data = yield* group(trace, trace.dataChunks);
  yield;
  const sacks = yield* group(trace, trace.sacks);
  yield;
  return new ChunkRows(trace, data, sacks, yield* group(trace, trace.controlChunks));
}

export class ChunkRows {
  readonly #data: Groups;
  readonly #sacks: Groups;
  readonly #control: Groups;
  readonly #trace: Trace;

  constructor(trace: Trace, data: Groups, sacks: Groups, control: Groups) {
    this.#trace = trace;
    this.#data = data;
    this.#sacks = sacks;
    this.#control = control;
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
