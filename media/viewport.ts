/**
 * Time to pixels and back, the only place where it is done. Idle stretches may be folded: each takes FOLD_WIDTH pixels, whatever it lasts,
 * and the rest shares the width evenly. Times are float64 ns, pixels CSS pixels from the left edge of the lanes.
 */
import type { Range } from './store.ts';

export const FOLD_WIDTH = 22;
/** Nothing below is there to see: one ns is the clock's own step. */
const SHORTEST = 40;
/** A view beyond the recording keeps this part of it in sight. */
const IN_SIGHT = 0.1;
/** Folds take at most this part of the width: more are too small to show the rest. */
const MOST_FOLDED = 0.5;

/** A stretch of the scale: linear from (time, x) on. */
interface Piece {
  readonly time: number;
  readonly x: number;
  /** Pixels a ns. */
  readonly slope: number;
  readonly fold: boolean;
}

export class TimeScale {
  readonly start: number;
  readonly end: number;
  readonly width: number;
  /** Pixels a ns where nothing is folded. */
  readonly slope: number;
  /** Folds in sight, left to right. */
  readonly folds: readonly Range[];
  readonly #pieces: readonly Piece[];
  readonly #all: readonly Range[];

  /** `folds`: idle stretches in order, disjoint. */
  constructor({ start, end }: Range, width: number, folds: readonly Range[] = []) {
    this.start = start;
    this.end = Math.max(end, start + 1e-3);
    this.width = Math.max(width, 1);
    const { slope, visible } = chooseFolds(this.start, this.end, this.width, folds);
    this.slope = slope;
    this.#all = folds;
    this.folds = visible;
    this.#pieces = piecesOf(this.start, slope, visible);
  }

  toX(time: number): number {
    const piece = this.#pieces[lastAtOrBefore(this.#pieces, time, (p) => p.time)]!;
    return piece.x + (time - piece.time) * piece.slope;
  }

  toTime(x: number): number {
    const piece = this.#pieces[lastAtOrBefore(this.#pieces, x, (p) => p.x)]!;
    return piece.time + (x - piece.x) / piece.slope;
  }

  /** What is in sight besides the folds, in order. */
  get stretches(): readonly Range[] {
    const edges = [this.start, ...this.folds.flatMap((fold) => [fold.start, fold.end]), this.end];
    const stretches: Range[] = [];
    for (let i = 0; i < edges.length; i += 2) {
      const [start, end] = [Math.max(edges[i]!, this.start), Math.min(edges[i + 1]!, this.end)];
      if (start < end) stretches.push({ start, end });
    }
    return stretches;
  }

  /** The range that stands `pixels` further right. */
  panned(pixels: number): Range {
    return { start: this.toTime(pixels), end: this.toTime(this.width + pixels) };
  }

  /** The range at `factor` times the span, with the time under `x` staying there. */
  zoomed(factor: number, x: number): Range {
    const fixed = this.toTime(x);
    const span = this.end - this.start;
    if (this.folds.length === 0 && factor <= 1) {
      const real = Math.max(span * factor, SHORTEST) / span;
      return { start: fixed - (fixed - this.start) * real, end: fixed + (this.end - fixed) * real };
    }
    // A fold stays as wide as it is: the pixels on both sides are walked at the new slope.
    const slope = Math.min(this.slope / factor, this.width / SHORTEST);
    return { start: walk(fixed, -x, slope, this.#all), end: walk(fixed, this.width - x, slope, this.#all) };
  }
}

/** The time `pixels` right of `time` (left where negative), at a slope and with folds of FOLD_WIDTH. */
function walk(time: number, pixels: number, slope: number, folds: readonly Range[]): number {
  const forward = pixels > 0;
  const folded = folds.filter((fold) => (fold.end - fold.start) * slope > FOLD_WIDTH && (forward ? fold.end > time : fold.start < time));
  let rest = Math.abs(pixels);
  let at = time;
  for (const fold of forward ? folded : folded.toReversed()) {
    const [near, far] = forward ? [Math.max(fold.start, at), fold.end] : [Math.min(fold.end, at), fold.start];
    const before = Math.abs(near - at) * slope;
    if (before >= rest) break;
    rest -= before;
    const inside = FOLD_WIDTH * (Math.abs(far - near) / (fold.end - fold.start));
    if (inside >= rest) return near + (far - near) * (rest / inside);
    rest -= inside;
    at = far;
  }
  return at + (forward ? rest : -rest) / slope;
}

/** Which folds are worth folding in [start, end), and the slope that remains for the rest. */
function chooseFolds(start: number, end: number, width: number, folds: readonly Range[]): { slope: number; visible: readonly Range[] } {
  const inSight = folds.filter((fold) => fold.end > start && fold.start < end).sort((a, b) => (b.end - b.start) - (a.end - a.start));
  let slope = width / (end - start);
  let rest = end - start;
  let pixels = width;
  const visible: Range[] = [];
  for (const fold of inSight) {
    const shown = Math.min(fold.end, end) - Math.max(fold.start, start);
    const taken = FOLD_WIDTH * (shown / (fold.end - fold.start));
    // Shorter folds follow: where this one does not pay, none does.
    if ((fold.end - fold.start) * slope <= FOLD_WIDTH || width - pixels + taken > width * MOST_FOLDED || rest - shown <= 0) break;
    visible.push(fold);
    rest -= shown;
    pixels -= taken;
    slope = pixels / rest;
  }
  return { slope, visible: visible.sort((a, b) => a.start - b.start) };
}

function piecesOf(start: number, slope: number, folds: readonly Range[]): readonly Piece[] {
  const pieces: Piece[] = [];
  const first = folds[0];
  let time = first && first.start < start ? first.start : start;
  let x = first && first.start < start ? -(FOLD_WIDTH * (start - first.start)) / (first.end - first.start) : 0;
  if (time === start) pieces.push({ time, x, slope, fold: false });
  for (const fold of folds) {
    x += (fold.start - time) * slope;
    pieces.push({ time: fold.start, x, slope: FOLD_WIDTH / (fold.end - fold.start), fold: true });
    x += FOLD_WIDTH;
    time = fold.end;
    pieces.push({ time, x, slope, fold: false });
  }
  return pieces;
}

/** The index of the last piece that begins at or before `value`; the first one's when none does. */
function lastAtOrBefore(pieces: readonly Piece[], value: number, of: (piece: Piece) => number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (of(pieces[middle]!) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `range` moved and shrunk so that it shows something of `whole`. */
export function clampRange(range: Range, whole: Range): Range {
  const span = Math.max(whole.end - whole.start, SHORTEST);
  const length = Math.min(Math.max(range.end - range.start, SHORTEST), span * (1 + 2 * IN_SIGHT));
  const margin = length * (1 - IN_SIGHT);
  const start = Math.min(Math.max(range.start, whole.start - margin), whole.end + margin - length);
  return { start, end: start + length };
}

/** The whole recording with air around it. */
export function fitRange(whole: Range): Range {
  const air = Math.max((whole.end - whole.start) * 0.02, SHORTEST / 2);
  return { start: whole.start - air, end: whole.end + air };
}

/** So near an edge counts as out of sight. */
const AT_EDGE = 0.012;

/** A range as long as `range` around `time`, unless `time` is already in sight. */
export function rangeAround(time: number, range: Range): Range {
  const length = range.end - range.start;
  if (time >= range.start + length * AT_EDGE && time <= range.end - length * AT_EDGE) return range;
  return { start: time - length / 2, end: time + length / 2 };
}
