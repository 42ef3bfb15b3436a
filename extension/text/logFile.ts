/** A log on disk as lines that can be read from anywhere: its lines are found as far as they are asked for, and found anew when the file is another one. */
import { stat } from 'node:fs/promises';
import type { ByteSource } from '../../analyzer/trace/input.ts';
import { fileSource } from '../../cli/fileSource.ts';
import { cutLines, LineOffsets } from './lineOffsets.ts';

/** Bytes scanned for newlines at a time: a few ms of work between two waits. */
const SCAN_BYTES = 4 << 20;
/** Bytes read at once; lines that are longer in all are cut there. */
const MOST_BYTES = 16 << 20;

export const COMPRESSED = /\.(gz|zst)$/i;

export class LogFile {
  readonly #path: string;
  #offsets = new LineOffsets();
  #source: ByteSource;
  /** Reads on from where it was; a source of its own, so that a compressed one need not start over. */
  #scanned: ByteSource;
  #size = -1;
  #modified = 0;
  #scanning: Promise<void> = Promise.resolve();
  /** All lines are known, until the file grows. */
  isWhole = false;

  constructor(path: string) {
    this.#path = path;
    this.#source = fileSource(path);
    this.#scanned = fileSource(path);
  }

  /** Lines known so far. */
  get lines(): number {
    return this.#offsets.lines;
  }

  /** True when the file is another one than before: shorter, or compressed anew. One that has grown goes on. Throws when it is not there. */
  async startOver(): Promise<boolean> {
    const { size, mtimeMs } = await stat(this.#path);
    // A source keeps the failure to open what was not there.
    const isFirst = this.#size < 0;
    const isAnother = !isFirst && (size < this.#size || (mtimeMs !== this.#modified && COMPRESSED.test(this.#path)));
    this.#size = size;
    this.#modified = mtimeMs;
    if (isFirst || isAnother) {
      this.#source = fileSource(this.#path);
      this.#scanned = fileSource(this.#path);
    }
    if (!isAnother) return false;
    this.#offsets = new LineOffsets();
    this.isWhole = false;
    return true;
  }

  /** Finds the lines up to `line`, or to the end. */
  async reach(line: number): Promise<void> {
    // What failed once (a file that was away) may succeed now.
    this.#scanning = this.#scanning.catch(() => {}).then(async () => {
      while (this.lines < line) {
        const bytes = await this.#scanned.read!(this.#offsets.bytes, SCAN_BYTES);
        // A log that is still written may go on later.
        this.isWhole = bytes.length === 0;
        if (this.isWhole) return;
        this.#offsets.push(bytes);
      }
    });
    return this.#scanning;
  }

  /** Lines [from, to), 1-based; fewer at the end. */
  async read(from: number, to: number): Promise<string> {
    await this.reach(to);
    const start = this.#offsets.before(from);
    const end = this.#offsets.after(to);
    const bytes = await this.#source.read!(start.offset, Math.min((end ?? this.#offsets.bytes) - start.offset, MOST_BYTES));
    const text = new TextDecoder('utf-8').decode(cutLines(bytes, start.line, from, to));
    return text.endsWith('\n') ? text.slice(0, -1) : text;
  }
}
