/**
 * Bytes in blocks of one size, which are used again when all that was in them is given up: who keeps the last minutes of a stream for hours takes the same
 * memory all the time, and no object a record.
 */

/** A place is the number of its slab times SLAB, and where it is in there. */
const SLAB = 1 << 20;
/** Kept for what comes next. */
const MOST_SPARE = 8;

export class Slabs {
  readonly #slabs: Buffer[] = [];
  readonly #spare: Buffer[] = [];
  /** Number of the first slab. */
  #first = 0;
  /** Bytes in the last one. */
  #used = 0;

  /** Copies `bytes`, and tells their place: it grows with each. */
  add(bytes: Uint8Array): number {
    let last = this.#slabs.at(-1);
    if (!last || this.#used + bytes.length > SLAB) {
      // What is longer than a slab has one of its own length.
      last = bytes.length > SLAB ? Buffer.allocUnsafeSlow(bytes.length) : (this.#spare.pop() ?? Buffer.allocUnsafeSlow(SLAB));
      this.#slabs.push(last);
      this.#used = 0;
    }
    last.set(bytes, this.#used);
    const place = (this.#first + this.#slabs.length - 1) * SLAB + this.#used;
    this.#used += bytes.length;
    return place;
  }

  /** Not copied: they hold until their place is given up. */
  at(place: number, length: number): Buffer {
    const at = place % SLAB;
    return this.#slabs[Math.floor(place / SLAB) - this.#first]!.subarray(at, at + length);
  }

  /** What is at both places lies in one piece, if the one ends where the other begins. */
  areTogether(place: number, next: number): boolean {
    return Math.floor(place / SLAB) === Math.floor(next / SLAB);
  }

  /** Nothing before `place` is asked for any more. */
  giveUp(place: number): void {
    for (const end = Math.floor(place / SLAB); this.#first < end; this.#first++) {
      const slab = this.#slabs.shift();
      if (slab?.length === SLAB && this.#spare.length < MOST_SPARE) this.#spare.push(slab);
    }
  }
}
