/**
 * Bytes of a gzip (RFC 1952) or zstd (RFC 8878) file by their offset in the decompressed stream. Neither format can be entered
 * in the middle: a read behind the last one goes on from there, any other starts over.
 */
import { Decompress as ZstdDecompress } from 'fzstd';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

export type Compression = 'gzip' | 'zstd';

export function compressionOf(head: Uint8Array): Compression | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return undefined;
}

async function* unzstd(path: string): AsyncIterable<Uint8Array> {
  const unpacked: Uint8Array[] = [];
  const stream = new ZstdDecompress((bytes) => void unpacked.push(bytes));
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    stream.push(chunk);
    while (unpacked.length > 0) yield unpacked.shift()!;
  }
}

function decompress(path: string, compression: Compression): AsyncIterable<Uint8Array> {
  return compression === 'zstd' ? unzstd(path) : createReadStream(path).pipe(createGunzip());
}

/** Kept behind the furthest read: readers of quotes look a few MiB ahead and come back for the next one. */
const WINDOW_BYTES = 16 << 20;

export class DecompressedReader {
  readonly #path: string;
  readonly #compression: Compression;
  #source: AsyncIterator<Uint8Array> | undefined;
  /** Chunks of the window in order, and the offset of the first. */
  #window: Uint8Array[] = [];
  #start = 0;
  #end = 0;

  constructor(path: string, compression: Compression) {
    this.#path = path;
    this.#compression = compression;
  }

  /** Fewer bytes at the end, and where the compressed stream is damaged. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    if (this.#source === undefined || offset < this.#start) await this.#startOver();
    while (this.#end < offset + length && (await this.#advance(offset)));
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.#end - offset)));
    let at = this.#start - offset;
    for (const chunk of this.#window) {
      const part = chunk.subarray(Math.max(0, -at), Math.max(0, bytes.length - at));
      if (part.length > 0) bytes.set(part, Math.max(0, at));
      at += chunk.length;
    }
    return bytes;
  }

  async #startOver(): Promise<void> {
    await this.#source?.return?.();
    this.#source = decompress(this.#path, this.#compression)[Symbol.asyncIterator]();
    this.#window = [];
    this.#start = 0;
    this.#end = 0;
  }

  /** One chunk more; what lies far behind it and before `needed` is given up. */
  async #advance(needed: number): Promise<boolean> {
    try {
      const next = await this.#source!.next();
      if (next.done) return false;
      // The decompressor may use its buffer again.
      this.#window.push(new Uint8Array(next.value));
      this.#end += next.value.length;
    } catch {
      return false;
    }
    while (this.#end - this.#start - this.#window[0]!.length > WINDOW_BYTES && this.#start + this.#window[0]!.length <= needed) {
      this.#start += this.#window.shift()!.length;
    }
    return true;
  }
}
