// @ts-check
/** Simulated time: whole microseconds since 1970, and a heap of what happens when. Equal times run in the order they were asked for. */

/** @typedef {{ time: number, order: number, handler: (argument: never) => void, argument: unknown }} Event */

export class Clock {
  now;
  /** @type {Event[]} */
  #heap = [];
  #order = 0;

  /** @param {number} start microseconds since 1970 */
  constructor(start) {
    this.now = start;
  }

  /**
   * Calls `handler(argument)` after `delay` microseconds.
   * @template T
   * @param {number} delay
   * @param {(argument: T) => void} handler
   * @param {T} argument
   */
  after(delay, handler, argument) {
    const event = { time: this.now + delay, order: this.#order++, handler, argument };
    const heap = this.#heap;
    let i = heap.length;
    heap.push(event);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isEarlier(event, heap[parent])) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = event;
  }

  /** Runs the next event. */
  step() {
    const heap = this.#heap;
    const first = heap[0];
    const last = /** @type {Event} */ (heap.pop());
    if (heap.length > 0) {
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && isEarlier(heap[child + 1], heap[child])) child++;
        if (!isEarlier(heap[child], last)) break;
        heap[i] = heap[child];
        i = child;
      }
      heap[i] = last;
    }
    this.now = first.time;
    first.handler(/** @type {never} */ (first.argument));
  }
}

/**
 * @param {Event} a
 * @param {Event} b
 */
function isEarlier(a, b) {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
