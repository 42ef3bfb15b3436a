/** Bytes of a live source -> whole records: packets as pcapng blocks whatever format they came in, logs line by line. Content decides which it is. */
import { PacketIngest } from './packetIngest.ts';

export interface Records {
  /** To be seen before all that follows, and kept. */
  head(bytes: Buffer): void;
  /** One packet, or one line with its end. */
  record(bytes: Buffer): void;
  /** Neither a packet nor a line: statistics. */
  other(bytes: Buffer): void;
}

export type SourceKind = 'packets' | 'log' | 'states';

/** Enough to tell a capture by its magic number. */
const MAGIC_BYTES = 12;
const STATES = '#stallscope-states';
const NEWLINE = 10;
/** What has no end by then is no line. */
const LONGEST_LINE = 1 << 20;
const capture = new Set(['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '34cdb2a1', 'a1b2cd34', '0a0d0d0a']);

export class Ingest {
  readonly #name: string;
  readonly #records: Records;
  #kind: SourceKind | undefined;
  #head = Buffer.alloc(0);
  #packets: PacketIngest | undefined;
  #torn: Buffer[] = [];
  #tornBytes = 0;
  #lines = 0;
  /** The next line is the first of a stream that was started again. */
  #isAgain = false;

  constructor(name: string, records: Records) {
    this.#name = name;
    this.#records = records;
  }

  /** Undefined until enough has come. */
  get kind(): SourceKind | undefined {
    return this.#kind;
  }

  push(bytes: Uint8Array): void {
    if (this.#kind === undefined) {
      this.#head = Buffer.concat([this.#head, bytes]);
      if (this.#head.length < MAGIC_BYTES) return;
      const isCapture = capture.has(this.#head.subarray(0, 4).toString('hex'));
      this.#kind = isCapture ? 'packets' : this.#head.toString('latin1', 0, STATES.length).startsWith(STATES.slice(0, MAGIC_BYTES)) ? 'states' : 'log';
      if (isCapture) this.#packets = new PacketIngest(this.#name, this.#records);
      bytes = this.#head;
      this.#head = Buffer.alloc(0);
    }
    if (this.#packets) this.#packets.push(bytes);
    else this.#pushLines(Buffer.from(bytes));
  }

  /** Nothing follows: a last line without its end is one all the same. */
  end(): void {
    if (this.#kind === undefined && this.#head.length > 0) this.#kind = 'log';
    if (this.#head.length > 0) this.#torn.push(this.#head);
    this.#head = Buffer.alloc(0);
    if (this.#torn.length > 0) this.#line(Buffer.concat(this.#torn));
  }

  /** The source begins anew, with a stream of the same kind. */
  restart(): void {
    this.end();
    this.#packets?.restart();
    this.#isAgain = true;
  }

  #pushLines(bytes: Buffer): void {
    for (let start = 0; start < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start);
      const part = bytes.subarray(start, newline < 0 ? bytes.length : newline + 1);
      this.#torn.push(part);
      this.#tornBytes += part.length;
      if (newline >= 0 || this.#tornBytes > LONGEST_LINE) this.#line(this.#torn.length === 1 ? part : Buffer.concat(this.#torn));
      start += part.length;
    }
  }

  #line(line: Buffer): void {
    this.#torn = [];
    this.#tornBytes = 0;
    const isFirst = this.#lines++ === 0;
    const isTitle = (isFirst || this.#isAgain) && line[0] === 0x23;
    this.#isAgain = false;
    // "#stallscope-states 1", "# stallscope-trace 1": what the file is, said once.
    if (!isTitle) this.#records.record(line);
    else if (isFirst) this.#records.head(line);
  }
}
