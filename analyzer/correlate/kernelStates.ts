/** States that the kernel told, by association: the same ports and a shared address on both sides, at a time when the association was there. */
import type { Association } from '../trace/association.ts';
import { SECOND } from '../trace/time.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { groupRows, rowsOf, sortByTime, type Groups } from './groups.ts';
import type { Owner } from './sockets.ts';

/** The kernel keeps an association for a while that the wire shows as ended, and knows it before its INIT was captured, ns. */
const SLACK = 1 * SECOND;

export class KernelStates {
  readonly #groups: Groups;
  /** By association: the endpoint that the asked host is, undefined without states. */
  readonly localOf: (0 | 1 | undefined)[];
  /** By inode of a socket (-y, -yy print it): the last association that the kernel told for it. */
  readonly byInode = new Map<number, Owner>();

  constructor(trace: Trace, axis: Axis) {
    const { states, associations, strings } = trace;
    this.localOf = associations.map(() => undefined);
    const keys = new Uint32Array(states.length).fill(NONE);
    /** By pair of ends: the associations between them, with the local side of each. */
    const known = new Map<number, readonly (readonly [Association, 0 | 1])[]>();
    for (let row = 0; row < states.length; row++) {
      const pair = states.local[row]! * 0x1_0000_0000 + states.peer[row]!;
      let candidates = known.get(pair);
      if (!candidates) known.set(pair, (candidates = between(associations, endOf(strings.text(states.local[row]!)), endOf(strings.text(states.peer[row]!)))));
      const time = axis.of(states.input[row]!, states.time[row]!);
      const found = candidates.find(([{ start, end, ending }]) => time >= start - SLACK && (ending === 'open' || time <= end + SLACK)) ?? candidates.at(-1);
      if (!found) continue;
      keys[row] = found[0].id;
      this.localOf[found[0].id] = found[1];
      if (states.inode[row] !== NONE) this.byInode.set(states.inode[row]!, { association: found[0].id, local: found[1] });
    }
    this.#groups = groupRows(keys, states.length, associations.length);
    for (const { id } of associations) sortByTime(this.of(id), (row) => axis.of(states.input[row]!, states.time[row]!));
  }

  /** Rows of states, in order of time. */
  of(association: number): Uint32Array {
    return rowsOf(this.#groups, association);
  }
}

interface End {
  readonly addresses: readonly string[];
  readonly port: number;
}

function endOf(text: string): End {
  const colon = text.lastIndexOf(':');
  return { addresses: text.slice(0, colon).split(','), port: Number(text.slice(colon + 1)) };
}

function between(associations: readonly Association[], local: End, peer: End): (readonly [Association, 0 | 1])[] {
  const is = ({ endpoints }: Association, side: 0 | 1, { addresses, port }: End): boolean =>
    endpoints[side].port === port && endpoints[side].addresses.some((address) => addresses.includes(address));
  return associations.flatMap((association) => ([0, 1] as const).flatMap((side) =>
    (is(association, side, local) && is(association, (1 - side) as 0 | 1, peer) ? [[association, side] as const] : [])));
}
