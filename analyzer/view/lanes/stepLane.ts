/**
 * A lane of values that hold until the next. A tile has at most one point a pixel: the extremes within it, from a pyramid of minima and
 * maxima, so that a spike of one sample survives any zoom.
 */
import type { Steps } from '../../trace/steps.ts';
import type { LaneInfo, RowRef, StepTile, Tile } from '../protocol.ts';
import { ColumnWriter } from './columnWriter.ts';
import { lowerBound, type Lane, type LaneEvent, type View } from './lane.ts';

type StepsInfo = Extract<LaneInfo, { kind: 'steps' }>;

/** A value of NaN ends what is drawn. */
export interface Series {
  readonly time: Float64Array;
  readonly value: Float64Array;
  readonly row: Uint32Array;
}

/** Entries of one level under one of the next. */
const FAN = 32;

class Extremes {
  /** By level: minima and maxima of FAN^(level + 1) values each. */
  readonly #minima: Float64Array[] = [];
  readonly #maxima: Float64Array[] = [];
  readonly #value: Float64Array;

  constructor(value: Float64Array) {
    this.#value = value;
    let [minima, maxima] = [value, value];
    while (minima.length > FAN) {
      const count = Math.ceil(minima.length / FAN);
      const next = [new Float64Array(count).fill(Infinity), new Float64Array(count).fill(-Infinity)] as const;
      for (let i = 0; i < minima.length; i++) {
        const block = Math.floor(i / FAN);
        if (minima[i]! < next[0][block]!) next[0][block] = minima[i]!;
        if (maxima[i]! > next[1][block]!) next[1][block] = maxima[i]!;
      }
      [minima, maxima] = next;
      this.#minima.push(minima);
      this.#maxima.push(maxima);
    }
  }

  /** Smallest and largest of [first, last). */
  of(first: number, last: number): [number, number] {
    let [low, high] = [Infinity, -Infinity];
    for (let i = first; i < last;) {
      let level = -1;
      let width = 1;
      while (level + 1 < this.#minima.length && i % (width * FAN) === 0 && i + width * FAN <= last) {
        level++;
        width *= FAN;
      }
      const at = i / width;
      const [least, most] = level < 0 ? [this.#value[i]!, this.#value[i]!] : [this.#minima[level]![at]!, this.#maxima[level]![at]!];
      // Comparisons pass over NaN.
      if (least < low) low = least;
      if (most > high) high = most;
      i += width;
    }
    return [low, high];
  }
}

interface Loaded extends Series {
  readonly extremes: Extremes;
}

export class StepLane implements Lane {
  readonly info: StepsInfo;
  readonly prepare: (() => Steps<void>) | undefined;
  readonly #load: () => readonly Series[];
  #series: readonly Loaded[] | undefined;
  #max = 0;

  /** `load` gathers the values when the lane is first looked at. */
  constructor(info: Omit<StepsInfo, 'kind'>, load: () => readonly Series[], prepare?: () => Steps<void>) {
    this.prepare = prepare;
    this.info = { kind: 'steps', ...info };
    this.#load = load;
  }

  #all(): readonly Loaded[] {
    if (this.#series) return this.#series;
    this.#series = this.#load().map((one) => ({ ...one, extremes: new Extremes(one.value) }));
    for (const { value, extremes } of this.#series) this.#max = Math.max(this.#max, extremes.of(0, value.length)[1]);
    return this.#series;
  }

  tile({ start, end, pixels }: View): Tile {
    const series = this.#all().map((one) => cut(one, start, end, pixels));
    return { kind: 'steps', lane: this.info.id, start, end, series, max: this.#max };
  }

  next(time: number, direction: 1 | -1): LaneEvent | undefined {
    let best: LaneEvent | undefined;
    this.#all().forEach((one, number) => {
      let i = lowerBound(one.time, time);
      if (direction < 0) i--;
      else while (i < one.time.length && one.time[i] === time) i++;
      if (i < 0 || i >= one.time.length) return;
      const at = one.time[i]!;
      if (!best || (direction > 0 ? at < best.start : at > best.start)) {
        best = { ref: { table: this.info.series[number]!.table, row: one.row[i]! }, start: at, end: at };
      }
    });
    return best;
  }

  /** Rows of a step lane are packets and calls, which stand in lanes of their own. */
  find(_ref: RowRef, _time: number): undefined {
    return undefined;
  }
}

/** The point before the range comes first: its value holds at the left edge. */
function cut({ time, value, row, extremes }: Loaded, start: number, end: number, pixels: number): StepTile {
  const columns = new ColumnWriter(5);
  const first = Math.max(0, lowerBound(time, start) - 1);
  const last = Math.min(time.length, lowerBound(time, end, first) + 1);
  const isSparse = last - first <= pixels;
  const step = (end - start) / pixels;
  for (let i = first; i < last;) {
    const next = isSparse || time[i]! < start ? i + 1 : Math.max(i + 1, lowerBound(time, start + (Math.floor((time[i]! - start) / step) + 1) * step, i, last));
    const [low, high] = next === i + 1 ? [value[i]!, value[i]!] : extremes.of(i, next);
    columns.add(time[i]!, low, high, value[next - 1]!, row[next - 1]!);
    i = next;
  }
  return { time: columns.floats(0), min: columns.floats(1), max: columns.floats(2), last: columns.floats(3), row: columns.words(4) };
}
