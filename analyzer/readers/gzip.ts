/** gzip, RFC 1952: compressed bytes in, the bytes of all members into another reader. Decompression is fflate's. */
import { FlateErrorCode, Gunzip } from 'fflate';
import type { Input } from '../trace/input.ts';
import type { Trace } from '../trace/trace.ts';
import type { Reader } from './format.ts';

/** Deflate expands at most 1032 times: what one slice turns into stays below 17 MB. */
const SLICE = 16_384;
/** A member of nothing: header, one empty block, trailer. */
const SHORTEST_MEMBER = 20;

export function isGzip(head: Uint8Array): boolean {
  return head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

export class GzipReader implements Reader {
  readonly #input: Input;
  readonly #trace: Trace;
  readonly #inner: Reader;
  readonly #chunks: Uint8Array[] = [];
  readonly #gunzip = new Gunzip((chunk) => {
    if (chunk.length > 0) this.#chunks.push(chunk);
  });
  #stopped = false;
  #read = 0;
  /** Of the decompressed stream. */
  #offset = 0;

  constructor(input: Input, trace: Trace, inner: Reader) {
    this.#input = input;
    this.#trace = trace;
    this.#inner = inner;
  }

  push(bytes: Uint8Array): void {
    this.#read += bytes.length;
    // The decompressor keeps slices that end inside a member's header: they are copied.
    for (let at = 0; at < bytes.length && !this.#stopped; at += SLICE) this.#inflate(bytes.slice(at, at + SLICE), false);
  }

  end(): void {
    // The decompressor takes a cut inside the first header for an end.
    if (this.#read < SHORTEST_MEMBER) this.#trace.problems.report('compressed-cut-short', this.#input.id);
    else if (!this.#stopped) this.#inflate(new Uint8Array(0), true);
    this.#inner.end();
  }

  #inflate(slice: Uint8Array, last: boolean): void {
    let failure: unknown;
    try {
      this.#gunzip.push(slice, last);
    } catch (error) {
      failure = error;
      this.#stopped = true;
    }
    for (const chunk of this.#chunks) {
      this.#inner.push(chunk);
      this.#offset += chunk.length;
    }
    this.#chunks.length = 0;
    if (failure === undefined) return;
    const { code } = failure as { code?: number };
    const kind = last && code === FlateErrorCode.UnexpectedEOF ? 'compressed-cut-short' : 'compressed-damaged';
    // The first header is valid, or this reader were not asked: a bad one stands behind a whole member.
    const detail = code === FlateErrorCode.InvalidHeader ? 'other bytes follow the end' : undefined;
    this.#trace.problems.report(kind, this.#input.id, this.#offset, 0, detail);
  }
}
