/**
 * Threads and the processes they belong to. strace prints thread ids while descriptors belong to processes: clone() lines tell which
 * is which. A log that begins in the middle has none of them for the threads that were there: these share one process until
 * something contradicts it (see descriptors.ts). The files of `strace -ff` share their processes too.
 */
import type { Thread } from '../../trace/socket.ts';
import type { Trace } from '../../trace/trace.ts';

/** What belongs together in one numbering of tids: a log, or all files of one `strace -ff`. */
interface Group {
  /** The files of one `strace -ff`, read one after the other. */
  readonly split: boolean;
  /** Row in Trace.threads by tid. */
  readonly threads: Map<number, number>;
  /** Process of threads that clone() made and that have no line yet. */
  readonly born: Map<number, number>;
  /** Process of threads of which nothing is known, -1 while there is none. */
  common: number;
  /** Threads of which nothing is known. */
  strangers: number;
}

export class Threads {
  readonly #trace: Trace;
  readonly #groups = new Map<string, Group>();
  readonly #byInput: Group[] = [];
  /** By thread row: its process is known from clone() or a contradiction. */
  readonly #certain: boolean[] = [];
  #lastInput = -1;
  #lastTid = -1;
  #lastThread = -1;

  /** Who is who: set here, and cleared by whoever had to know. */
  haveChanged = false;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Row of the thread, made when it is new. */
  of(input: number, tid: number): number {
    if (tid === this.#lastTid && input === this.#lastInput) return this.#lastThread;
    const group = this.#group(input);
    let thread = group.threads.get(tid);
    if (thread === undefined) {
      thread = this.#add(group, input, tid);
    }
    this.#lastInput = input;
    this.#lastTid = tid;
    return (this.#lastThread = thread);
  }

  /** Other inputs may show other threads of the same processes. */
  isSplit(input: number): boolean {
    return this.#group(input).split;
  }

  processOf(thread: number): number {
    return this.#trace.threads[thread]!.process;
  }

  isCertain(thread: number): boolean {
    return this.#certain[thread]!;
  }

  /** clone() of a thread made `tid`, in the same process or a new one. Returns the process. */
  clone(parent: number, tid: number, sameProcess: boolean): number {
    this.haveChanged = true;
    const { input } = this.#trace.threads[parent]!;
    const group = this.#group(input);
    const process = sameProcess ? this.processOf(parent) : this.newProcess(input, tid);
    const known = group.threads.get(tid);
    // Its first lines may stand before the line of clone().
    if (known === undefined) group.born.set(tid, process);
    else this.assign(known, process);
    return process;
  }

  /** Moves a thread into a process from which nothing moves it again. */
  assign(thread: number, process: number): void {
    this.haveChanged = true;
    const row = this.#trace.threads[thread]!;
    if (!this.#certain[thread]) this.#group(row.input).strangers--;
    row.process = process;
    this.#certain[thread] = true;
  }

  /** Threads that may not belong to the process they are presumed in share it with this one. */
  hasStrangers(thread: number): boolean {
    const { input, process } = this.#trace.threads[thread]!;
    const group = this.#group(input);
    return process === group.common && group.strangers > (this.#certain[thread] ? 0 : 1);
  }

  newProcess(input: number, pid: number): number {
    const id = this.#trace.processes.length;
    this.#trace.processes.push({ id, input, pid, command: '' });
    return id;
  }

  /** The kernel may give the tid to another thread now. */
  forget(input: number, tid: number): void {
    this.haveChanged = true;
    const group = this.#group(input);
    const thread = group.threads.get(tid);
    if (thread !== undefined && !this.#certain[thread]) group.strangers--;
    group.threads.delete(tid);
    this.#lastTid = -2;
  }

  #add(group: Group, input: number, tid: number): number {
    const born = group.born.get(tid);
    group.born.delete(tid);
    if (born === undefined) {
      if (group.common < 0) group.common = this.newProcess(input, tid);
      group.strangers++;
    }
    const id = this.#trace.threads.length;
    const thread: Thread = { id, tid, input, process: born ?? group.common, command: '' };
    this.#trace.threads.push(thread);
    this.#certain.push(born !== undefined);
    group.threads.set(tid, id);
    return id;
  }

  #group(input: number): Group {
    const known = this.#byInput[input];
    if (known) return known;
    // "app.strace.581" belongs to "app.strace"; any other log is a group of its own.
    const { path } = this.#trace.inputs[input]!;
    const base = /^(.*)\.\d+(?:\.gz|\.zst)?$/.exec(path)?.[1];
    const key = base === undefined ? `${input}` : `${base}.*`;
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = { split: base !== undefined, threads: new Map(), born: new Map(), common: -1, strangers: 0 }));
    return (this.#byInput[input] = group);
  }
}
