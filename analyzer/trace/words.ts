/** A fixed set of ASCII words with a number each, looked up by their bytes: no string is made for what is looked up. */

/** Bytes that first and last word together tell. */
const TOLD_BYTES = 8;

export class Words {
  readonly #words: Uint8Array[] = [];
  readonly #values: number[] = [];
  /** First and last four letters of each word. */
  readonly #firsts: Int32Array;
  readonly #lasts: Int32Array;
  /** Open addressing: index + 1 into #words, 0 is free. */
  readonly #slots: Uint16Array;
  readonly #mask: number;

  constructor(words: Readonly<Record<string, number>>) {
    const entries = Object.entries(words);
    let size = 16;
    while (size < entries.length * 4) size *= 2;
    this.#slots = new Uint16Array(size);
    this.#mask = size - 1;
    this.#firsts = new Int32Array(entries.length);
    this.#lasts = new Int32Array(entries.length);
    const encoder = new TextEncoder();
    for (const [word, value] of entries) {
      const bytes = encoder.encode(word);
      const first = firstFour(bytes, 0, bytes.length);
      const last = lastFour(bytes, 0, bytes.length);
      let slot = spread(first, last) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#firsts[this.#words.length] = first;
      this.#lasts[this.#words.length] = last;
      this.#words.push(bytes);
      this.#values.push(value);
      this.#slots[slot] = this.#words.length;
    }
  }

  /** Number of the word bytes[start, end), -1 when it is not in the set. */
  find(bytes: Uint8Array, start: number, end: number): number {
    if (start >= end) return -1;
    const first = firstFour(bytes, start, end);
    const last = lastFour(bytes, start, end);
    let slot = spread(first, last) & this.#mask;
    for (let next = this.#slots[slot]!; next !== 0; next = this.#slots[slot]!) {
      const index = next - 1;
      if (this.#firsts[index] === first && this.#lasts[index] === last && isBetween(bytes, start, end, this.#words[index]!)) return this.#values[index]!;
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }
}

function firstFour(bytes: Uint8Array, start: number, end: number): number {
  if (end - start >= 4) return (bytes[start]! << 24) | (bytes[start + 1]! << 16) | (bytes[start + 2]! << 8) | bytes[start + 3]!;
  let letters = 0;
  for (let i = start; i < end; i++) letters = (letters << 8) | bytes[i]!;
  return letters;
}

function lastFour(bytes: Uint8Array, start: number, end: number): number {
  return end - start >= 4 ? firstFour(bytes, end - 4, end) : 0;
}

function spread(first: number, last: number): number {
  const hash = Math.imul(first ^ (last >>> 5), 0x9e3779b1) + last;
  return hash ^ (hash >>> 15);
}

/** The same length, and the same letters between the first and the last four. */
function isBetween(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  const length = end - start;
  if (length !== word.length) return false;
  if (length > TOLD_BYTES) for (let i = 4; i < length - 4; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}
