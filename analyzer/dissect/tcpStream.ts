/**
 * One direction of a TCP connection that carries Diameter: segments in any order in, message boundaries out. RFC 9293 3.4 for
 * the sequence numbers, RFC 6733 3 for the length that bounds a message in the byte stream.
 *
 * In order and whole, a message is handed on from the segment itself; only what is split over segments is copied. Bytes that
 * the capture lacks end the current message early and the next segment that begins with a Diameter header starts anew.
 */
import { serialDistance } from '../trace/serial.ts';
import { NONE } from '../trace/table.ts';
import { diameterLength, DIAMETER_HEADER_BYTES } from './messages.ts';

/** What a stream finds. */
export interface MessageSink {
  /** The row of a segment in trace.packets, made when first asked for. */
  rowOf(segment: Segment): number;
  /** `bytes[start, end)` is what is known of a message of `length` bytes. */
  message(bytes: Uint8Array, start: number, end: number, length: number, firstRow: number, lastRow: number, incomplete: boolean): void;
}

/** A segment's payload. `wireLength` counts what was sent, the range what was captured. Reused by the caller. */
export interface Segment {
  sequence: number;
  bytes: Uint8Array;
  start: number;
  end: number;
  wireLength: number;
  /** NONE until it is needed. */
  row: number;
}

/** Of a message that spans segments, bytes kept for its row: AVPs beyond this are not looked at. */
const MOST_KEPT = 65_536;
/** A buffer larger than this is given back between messages: connections are many, long messages few. */
const MOST_KEPT_IDLE = 4096;
/** Segments held while an earlier one is missing: past it the earlier one is given up. */
const MOST_HELD = 64;
/** A sequence number further from what is expected belongs to another connection: the largest scaled window, RFC 7323 2.3. */
const LARGEST_WINDOW = 1 << 30;

export class TcpStream {
  readonly #sink: MessageSink;
  /** Undefined before the first message boundary is found. */
  #next: number | undefined;
  /** A gap or garbage: wait for a segment that begins with a header. */
  #lost = false;
  #held: Segment[] = [];

  #kept = new Uint8Array(0);
  #keptLength = 0;
  /** Bytes of the current message seen so far, kept or not; 0 between messages. */
  #seen = 0;
  /** 0 while the header is not whole. */
  #length = 0;
  /** Bytes of the current message are missing from here on: the rest is counted, not kept. */
  #torn = false;
  /** Row of the segment in which the current message begins, NONE between messages. */
  #firstRow = NONE;

  constructor(sink: MessageSink) {
    this.#sink = sink;
  }

