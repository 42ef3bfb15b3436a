// @ts-check
/** A seeded source of whole numbers (xorshift128, Marsaglia 2003): the same seed gives the same traffic on every machine. */

export class Random {
  #a;
  #b = 0x9e3779b9;
  #c = 0x243f6a88;
  #d = 0xb7e15162;

  /** @param {number} seed */
  constructor(seed) {
    this.#a = (seed ^ 0x5bd1e995) >>> 0;
    for (let i = 0; i < 16; i++) this.word();
  }

  /** 0 … 2^32 - 1. */
  word() {
    let t = this.#d;
    t ^= t << 11;
    t ^= t >>> 8;
    this.#d = this.#c;
    this.#c = this.#b;
    this.#b = this.#a;
    this.#a = (t ^ this.#a ^ (this.#a >>> 19)) >>> 0;
    return this.#a;
  }

  /**
   * A whole number of [low, high].
   * @param {number} low
   * @param {number} high
   */
  between(low, high) {
    return low + (this.word() % (high - low + 1));
  }

  /**
   * True `n` times in a million.
   * @param {number} n
   */
  perMillion(n) {
    return this.word() % 1_000_000 < n;
  }
}
