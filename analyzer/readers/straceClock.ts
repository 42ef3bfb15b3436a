/**
 * Times of a log's lines, from what the prefix shows: -ttt and its kin are absolute, -t and -tt have no date (86 400 s are added at
 * each midnight), -r counts from the line before, and without any of them the number of the call stands in.
 */
import type { Input } from '../trace/input.ts';
import { DAY, DAY_SECONDS, SECOND } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { Stamp, type Prefix } from './stracePrefix.ts';

/** A step back by more than this is midnight; less is a clock that was set, or lines printed out of order. */
const MIDNIGHT_STEP = DAY / 2;

export class StraceClock {
  readonly #trace: Trace;
  readonly #input: Input;
  #last = NaN;
  #midnights = 0;
  #decided = false;

  constructor(trace: Trace, input: Input) {
    this.#trace = trace;
    this.#input = input;
    input.clock = 'ordinal';
    input.clockResolution = 1;
  }

  /** Some line had a time. */
  get timed(): boolean {
    return this.#decided;
  }

  /** What is added to the seconds that lines show; undefined where no line had a time, or they say how much later they are than others. */
  get base(): number | undefined {
    if (!this.#decided || this.#input.clock === 'relative') return undefined;
    return this.#input.clock === 'epoch' ? -this.#trace.epochSeconds! : this.#midnights * DAY_SECONDS;
  }

  /** Of the line read last. */
  get last(): number {
    return this.#last;
  }

  /** Lines up to this time were read elsewhere. */
  skip(time: number): void {
    this.#last = time;
  }

  /** Time of the line whose prefix was read, ns. `ordinal` is the number of calls before it. */
  at(prefix: Prefix, ordinal: number, offset: number, line: number): number {
    if (prefix.stamp === Stamp.None) return this.#decided ? this.#last : ordinal;
    if (!this.#decided) this.#decide(prefix);
    const time = this.#read(prefix);
    if (time < this.#last) this.#trace.problems.report('strace-time-backwards', this.#input.id, offset, line);
    this.#last = time;
    return time;
  }

  #decide(prefix: Prefix): void {
    const input = this.#input;
    this.#decided = true;
    input.clock = prefix.stamp === Stamp.Epoch ? 'epoch' : prefix.stamp === Stamp.TimeOfDay ? 'time-of-day' : 'relative';
    input.clockResolution = prefix.resolution;
    input.firstTime = input.lastTime = NaN;
  }

  #read(prefix: Prefix): number {
    if (prefix.stamp === Stamp.Epoch) return this.#trace.at(prefix.seconds, prefix.nanoseconds);
    const printed = prefix.seconds * SECOND + prefix.nanoseconds;
    if (prefix.stamp === Stamp.Relative) return Number.isNaN(this.#last) ? 0 : this.#last + printed;
    const time = printed + this.#midnights * DAY;
    if (time < this.#last - MIDNIGHT_STEP) {
      this.#midnights++;
      return time + DAY;
    }
    // A line from before midnight that was printed after one from after it.
    return this.#midnights > 0 && time > this.#last + MIDNIGHT_STEP ? time - DAY : time;
  }
}
