/** States that the kernel told, by association: the same ports and a shared address on both sides, at a time when the association was there. */
import type { Association } from '../trace/association.ts';
import { SECOND } from '../trace/time.ts';
import type { Socket } from '../trace/socket.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { groupRows, rowsOf, sortByTime, type Groups } from './groups.ts';
import type { Owner } from './sockets.ts';

/** The kernel keeps an association for a while that the wire shows as ended, and knows it before its INIT was captured, ns. */
const SLACK = 1 * SECOND;

/** How long what the kernel told holds, ns: it is asked every 500 ms at least, and a line is written each second. */
const LATELY = 2 * SECOND;

export class KernelStates {
  readonly #groups: Groups;
  readonly #ofSocket = new Map<number, Uint32Array>();
  /** By association: the endpoint that the asked host is, undefined without states. */
  readonly localOf: (0 | 1 | undefined)[];
  /** By inode of a socket (-y, -yy print it): the association that the kernel told for it last, and those that the socket had with it. */
  readonly byInode = new Map<number, readonly Owner[]>();
  readonly #trace: Trace;
  readonly #axis: Axis;

  constructor(trace: Trace, axis: Axis) {
    this.#trace = trace;
    this.#axis = axis;
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
      const inode = states.inode[row]!;
      if (inode !== NONE) this.byInode.set(inode, withOwner(this.byInode.get(inode) ?? [], { association: found[0].id, local: found[1] }, associations));
    }
    this.#groups = groupRows(keys, states.length, associations.length);
    for (const { id } of associations) sortByTime(this.of(id), (row) => this.#timeOf(row));
  }

  /** Rows of states, in order of time. */
  of(association: number): Uint32Array {
    return rowsOf(this.#groups, association);
  }

  /** Chunks that waited in the send buffer at `time`, as the kernel told last; undefined where it did not tell lately. */
  waitingAt(association: number, time: number): number | undefined {
    const { queued } = this.#trace.states;
    const rows = this.of(association);
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#timeOf(rows[middle]!) <= time) low = middle + 1;
      else high = middle;
    }
    for (let i = low - 1; i >= 0 && this.#timeOf(rows[i]!) >= time - LATELY; i--) {
      if (queued[rows[i]!] !== NONE) return queued[rows[i]!]!;
    }
    return undefined;
  }

  /** Rows of states, in order of time, that name a socket by its inode, its ends, or its process and descriptor; none where it carries several associations. */
  ofSocket(socket: number): Uint32Array {
    let rows = this.#ofSocket.get(socket);
    if (!rows) this.#ofSocket.set(socket, (rows = this.#search(this.#trace.sockets[socket]!)));
    return rows;
  }

  #search({ inode, local, peer, fd, process, input }: Socket): Uint32Array {
    const { states, strings, processes, inputs } = this.#trace;
    const { pid } = processes[process]!;
    // A log without times of day cannot tell one life of a descriptor from the next.
    if (inputs[input]!.clock !== 'epoch') return new Uint32Array();
    const [from, to] = [endOf(local), endOf(peer)];
    const meets = (ends: End, { addresses, port }: End): boolean => ends.port === port && addresses.some((address) => ends.addresses.includes(address));
    const rows: number[] = [];
    for (let row = 0; row < states.length; row++) {
      const isOwn = inode !== 0 && states.inode[row] !== NONE ? states.inode[row] === inode
        : local !== '' && peer !== '' ? meets(endOf(strings.text(states.local[row]!)), from) && meets(endOf(strings.text(states.peer[row]!)), to)
        : states.pid[row] === pid && states.fd[row] === fd;
      if (isOwn) rows.push(row);
    }
    if (new Set(rows.map((row) => states.peer[row])).size > 1) return new Uint32Array();
    const own = Uint32Array.from(rows);
    sortByTime(own, (row) => this.#timeOf(row));
    return own;
  }

  #timeOf(row: number): number {
    return this.#axis.of(this.#trace.states.input[row]!, this.#trace.states.time[row]!);
  }
}

/** An association that was over when the new one began was the same one-to-one socket's before; the others share a one-to-many socket with it. */
function withOwner(owners: readonly Owner[], owner: Owner, associations: readonly Association[]): readonly Owner[] {
  if (owners.some(({ association }) => association === owner.association)) return owners;
  const { start } = associations[owner.association]!;
  return [...owners.filter(({ association }) => associations[association]!.end > start), owner];
}

interface End {
  readonly addresses: readonly string[];
  readonly port: number;
}

function endOf(text: string): End {
  const colon = text.lastIndexOf(':');
  return { addresses: text.slice(0, colon).replace(/^\[|\]$/g, '').split(','), port: Number(text.slice(colon + 1)) };
}

function between(associations: readonly Association[], local: End, peer: End): (readonly [Association, 0 | 1])[] {
  const is = ({ endpoints }: Association, side: 0 | 1, { addresses, port }: End): boolean =>
    endpoints[side].port === port && endpoints[side].addresses.some((address) => addresses.includes(address));
  return associations.flatMap((association) => ([0, 1] as const).flatMap((side) =>
    (is(association, side, local) && is(association, (1 - side) as 0 | 1, peer) ? [[association, side] as const] : [])));
}
