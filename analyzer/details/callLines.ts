/**
 * The line of a system call read back by its offset, and the line on which it was resumed, joined into the one line that strace would
 * have written had nothing come between:
 *
 *   227   03:46:52.805478 sendmsg(17, {…}, 0 <unfinished ...>
 *   227   03:46:52.805872 <... sendmsg resumed>) = -1 EAGAIN (Resource temporarily unavailable) <0.000394>
 *
 * What it says is then read by the reader of whole logs.
 */
import { straceFormat } from '../readers/strace.ts';
import { stripColours } from '../readers/straceText.ts';
import type { ByteSource } from '../trace/input.ts';
import type { SyscallRecord } from '../trace/records.ts';
import type { Bytes } from '../trace/time.ts';
import { Trace } from '../trace/trace.ts';
import { joined } from './joined.ts';

/** Where a call stands in its log. */
export interface CallPlace {
  readonly offset: Bytes;
  /** 1-based. */
  readonly line: number;
  readonly endLine: number;
}

export interface CallLines {
  /** What is shown: one line, or the first and the last with a line feed between. */
  readonly data: Uint8Array;
  /** The call on one line, one character a byte. */
  readonly text: string;
  /** Undefined where this is no call. */
  readonly record: SyscallRecord | undefined;
  /** Lines between the two. */
  readonly between: number;
  /** The line with the result is too far away, or no longer there. */
  readonly lacksEnd: boolean;
  /** Place in `data` of a place in `text`; undefined for what stands in no line. */
  at(place: number): number | undefined;
}

const FIRST_READ = 8 * 1024;
const LARGEST_READ = 1 << 20;
/** A call that stays in the kernel while the log grows by more than this is shown without its end. */
const MOST_READ = 64 << 20;
/** A line longer than this is shown in part. */
const MOST_LINE = 1 << 20;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ESCAPE = 0x1b;

const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};
const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Undefined where the source cannot go back. */
export async function readCallLines(source: ByteSource, place: CallPlace): Promise<CallLines | undefined> {
  const lines = await readLines(source, place);
  if (!lines) return undefined;
  const { first, last } = lines;
  const cut = / ?<(?:unfinished|detached|pid changed to \d+) \.\.\.>$/.exec(latin1(first));
  const head = cut ? first.subarray(0, cut.index) : first;
  const resumed = last ? /<\.\.\. \S+ resumed> ?/.exec(latin1(last)) : undefined;
  const tailStart = resumed ? resumed.index + resumed[0].length : 0;
  const tail = last ? last.subarray(tailStart) : cut ? ascii(') = ?') : new Uint8Array(0);
  const line = joined([head, tail]);
  const tailAt = last ? first.length + 1 + tailStart : undefined;
  return {
    data: last ? joined([first, ascii('\n'), last]) : first,
    text: latin1(line),
    record: recordOf(line),
    between: Math.max(0, place.endLine - place.line - 1),
    lacksEnd: !last && place.endLine > place.line,
    at: (at) => (at < head.length || (!last && !cut) ? at : tailAt === undefined ? undefined : tailAt + at - head.length),
  };
}

function recordOf(line: Uint8Array): SyscallRecord | undefined {
  const trace = new Trace();
  let found: SyscallRecord | undefined;
  const syscall = (record: SyscallRecord): void => {
    found ??= { ...record };
  };
  const reader = straceFormat.open(trace.addInput(''), trace, { packet: () => {}, syscall, status: () => {}, state: () => {} });
  reader.push(joined([line, ascii('\n')]));
  reader.end();
  return found;
}

interface Lines {
  readonly first: Uint8Array;
  /** Undefined when the call ends on its first line, or is too far from its end. */
  readonly last: Uint8Array | undefined;
}

async function readLines(source: ByteSource, { offset, line, endLine }: CallPlace): Promise<Lines | undefined> {
  const first = new LineBytes();
  const last = new LineBytes();
  let length = FIRST_READ;
  for (let at = 0, number = line; at < MOST_READ;) {
    const bytes = await source.read?.(offset + at, length);
    if (!bytes) return undefined;
    for (let start = 0; start < bytes.length && number <= endLine;) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline < 0 ? bytes.length : newline;
      if (number === line) first.add(bytes.subarray(start, end));
      else if (number === endLine) last.add(bytes.subarray(start, end));
      if (newline >= 0) number++;
      start = end + 1;
    }
    at += bytes.length;
    if (bytes.length < length || number > endLine) return { first: first.end(), last: number >= endLine && endLine > line ? last.end() : undefined };
    length = Math.min(length * 4, LARGEST_READ);
  }
  return { first: first.end(), last: undefined };
}

/** A line that comes in parts. */
class LineBytes {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  add(bytes: Uint8Array): void {
    if (this.#length >= MOST_LINE) return;
    const part = bytes.slice(0, MOST_LINE - this.#length);
    this.#parts.push(part);
    this.#length += part.length;
  }

  /** Without colours, and without the carriage return of a log that went through Windows. */
  end(): Uint8Array {
    const bytes = joined(this.#parts);
    const line = bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes;
    return line.includes(ESCAPE) ? stripColours(line, 0, line.length) : line;
  }
}
