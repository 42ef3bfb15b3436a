/**
 * The life of descriptors: which socket was fd 17 of this process at that moment. Numbers are reused, dup'ed and inherited; logs
 * begin in the middle and leave calls out. What is no SCTP socket is remembered only as that.
 */
import type { Socket } from '../../trace/socket.ts';
import { NONE } from '../../trace/table.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Annotation, parseAnnotation } from './address.ts';
import type { Cursor } from './cursor.ts';
import { SocketHistory } from './socketHistory.ts';
import type { Threads } from './threads.ts';

/** Of a descriptor: nothing is known of it. */
export const UNKNOWN = -1;
/** Of a descriptor: it is no SCTP socket. */
export const OTHER = -2;

/** Of Descriptors.changed. */
export const NOTHING = -1;
export const EVERYTHING = -2;

/** Descriptors looked at in all fork(), close_range() and exit() together: a log of nothing but sockets and forks must not take for ever. */
const MOST_WORK = 2_000_000;

export interface Origin {
  readonly call: number;
  readonly protocol: Socket['protocol'];
  readonly oneToMany?: boolean;
  readonly parent?: number;
  readonly closeOnExec?: boolean;
}

interface Displaced {
  readonly socket: number;
  /** Thread that got the number. */
  readonly opener: number;
  /** Line where the call that gave it out ends. */
  readonly line: number;
  /** Socket that has the number now, -1 for anything else. */
  successor: number;
}

/** What is known of a socket beside its row. */
interface Life {
  /** Descriptors of all processes that refer to it. */
  references: number;
  /** Thread that used it last. */
  user: number;
  /** Hash of the annotation seen last, 0 while none was. */
  annotation: number;
}

export class Descriptors {
  readonly #trace: Trace;
  readonly #threads: Threads;
  /** By process and descriptor: its socket, or OTHER less the input that says so. */
  readonly #tables: (Map<number, number> | undefined)[] = [];
  /** By process: descriptors that execve() closes. */
  readonly #closedOnExec: (Set<number> | undefined)[] = [];
  readonly #lives: Life[] = [];
  /** Inputs whose log has close() calls: elsewhere a descriptor may have been closed unseen. */
  readonly #closesSeen: boolean[] = [];
  /**
   * Sockets whose number the kernel gave out again to another thread while no close was seen: it is still to come (another thread
   * has begun it), or the two threads are of different processes.
   */
  readonly #displaced = new Map<string, Displaced>();
  #work = 0;
  readonly #history: SocketHistory;
  #anySplit = false;
  /** The number of which another meaning is known since this was NOTHING, or EVERYTHING. Whoever had to know sets it back. */
  changed = NOTHING;
  /** Line where the call at hand ends, and time when it begins. */
  line = 0;
  time = 0;

  constructor(trace: Trace, threads: Threads) {
    this.#trace = trace;
    this.#threads = threads;
    this.#history = new SocketHistory(trace);
  }

  /** A number goes on to mean what it means until something changes it. */
  get areCertain(): boolean {
    return !this.#anySplit && this.#displaced.size === 0;
  }

  /** A thread uses a socket. */
  use(socket: number, thread: number): void {
    this.#lives[socket]!.user = thread;
  }

