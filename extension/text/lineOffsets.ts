/** Where the lines of a text file begin, sparsely: the offset of every so many-th line, found by one scan for newlines. Eight bytes for a thousand lines. */

const NEWLINE = 10;
/** Lines between two kept offsets: a few hundred kB to read for the first of them. */
const STEP = 1024;

export class LineOffsets {
  /** Offset of line 1 + i * STEP. */
  readonly #offsets: number[] = [0];
  /** Whole lines seen, and where the next one begins. */
  #lines = 0;
  #next = 0;
  #bytes = 0;

  /** Bytes that follow those pushed before. */
  push(bytes: Uint8Array): void {
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
      this.#lines++;
      this.#next = this.#bytes + at + 1;
      if (this.#lines % STEP === 0) this.#offsets.push(this.#next);
    }
    this.#bytes += bytes.length;
  }

  /** Lines so far, with one that is not ended yet. */
  get lines(): number {
    return this.#lines + (this.#bytes > this.#next ? 1 : 0);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The last kept line at or before `line` (1-based), and its offset. */
  before(line: number): { readonly line: number; readonly offset: number } {
    const step = Math.max(0, Math.min(this.#offsets.length - 1, Math.floor((line - 1) / STEP)));
    return { line: step * STEP + 1, offset: this.#offsets[step]! };
  }

  /** The offset of the first kept line behind `line`; undefined when none is known. */
  after(line: number): number | undefined {
    return this.#offsets[Math.floor((line - 1) / STEP) + 1];
  }
}

/** Lines [from, to) of bytes that begin with line `first`; fewer where the bytes end. */
export function cutLines(bytes: Uint8Array, first: number, from: number, to: number): Uint8Array {
  let start = 0;
  let at = 0;
  for (let line = first; line < to; line++) {
    if (line === from) start = at;
    const newline = bytes.indexOf(NEWLINE, at);
    if (newline < 0) return line < from ? bytes.subarray(0, 0) : bytes.subarray(start);
    at = newline + 1;
  }
  return bytes.subarray(start, at);
}
