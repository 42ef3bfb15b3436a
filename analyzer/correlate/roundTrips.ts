/** Round trips of one path, from a TSN's only transmission to the first SACK that covers it: a thinned sample, so that a median costs a fixed amount. */

const KEPT = 1024;
const FIRST_CAPACITY = 16;

export class RoundTrips {
  #values = new Float64Array(FIRST_CAPACITY);
  #count = 0;
  #step = 1;
  #skip = 0;
  minimum = Infinity;

  add(duration: number): void {
    this.minimum = Math.min(this.minimum, duration);
    if (this.#skip-- > 0) return;
    this.#skip = this.#step - 1;
    if (this.#count === this.#values.length) this.#makeRoom();
    this.#values[this.#count++] = duration;
  }

  /** ns; NaN without any. */
  median(): number {
    return this.#values.slice(0, this.#count).sort()[this.#count >> 1] ?? NaN;
  }

  /** More of it, or for every second one. */
  #makeRoom(): void {
    if (this.#count < KEPT) {
      const values = new Float64Array(this.#count * 2);
      values.set(this.#values);
      this.#values = values;
      return;
    }
    this.#count = KEPT / 2;
    for (let i = 0; i < this.#count; i++) this.#values[i] = this.#values[i * 2]!;
    this.#step *= 2;
  }
}
