/** The formats that are read, and the door through which every input comes: content decides, never the name. */
import type { Input } from '../trace/input.ts';
import type { RecordSink } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import type { Usual } from '../usual/usual.ts';
import { SNIFF_BYTES, type Format, type Reader } from './format.ts';
import { GzipReader, isGzip } from './gzip.ts';
import { pcapFormat } from './pcap.ts';
import { pcapngFormat } from './pcapng.ts';
import { plainView } from './plainView.ts';
import { statesFormat } from './states.ts';
import { straceFormat } from './strace.ts';
import { isPartial } from './straceFlags.ts';
import { nameContent } from './unknown.ts';
import { isZstd, ZstdReader } from './zstd.ts';

/** An strace log from the tracer of a live capture, which says so before there is anything to tell. */
const tracerFormat: Format = { ...straceFormat, sniff: isPartial };

/** In sniffing order: most are certain by their first bytes, an strace log is a guess from its lines. */
const certainFormats: readonly Format[] = [pcapFormat, pcapngFormat, statesFormat, tracerFormat];
export const formats: readonly Format[] = [...certainFormats, straceFormat];

/** Bytes that decide whether an input is a capture or compressed, so that what is live need not wait for SNIFF_BYTES. */
const MAGIC_BYTES = 12;
/** A compressed file that was compressed again is unwrapped; what is inside that is not. */
const MOST_WRAPPINGS = 2;

const discard: Reader = { push: () => {}, end: () => {} };

class Door implements Reader {
  readonly #input: Input;
  readonly #trace: Trace;
  readonly #sink: RecordSink;
  readonly #usual: Usual | undefined;
  /** Compressions around this door. */
  readonly #wrappings: number;
  #head = new Uint8Array(0);
  #reader: Reader | undefined;
  #searches = false;

  constructor(input: Input, trace: Trace, sink: RecordSink, usual: Usual | undefined, wrappings: number) {
    this.#input = input;
    this.#trace = trace;
    this.#sink = sink;
    this.#usual = usual;
    this.#wrappings = wrappings;
  }

  push(chunk: Uint8Array): void {
    const bytes = plainView(chunk);
    if (this.#reader) {
      this.#reader.push(this.#searches ? chunk : bytes);
      return;
    }
    if (this.#head.length === 0 && bytes.length >= SNIFF_BYTES) {
      this.#open(this.#choose(bytes, true)!, bytes);
      return;
    }
    const joined = new Uint8Array(this.#head.length + bytes.length);
    joined.set(this.#head);
    joined.set(bytes, this.#head.length);
    this.#head = joined;
    const reader = this.#choose(joined, joined.length >= SNIFF_BYTES);
    if (reader) this.#open(reader, joined);
  }

  end(): void {
    if (!this.#reader) {
      if (this.#head.length === 0) {
        this.#trace.problems.report('input-empty', this.#input.id);
        return;
      }
      this.#open(this.#choose(this.#head, true)!, this.#head);
    }
    this.#reader!.end();
  }

  #open(reader: Reader, bytes: Uint8Array): void {
    this.#reader = reader;
    this.#head = new Uint8Array(0);
    reader.push(bytes);
  }

  /** `certain`: there is nothing to wait for. Undefined while more bytes may decide otherwise. */
  #choose(bytes: Uint8Array, certain: boolean): Reader | undefined {
    if (!certain && bytes.length < MAGIC_BYTES) return undefined;
    const head = bytes.subarray(0, SNIFF_BYTES);
    if (this.#wrappings < MOST_WRAPPINGS) {
      if (isGzip(head)) return new GzipReader(this.#input, this.#trace, this.#inside('gzip'));
      if (isZstd(head)) return new ZstdReader(this.#input, this.#trace, this.#inside('zstd'));
    }
    const format = (certain ? formats : certainFormats).find((candidate) => candidate.sniff(head));
    if (format) {
      this.#searches = format.searches === true;
      return format.open(this.#input, this.#trace, this.#sink, this.#usual);
    }
    if (!certain) return undefined;
    this.#trace.problems.report('input-unknown', this.#input.id, 0, 0, nameContent(head));
    return discard;
  }

  #inside(compression: 'gzip' | 'zstd'): Reader {
    this.#input.compression ??= compression;
    return new Door(this.#input, this.#trace, this.#sink, this.#usual, this.#wrappings + 1);
  }
}

/** A reader for whatever the input turns out to be. */
export function openInput(input: Input, trace: Trace, sink: RecordSink, usual?: Usual): Reader {
  return new Door(input, trace, sink, usual, 0);
}
