// @ts-check
/**
 * A thread of the traced program: a generator that yields while it waits. `yield 20` sleeps 20 microseconds, `yield PARK` waits for
 * wake(). What it does in between are system calls, and those go to the log.
 */

/** @typedef {import('./clock.mjs').Clock} Clock */
/** @typedef {Generator<number, void, void>} Program */

/** Wait until woken. */
export const PARK = -1;

export class Thread {
  tid;
  /** Of the call in progress. */
  callName = '';
  callStart = 0;
  #clock;
  /** @type {Program | undefined} */
  #program;
  #parked = false;
  /** Tells a stale wake-up from the current one. */
  #wait = 0;

  /**
   * @param {number} tid
   * @param {Clock} clock
   */
  constructor(tid, clock) {
    this.tid = tid;
    this.#clock = clock;
  }

  /**
   * Begins after `delay` microseconds.
   * @param {Program} program
   * @param {number} delay
   */
  start(program, delay) {
    this.#program = program;
    this.#clock.after(delay, this.#resume, this.#wait);
  }

  /** Ends the parking, if it is parked, after `delay` microseconds. */
  wake(delay = 5) {
    if (!this.#parked) return;
    this.#parked = false;
    this.#clock.after(delay, this.#resume, this.#wait);
  }

  /** @param {number} wait */
  #resume = (wait) => {
    if (wait !== this.#wait) return;
    this.#wait++;
    const step = /** @type {Program} */ (this.#program).next();
    if (step.done) return;
    if (step.value === PARK) this.#parked = true;
    else this.#clock.after(step.value, this.#resume, this.#wait);
  };
}
