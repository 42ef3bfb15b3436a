/**
 * Cuts a stream of chunks into whole units (a file header, a packet record, a block) that are read in place in the pushed chunk.
 * Only a unit torn across two chunks is copied, into one buffer that is used again; it never holds more than arrived.
 */

export interface UnitWalker {
  /**
   * Reads whole units of `bytes[start, end)` and returns where the first incomplete one begins. `base` is the stream offset of
   * `bytes[0]`.
   */
  walk(bytes: Uint8Array, start: number, end: number, base: number): number;
  /** Bytes that the incomplete unit is known to need, counted from where the last walk stopped. */
  needed(): number;
}

const FIRST_CAPACITY = 4096;

export class TornBytes {
  readonly #walker: UnitWalker;
  #buffer = new Uint8Array(FIRST_CAPACITY);
  #start = 0;
  #end = 0;
  /** Stream offset of `#buffer[0]` while it holds something, of the next chunk otherwise. */
  #base = 0;

  constructor(walker: UnitWalker) {
    this.#walker = walker;
  }

  /** Bytes of the incomplete unit. */
  get pending(): number {
    return this.#end - this.#start;
  }

  /** Stream offset of the incomplete unit, or of the end. */
  get offset(): number {
    return this.#base + this.#start;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    // Until what is pending came with this chunk: from there it is read in place.
    while (this.pending > at) {
      at += this.#fill(chunk, at);
      if (this.pending < this.#walker.needed()) return;
      this.#start = this.#walker.walk(this.#buffer, this.#start, this.#end, this.#base);
    }
    at -= this.pending;
    const base = this.offset - at;
    const stop = this.#walker.walk(chunk, at, chunk.length, base);
    this.#base = base + stop;
    this.#start = this.#end = 0;
    this.#append(chunk, stop, chunk.length);
  }

  /** Lets the walker read what is left as if nothing more were needed. */
  finish(walk: (bytes: Uint8Array, start: number, end: number, base: number) => number): void {
    this.#start = walk(this.#buffer, this.#start, this.#end, this.#base);
  }

  #fill(chunk: Uint8Array, from: number): number {
    const missing = this.#walker.needed() - this.pending;
    const taken = Math.max(0, Math.min(missing, chunk.length - from));
    this.#append(chunk, from, from + taken);
    return taken;
  }

  #append(chunk: Uint8Array, from: number, to: number): void {
    const added = to - from;
    if (this.#end + added > this.#buffer.length) this.#makeRoom(added);
    this.#buffer.set(chunk.subarray(from, to), this.#end);
    this.#end += added;
  }

  #makeRoom(added: number): void {
    const pending = this.pending;
    // Moving pays off only when it frees as much as it copies: otherwise a walk that advances by single bytes turns quadratic.
    const target = pending + added <= this.#buffer.length / 2 ? this.#buffer : new Uint8Array(2 * (pending + added));
    target.set(this.#buffer.subarray(this.#start, this.#end));
    this.#base += this.#start;
    this.#buffer = target;
    this.#start = 0;
    this.#end = pending;
  }
}
