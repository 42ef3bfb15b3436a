/**
 * Zstandard, RFC 8878: compressed bytes in, the content of all frames into another reader. Frames and blocks are walked here, so that
 * their end and their cost are known before a block is decompressed, which is fzstd's.
 *
 *   | magic | descriptor | window | dictionary id | content size | blocks … | checksum |        block: | last 1, type 2, size 21 | … |
 */
import { Decompress } from 'fzstd';
import type { Input } from '../trace/input.ts';
import type { Trace } from '../trace/trace.ts';
import type { Reader } from './format.ts';
import { TornBytes } from './tornBytes.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const SKIPPABLE_MASK = 0xfffffff0;
/** Magic and the longest header, RFC 8878 3.1.1.1. */
const LONGEST_HEADER = 18;
const BLOCK_HEADER = 3;
const BLOCK_RLE = 1;
const LONGEST_BLOCK = 131_072;
const CHECKSUM_FLAG = 4;
const CHECKSUM_LENGTH = 4;
/** What `zstd -d` accepts without --long. */
const WIDEST_WINDOW = 1 << 27;
/**
 * The decompressor moves its whole window once a block. Real streams with the widest window move 1024 bytes for each byte of content;
 * what moves more than this is made to waste time.
 */
const MOST_MOVED = 8192;
const FREE_MOVES = 2 ** 33;

type Expected = 'frame' | 'block' | 'checksum';

export function isZstd(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  const magic = readUint32(head, 0);
  return magic === MAGIC || isSkippable(magic);
}

function isSkippable(magic: number): boolean {
  return (magic & SKIPPABLE_MASK) >>> 0 === SKIPPABLE;
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

export class ZstdReader implements Reader {
  readonly #input: Input;
  readonly #trace: Trace;
  readonly #inner: Reader;
  readonly #torn = new TornBytes(this);
  readonly #chunks: Uint8Array[] = [];
  #frame = new Decompress();
  #expected: Expected = 'frame';
  #checksum = false;
  #window = 0;
  #needed = 4;
  /** Bytes of a skippable frame that have not come yet. */
  #skip = 0;
  #stopped = false;
  #read = 0;
  #moved = 0;
  /** Of the decompressed stream. */
  #offset = 0;

  constructor(input: Input, trace: Trace, inner: Reader) {
    this.#input = input;
    this.#trace = trace;
    this.#inner = inner;
  }

  push(bytes: Uint8Array): void {
    this.#read += bytes.length;
    if (!this.#stopped) this.#torn.push(bytes);
  }

  end(): void {
    if (!this.#stopped && (this.#torn.pending > 0 || this.#skip > 0 || this.#expected !== 'frame')) {
      this.#trace.problems.report('compressed-cut-short', this.#input.id, this.#offset);
    }
    this.#inner.end();
  }

  needed(): number {
    return this.#needed;
  }

  walk(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (!this.#stopped) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, end - at);
        this.#skip -= skipped;
        at += skipped;
      }
      const length = this.#unitLength(bytes, at, end);
      if (this.#stopped) break;
      if (end - at < length) {
        this.#needed = length;
        return at;
      }
      this.#readUnit(bytes, at, length);
      at += length;
    }
    return end;
  }

  /** Bytes of the frame header, block or checksum at `at`, or as many as it takes to know. */
  #unitLength(bytes: Uint8Array, at: number, end: number): number {
    const available = end - at;
    switch (this.#expected) {
      case 'checksum':
        return CHECKSUM_LENGTH;
      case 'block': {
        if (available < BLOCK_HEADER) return BLOCK_HEADER;
        const header = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
        const size = header >>> 3;
        if (size > LONGEST_BLOCK) this.#stop('a block is too long');
        return BLOCK_HEADER + (((header >> 1) & 3) === BLOCK_RLE ? 1 : size);
      }
      case 'frame': {
        if (available < 5) return available < 4 ? 4 : isSkippable(readUint32(bytes, at)) ? 8 : 5;
        const magic = readUint32(bytes, at);
        if (isSkippable(magic)) return 8;
        if (magic !== MAGIC) this.#stop('other bytes follow the end');
        return headerLength(bytes[at + 4]);
      }
    }
  }

  #readUnit(bytes: Uint8Array, at: number, length: number): void {
    switch (this.#expected) {
      case 'checksum':
        this.#expected = 'frame';
        return;
      case 'frame':
        if (isSkippable(readUint32(bytes, at))) this.#skip = readUint32(bytes, at + 4);
        else this.#readFrameHeader(bytes.slice(at, at + length));
        return;
      case 'block': {
        const last = (bytes[at] & 1) !== 0;
        this.#decompress(bytes.slice(at, at + length), last);
        if (last) this.#expected = this.#checksum ? 'checksum' : 'frame';
      }
    }
  }

  #readFrameHeader(header: Uint8Array): void {
    const descriptor = header[4];
    if ((descriptor & 3) !== 0) return this.#stop('it needs a dictionary');
    this.#window = windowSize(header);
    if (this.#window > WIDEST_WINDOW) return this.#stop(`its window of ${Math.round(this.#window / 2 ** 20)} MB is too wide`);
    this.#checksum = (descriptor & CHECKSUM_FLAG) !== 0;
    this.#expected = 'block';
    header[4] = descriptor & ~CHECKSUM_FLAG; // the checksum is passed over here
    this.#frame = new Decompress((chunk) => {
      if (chunk.length > 0) this.#chunks.push(chunk);
    });
    this.#decompress(header, false);
  }

  #decompress(bytes: Uint8Array, last: boolean): void {
    this.#moved += this.#window;
    if (this.#moved > FREE_MOVES + MOST_MOVED * (this.#read + this.#offset)) return this.#stop('its blocks are too small for its window');
    try {
      this.#frame.push(bytes, last);
    } catch {
      this.#stop();
    }
    for (const chunk of this.#chunks) {
      this.#inner.push(chunk);
      this.#offset += chunk.length;
    }
    this.#chunks.length = 0;
  }

  #stop(detail?: string): void {
    this.#stopped = true;
    this.#trace.problems.report('compressed-damaged', this.#input.id, this.#offset, 0, detail);
  }
}

/** Of magic, descriptor and the fields that the descriptor announces, RFC 8878 3.1.1.1.1. */
function headerLength(descriptor: number): number {
  const singleSegment = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const sizeCode = descriptor >> 6;
  const contentSize = sizeCode === 0 ? singleSegment : 1 << sizeCode;
  return Math.min(LONGEST_HEADER, 5 + (1 - singleSegment) + dictionary + contentSize);
}

/** RFC 8878 3.1.1.1.2; a single segment's window is its content. */
function windowSize(header: Uint8Array): number {
  const descriptor = header[4];
  if ((descriptor & 0x20) === 0) {
    const base = 2 ** (10 + (header[5] >> 3));
    return base + (base / 8) * (header[5] & 7);
  }
  const length = header.length - 5;
  let size = length === 2 ? 256 : 0;
  for (let n = 0; n < length; n++) size += header[5 + n] * 256 ** n;
  return size;
}
