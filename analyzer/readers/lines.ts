/**
 * Bytes of any chunking in, lines out: ranges of the caller's own bytes. Only a line torn across two pushes is copied. Lines end
 * with \n or \r\n; the terminator is no part of them.
 */
import { plainView } from './plainView.ts';

export interface LineSink {
  /** One line, bytes[start, end); `offset` is its place in the input. */
  line(bytes: Uint8Array, start: number, end: number, offset: number): void;
  /** A line longer than LONGEST_LINE began at `offset`; its bytes are left out. */
  oversized(offset: number): void;
  /** Reads whole lines of the chunk from `start` on by itself; returns where the first begins that it leaves to line(). */
  skim?(chunk: Uint8Array, start: number, offset: number): number;
}

/** strace prints at most -s bytes of a string, four characters each: longer lines are something else. */
export const LONGEST_LINE = 16 * 1024 * 1024;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const FIRST_CAPACITY = 1024;

export class Lines {
  readonly #sink: LineSink;
  /** Bytes before those of the current push. */
  #offset = 0;
  /** The beginning of a torn line. */
  #torn = new Uint8Array(FIRST_CAPACITY);
  #tornLength = 0;
  #oversized = false;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    const bytes = plainView(chunk);
    const offset = this.#offset;
    let start = 0;
    if (this.#tornLength > 0 || this.#oversized) {
      const newline = chunk.indexOf(NEWLINE);
      this.#keep(bytes, 0, newline < 0 ? bytes.length : newline, offset);
      if (newline >= 0) {
        this.#flush(offset + newline);
        start = newline + 1;
      } else {
        start = bytes.length;
      }
    }
    start = this.#whole(chunk, bytes, start, offset);
    this.#keep(bytes, start, bytes.length, offset + start);
    this.#offset = offset + bytes.length;
  }

  /** The lines from `start` on that end in this chunk; returns where the one begins that does not. */
  #whole(chunk: Uint8Array, bytes: Uint8Array, first: number, offset: number): number {
    const sink = this.#sink;
    let start = first;
    for (;;) {
      if (sink.skim) start = sink.skim(chunk, start, offset);
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0) return start;
      const end = newline > start && bytes[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
      if (newline - start > LONGEST_LINE) sink.oversized(offset + start);
      else sink.line(bytes, start, end, offset + start);
      start = newline + 1;
    }
  }

  /** The last line may lack its terminator. */
  end(): void {
    this.#flush(this.#offset);
  }

  #keep(bytes: Uint8Array, start: number, end: number, offset: number): void {
    if (start === end || this.#oversized) return;
    const length = this.#tornLength + end - start;
    if (length > LONGEST_LINE) {
      this.#sink.oversized(offset - this.#tornLength);
      this.#oversized = true;
      this.#torn = new Uint8Array(FIRST_CAPACITY);
      this.#tornLength = 0;
      return;
    }
    if (length > this.#torn.length) {
      const larger = new Uint8Array(Math.max(length, this.#torn.length * 2));
      larger.set(this.#torn.subarray(0, this.#tornLength));
      this.#torn = larger;
    }
    this.#torn.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), this.#tornLength);
    this.#tornLength = length;
  }

  /** The torn line ends at `endOffset`. */
  #flush(endOffset: number): void {
    const length = this.#tornLength;
    this.#tornLength = 0;
    if (this.#oversized) {
      this.#oversized = false;
      return;
    }
    if (length === 0 || this.#skims(length, endOffset)) return;
    const end = this.#torn[length - 1] === CARRIAGE_RETURN ? length - 1 : length;
    this.#sink.line(this.#torn, 0, end, endOffset - length);
  }

  /** Was the torn line read by the sink itself? It wants to see where it ends. */
  #skims(length: number, endOffset: number): boolean {
    if (!this.#sink.skim || length === this.#torn.length) return false;
    this.#torn[length] = NEWLINE;
    return this.#sink.skim(this.#torn.subarray(0, length + 1), 0, endOffset - length) > 0;
  }
}