  push(segment: Segment): void {
    if (segment.wireLength === 0) return;
    if (this.#next === undefined || this.#lost) return this.#hunt(segment);
    const distance = serialDistance(segment.sequence, this.#next);
    if (Math.abs(distance) > LARGEST_WINDOW) return this.#restart(segment);
    if (distance > 0) return this.#hold(segment);
    if (distance + segment.wireLength <= 0) return;
    this.#take(segment, -distance);
    if (this.#held.length > 0) this.#drain();
  }

  /** The receiver acknowledges up to `sequence`: what is missing before it was captured nowhere and will not come again. */
  acknowledged(sequence: number): void {
    if (this.#held.length === 0 || this.#next === undefined) return;
    if (serialDistance(sequence, this.#held[0]!.sequence) > 0) this.#giveUp();
  }

  /** Nothing more will come: held segments are read, an unfinished message is handed on as incomplete. */
  end(): void {
    while (this.#held.length > 0) this.#giveUp();
    this.#abandon();
    this.#kept = new Uint8Array(0);
  }

  #restart(segment: Segment): void {
    this.end();
    this.#next = undefined;
    this.#hunt(segment);
  }

  /** Waits for a segment that begins with a message. */
  #hunt(segment: Segment): void {
    if (this.#next !== undefined && serialDistance(segment.sequence, this.#next) < 0) return;
    if (diameterLength(segment.bytes, segment.start, segment.end) === 0) return;
    this.#lost = false;
    this.#take(segment, 0);
  }

  #hold(segment: Segment): void {
    let at = this.#held.length;
    while (at > 0 && serialDistance(this.#held[at - 1]!.sequence, segment.sequence) > 0) at--;
    if (this.#held[at - 1]?.sequence === segment.sequence) return;
    this.#sink.rowOf(segment);
    const bytes = segment.bytes.slice(segment.start, segment.end);
    this.#held.splice(at, 0, { ...segment, bytes, start: 0, end: bytes.length });
    if (this.#held.length > MOST_HELD) this.#giveUp();
  }

  #drain(): void {
    while (this.#held.length > 0) {
      const segment = this.#held[0]!;
      const distance = serialDistance(segment.sequence, this.#next!);
      if (!this.#lost && distance > 0) return;
      this.#held.shift();
      if (this.#lost) this.#hunt(segment);
      else if (distance + segment.wireLength > 0) this.#take(segment, -distance);
    }
  }

  /** What is missing before the first held segment is lost. */
  #giveUp(): void {
    this.#abandon();
    this.#lost = true;
    this.#drain();
  }

  #abandon(): void {
    if (this.#length > 0) this.#sink.message(this.#kept, 0, this.#keptLength, this.#seen, this.#firstRow, this.#firstRow, true);
    this.#reset();
  }

  #reset(): void {
    this.#firstRow = NONE;
    this.#seen = 0;
    this.#length = 0;
    this.#keptLength = 0;
    this.#torn = false;
    if (this.#kept.length > MOST_KEPT_IDLE) this.#kept = new Uint8Array(0);
  }

  /** Reads a segment from `skip` bytes in: the beginning of it is next in the stream. */
  #take(segment: Segment, skip: number): void {
    this.#next = (segment.sequence + segment.wireLength) >>> 0;
    let at = segment.start + skip;
    const wireEnd = segment.start + segment.wireLength;
    while (at < wireEnd) {
      if (this.#firstRow === NONE) {
        const length = diameterLength(segment.bytes, at, segment.end);
        if (length > 0 && at + length <= wireEnd) {
          const row = this.#sink.rowOf(segment);
          this.#sink.message(segment.bytes, at, Math.min(at + length, segment.end), length, row, row, false);
          at += length;
          continue;
        }
        if (length === 0 && segment.end - at >= DIAMETER_HEADER_BYTES) return this.#lose();
        this.#firstRow = this.#sink.rowOf(segment);
      }
      at = this.#collect(segment, at, wireEnd);
      if (at < 0) return this.#lose();
    }
  }

  /** Adds bytes from `at` to the message that spans segments. Answers where the next begins, -1 when this is no message. */
  #collect(segment: Segment, at: number, wireEnd: number): number {
    const wanted = this.#length === 0 ? DIAMETER_HEADER_BYTES : this.#length;
    const taken = Math.min(wanted - this.#seen, wireEnd - at);
    this.#keep(segment.bytes, at, Math.min(at + taken, segment.end), taken);
    this.#seen += taken;
    if (this.#length === 0 && this.#seen === DIAMETER_HEADER_BYTES) {
      this.#length = this.#torn ? 0 : diameterLength(this.#kept, 0, DIAMETER_HEADER_BYTES);
      if (this.#length === 0) return -1;
    }
    if (this.#seen === this.#length) {
      this.#sink.message(this.#kept, 0, this.#keptLength, this.#length, this.#firstRow, this.#sink.rowOf(segment), false);
      this.#reset();
    }
    return at + taken;
  }

  #keep(bytes: Uint8Array, from: number, to: number, taken: number): void {
    if (this.#torn) return;
    const size = Math.min(Math.max(to - from, 0), MOST_KEPT - this.#keptLength);
    if (this.#keptLength + size > this.#kept.length) {
      const grown = new Uint8Array(Math.min(MOST_KEPT, Math.max(1024, 2 * (this.#keptLength + size))));
      grown.set(this.#kept.subarray(0, this.#keptLength));
      this.#kept = grown;
    }
    this.#kept.set(bytes.subarray(from, from + size), this.#keptLength);
    this.#keptLength += size;
    this.#torn = size < taken;
  }

  #lose(): void {
    this.#reset();
    this.#lost = true;
  }
}
