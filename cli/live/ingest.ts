/** Bytes of a live source -> whole records: packets as pcapng blocks whatever format they came in, logs line by line. Content decides which it is. */
import { openInput } from '../../analyzer/readers/formats.ts';
import type { Reader } from '../../analyzer/readers/format.ts';
import type { PacketRecord } from '../../analyzer/trace/records.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { enhancedPacket, interfaceDescription, interfaceStatistics, sectionHeader } from './pcapngWriter.ts';

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
const capture = new Set(['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '34cdb2a1', 'a1b2cd34', '0a0d0d0a']);

export class Ingest {
  readonly #name: string;
  readonly #records: Records;
  #kind: SourceKind | undefined;
  #head = Buffer.alloc(0);
  #packets: PacketIngest | undefined;
  #torn: Buffer[] = [];
  #lines = 0;
  packets = 0;

  constructor(name: string, records: Records) {
    this.#name = name;
    this.#records = records;
  }

  /** Undefined until enough has come. */
  get kind(): SourceKind | undefined {
    return this.#kind;
  }

  get dropped(): number {
    return this.#packets?.dropped ?? 0;
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
    if (this.#packets) this.packets = this.#packets.push(bytes);
    else this.#pushLines(Buffer.from(bytes));
  }

  #pushLines(bytes: Buffer): void {
    for (let start = 0; start < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start);
      if (newline < 0) {
        this.#torn.push(bytes.subarray(start));
        return;
      }
      const line = Buffer.concat([...this.#torn, bytes.subarray(start, newline + 1)]);
      this.#torn = [];
      // "#stallscope-states 1", "# stallscope-trace 1": what the file is.
      if (this.#lines++ === 0 && line[0] === 0x23) this.#records.head(line);
      else this.#records.record(line);
      start = newline + 1;
    }
  }
}

class PacketIngest {
  readonly #name: string;
  readonly #records: Records;
  readonly #trace = new Trace();
  readonly #reader: Reader;
  /** Link types in the order of their interfaces. */
  readonly #interfaces: number[] = [];
  #packets = 0;
  #told = 0;
  #lastTime = 0n;

  constructor(name: string, records: Records) {
    this.#name = name;
    this.#records = records;
    const ignore = (): void => {};
    this.#reader = openInput(this.#trace.addInput(name), this.#trace, { packet: (record) => this.#packet(record), syscall: ignore, status: ignore, state: ignore });
    records.head(sectionHeader('Stallscope'));
  }

  get dropped(): number {
    return this.#trace.inputs[0]!.dropped;
  }

  push(bytes: Uint8Array): number {
    this.#reader.push(bytes);
    if (this.dropped > this.#told && this.#interfaces.length > 0) {
      this.#told = this.dropped;
      this.#records.other(interfaceStatistics(0, this.#lastTime, this.dropped));
    }
    return this.#packets;
  }

  #packet({ time, linkType, bytes, start, end, originalLength }: PacketRecord): void {
    let interfaceNumber = this.#interfaces.indexOf(linkType);
    if (interfaceNumber < 0) {
      interfaceNumber = this.#interfaces.push(linkType) - 1;
      this.#records.head(interfaceDescription(linkType, this.#name));
    }
    this.#packets++;
    this.#lastTime = BigInt(this.#trace.epochSeconds ?? 0) * 1_000_000_000n + BigInt(Math.round(time));
    this.#records.record(enhancedPacket(interfaceNumber, this.#lastTime, bytes.subarray(start, end), originalLength));
  }
}
