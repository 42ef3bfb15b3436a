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
/** Records that one read takes together: it asks for a record or a few lines. */
const MOST_AT_ONCE = 4096;

export class Ring {
  /** What every reader must see first: section header, interfaces; the first line of a log that says what it is. */
  readonly head: Buffer[] = [];
  #records: Kept[] = [];
  /** The same as `head`, where it stands in what the present engine was fed. */
  #heads: Kept[] = [];
  /** Records at the beginning of #records that were given up. */
  #gone = 0;
  /** Records before this one are none of the present engine's. */
  #fed = 0;
  #epoch = 0;
  #end = 0;
  #count = 0;
  bytes = 0;

  /** Read by everyone, and kept for ever. */
  addHead(bytes: Buffer): void {
    this.head.push(bytes);
    this.bytes += bytes.length;
    // Inside a stream it stands where it came; the engine at hand counts it there.
    this.#pushHead(bytes);
  }

  #pushHead(bytes: Buffer): void {
    const record: Kept = { bytes, arrival: Infinity, offset: this.#end, number: 0 };
    this.#heads.push(record);
    this.#records.push(record);
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

  /** Of them, those of the present engine. */
  get fed(): number {
    return this.#records.length - Math.max(this.#gone, this.#fed);
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
      this.#fed = Math.max(0, this.#fed - this.#gone);
      this.#gone = 0;
    }
  }

  /** For a new engine: offsets and numbers begin anew. Of its records the last `most` are fed to it; the others are only kept. */
  restart(most: number): void {
    const kept = this.#records.slice(this.#gone).filter(({ arrival }) => arrival !== Infinity);
    const first = Math.max(0, kept.length - Math.floor(most));
    this.#records = kept.slice(0, first).map(({ bytes, arrival }) => ({ bytes, arrival, offset: -1, number: 0 }));
    this.#fed = first;
    this.#gone = 0;
    this.#end = 0;
    this.#count = 0;
    this.#heads = [];
    this.#epoch++;
    for (const bytes of this.head) this.#pushHead(bytes);
    for (const { bytes, arrival, number } of kept.slice(first)) {
      this.#records.push({ bytes, arrival, offset: this.#end, number: number === 0 ? 0 : ++this.#count });
      this.#end += bytes.length;
    }
  }

  /** What the new engine is fed with, from its `from`-th piece on; nothing must be forgotten meanwhile. */
  pieces(from: number, most: number): readonly Buffer[] {
    const start = this.#fed + from;
    return this.#records.slice(start, start + most).map(({ bytes }) => bytes);
  }

  /** When the record came that holds `offset` of the present engine's bytes; undefined where it was given up. */
  arrivalOf(offset: number): number | undefined {
    const at = this.#indexOf(offset);
    for (let i = at; i < this.#records.length; i++) {
      const { offset: from, arrival } = this.#records[i]!;
      if (from > offset && i === at) return undefined;
      if (arrival !== Infinity) return arrival;
    }
    return undefined;
  }

  /** Records that came at `arrival` or later, in order, without the head. */
  since(arrival: number): readonly Kept[] {
    return this.#records.slice(this.#gone).filter((record) => record.arrival !== Infinity && record.arrival >= arrival);
  }

  /** The bytes of the present engine; nothing more once another one has taken over, whose offsets are others. */
  source(): Required<ByteSource> {
    const epoch = this.#epoch;
    return {
      // Live bytes are pushed; nobody reads them from the beginning.
      async *stream() {},
      read: async (offset, length) => (epoch === this.#epoch ? this.#read(offset, length) : new Uint8Array(0)),
    };
  }

  /** Of the first record that ends behind `offset`. */
  #indexOf(offset: number): number {
    let [low, high] = [Math.max(this.#gone, this.#fed), this.#records.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#records[middle]!.offset + this.#records[middle]!.bytes.length <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #read(offset: number, length: number): Uint8Array {
    const low = this.#indexOf(offset);
    const parts: Buffer[] = [];
    let missing = length;
    // What every reader must see first is there even where the records around it were given up.
    const heads = this.#heads.filter((head) => head.offset + head.bytes.length > offset && head.offset < (this.#records[low]?.offset ?? Infinity));
    const records = [...heads, ...this.#records.slice(low, low + MOST_AT_ONCE)];
    for (let at = offset, i = 0; i < records.length && missing > 0; i++) {
      const { bytes, offset: from } = records[i]!;
      if (from > at) break;
      const part = bytes.subarray(at - from, at - from + missing);
      parts.push(part);
      at += part.length;
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }
}
