/**
 * The last minutes of one source: whole records, the oldest given up when they are too old or too many. What stays can be read by offset, as the engine that
 * was fed with it counts. A record is a row of numbers; its bytes lie in slabs.
 */
import type { ByteSource } from '../../analyzer/trace/input.ts';
import { Slabs } from './slabs.ts';

export interface Kept {
  /** They hold while the ring is held. */
  readonly bytes: Buffer;
  /** From the beginning of what the present engine was fed. */
  readonly offset: number;
  /** 1-based number among the packets (lines) that the present engine was fed; 0 for what is neither. */
  readonly number: number;
}

/** Rows of records: row % capacity is where they stand. */
interface Columns {
  readonly place: Float64Array;
  readonly length: Uint32Array;
  /** When it came, ms of a steady clock; it grows. */
  readonly arrival: Float64Array;
  readonly offset: Float64Array;
  readonly number: Uint32Array;
}

/** What every reader must see first, where it stands in what the present engine was fed. */
interface Head {
  readonly bytes: Buffer;
  readonly offset: number;
  /** It stands before this row. */
  readonly row: number;
}

const FIRST_CAPACITY = 4096;
/** Fed at once, bytes. */
const PIECE = 1 << 16;

const createColumns = (capacity: number): Columns => ({
  place: new Float64Array(capacity), length: new Uint32Array(capacity), arrival: new Float64Array(capacity), offset: new Float64Array(capacity), number: new Uint32Array(capacity),
});

export class Ring {
  /** What every reader must see first: section header, interfaces; the first line of a log that says what it is. */
  readonly head: Buffer[] = [];
  readonly #slabs = new Slabs();
  #columns = createColumns(FIRST_CAPACITY);
  #capacity = FIRST_CAPACITY;
  /** Rows [first, end) are kept, since `fed` they are the present engine's too. */
  #first = 0;
  #end = 0;
  #fed = 0;
  #heads: Head[] = [];
  #epoch = 0;
  /** Of the present engine: bytes, and records that count. */
  #offset = 0;
  #count = 0;
  #holds = 0;
  bytes = 0;

  /** Read by everyone, and kept for ever. */
  addHead(bytes: Buffer): void {
    const own = Buffer.from(bytes);
    this.head.push(own);
    this.bytes += own.length;
    // Inside a stream it stands where it came; the engine at hand counts it there.
    this.#pushHead(own);
  }

