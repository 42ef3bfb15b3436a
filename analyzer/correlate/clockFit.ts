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

/** Times that one host writes into log and capture disagree by up to this without any fault of its clock: 0.7 ms seen in virtual machines, ns. */
export const JITTER = 1e6;

/** The floor of the send delays wanders by this on a busy machine: a drift must show more over the whole recording, ns. */
const FLOOR_NOISE = 0.8e6;

/** Where only sends bound the offset: the least delay from the beginning of send() to the capture, under strace and without. Measured 0.05-1.1 ms. */
const LEAST_SEND_DELAY = 0.3e6;
const LEAST_SEND_DELAY_SPREAD = 0.3e6;

/** A real drift left out narrows the gap by nearly all it moves the clock; noise gains a little from any tilt. */
const LEAST_GAIN = 0.3;

/** A slope must move the clock by so many times the unevenness of the edge it was read from. */
const UNEVENNESSES = 3;

const CLEAR_UNEVENNESSES = 8;

/** Collects bounds on (axis time - log time), by log time in [first, last]. */
export class ClockBounds {
  readonly #slices: Slices;
  count = 0;
  #hasUpper = false;
  #hasLower = false;
  #firstAnchor = Infinity;
  #lastAnchor = -Infinity;

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
    if (time < this.#firstAnchor) this.#firstAnchor = time;
    if (time > this.#lastAnchor) this.#lastAnchor = time;
    const { origin, span } = this.#slices;
    return span > 0 ? Math.max(0, Math.min(SLICES - 1, Math.floor(((time - origin) / span) * SLICES))) : 0;
  }

  /** `betweenCaptures`: both bounds are of one kind, and the middle is as good as either. */
  fit(betweenCaptures = false): ClockFit | undefined {
    if (this.count === 0) return undefined;
    const slices = this.#slices;
    const drift = this.#hasUpper ? this.#significantDrift() : 0;
    let { upper: high, lower: low } = gapAt(slices, drift);
    let method = 'send before wire, wire before receive';
    if (!this.#hasLower) {
      low = high - LEAST_SEND_DELAY - LEAST_SEND_DELAY_SPREAD;
      method = 'send before wire; lower bound from the least usual delay';
    } else if (!this.#hasUpper) {
      high = low + LEAST_SEND_DELAY + LEAST_SEND_DELAY_SPREAD;
      method = 'wire before receive; upper bound from the least usual delay';
    } else if (high < low) {
      if (low - high > JITTER) method = 'inconsistent bounds: a clock was set, or some links are wrong';
      // One of the two is off by at least what they contradict each other, and nothing says which.
      [low, high] = [high - JITTER, low];
    }
    if (drift !== 0) {
      // A slope is read from an uneven edge: it moves the ends of the recording by up to this.
      low -= FLOOR_NOISE / 2;
      high += FLOOR_NOISE / 2;
    }
    low = Math.min(low, high - 2 * LEAST_SEND_DELAY);
    // The sends' bound is the sharper one: the quickest send takes about LEAST_SEND_DELAY.
    const offset = betweenCaptures || gapAt(slices, drift).upper === Infinity ? (low + high) / 2 : Math.max(low, Math.min(high, gapAt(slices, drift).upper) - LEAST_SEND_DELAY);
    return { offset, low, high, drift, origin: slices.origin, method, anchors: this.count };
  }

  /** 0 unless both clouds of bounds (or the only one) lean the same way by more than their own unevenness. */
  #significantDrift(): number {
    const slices = this.#slices;
    const span = this.#lastAnchor - this.#firstAnchor;
    const floor = leanOf(slices.upperTime, slices.upper, 1, this.#firstAnchor, span);
    const ceiling = leanOf(slices.lowerTime, slices.lower, -1, this.#firstAnchor, span);
    const leans = [floor, ceiling].filter((lean) => lean !== undefined).sort((a, b) => a.unevenness - b.unevenness);
    for (const lean of leans) {
      const shift = Math.abs(lean.slope) * span;
      if (Math.abs(lean.slope) > LARGEST_DRIFT || shift < Math.max(FLOOR_NOISE, UNEVENNESSES * lean.unevenness)) continue;
      const other = leans.find((l) => l !== lean);
      if (!other) return shift > 2 * FLOOR_NOISE ? lean.slope : 0;
      const disagreement = Math.abs(other.slope - lean.slope) * span;
      const agrees = disagreement <= Math.max(FLOOR_NOISE, shift / 2, UNEVENNESSES * other.unevenness) && this.#gain(lean.slope) > -JITTER;
      // Sends know best: the quickest of them always take about as long. Ragged receives must not hide what they show clearly.
      const isClear = lean === floor && shift >= CLEAR_UNEVENNESSES * lean.unevenness && this.#gain(lean.slope) >= 0;
      if (agrees || isClear || this.#gain(lean.slope) > LEAST_GAIN * shift) return lean.slope;
    }
    return 0;
  }

  /** By how much a drift widens what the bounds leave open, ns. */
  #gain(drift: number): number {
    const flat = gapAt(this.#slices, 0);
    const gap = gapAt(this.#slices, drift);
    return gap.upper - gap.lower - (flat.upper - flat.lower);
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

/** A cloud of bounds is judged by its edge in so many bins. */
const BINS = 48;
/** Fewer bins tell no slope. */
const LEAST_BINS = 8;

/**
 * The slope of a cloud's edge (its lowest points for sign 1, its highest for -1) by the median of the slopes between its bins
 * (Theil and Sen), which a stall in a quarter of them does not move, and the median distance of the edge from that line, ns.
 */
function leanOf(times: Float64Array, bounds: Float64Array, sign: 1 | -1, first: number, span: number): { slope: number; unevenness: number } | undefined {
  if (!(span > 0)) return undefined;
  const edge = new Float64Array(BINS).fill(Infinity);
  const at = new Float64Array(BINS);
  fillEdge(edge, at, times, bounds, sign, first, span);
  let used = [...edge.keys()].filter((bin) => Number.isFinite(edge[bin]!));
  let lean: { slope: number; unevenness: number } | undefined;
  // What lies above the line waited somewhere; the lower half is the edge itself, and is looked at again.
  for (let round = 0; round < 3 && used.length >= LEAST_BINS; round++) {
    const slopes = slopesBetween(used, edge, at, span / 4);
    if (slopes.length === 0) return lean;
    const slope = median(slopes);
    const rest = (bin: number): number => edge[bin]! - slope * (at[bin]! - first);
    const middle = median(used.map(rest));
    lean = { slope: slope * sign, unevenness: median(used.map((bin) => Math.abs(rest(bin) - middle))) };
    used = used.filter((bin) => rest(bin) <= middle + lean!.unevenness);
  }
  return lean;
}

// Loops of thousands of rounds in functions of their own: with the rest of leanOf it takes V8 longer to compile them than to run them.
function fillEdge(edge: Float64Array, at: Float64Array, times: Float64Array, bounds: Float64Array, sign: 1 | -1, first: number, span: number): void {
  for (let i = 0; i < SLICES; i++) {
    const bound = bounds[i]! * sign;
    if (!Number.isFinite(bound)) continue;
    const bin = Math.max(0, Math.min(BINS - 1, Math.floor(((times[i]! - first) / span) * BINS)));
    if (bound < edge[bin]!) {
      edge[bin] = bound;
      at[bin] = times[i]!;
    }
  }
}

function slopesBetween(bins: readonly number[], edge: Float64Array, at: Float64Array, leastDistance: number): number[] {
  const slopes: number[] = [];
  for (const a of bins) for (const b of bins) if (at[b]! - at[a]! > leastDistance) slopes.push((edge[b]! - edge[a]!) / (at[b]! - at[a]!));
  return slopes;
}

function median(values: readonly number[]): number {
  return Float64Array.from(values).sort()[values.length >> 1]!;
}
