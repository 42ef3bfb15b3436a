/** The formats that are read, and the door through which every input comes: content decides, never the name. */
import type { Input } from '../trace/input.ts';
import type { RecordSink } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import { SNIFF_BYTES, type Format, type Reader } from './format.ts';
import { pcapFormat } from './pcap.ts';
import { pcapngFormat } from './pcapng.ts';
import { straceFormat } from './strace.ts';

/** In sniffing order: captures are certain by their first bytes, an strace log is a guess from its lines. */
const captureFormats: readonly Format[] = [pcapFormat, pcapngFormat];
export const formats: readonly Format[] = [...captureFormats, straceFormat];

/** Bytes that decide whether an input is a capture, so that a live capture need not wait for SNIFF_BYTES. */
const MAGIC_BYTES = 12;

class Door implements Reader {
  readonly #input: Input;
  readonly #trace: Trace;
  readonly #sink: RecordSink;
  #head = new Uint8Array(0);
  #reader: Reader | undefined;

  constructor(input: Input, trace: Trace, sink: RecordSink) {
    this.#input = input;
    this.#trace = trace;
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    if (this.#reader) {
      this.#reader.push(bytes);
      return;
    }
    let head = bytes;
    if (this.#head.length > 0) {
      head = new Uint8Array(this.#head.length + bytes.length);
      head.set(this.#head);
      head.set(bytes, this.#head.length);
    }
    this.#decide(head, head.length >= SNIFF_BYTES);
    if (this.#reader === undefined) this.#head = head.slice();
  }

  end(): void {
    if (!this.#reader) {
      if (this.#head.length === 0) {
        this.#trace.problems.report('input-empty', this.#input.id);
        return;
      }
      this.#decide(this.#head, true);
    }
    this.#reader!.end();
  }

  #decide(head: Uint8Array, all: boolean): void {
    if (!all && head.length < MAGIC_BYTES) return;
    const sniffed = head.subarray(0, SNIFF_BYTES);
    const format = (all ? formats : captureFormats).find((candidate) => candidate.sniff(sniffed));
    if (format) this.#reader = format.open(this.#input, this.#trace, this.#sink);
    else if (all) {
      this.#trace.problems.report('input-unknown', this.#input.id);
      this.#reader = { push: () => {}, end: () => {} };
    } else return;
    this.#head = new Uint8Array(0);
    this.#reader.push(head);
  }
}

/** A reader for whatever the input turns out to be. */
export function openInput(input: Input, trace: Trace, sink: RecordSink): Reader {
  return new Door(input, trace, sink);
}
