/**
 * Calls that strace has begun to print and not finished: at most one a thread. The text of the first line is kept in a buffer of
 * the thread's own, which the resumed line completes.
 */
import type { SyscallRecord } from '../trace/records.ts';

export class Pending {
  readonly tid: number;
  /** A call is open. */
  open = false;
  command = '';
  bytes = new Uint8Array(256);
  nameEnd = 0;
  argumentsStart = 0;
  length = 0;
  line = 0;
  offset = 0;
  time = 0;

  constructor(tid: number) {
    this.tid = tid;
  }

  /** Keeps bytes[nameStart, end), of which the arguments begin at `argumentsStart`. */
  begin(bytes: Uint8Array, nameStart: number, nameEnd: number, argumentsStart: number, end: number): void {
    this.open = true;
    this.length = 0;
    this.nameEnd = nameEnd - nameStart;
    this.argumentsStart = argumentsStart - nameStart;
    this.append(bytes, nameStart, end);
  }

  /** Joins the last part, bytes[start, end), whose result was read in place into `record`: its ranges are in the text of both after. */
  complete(bytes: Uint8Array, start: number, end: number, record: SyscallRecord): void {
    const shift = this.length - start;
    const isPlain = record.auxiliaryEnd === 0 && record.returnPathEnd === 0;
    this.append(bytes, start, isPlain ? record.argumentsEnd : end);
    record.argumentsEnd += shift;
    if (isPlain) return;
    record.auxiliaryStart += shift;
    record.auxiliaryEnd += shift;
    record.returnPathStart += shift;
    record.returnPathEnd += shift;
  }

  append(bytes: Uint8Array, start: number, end: number): void {
    const length = this.length + end - start;
    if (length + AFTER_TEXT > this.bytes.length) {
      const larger = new Uint8Array(Math.max(length + AFTER_TEXT, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    if (end - start > LONG_TEXT) this.bytes.set(bytes.subarray(start, end), this.length);
    else this.#copy(bytes, start, end);
    for (let i = 0; i < AFTER_TEXT; i++) this.bytes[length + i] = 0;
    this.length = length;
  }

  #copy(bytes: Uint8Array, start: number, end: number): void {
    const target = this.bytes;
    let at = this.length;
    for (let i = start; i < end; i++) target[at++] = bytes[i]!;
  }

  hasName(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start !== this.nameEnd) return false;
    for (let i = 0; i < this.nameEnd; i++) if (this.bytes[i] !== bytes[start + i]) return false;
    return true;
  }

  /** The command that -Y prints. */
  name(bytes: Uint8Array, start: number, end: number): void {
    const known = this.command;
    let same = known.length === end - start;
    for (let i = 0; same && i < known.length; i++) same = known.charCodeAt(i) === bytes[start + i];
    if (!same) this.command = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + LONGEST_COMMAND)));
  }

  /** Goes on with a call that was begun elsewhere: its name and arguments are bytes[start, end). */
  goOn(bytes: Uint8Array, start: number, nameEnd: number, end: number, line: number, offset: number, time: number): void {
    this.begin(bytes, start, start + nameEnd, start + nameEnd + 1, end);
    this.line = line;
    this.offset = offset;
    this.time = time;
  }

  /** Takes the open call of another thread over: execve in a thread goes on under the leader's pid. */
  takeOver(other: Pending): void {
    const { bytes } = this;
    this.bytes = other.bytes;
    other.bytes = bytes;
    this.open = true;
    other.open = false;
    this.nameEnd = other.nameEnd;
    this.argumentsStart = other.argumentsStart;
    this.length = other.length;
    this.line = other.line;
    this.offset = other.offset;
    this.time = other.time;
  }
}

/** TASK_COMM_LEN is 16: anything longer is no command. */
const LONGEST_COMMAND = 64;
/** Zeros after the text: an escape that was cut at its end, "\x", is decoded with bytes that are always the same. */
const AFTER_TEXT = 2;
/** From this many bytes on a view and one copy are cheaper than a loop. */
const LONG_TEXT = 192;
/** A log that hides its pids and has more threads than this cannot be joined by name. */
const MOST_SEARCHED = 256;

/** All threads of one log. */
export class PendingCalls {
  readonly #byTid = new Map<number, Pending>();
  #last: Pending | undefined;

  of(tid: number): Pending {
    if (this.#last?.tid === tid) return this.#last;
    let pending = this.#byTid.get(tid);
    if (!pending) this.#byTid.set(tid, (pending = new Pending(tid)));
    return (this.#last = pending);
  }

  has(tid: number): boolean {
    return this.#byTid.has(tid);
  }

  remove(tid: number): void {
    this.#byTid.delete(tid);
    if (this.#last?.tid === tid) this.#last = undefined;
  }

  /** The only thread that is alive, undefined when there are none or several. Threads without a pid do not count. */
  sole(): Pending | undefined {
    let sole: Pending | undefined;
    for (const pending of this.#byTid.values()) {
      if (pending.tid < 0) continue;
      if (sole) return undefined;
      sole = pending;
    }
    return sole;
  }

  /** The only open call of this name, undefined when there are none or several. */
  soleNamed(bytes: Uint8Array, start: number, end: number): Pending | undefined {
    let sole: Pending | undefined;
    let searched = 0;
    for (const pending of this.#byTid.values()) {
      if (++searched > MOST_SEARCHED) return undefined;
      if (!pending.open || !pending.hasName(bytes, start, end)) continue;
      if (sole) return undefined;
      sole = pending;
    }
    return sole;
  }

  /** Open calls in the order of their lines. */
  open(): Pending[] {
    return [...this.#byTid.values()].filter((pending) => pending.open).sort((a, b) => a.line - b.line);
  }
}
