/** How a reader of logs shares its lines with usual/: which of them has the open call of a thread, and what else both go by. */
import type { Input } from '../trace/input.ts';
import { DONE, FULL } from '../usual/sizes.ts';
import { ALL, EPOCH, TIME_OF_DAY, type UsualLines } from '../usual/usualLines.ts';
import type { StraceClock } from './straceClock.ts';
import type { PendingCalls } from './stracePending.ts';

/** The reader that has the module's memory, by module: another one takes it over. */
const owners = new WeakMap<UsualLines, UsualReader>();

/** Of lines without pid in a log where some have one in brackets. */
const NO_TID = -2;

/** A line that is left costs more than one that is taken spares: after so many left ones, in which fewer were taken, nothing is tried for a while. */
const TRIAL = 1024;
const FIRST_PAUSE = 8192;
const LONGEST_PAUSE = 131_072;

export class UsualReader {
  readonly #usual: UsualLines;
  readonly #input: Input;
  readonly #pending: PendingCalls;
  readonly #clock: StraceClock;
  /** The window holds [from, to) of this chunk. */
  #chunk: Uint8Array | undefined;
  #from = 0;
  #to = 0;
  /** The module's memory is about this log. */
  #owns = false;
  /** Lines of this trial that were left, and taken. */
  #left = 0;
  #taken = 0;
  /** Lines to go until the next trial, and how many it will be after one that fails. */
  #pause = 0;
  #nextPause = FIRST_PAUSE;
  /** Of what was skimmed last: lines, calls that began, and records without duration. */
  lines = 0;
  begun = 0;
  untimed = 0;

  constructor(usual: UsualLines, input: Input, pending: PendingCalls, clock: StraceClock) {
    this.#usual = usual;
    this.#input = input;
    this.#pending = pending;
    this.#clock = clock;
  }

  /** Takes lines of the chunk, whose first byte is at `offset` of the log, from `start` on; returns where it stopped. `line` lines came before. */
  skim(chunk: Uint8Array, start: number, offset: number, line: number, hasBrackets: boolean, fileTid: number): number {
    this.lines = this.begun = this.untimed = 0;
    if (this.#pause > 0) {
      this.#pause--;
      return start;
    }
    const { base } = this.#clock;
    if (base === undefined) return start;
    const usual = this.#usual;
    this.#own();
    usual.setPrefix(this.#input.clock === 'epoch' ? EPOCH : TIME_OF_DAY, base, hasBrackets ? NO_TID : fileTid, hasBrackets);
    if (this.#chunk !== chunk || start < this.#from || start >= this.#to) this.#load(chunk, start);
    let at = start;
    for (;;) {
      at = this.#from + usual.run(at - this.#from, this.#to - this.#from, offset + this.#from, line + this.lines, this.#clock.last);
      this.#clock.skip(usual.lastTime);
      this.lines += usual.lines;
      this.begun += usual.begun;
      this.untimed += usual.untimed;
      this.#input.records += usual.records;
      if (usual.records > usual.untimed) this.#input.has.duration = true;
      if (usual.reason === FULL) usual.onRows?.();
      else if (usual.reason === DONE && this.#to < chunk.length && at > this.#from) this.#load(chunk, at);
      else break;
    }
    this.#taken += this.lines;
    if (usual.reason !== DONE && ++this.#left === TRIAL) this.#endTrial();
    return at;
  }

  #endTrial(): void {
    const isWorthIt = this.#taken >= this.#left;
    this.#left = this.#taken = 0;
    if (isWorthIt) {
      this.#nextPause = FIRST_PAUSE;
      return;
    }
    this.release();
    this.#pause = this.#nextPause;
    this.#nextPause = Math.min(this.#nextPause * 2, LONGEST_PAUSE);
  }

  #own(): void {
    if (this.#owns) return;
    owners.get(this.#usual)?.release();
    owners.set(this.#usual, this);
    this.#owns = true;
    this.#usual.begin(this.#input.id);
  }

  #load(chunk: Uint8Array, start: number): void {
    this.#chunk = chunk;
    this.#from = start;
    this.#to = start + this.#usual.load(chunk.subarray(start));
  }

  /** The chunk belongs to others again; what was taken of it is in the tables. */
  endChunk(): void {
    this.#chunk = undefined;
    if (this.#owns) this.#usual.onRows?.();
  }

  /** A line that was not taken is about to be read the other way. */
  beforeLine(): void {
    if (!this.#owns) return;
    const usual = this.#usual;
    usual.onRows?.();
    if (usual.concerned >= 0) this.#give(usual.concerned);
    else if (usual.concerned === ALL) for (let slot = usual.nextOpen(0); slot >= 0; slot = usual.nextOpen(slot + 1)) this.#give(slot);
  }

  #give(slot: number): void {
    const usual = this.#usual;
    const open = usual.takeOpen(slot);
    if (!open) return;
    this.#pending.of(usual.tidOf(slot)).goOn(usual.bytes, open.start, open.nameEnd, open.end, open.line, open.offset, open.time);
  }

  /** The line is read; `tid` is its thread. The next line, if it is not left by a run, may concern all threads. */
  afterLine(tid: number): void {
    if (!this.#owns) return;
    const usual = this.#usual;
    const { concerned } = usual;
    usual.reason = DONE;
    usual.concerned = ALL;
    if (concerned >= 0) this.#look(concerned);
    else if (concerned === ALL) usual.setDoubtful();
    const isAlive = this.#pending.has(tid);
    const slot = usual.slotOf(tid) ?? (isAlive ? usual.addSlot(tid) : undefined);
    if (slot === undefined) return;
    if (isAlive) this.#look(slot);
    else usual.forgetSlots();
  }

  #look(slot: number): void {
    const tid = this.#usual.tidOf(slot);
    this.#usual.setElsewhere(slot, !this.#pending.has(tid) || this.#pending.of(tid).open);
  }

  /** Another log is read, or this one is at its end: all that is open here is given back. */
  release(): void {
    if (!this.#owns) return;
    const usual = this.#usual;
    usual.concerned = ALL;
    this.beforeLine();
    usual.reason = DONE;
    usual.end();
    owners.delete(usual);
    this.#owns = false;
  }
}
