/**
 * Messages by the first 16 bytes of their content: a chained hash over typed arrays, so that joining n sends to m messages
 * costs n + m. Rows of one key come back in row order, which is the order of time.
 */
import { NONE } from '../trace/table.ts';

/** The columns of messages and of transfers that hold a message's head (trace/head.ts fills them). */
export interface Heads {
  readonly size: Uint32Array;
  readonly known: Uint8Array;
  readonly head0: Uint32Array;
  readonly head1: Uint32Array;
  readonly head2: Uint32Array;
  readonly head3: Uint32Array;
  readonly head4: Uint32Array;
  readonly bodyHash: Uint32Array;
}

/** Fewer known bytes than this do not identify a message: a Diameter header has its hop-by-hop id at 12-15. */
export const IDENTIFYING_BYTES = 16;

/**
 * Nodes count the hop-by-hop id, head3, up: added as it is, messages of one time lie side by side, and a look-up finds its slot in the cache. What is the same
 * along a count (its upper half, command, application) is mixed well, or the counts of several peers lie on each other; head0 has little but the length.
 */
const hashOf = (h: Heads, row: number): number => {
  const x = Math.imul(h.head1[row]! ^ (h.head3[row]! >>> 16) ^ Math.imul(h.head2[row]!, 0x85ebca6b), 0x9e3779b1);
  return (h.head3[row]! + (x ^ (x >>> 15))) >>> 0;
};

export class HeadIndex {
  readonly #heads: Heads;
  readonly #count: number;
  readonly #accepts: (row: number) => boolean;
  /** Filled when the first row is sought: without an strace log nothing ever is. */
  #isFilled = false;
  #first = new Uint32Array(0);
  #next = new Uint32Array(0);
  #mask = 0;

  /** Indexes rows [0, count) for which `accepts` holds and whose head is long enough. */
  constructor(heads: Heads, count: number, accepts: (row: number) => boolean) {
    this.#heads = heads;
    this.#count = count;
    this.#accepts = accepts;
  }

  /** First row with the same content as `row` of `other`, or NONE. */
  first(other: Heads, row: number): number {
    if (other.known[row]! < IDENTIFYING_BYTES) return NONE;
    if (!this.#isFilled) this.#fill();
    return this.#match(this.#first[hashOf(other, row) & this.#mask]!, other, row);
  }

  /** The row after `previous` with the same content, or NONE. */
  after(previous: number, other: Heads, row: number): number {
    return this.#match(this.#next[previous]!, other, row);
  }

  #fill(): void {
    const count = this.#count;
    let size = 1024;
    while (size < count) size *= 2;
    this.#isFilled = true;
    this.#mask = size - 1;
    this.#first = new Uint32Array(size).fill(NONE);
    this.#next = new Uint32Array(count);
    for (let row = count - 1; row >= 0; row--) {
      if (this.#heads.known[row]! < IDENTIFYING_BYTES || !this.#accepts(row)) continue;
      const slot = hashOf(this.#heads, row) & this.#mask;
      this.#next[row] = this.#first[slot]!;
      this.#first[slot] = row;
    }
  }

  #match(candidate: number, other: Heads, row: number): number {
    const mine = this.#heads;
    for (; candidate !== NONE; candidate = this.#next[candidate]!) {
      if (
        mine.head3[candidate] === other.head3[row] && mine.head1[candidate] === other.head1[row] &&
        mine.head0[candidate] === other.head0[row] && mine.head2[candidate] === other.head2[row] &&
        (mine.known[candidate]! < 20 || other.known[row]! < 20 || mine.head4[candidate] === other.head4[row]) &&
        (mine.bodyHash[candidate] === 0 || other.bodyHash[row] === 0 || mine.bodyHash[candidate] === other.bodyHash[row])
      ) return candidate;
    }
    return NONE;
  }
}
