/** A fixed set of ASCII words with a number each, looked up by their bytes: no string is made for what is looked up. */

export class Words {
  readonly #words: Uint8Array[] = [];
  readonly #values: number[] = [];
  /** Open addressing: index + 1 into #words, 0 is free. */
  readonly #slots: Uint16Array;
  readonly #mask: number;

  constructor(words: Readonly<Record<string, number>>) {
    const entries = Object.entries(words);
    let size = 16;
    while (size < entries.length * 4) size *= 2;
    this.#slots = new Uint16Array(size);
    this.#mask = size - 1;
    const encoder = new TextEncoder();
    for (const [word, value] of entries) {
      const bytes = encoder.encode(word);
      let slot = spread(bytes, 0, bytes.length) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#words.push(bytes);
      this.#values.push(value);
      this.#slots[slot] = this.#words.length;
    }
  }

  /** Number of the word bytes[start, end), -1 when it is not in the set. */
  find(bytes: Uint8Array, start: number, end: number): number {
    if (start >= end) return -1;
    let slot = spread(bytes, start, end) & this.#mask;
    for (let index = this.#slots[slot]!; index !== 0; index = this.#slots[slot]!) {
      if (isWord(bytes, start, end, this.#words[index - 1]!)) return this.#values[index - 1]!;
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }
}

/** Length, first, middle and last letter tell most words apart; the comparison decides. */
function spread(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const letters = (bytes[start]! << 16) | (bytes[start + (length >> 1)]! << 8) | bytes[end - 1]!;
  const hash = Math.imul(letters + length, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function isWord(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}