  #change(fd: number): void {
    this.changed = this.changed === NOTHING || this.changed === fd ? fd : EVERYTHING;
  }

  /** Socket row of a descriptor, OTHER or UNKNOWN. */
  find(thread: number, fd: number): number {
    const process = this.#threads.processOf(thread);
    const found = this.#table(process).get(fd) ?? UNKNOWN;
    if (found <= OTHER && !this.#anySplit) return OTHER;
    return this.#anySplit ? this.#findSplit(thread, process, fd, found) : found;
  }

  /** What another file says of a descriptor holds for the time of its own lines. */
  #findSplit(thread: number, process: number, fd: number, found: number): number {
    const { input } = this.#trace.threads[thread]!;
    if (found === OTHER - input || (found <= OTHER && !this.#threads.isSplit(input))) return OTHER;
    if (!this.#threads.isSplit(input) || (found >= 0 && this.#trace.sockets[found]!.input === input)) return found;
    const then = this.#history.at(process, fd, this.time);
    if (then < 0) return found >= 0 ? found : UNKNOWN;
    return this.#isClosedBefore(then, this.time) ? UNKNOWN : then;
  }

  #isClosedBefore(socket: number, time: number): boolean {
    const { closeCall } = this.#trace.sockets[socket]!;
    return closeCall !== NONE && this.#trace.calls.time[closeCall]! < time;
  }

  /** The same, where the cursor has just read the descriptor and may hold its annotation. */
  resolve(thread: number, fd: number, cursor: Cursor): number {
    if (this.#displaced.size > 0) this.#restore(thread, fd);
    const socket = this.find(thread, fd);
    if (cursor.pathStart === cursor.pathEnd || fd < 0) {
      if (socket >= 0) this.#lives[socket]!.user = thread;
      return socket;
    }
    return this.#annotated(thread, fd, socket, cursor.bytes, cursor.pathStart, cursor.pathEnd);
  }

  /** A new socket on `fd`; whatever had the number before is gone. */
  open(thread: number, fd: number, origin: Origin): Socket {
    this.vacate(thread, fd);
    this.#change(fd);
    const process = this.#threads.processOf(thread);
    const socket: Socket = {
      id: this.#trace.sockets.length,
      input: this.#trace.threads[thread]!.input,
      process,
      fd,
      openCall: origin.call,
      closeCall: NONE,
      shutdownCall: NONE,
      protocol: origin.protocol,
      oneToMany: origin.oneToMany ?? false,
      listening: false,
      local: '',
      peer: '',
      inode: 0,
      parent: origin.parent ?? -1,
    };
    if (origin.parent !== undefined) inheritOptions(socket, this.#trace.sockets[origin.parent]!);
    this.#trace.sockets.push(socket);
    if (origin.call !== NONE && this.#threads.isSplit(socket.input)) {
      if (!this.#anySplit) this.changed = EVERYTHING;
      this.#anySplit = true;
      this.#history.add(process, fd, socket.id);
    }
    this.#lives.push({ references: 1, user: thread, annotation: 0 });
    this.#table(process).set(fd, socket.id);
    const displaced = this.#displaced.size > 0 ? this.#displaced.get(`${process}:${fd}`) : undefined;
    if (displaced) displaced.successor = socket.id;
    if (origin.closeOnExec) this.closeOnExec(thread, fd);
    return socket;
  }

  /** `fd` is a new descriptor that is no SCTP socket. */
  openOther(thread: number, fd: number): void {
    this.vacate(thread, fd);
    this.markOther(thread, fd);
  }

  /** `fd` turns out to be no SCTP socket. */
  markOther(thread: number, fd: number): void {
    this.#change(fd);
    const { input, process } = this.#trace.threads[thread]!;
    this.#table(process).set(fd, OTHER - input);
  }

  /** `copy` refers to what `fd` refers to. */
  duplicate(thread: number, fd: number, copy: number, closeOnExec: boolean): void {
    if (fd === copy) return;
    this.#change(copy);
    const socket = this.find(thread, fd);
    this.vacate(thread, copy);
    if (socket === UNKNOWN) return;
    if (socket === OTHER) {
      this.markOther(thread, copy);
      return;
    }
    this.#lives[socket]!.references++;
    this.#table(this.#threads.processOf(thread)).set(copy, socket);
    if (closeOnExec) this.closeOnExec(thread, copy);
  }

  close(thread: number, fd: number, call: number): void {
    this.#change(fd);
    const process = this.#threads.processOf(thread);
    this.#closesSeen[this.#trace.threads[thread]!.input] = true;
    const socket = this.find(thread, fd);
    const table = this.#table(process);
    // Another file may have shown who has the number next.
    if (socket < 0 || table.get(fd) === socket || !this.#anySplit) table.delete(fd);
    this.#closedOnExec[process]?.delete(fd);
    if (socket >= 0) this.#release(socket, call);
  }

  closeOnExec(thread: number, fd: number): void {
    const process = this.#threads.processOf(thread);
    (this.#closedOnExec[process] ??= new Set()).add(fd);
  }

  /** Descriptors of [first, last] that are open in the process of a thread. */
  between(thread: number, first: number, last: number): number[] {
    const table = this.#table(this.#threads.processOf(thread));
    return this.#affords(table) ? [...table.keys()].filter((fd) => fd >= first && fd <= last) : [];
  }

  /** fork(): the child begins with the parent's descriptors. */
  inherit(parent: number, child: number): void {
    this.changed = EVERYTHING;
    const inherited = this.#table(parent);
    if (!this.#affords(inherited)) return;
    const table = new Map(inherited);
    for (const socket of table.values()) if (socket >= 0) this.#lives[socket]!.references++;
    this.#tables[child] = table;
    const closed = this.#closedOnExec[parent];
    if (closed) this.#closedOnExec[child] = new Set(closed);
  }

  execute(thread: number, call: number): void {
    const process = this.#threads.processOf(thread);
    const closed = this.#closedOnExec[process];
    this.#closedOnExec[process] = undefined;
    if (closed) for (const fd of closed) this.close(thread, fd, call);
  }

  /** The process of a thread is gone, by exit_group() or a signal. */
  exit(thread: number, call: number): void {
    this.changed = EVERYTHING;
    const process = this.#threads.processOf(thread);
    const table = this.#tables[process];
    if (!table || !this.#affords(table)) return;
    const all = !this.#threads.hasStrangers(thread);
    for (const [fd, socket] of table) {
      if (!all && (socket < 0 || this.#lives[socket]!.user !== thread)) continue;
      table.delete(fd);
      if (socket >= 0) this.#release(socket, call);
    }
  }

  #affords(table: ReadonlyMap<number, number>): boolean {
    this.#work += table.size;
    return this.#work <= MOST_WORK;
  }

  #release(socket: number, call: number): void {
    if (--this.#lives[socket]!.references === 0) this.#trace.sockets[socket]!.closeCall = call;
  }

  /** The kernel has just given out `fd`, so that it was free: a socket that is open there was closed unseen, or is not closed at all. */
  vacate(thread: number, fd: number): void {
    const socket = this.find(thread, fd);
    if (socket < 0) return;
    this.#change(fd);
    const process = this.#threads.processOf(thread);
    this.#table(process).delete(fd);
    const closesSeen = this.#closesSeen[this.#trace.threads[thread]!.input] === true;
    if (this.#lives[socket]!.user === thread || !closesSeen) this.#release(socket, NONE);
    else this.#displaced.set(`${process}:${fd}`, { socket, opener: thread, line: this.line, successor: -1 });
  }

  /** close() of a number that was given out again before the call was printed whole. False when it is an ordinary close. */
  closeDisplaced(thread: number, fd: number, firstLine: number, addCall: (socket: number) => number): boolean {
    if (this.#displaced.size === 0) return false;
    const key = `${this.#threads.processOf(thread)}:${fd}`;
    const displaced = this.#displaced.get(key);
    if (!displaced || displaced.opener === thread || firstLine >= displaced.line) return false;
    this.changed = EVERYTHING;
    this.#displaced.delete(key);
    this.#release(displaced.socket, addCall(displaced.socket));
    return true;
  }

  /** A thread that goes on using its displaced socket: the one that got the number again is of another process. */
  #restore(thread: number, fd: number): void {
    const process = this.#threads.processOf(thread);
    const key = `${process}:${fd}`;
    const displaced = this.#displaced.get(key);
    if (!displaced || this.#lives[displaced.socket]!.user !== thread) return;
    this.changed = EVERYTHING;
    this.#displaced.delete(key);
    if (!this.#separate(displaced.opener)) {
      this.#release(displaced.socket, NONE);
      return;
    }
    const table = this.#table(process);
    const separate = this.#threads.processOf(displaced.opener);
    const other = table.get(fd);
    if (other !== undefined) this.#table(separate).set(fd, other);
    if (displaced.successor >= 0) this.#trace.sockets[displaced.successor]!.process = separate;
    table.set(fd, displaced.socket);
  }

  /** Gives a thread a process of its own, when nothing says where it belongs. */
  #separate(thread: number): boolean {
    if (this.#threads.isCertain(thread)) return false;
    const { input, tid } = this.#trace.threads[thread]!;
    this.#threads.assign(thread, this.#threads.newProcess(input, tid));
    return true;
  }

  #annotated(thread: number, fd: number, found: number, bytes: Uint8Array, start: number, end: number): number {
    const hash = annotationHash(bytes, start, end);
    if (found >= 0 && this.#lives[found]!.annotation === hash) {
      this.#lives[found]!.user = thread;
      return found;
    }
    this.#trace.inputs[this.#trace.threads[thread]!.input]!.has.fdPaths = true;
    if (found < 0 && !maySocket(bytes, start)) {
      if (found === UNKNOWN) this.markOther(thread, fd);
      return OTHER;
    }
    return this.learn(thread, fd, found, parseAnnotation(bytes, start, end), hash);
  }

  /** An annotation says what `fd` is. Returns its socket, OTHER or UNKNOWN. */
  learn(thread: number, fd: number, found: number, said: Annotation, hash: number): number {
    if (said.kind === 'other' || (said.kind === 'socket' && found < 0)) {
      if (said.kind === 'socket') return found;
      this.vacate(thread, fd);
      this.markOther(thread, fd);
      return OTHER;
    }
    let socket = found >= 0 ? this.#trace.sockets[found]! : undefined;
    if (socket && contradicts(socket, said)) {
      // Another socket without a new open: another process, unless this thread knew the old one.
      if (this.#lives[socket.id]!.user === thread || !this.#separate(thread)) this.vacate(thread, fd);
      socket = undefined;
    }
    socket ??= this.open(thread, fd, { call: NONE, protocol: 'sctp' });
    if (said.kind === 'sctp') socket.protocol = 'sctp';
    if (said.inode > 0) socket.inode = said.inode;
    if (said.local !== '') socket.local = said.local;
    if (said.peer !== '') socket.peer = said.peer;
    const life = this.#lives[socket.id]!;
    // Whoever shows another one is looked at again.
    if (life.annotation !== hash) this.changed = EVERYTHING;
    life.annotation = hash;
    life.user = thread;
    return socket.id;
  }

  #table(process: number): Map<number, number> {
    return (this.#tables[process] ??= new Map());
  }
}

/** sctp_copy_sock(): buffers, timeout and options come from the listening or one-to-many socket; O_NONBLOCK does not. */
function inheritOptions(socket: Socket, parent: Socket): void {
  if (parent.sndbufSet !== undefined) socket.sndbufSet = parent.sndbufSet;
  if (parent.sndbufSeen !== undefined) socket.sndbufSeen = parent.sndbufSeen;
  if (parent.rcvbufSet !== undefined) socket.rcvbufSet = parent.rcvbufSet;
  if (parent.rcvbufSeen !== undefined) socket.rcvbufSeen = parent.rcvbufSeen;
  if (parent.sendTimeout !== undefined) socket.sendTimeout = parent.sendTimeout;
  if (parent.noDelay !== undefined) socket.noDelay = parent.noDelay;
}

/** A socket keeps its inode and, once connected, its peer. */
function contradicts(socket: Socket, said: Annotation): boolean {
  if (said.inode > 0 && socket.inode > 0) return said.inode !== socket.inode;
  return said.peer !== '' && socket.peer !== '' && said.peer !== socket.peer;
}

/** "SCTP…", "socket:…" */
function maySocket(bytes: Uint8Array, start: number): boolean {
  return (bytes[start] === 0x53 && bytes[start + 1] === 0x43) || (bytes[start] === 0x73 && bytes[start + 1] === 0x6f);
}

/** Annotations are short; equal ones give the same hash, never 0. */
function annotationHash(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
  return hash | 1;
}
