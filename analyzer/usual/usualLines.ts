/**
 * Lines of a log that are like lines before them, read by WebAssembly (assembly/usual.ts): bytes in, waiting rows of calls, transfers and
 * polls out. It knows only what it was told: names, texts, descriptors and threads that TypeScript has made sense of once. Every other line
 * it leaves as if it had not looked, and nothing here decides what anything means.
 */
import { callSchema, pollSchema, transferSchema } from '../trace/schema.ts';
import { type Instance, instanceOf, Memory } from './instance.ts';
import { program } from './program.ts';
import {
  ANNOTATION_BYTES, DONE, ELSEWHERE, ENDING_SLOTS, EVENT_BYTES, EVENT_SLOTS, HERE, MOST_ROWS, MOST_SLOTS, MOST_SOCKETS, NO_CALL, OPENING_BYTES, OPENING_SLOTS, REFUSED,
  SENDS, TEXT_BYTES, WINDOW_BYTES,
} from './sizes.ts';

interface Exports {
  run(start: number, end: number, offset: number, line: number, lastTime: number): number;
  setPrefix(clock: number, baseSeconds: number, unnamedTid: number, hasBrackets: number): void;
  addSlot(tid: number): number;
  clearSlots(): void;
  giveOpen(slot: number): void;
  learnName(length: number, act: number): void;
  learnDescriptor(slot: number, fd: number, socket: number, isSctp: number, annotationLength: number): void;
  learnAnswer(slot: number, epoll: number, answer: number, socket: number, fd: number): void;
  forgetAnswer(answer: number): void;
  forgetDescriptor(fd: number): void;
  forgetDescriptors(): void;
  userOf(socket: number): number;
  forgetUsers(): void;
  clearRows(): void;
}

/** Places in the words that a run leaves. */
const LINE = 0;
const BEGUN = 1;
const RECORDS = 2;
const UNTIMED = 3;
const CALLS = 4;
const TRANSFERS = 5;
const POLLS = 6;
const REASON = 7;
const CONCERNED = 8;
const USED = 9;
const WORDS = 10;
/** In the words that giveOpen() leaves. */
const [OPEN_NAME_END, OPEN_LENGTH, OPEN_TEXT] = [1, 2, 3] as const;

/** Whom a line that was not taken may change, where it is no slot: all threads, or one that has no slot. */
export const ALL = -1;

/** The clocks that are read here. */
export const EPOCH = 1;
export const TIME_OF_DAY = 2;

const LONGEST_NAME = 28;

/** A call that was begun here and ends elsewhere: times and places as in readers/stracePending.ts. */
export interface OpenCall {
  readonly line: number;
  readonly nameEnd: number;
  readonly time: number;
  readonly offset: number;
  /** Range in `bytes`. */
  readonly start: number;
  readonly end: number;
}

export class UsualLines {
  readonly #exports: Exports;
  readonly #words: Int32Array;
  readonly #times: Float64Array;
  readonly #window: Uint8Array;
  readonly #name: Uint8Array;
  readonly #annotation: Uint8Array;
  readonly #used: Uint16Array;
  readonly #slots = new Map<number, number>();
  readonly #states: Uint8Array;
  readonly #threads: Int32Array;
  readonly #habits: Uint8Array;
  #tids: number[] = [];
  #input = -1;

  /** All memory. */
  readonly bytes: Uint8Array;
  /** Lines, calls begun, records and records without duration of the last run. */
  lines = 0;
  begun = 0;
  records = 0;
  untimed = 0;
  /** Time of the last line taken. */
  lastTime = NaN;
  /** What the line that was not taken needed (sizes.ts); DONE while there is none. */
  reason = DONE;
  /** The slot it concerns, or ALL, or a thread without a slot. */
  concerned = ALL;
  /** Lines were taken since somebody was told what all threads do. */
  hasNews = false;
  /** Takes the rows that wait, and tells whose they are. */
  onRows: (() => void) | undefined;

  /** Rows that wait; they number those of other tables from the first that waits. */
  readonly rows;
  readonly openings;
  readonly endings;
  readonly events;

