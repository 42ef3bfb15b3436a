/**
 * The last minutes of one source: whole records, the oldest given up when they are too old or too many. What stays can be read by offset, as the engine that
 * was fed with it counts.
 */
import type { ByteSource } from '../../analyzer/trace/input.ts';

export interface Kept {
  readonly bytes: Buffer;
  /** When it came, ms of a steady clock. */
  readonly arrival: number;
  /** From the beginning of what the present engine was fed. */
  readonly offset: number;
  /** 1-based number among the packets (lines) that the present engine was fed; 0 for what is neither. */
  readonly number: number;
}

/** Given up at once, so that the array is not moved for each record. */
const PIECE = 1024;

export class Ring {
  /** What every reader must see first: section header, interfaces; the first line of a log that says what it is. */
  readonly head: Buffer[] = [];
  #records: Kept[] = [];
  /** Records at the beginning of #records that were given up. */
  #gone = 0;
  #end = 0;
  #count = 0;
  bytes = 0;

  /** Read by everyone, and kept for ever. */
  addHead(bytes: Buffer): void {
    this.head.push(bytes);
    this.bytes += bytes.length;
    // Inside a stream it stands where it came; the engine at hand counts it there.
    this.#records.push({ bytes, arrival: Infinity, offset: this.#end, number: 0 });
    this.#end += bytes.length;
  }

  add(bytes: Buffer, arrival: number, isRecord = true): void {
    this.#records.push({ bytes, arrival, offset: this.#end, number: isRecord ? ++this.#count : 0 });
    this.#end += bytes.length;
    this.bytes += bytes.length;
  }

  get length(): number {
    return this.#records.length - this.#gone;
  }

  /** Gives up what came before `arrival`, and more while there are over `most` bytes. */
  forget(arrival: number, most: number): void {
    while (this.#gone < this.#records.length) {
      const first = this.#records[this.#gone]!;
      if (first.arrival !== Infinity && first.arrival >= arrival && this.bytes <= most) break;
      if (first.arrival !== Infinity) this.bytes -= first.bytes.length;
      this.#gone++;
    }
    if (this.#gone >= PIECE && this.#gone * 2 > this.#records.length) {
      this.#records = this.#records.slice(this.#gone);
      this.#gone = 0;
    }
  }

  /** What a new engine is fed with: offsets and numbers begin anew. */
  restart(): readonly Buffer[] {
    const kept = this.#records.slice(this.#gone).filter(({ arrival }) => arrival !== Infinity);
    this.#records = [];
    this.#gone = 0;
    this.#end = 0;
    this.#count = 0;
    for (const bytes of this.head) {
      this.#records.push({ bytes, arrival: Infinity, offset: this.#end, number: 0 });
      this.#end += bytes.length;
    }
    for (const { bytes, arrival, number } of kept) {
      this.#records.push({ bytes, arrival, offset: this.#end, number: number === 0 ? 0 : ++this.#count });
      this.#end += bytes.length;
    }
    return this.#records.map(({ bytes }) => bytes);
  }

  /** Records that came at `arrival` or later, in order, without the head. */
  since(arrival: number): readonly Kept[] {
    return this.#records.slice(this.#gone).filter((record) => record.arrival !== Infinity && record.arrival >= arrival);
  }

  readonly source: ByteSource = {
    // Live bytes are pushed; nobody reads them from the beginning.
    async *stream() {},
    read: async (offset, length) => {
      let [low, high] = [this.#gone, this.#records.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (this.#records[middle]!.offset + this.#records[middle]!.bytes.length <= offset) low = middle + 1;
        else high = middle;
      }
      const parts: Buffer[] = [];
      let missing = length;
      for (let at = offset; low < this.#records.length && missing > 0; low++) {
        const { bytes, offset: from } = this.#records[low]!;
        if (from > at) break;
        const part = bytes.subarray(at - from, at - from + missing);
        parts.push(part);
        at += part.length;
        missing -= part.length;
      }
      return Buffer.concat(parts);
    },
  };
}
