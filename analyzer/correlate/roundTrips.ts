/** Round trips of one path, from a TSN's only transmission to the first SACK that covers it: a thinned sample, so that a median costs a fixed amount. */

const KEPT = 1024;

export class RoundTrips {
  readonly #values = new Float64Array(KEPT);
  #count = 0;
  #step = 1;
  #skip = 0;
  minimum = Infinity;

  add(duration: number): void {
    if (duration < this.minimum) this.minimum = duration;
    if (this.#skip-- > 0) return;
    this.#skip = this.#step - 1;
    if (this.#count === KEPT) this.#thin();
    this.#values[this.#count++] = duration;
  }

  /** ns; NaN without any. */
  median(): number {
    return this.#values.slice(0, this.#count).sort()[this.#count >> 1] ?? NaN;
  }

  /** Keeps every second one. */
  #thin(): void {
    this.#count = KEPT / 2;
    for (let i = 0; i < this.#count; i++) this.#values[i] = this.#values[i * 2]!;
    this.#step *= 2;
  }
}
