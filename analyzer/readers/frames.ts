/** What both capture formats do with a frame: number it, keep the input's totals, and hand up the one reused record. */
import type { Input } from '../trace/input.ts';
import type { PacketRecord, RecordSink } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';

const NO_BYTES = new Uint8Array(0);

export class Frames {
  readonly #input: Input;
  readonly #trace: Trace;
  readonly #sink: RecordSink;
  readonly #record: PacketRecord;
  #frame = 0;
  #packets = 0;
  #first = Infinity;
  #last = -Infinity;
  #previous = -Infinity;

  constructor(input: Input, trace: Trace, sink: RecordSink) {
    this.#input = input;
    this.#trace = trace;
    this.#sink = sink;
    this.#record = {
      input: input.id, frame: 0, offset: 0, time: 0.5, linkType: 0, bytes: NO_BYTES, start: 0, end: 0, originalLength: 0, checksumDue: false,
    };
  }

  /** Number of the next frame. */
  get next(): number {
    return this.#frame + 1;
  }

  get lastTime(): number {
    return this.#previous;
  }

  emit(offset: number, time: number, linkType: number, bytes: Uint8Array, start: number, end: number, originalLength: number, checksumDue = false): void {
    const record = this.#record;
    record.frame = ++this.#frame;
    this.#packets++;
    record.offset = offset;
    record.time = time;
    record.linkType = linkType;
    // The same for all frames of a chunk: what is not stored need not be told to the garbage collector.
    if (record.bytes !== bytes) record.bytes = bytes;
    record.start = start;
    record.end = end;
    record.originalLength = originalLength;
    record.checksumDue = checksumDue;
    if (time < this.#previous) this.#trace.problems.report('capture-time-backwards', this.#input.id, offset, this.#frame);
    if (time > this.#last) this.#last = time;
    if (time < this.#first) this.#first = time;
    this.#previous = time;
    this.#sink.packet(record);
  }

  /** Frames that were read elsewhere, in the order of their times; the last one at `last`. */
  skip(count: number, earliest: number, latest: number, last: number): void {
    this.#frame += count;
    this.#packets += count;
    if (earliest < this.#first) this.#first = earliest;
    if (latest > this.#last) this.#last = latest;
    this.#previous = last;
  }

  /** Gives a frame number to a record that is no packet, as Wireshark does. */
  passOver(): void {
    this.#frame++;
  }

  /** Brings the input's totals up to date: once a chunk, not once a frame. */
  flush(): void {
    const input = this.#input;
    input.records = this.#packets;
    if (this.#packets > 0) {
      input.firstTime = this.#first;
      input.lastTime = this.#last;
    }
  }
}