  private constructor(instance: Instance) {
    const memory = new Memory(instance);
    this.#exports = instance.exports as unknown as Exports;
    this.bytes = new Uint8Array(memory.buffer);
    this.#words = memory.i32('words', WORDS);
    this.#times = memory.f64('lastTime', 2);
    this.#window = memory.u8('windowBytes', WINDOW_BYTES);
    this.#name = memory.u8('nameBytes', LONGEST_NAME);
    this.#annotation = memory.u8('annotationBytes', ANNOTATION_BYTES);
    this.#used = memory.u16('used', MOST_SOCKETS);
    this.#states = memory.u8('slotStates', MOST_SLOTS);
    this.#threads = memory.i32('slotThreads', MOST_SLOTS);
    this.#habits = memory.u8('slotHabits', MOST_SLOTS);
    this.rows = {
      calls: memory.rows('call', callSchema, MOST_ROWS), transfers: memory.rows('transfer', transferSchema, MOST_ROWS), polls: memory.rows('poll', pollSchema, MOST_ROWS),
    };
    this.openings = {
      lengths: memory.u16('openingLengths', OPENING_SLOTS), nameLengths: memory.u16('openingNameLengths', OPENING_SLOTS),
      peers: memory.u32('openingPeers', OPENING_SLOTS), bytes: memory.u8('openingBytes', OPENING_SLOTS * OPENING_BYTES),
    };
    this.endings = {
      lengths: memory.u16('endingLengths', ENDING_SLOTS), bytes: memory.u8('endingBytes', ENDING_SLOTS * TEXT_BYTES),
      flags: memory.i32('endingFlags', 2 * ENDING_SLOTS), sctp: memory.u8('endingSctp', ENDING_SLOTS),
    };
    this.events = {
      lengths: memory.u16('eventLengths', EVENT_SLOTS), bytes: memory.u8('eventBytes', EVENT_SLOTS * EVENT_BYTES),
      events: memory.u16('eventBits', EVENT_SLOTS), data: memory.f64('eventData', EVENT_SLOTS),
    };
  }

  /** Undefined where there is no WebAssembly with SIMD: all lines are read the other way then. */
  static create(): UsualLines | undefined {
    const instance = instanceOf(program);
    return instance && new UsualLines(instance);
  }

  get calls(): number {
    return this.#words[CALLS]!;
  }

  get transfers(): number {
    return this.#words[TRANSFERS]!;
  }

  get polls(): number {
    return this.#words[POLLS]!;
  }

  /** Some rows, or uses of sockets, wait to be taken. */
  get hasRows(): boolean {
    return this.#words[CALLS]! > 0 || this.#words[USED]! > 0;
  }

  /** The log that is read; -1 while there is none, and nobody need tell anything. */
  get input(): number {
    return this.#input;
  }

  /** From now on another log is read; nothing of the one before holds. */
  begin(input: number): void {
    this.#input = input;
    this.forgetSlots();
  }

  end(): void {
    this.#input = -1;
  }

  forgetSlots(): void {
    this.#slots.clear();
    this.#states.fill(NO_CALL);
    this.#tids = [];
    this.#exports.clearSlots();
    this.#exports.forgetDescriptors();
  }

  /** Puts a piece of the log into memory; returns how many bytes there was room for. */
  load(bytes: Uint8Array): number {
    const length = Math.min(bytes.length, WINDOW_BYTES);
    this.#window.set(length === bytes.length ? bytes : bytes.subarray(0, length));
    return length;
  }

  /** `baseSeconds` are added to what lines show; `unnamedTid` is the thread of lines that show none, below -1 when they cannot be read here. */
  setPrefix(clock: number, baseSeconds: number, unnamedTid: number, hasBrackets: boolean): void {
    this.#exports.setPrefix(clock, baseSeconds, unnamedTid, hasBrackets ? 1 : 0);
  }

  /** Takes lines of the window from `start` to `end`; returns where it stopped. The window begins at `offset` of the log; `line` lines came before. */
  run(start: number, end: number, offset: number, line: number, lastTime: number): number {
    const words = this.#words;
    const stop = this.#exports.run(start, end, offset, line, lastTime);
    this.lines = words[LINE]! - line;
    this.begun = words[BEGUN]!;
    this.records = words[RECORDS]!;
    this.untimed = words[UNTIMED]!;
    this.lastTime = this.#times[0]!;
    this.reason = words[REASON]!;
    if (this.lines > 0) this.hasNews = true;
    this.concerned = words[CONCERNED]!;
    return stop;
  }

  /** Slots in use are 0 to slotCount - 1. */
  get slotCount(): number {
    return this.#tids.length;
  }

  tidOf(slot: number): number {
    return this.#tids[slot]!;
  }

  slotOf(tid: number): number | undefined {
    return this.#slots.get(tid);
  }

