/**
 * Long work in steps: a generator that pauses where others may have their turn and returns its result. A command line runs it through; a live session,
 * which reads and answers meanwhile, runs it in turns.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Steady clock in ms, and a way to let others run. */
export interface Pace {
  readonly now: () => number;
  readonly breathe: () => Promise<void>;
}

/** Others wait at most so long, and as much as one step takes, ms. */
const TURN = 12;

/** Rows of a table that are walked without a pause: some milliseconds, whatever is done with them. */
const STRETCH = 1 << 15;

export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export async function inTurns<T>(steps: Steps<T>, { now, breathe }: Pace): Promise<T> {
  for (let began = now(); ;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (now() - began < TURN) continue;
    await breathe();
    began = now();
  }
}

/** `walk` is called with one stretch of [0, length) after the other. A loop is fast in a function of its own, and slow in a generator. */
export function* stretches(length: number, walk: (from: number, to: number) => void): Steps<void> {
  for (let from = 0; from < length; from += STRETCH) {
    walk(from, Math.min(from + STRETCH, length));
    yield;
  }
}
