/**
 * Fits one clock to another from causality alone: a message is on the wire after its send() began and before its receive
 * returned. Every send bounds the offset from above, every receive from below; the fit is the line between the two clouds that
 * keeps the largest distance from both, and the interval is what they leave open.
 */
import type { ClockFit } from './axis.ts';

/** Bounds are thinned to the sharpest one in each of so many slices of time: the fit costs the same for any size. */
const SLICES = 4096;

/** 1000 ppm: no computer clock that still runs drifts more. */
const LARGEST_DRIFT = 1e-3;

/** A margin gained below this share of the open interval is no sign of drift. */
const SIGNIFICANT_GAIN = 0.35;

/** Where only sends bound the offset: the least delay from the beginning of send() to the capture, under strace and without. Measured 0.05-1.1 ms. */
const LEAST_SEND_DELAY = 0.3e6;
const LEAST_SEND_DELAY_SPREAD = 0.3e6;

/** Collects bounds on (axis time - log time), by log time in [first, last]. */
export class ClockBounds {
  readonly #slices: Slices;
  count = 0;
  #hasUpper = false;
  #hasLower = false;

  constructor(first: number, last: number) {
    this.#slices = {
      origin: first,
      span: Math.max(0, last - first),
      upper: new Float64Array(SLICES).fill(Infinity),
      upperTime: new Float64Array(SLICES),
      lower: new Float64Array(SLICES).fill(-Infinity),
      lowerTime: new Float64Array(SLICES),
    };
  }

  /** At log time `time` the offset is at most `bound`. */
  atMost(time: number, bound: number): void {
    const slice = this.#slice(time);
    if (bound < this.#slices.upper[slice]!) {
      this.#slices.upper[slice] = bound;
      this.#slices.upperTime[slice] = time;
    }
    this.#hasUpper = true;
    this.count++;
  }

  /** At log time `time` the offset is at least `bound`. */
  atLeast(time: number, bound: number): void {
    const slice = this.#slice(time);
    if (bound > this.#slices.lower[slice]!) {
      this.#slices.lower[slice] = bound;
      this.#slices.lowerTime[slice] = time;
    }
    this.#hasLower = true;
    this.count++;
  }

  #slice(time: number): number {
    const { origin, span } = this.#slices;
    return span > 0 ? Math.max(0, Math.min(SLICES - 1, Math.floor(((time - origin) / span) * SLICES))) : 0;
  }

  fit(): ClockFit | undefined {
    if (this.count === 0) return undefined;
    const slices = this.#slices;
    const flat = gapAt(slices, 0);
    let drift = 0;
    let gap = flat;
    if (this.#hasUpper && slices.span > 0) {
      const best = bestDrift(slices);
      const bestGap = gapAt(slices, best);
      const open = bestGap.upper - bestGap.lower;
      const needed = flat.upper < flat.lower;
      if (needed || (this.#hasLower && open - (flat.upper - flat.lower) > SIGNIFICANT_GAIN * open)) {
        drift = best;
        gap = bestGap;
      }
    }
    let { upper: high, lower: low } = gap;
    let method = 'send before wire, wire before receive';
    if (!this.#hasLower) {
      low = high - LEAST_SEND_DELAY - LEAST_SEND_DELAY_SPREAD;
      method = 'send before wire; lower bound from the least usual delay';
    } else if (!this.#hasUpper) {
      high = low + LEAST_SEND_DELAY + LEAST_SEND_DELAY_SPREAD;
      method = 'wire before receive; upper bound from the least usual delay';
    } else if (high < low) {
      [low, high] = [high, low];
      method = 'inconsistent bounds: a clock was set, or some links are wrong';
    }
    return { offset: (low + high) / 2, low, high, drift, origin: slices.origin, method, anchors: this.count };
  }
}

interface Slices {
  readonly origin: number;
  readonly span: number;
  readonly upper: Float64Array;
  readonly upperTime: Float64Array;
  readonly lower: Float64Array;
  readonly lowerTime: Float64Array;
}

/** What the bounds leave open for the offset at `origin` under a drift. */
function gapAt(s: Slices, drift: number): { upper: number; lower: number } {
  let upper = Infinity;
  let lower = -Infinity;
  for (let i = 0; i < SLICES; i++) {
    const u = s.upper[i]!;
    if (u !== Infinity) upper = Math.min(upper, u - drift * (s.upperTime[i]! - s.origin));
    const l = s.lower[i]!;
    if (l !== -Infinity) lower = Math.max(lower, l - drift * (s.lowerTime[i]! - s.origin));
  }
  return { upper, lower };
}

/** The drift with the widest gap. The gap is concave in the drift (a minimum of lines minus a maximum of lines), so ternary search finds it. */
function bestDrift(s: Slices): number {
  const width = (drift: number): number => {
    const { upper, lower } = gapAt(s, drift);
    // With upper bounds alone the flattest floor is the one whose end points lie highest together.
    return lower === -Infinity ? upper + (drift * s.span) / 2 : upper - lower;
  };
  let low = -LARGEST_DRIFT;
  let high = LARGEST_DRIFT;
  for (let i = 0; i < 80; i++) {
    const a = low + (high - low) / 3;
    const b = high - (high - low) / 3;
    if (width(a) < width(b)) low = a;
    else high = b;
  }
  return (low + high) / 2;
}