  /** Undefined when there is no room for another thread. */
  addSlot(tid: number): number | undefined {
    const slot = this.#exports.addSlot(tid);
    if (slot < 0) return undefined;
    this.#slots.set(tid, slot);
    this.#tids[slot] = tid;
    return slot;
  }

  /** The first slot from `slot` on with an open call that is here, -1 when there is none. */
  nextOpen(slot: number): number {
    return this.#states.indexOf(HERE, slot);
  }

  /** The open call of a slot, which is no longer here; undefined when there is none. */
  takeOpen(slot: number): OpenCall | undefined {
    if (this.#states[slot] !== HERE) return undefined;
    this.#exports.giveOpen(slot);
    const words = this.#words;
    const start = words[OPEN_TEXT]!;
    return { line: words[LINE]!, nameEnd: words[OPEN_NAME_END]!, time: this.#times[0]!, offset: this.#times[1]!, start, end: start + words[OPEN_LENGTH]! };
  }

  /** The other side has an open call of this thread, or has none. */
  setElsewhere(slot: number, isOpen: boolean): void {
    this.#states[slot] = isOpen ? ELSEWHERE : NO_CALL;
  }

  /** Any thread may have an open call on the other side now, which will see when it reads the next line of each. */
  setDoubtful(): void {
    this.#states.fill(ELSEWHERE, 0, this.#tids.length);
  }

  /** What the other side knows of a thread now. */
  setThread(tid: number, thread: number, sends: boolean, refused: boolean): void {
    const slot = this.#slots.get(tid);
    if (slot === undefined) return;
    this.#threads[slot] = thread;
    this.#habits[slot] = (sends ? SENDS : 0) | (refused ? REFUSED : 0);
  }

  /** Row in Trace.threads, -1 while it is not known. */
  threadOf(slot: number): number {
    return this.#threads[slot]!;
  }

  isThread(tid: number, thread: number): boolean {
    const slot = this.#slots.get(tid);
    return slot !== undefined && this.#threads[slot] === thread;
  }

  sends(slot: number): boolean {
    return (this.#habits[slot]! & SENDS) !== 0;
  }

  refused(slot: number): boolean {
    return (this.#habits[slot]! & REFUSED) !== 0;
  }

  learnName(bytes: Uint8Array, start: number, end: number, act: number): void {
    if (end - start > LONGEST_NAME) return;
    for (let i = start; i < end; i++) this.#name[i - start] = bytes[i]!;
    this.#exports.learnName(end - start, act);
  }

  /** `socket` is a row, or what dissect/syscalls/descriptors.ts says of others; bytes[start, end) is the annotation of the descriptor. */
  learnDescriptor(tid: number, fd: number, socket: number, isSctp: boolean, bytes: Uint8Array, start: number, end: number): void {
    const slot = this.#slots.get(tid);
    if (slot === undefined || fd < 0 || end - start > ANNOTATION_BYTES) return;
    for (let i = start; i < end; i++) this.#annotation[i - start] = bytes[i]!;
    this.#exports.learnDescriptor(slot, fd, socket, isSctp ? 1 : 0, end - start);
  }

  /** A member of an answer, by its slot in `events`, means `fd`, which is `socket`. */
  learnAnswer(tid: number, epoll: number, event: number, socket: number, fd: number): void {
    const slot = this.#slots.get(tid);
    if (slot !== undefined && epoll >= 0) this.#exports.learnAnswer(slot, epoll, event, socket, fd);
  }

  /** Another text has the slot of `events` now. */
  forgetAnswer(event: number): void {
    if (this.#input >= 0) this.#exports.forgetAnswer(event);
  }

  /** What `fd` is has changed, in some process. */
  forgetDescriptor(fd: number): void {
    this.#exports.forgetDescriptor(fd);
  }

  forgetDescriptors(): void {
    this.#exports.forgetDescriptors();
  }

  /** Who is who has changed. */
  forgetWho(): void {
    this.#exports.forgetDescriptors();
    this.#threads.fill(-1);
  }

  /** Sockets that were used by calls since the rows were taken last, each with the thread that did it last. */
  eachUse(tell: (socket: number, thread: number) => void): void {
    const count = this.#words[USED]!;
    for (let i = 0; i < count; i++) tell(this.#used[i]!, this.#exports.userOf(this.#used[i]!));
  }

  clearRows(): void {
    this.#exports.clearRows();
    this.#exports.forgetUsers();
    this.#words[CALLS] = this.#words[TRANSFERS] = this.#words[POLLS] = this.#words[USED] = 0;
  }
}