  #pushHead(bytes: Buffer): void {
    this.#heads.push({ bytes, offset: this.#offset, row: this.#end });
    this.#offset += bytes.length;
  }

  add(bytes: Uint8Array, arrival: number, isRecord = true): void {
    if (this.#end - this.#first === this.#capacity) this.#grow();
    const at = this.#end++ % this.#capacity;
    const columns = this.#columns;
    columns.place[at] = this.#slabs.add(bytes);
    columns.length[at] = bytes.length;
    columns.arrival[at] = arrival;
    columns.offset[at] = this.#offset;
    columns.number[at] = isRecord ? ++this.#count : 0;
    this.#offset += bytes.length;
    this.bytes += bytes.length;
  }

  #grow(): void {
    const [from, to] = [this.#columns, createColumns(this.#capacity * 2)];
    for (let row = this.#first; row < this.#end; row++) {
      const [a, b] = [row % this.#capacity, row % (this.#capacity * 2)];
      to.place[b] = from.place[a]!;
      to.length[b] = from.length[a]!;
      to.arrival[b] = from.arrival[a]!;
      to.offset[b] = from.offset[a]!;
      to.number[b] = from.number[a]!;
    }
    this.#columns = to;
    this.#capacity *= 2;
  }

  get length(): number {
    return this.#end - this.#first;
  }

  /** Of them, those of the present engine. */
  get fed(): number {
    return this.#end - Math.max(this.#first, this.#fed);
  }

  get isHeld(): boolean {
    return this.#holds > 0;
  }

  /** Nothing is given up until the returned function is called. */
  hold(): () => void {
    this.#holds++;
    return () => this.#holds--;
  }

  /** Gives up what came before `arrival`, and more while there are over `most` bytes. */
  forget(arrival: number, most: number): void {
    if (this.isHeld) return;
    const { arrival: arrivals, length } = this.#columns;
    for (; this.#first < this.#end; this.#first++) {
      const at = this.#first % this.#capacity;
      if (arrivals[at]! >= arrival && this.bytes <= most) break;
      this.bytes -= length[at]!;
    }
    if (this.#first < this.#end) this.#slabs.giveUp(this.#columns.place[this.#first % this.#capacity]!);
  }

  /** For a new engine: offsets and numbers begin anew. Of its records the last `most` are fed to it; the others are only kept. */
  restart(most: number): void {
    const { offset, number, length } = this.#columns;
    this.#fed = Math.max(this.#first, this.#end - Math.floor(most));
    this.#epoch++;
    this.#offset = 0;
    this.#count = 0;
    this.#heads = [];
    for (const bytes of this.head) {
      this.#heads.push({ bytes, offset: this.#offset, row: this.#fed });
      this.#offset += bytes.length;
    }
    for (let row = this.#first; row < this.#end; row++) {
      const at = row % this.#capacity;
      if (row < this.#fed) {
        offset[at] = -1;
        number[at] = 0;
        continue;
      }
      offset[at] = this.#offset;
      if (number[at] !== 0) number[at] = ++this.#count;
      this.#offset += length[at]!;
    }
  }

  /** What the new engine is fed with, also what comes while it is; nothing must be forgotten meanwhile. */
  *pieces(): Generator<Buffer> {
    for (let [row, head] = [this.#fed, 0]; ;) {
      while (head < this.#heads.length && this.#heads[head]!.row <= row) yield this.#heads[head++]!.bytes;
      if (row >= this.#end) return;
      const next = this.#runFrom(row, this.#heads[head]?.row ?? Infinity);
      const [from, last] = [row % this.#capacity, (next - 1) % this.#capacity];
      const { place, length } = this.#columns;
      row = next;
      yield this.#slabs.at(place[from]!, place[last]! + length[last]! - place[from]!);
    }
  }

  /** The row behind those that lie in one piece with `row`. */
  #runFrom(row: number, before: number): number {
    const { place, length } = this.#columns;
    const at = row % this.#capacity;
    let end = place[at]! + length[at]!;
    let next = row + 1;
    for (; next < Math.min(this.#end, before); next++) {
      const one = next % this.#capacity;
      if (place[one] !== end || !this.#slabs.areTogether(place[at]!, end) || end + length[one]! - place[at]! > PIECE) break;
      end += length[one]!;
    }
    return next;
  }

  /** When the record came that holds `offset` of the present engine's bytes, or the one behind what every reader sees first; undefined where it was given up. */
  arrivalOf(offset: number): number | undefined {
    const row = this.#rowAt(offset);
    if (row === this.#end) return undefined;
    const at = row % this.#capacity;
    const isThere = this.#columns.offset[at]! <= offset || this.#heads.some((head) => head.offset <= offset && offset < head.offset + head.bytes.length);
    return isThere ? this.#columns.arrival[at] : undefined;
  }

  /** How many records there are that came at `arrival` or later. */
  countSince(arrival: number): number {
    let [low, high] = [this.#first, this.#end];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#columns.arrival[middle % this.#capacity]! < arrival) low = middle + 1;
      else high = middle;
    }
    return this.#end - low;
  }

  /** Records that came at `arrival` or later, in order, without the head. What comes later is not among them. */
  since(arrival: number): Iterable<Kept> {
    return this.#kept(this.#end - this.countSince(arrival), this.#end);
  }

  *#kept(first: number, end: number): Generator<Kept> {
    for (let row = first; row < end; row++) {
      const { place, length, offset, number } = this.#columns;
      const at = row % this.#capacity;
      yield { bytes: this.#slabs.at(place[at]!, length[at]!), offset: offset[at]!, number: number[at]! };
    }
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

  /** The first row that ends behind `offset`. */
  #rowAt(offset: number): number {
    let [low, high] = [Math.max(this.#first, this.#fed), this.#end];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const at = middle % this.#capacity;
      if (this.#columns.offset[at]! + this.#columns.length[at]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #read(offset: number, length: number): Uint8Array {
    const { place, length: lengths, offset: offsets } = this.#columns;
    const parts: Buffer[] = [];
    let [at, missing] = [offset, length];
    const take = (bytes: Buffer, from: number): boolean => {
      if (from > at || missing === 0) return false;
      const part = bytes.subarray(at - from, at - from + missing);
      parts.push(part);
      at += part.length;
      missing -= part.length;
      return true;
    };
    // What every reader must see first is there even where the records around it were given up.
    const heads = this.#heads.filter((head) => head.offset + head.bytes.length > offset);
    for (let row = this.#rowAt(offset), head = 0; ;) {
      if (head < heads.length && heads[head]!.offset <= at) {
        const { bytes, offset: from } = heads[head++]!;
        if (!take(bytes, from)) break;
        continue;
      }
      if (row >= this.#end) break;
      const one = row++ % this.#capacity;
      if (!take(this.#slabs.at(place[one]!, lengths[one]!), offsets[one]!)) break;
    }
    return Buffer.concat(parts);
  }
}
