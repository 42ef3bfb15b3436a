/** What lies under the pointer: the item of a tile nearest to (x, y). Pure; distances in pixels. */
import type { LaneInfo, RowRef, Tile } from '../analyzer/view/protocol.ts';
import { subRow } from './painters/spans.ts';
import { valueY, type StepsLane } from './painters/steps.ts';
import type { TimeScale } from './viewport.ts';

export interface Picked {
  readonly ref: RowRef;
  readonly lane: string;
  readonly start: number;
  readonly end: number;
  /** Of the class or series. */
  readonly name: string;
  /** Marks it stands for. */
  readonly count: number;
  readonly sub: number;
}

/** So near is meant. */
const REACH = 5;

/** Index of the first of ascending `times` at or after `time`. */
function firstAtOrAfter(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Spot {
  readonly scale: TimeScale;
  readonly x: number;
  readonly y: number;
  /** Of the lane. */
  readonly top: number;
  readonly height: number;
  readonly isHidden: (className: string) => boolean;
}

export function pick(lane: LaneInfo, tile: Tile, spot: Spot): Picked | undefined {
  if (lane.kind === 'marks' && tile.kind === 'marks') return pickMark(lane, tile, spot);
  if (lane.kind === 'spans' && tile.kind === 'spans') return pickSpan(lane, tile, spot);
  if (lane.kind === 'steps' && tile.kind === 'steps') return pickStep(lane, tile, spot);
  return undefined;
}

/** The nearest mark; of several within a pixel the one drawn on top. */
function pickMark(lane: Extract<LaneInfo, { kind: 'marks' }>, tile: Extract<Tile, { kind: 'marks' }>, { scale, x, isHidden }: Spot): Picked | undefined {
  const [from, until] = [scale.toTime(x - REACH), scale.toTime(x + REACH)];
  let best = -1;
  let nearest = Infinity;
  for (let i = 0; i < tile.time.length; i++) {
    const time = tile.time[i]!;
    if (time < from || time > until) continue;
    const info = lane.classes[tile.class[i]!];
    if (!info || isHidden(info.name)) continue;
    const distance = Math.round(Math.abs(scale.toX(time) - x));
    if (distance > nearest || (distance === nearest && tile.class[i]! < tile.class[best]!)) continue;
    best = i;
    nearest = distance;
  }
  if (best < 0) return undefined;
  const info = lane.classes[tile.class[best]!]!;
  const time = tile.time[best]!;
  return { ref: { table: info.table, row: tile.row[best]! }, lane: lane.id, start: time, end: time, name: info.name, count: tile.count[best]!, sub: 0 };
}

/** The bar under the pointer, else the nearest within reach: the topmost, and the shortest where they overlap. */
function pickSpan(lane: Extract<LaneInfo, { kind: 'spans' }>, tile: Extract<Tile, { kind: 'spans' }>, { scale, x, y, top, height, isHidden }: Spot): Picked | undefined {
  let best = -1;
  let bestScore = Infinity;
  for (let i = 0; i < tile.from.length; i++) {
    const info = lane.classes[tile.class[i]!];
    if (!info || isHidden(info.name)) continue;
    const [left, right] = [scale.toX(tile.from[i]!), scale.toX(tile.to[i]!)];
    const distance = x < left ? left - x : x > right ? x - right : 0;
    if (distance > REACH) continue;
    const row = subRow(lane, top, height, tile.sub[i]!);
    if (lane.rows > 1 && (y < row.top - 1 || y > row.top + row.high + 1)) continue;
    const score = distance * 1e6 + (right - left) - tile.class[i]! * 1e-3;
    if (score >= bestScore) continue;
    best = i;
    bestScore = score;
  }
  if (best < 0) return undefined;
  const info = lane.classes[tile.class[best]!]!;
  return { ref: { table: info.table, row: tile.row[best]! }, lane: lane.id, start: tile.from[best]!, end: tile.to[best]!, name: info.name, count: tile.count[best]!, sub: tile.sub[best]! };
}

/** The series whose line is nearest to the pointer, and the step that holds there. */
function pickStep(lane: StepsLane, tile: Extract<Tile, { kind: 'steps' }>, { scale, x, y, top, height, isHidden }: Spot): Picked | undefined {
  const time = scale.toTime(x);
  let best: Picked | undefined;
  let nearest = Infinity;
  lane.series.forEach((info, number) => {
    const data = tile.series[number];
    if (!data || isHidden(info.name)) return;
    const i = firstAtOrAfter(data.time, time + 1e-6) - 1;
    if (i < 0 || Number.isNaN(data.last[i]!)) return;
    const distance = Math.abs(valueY(tile.max, top, height, data.last[i]!) - y);
    if (distance >= nearest) return;
    nearest = distance;
    best = { ref: { table: info.table, row: data.row[i]! }, lane: lane.id, start: data.time[i]!, end: data.time[i]!, name: info.name, count: 1, sub: 0 };
  });
  return best;
}

/** The value that a series holds at a time; undefined before its first. */
export function valueAt(tile: Tile | undefined, series: number, time: number): number | undefined {
  const data = tile?.kind === 'steps' ? tile.series[series] : undefined;
  const i = data ? firstAtOrAfter(data.time, time + 1e-6) - 1 : -1;
  return i < 0 ? undefined : data!.last[i]!;
}
