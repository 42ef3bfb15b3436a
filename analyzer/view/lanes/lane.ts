/** The seam between the tables and a screen: a lane knows its legend, what it shows of a range of time, and its next event. */
import type { Steps } from '../../trace/steps.ts';
import type { LaneInfo, RowRef, SelectableTable, Tile } from '../protocol.ts';

/** [start, end) ns on the axis, drawn on so many columns. */
export interface View {
  readonly start: number;
  readonly end: number;
  readonly pixels: number;
}

/** Whether a row is to be shown. One object a filter: lanes keep what they made for it. */
export type Match = (table: SelectableTable, row: number) => boolean;

export interface LaneEvent {
  readonly ref: RowRef;
  readonly start: number;
  readonly end: number;
}

export interface Lane {
  readonly info: LaneInfo;
  /** What takes long of the first look at it. */
  readonly prepare?: (() => Steps<void>) | undefined;
  tile(view: View, match?: Match): Tile;
  /** The first event that begins after `time`, or the last that begins before it. */
  next(time: number, direction: 1 | -1, match?: Match): LaneEvent | undefined;
  /** Where it shows a row, undefined where it does not. */
  find(ref: RowRef, time: number): LaneEvent | undefined;
}

/** Index of the first entry of sorted[from, length) that is not below `value`. Gallops: neighbours of `from` are found at once. */
export function lowerBound(sorted: Float64Array, value: number, from = 0, length = sorted.length): number {
  let low = from;
  let step = 1;
  let high = from;
  while (high < length && sorted[high]! < value) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = Math.min(high, length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
