/** Files and pipes as byte sources. Random access is by offset of the decompressed stream, as all offsets of the analyzer are. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ByteSource } from '../analyzer/trace/input.ts';
import { compressionOf, DecompressedReader } from './decompressedReader.ts';

const CHUNK_BYTES = 1 << 20;
/** Of what is read at once, where a read costs no way to another thread. */
const FIRST_PIECE_BYTES = 1 << 14;
const PIECE_BYTES = 1 << 18;
/** Enough to see a compression's magic number. */
const MAGIC_BYTES = 4;

/** Bytes of the file at `path` from the beginning; each chunk is valid until the next is asked for. */
export async function* readChunks(path: string, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    while (!signal?.aborted) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/**
 * The same without leaving the thread. Nothing else runs meanwhile: for programs that only wait for it. V8 compiles what reads the first chunks,
 * and again when something comes that it had not seen: small ones show it early what happens between two chunks.
 */
async function* readChunksAtOnce(path: string, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
    for (let wanted = FIRST_PIECE_BYTES; !signal?.aborted; wanted = Math.min(wanted * 2, PIECE_BYTES)) {
      const bytesRead = readSync(file, buffer, 0, wanted, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    closeSync(file);
  }
}

async function readAt(path: string, offset: number, length: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The same without leaving the thread: a report quotes hundreds of lines, and four hops to a thread pool and back cost ten times the reads. */
async function readAtOnce(path: string, offset: number, length: number): Promise<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, fstatSync(file).size - offset)));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset));
  } finally {
    closeSync(file);
  }
}

/** How plain files are read. */
export interface FileAccess {
  readonly chunks: (path: string, signal?: AbortSignal) => AsyncIterable<Uint8Array>;
  readonly at: (path: string, offset: number, length: number) => Promise<Uint8Array>;
}

const unblocking: FileAccess = { chunks: readChunks, at: readAt };
export const blocking: FileAccess = { chunks: readChunksAtOnce, at: readAtOnce };

/** By default without blocking, as an editor wants it. */
export function fileSource(path: string, access = unblocking): ByteSource {
  let reader: Promise<DecompressedReader | undefined> | undefined;
  const openReader = async (): Promise<DecompressedReader | undefined> => {
    const compression = compressionOf(await access.at(path, 0, MAGIC_BYTES));
    return compression && new DecompressedReader(path, compression);
  };
  return {
    stream: (signal) => access.chunks(path, signal),
    async read(offset, length) {
      const decompressed = await (reader ??= openReader());
      return decompressed ? decompressed.read(offset, length) : access.at(path, offset, length);
    },
  };
}

/** Standard input: read once, no way back. */
export function standardInput(): ByteSource {
  return { stream: () => process.stdin };
}
