/**
 * Values that hold until the next, all series on one axis from 0. Everything is upright or level, so it is drawn as rectangles: sharp and
 * cheap. Where a column stands for many values its reach from least to greatest is drawn: spikes are seen.
 */
import type { LaneInfo, SeriesInfo, StepTile, Tile } from '../../analyzer/view/protocol.ts';
import { snap, type Frame } from './frame.ts';

type StepsTile = Extract<Tile, { kind: 'steps' }>;
export type StepsLane = Extract<LaneInfo, { kind: 'steps' }>;

export const STEP_TOP = 14;
export const STEP_BOTTOM = 10;
const DASH = 5;

/** Where a value stands. */
export function valueY(max: number, y: number, height: number, value: number): number {
  const top = Math.max(max, 1);
  return y + height - STEP_BOTTOM - (Math.min(value, top) / top) * (height - STEP_TOP - STEP_BOTTOM);
}

/** Round values for the axis: of KiB for bytes. */
export function axisTicks(max: number, unit: StepsLane['unit']): readonly number[] {
  const top = Math.max(max, 1);
  const base = unit === 'bytes' ? (top >= 2048 ? 1024 : 1) : 1;
  const wanted = unit === 'bytes' ? 4 : 2;
  let step = base;
  for (let i = 0; step * wanted < top; i++) step = unit === 'bytes' ? base * 2 ** (i + 1) : base * [2, 5, 10][i % 3]! * 10 ** Math.floor(i / 3);
  step = Math.max(step, 1);
  const ticks: number[] = [];
  for (let value = 0; value <= top * 1.001; value += step) ticks.push(value);
  return ticks;
}

export function paintSteps(frame: Frame, lane: StepsLane, tile: StepsTile): void {
  const { ctx, scale, theme, ratio, y, height } = frame;
  ctx.fillStyle = theme.grid;
  for (const value of axisTicks(tile.max, lane.unit)) ctx.fillRect(0, snap(valueY(tile.max, y, height, value), ratio), scale.width, 1 / ratio);
  const shown = lane.series.map((info, i) => ({ info, data: tile.series[i] })).filter(({ info, data }) => data && data.time.length > 0 && !frame.isHidden(info.name));
  for (const { info, data } of shown) if (info.style === 'area') paintArea(frame, tile.max, info, data!);
  for (const { info, data } of shown) paintLine(frame, tile.max, info, data!);
}

/** Visits what holds over each stretch: x of its begin and end, and the y of its last, least and greatest value. */
function eachStretch(frame: Frame, greatest: number, { time, last, min, max }: StepTile, visit: (from: number, to: number, level: number, low: number, high: number) => void): void {
  const { scale, y, height, ratio } = frame;
  // What was measured after the end is still shown.
  const end = Math.max(frame.until ?? Infinity, time.at(-1) ?? 0);
  for (let i = 0; i < time.length; i++) {
    const from = snap(Math.max(scale.toX(time[i]!), 0), ratio);
    const to = snap(Math.min(scale.toX(i + 1 < time.length ? time[i + 1]! : end), scale.width), ratio);
    if (to < 0 || from > scale.width || Number.isNaN(last[i]!)) continue;
    visit(from, to, valueY(greatest, y, height, last[i]!), valueY(greatest, y, height, min[i]!), valueY(greatest, y, height, max[i]!));
  }
}

function paintArea(frame: Frame, greatest: number, info: SeriesInfo, data: StepTile): void {
  const { ctx, theme, y, height } = frame;
  const base = y + height - STEP_BOTTOM;
  ctx.fillStyle = theme.area[info.role];
  eachStretch(frame, greatest, data, (from, to, level) => {
    if (to > from && base > level) ctx.fillRect(from, level, to - from, base - level);
  });
}

function paintLine(frame: Frame, greatest: number, info: SeriesInfo, data: StepTile): void {
  const { ctx, theme, ratio } = frame;
  const thick = Math.max(1, Math.round(1.5 * ratio)) / ratio;
  const thin = 1 / ratio;
  const base = snap(valueY(greatest, frame.y, frame.height, 0), ratio);
  ctx.fillStyle = theme.line[info.role];
  let before: number | undefined;
  eachStretch(frame, greatest, data, (from, to, level, low, high) => {
    const line = snap(level, ratio) - thick / 2;
    if (info.style === 'dashed') {
      for (let x = Math.floor(from / (2 * DASH)) * 2 * DASH; x < to; x += 2 * DASH) {
        const left = Math.max(x, from);
        const right = Math.min(x + DASH, to);
        if (right > left) ctx.fillRect(left, line, right - left, thick);
      }
    } else {
      // Nothing at all is said by the axis itself.
      if (to > from) ctx.fillRect(from, level < base ? line : base - thin, to - from, level < base ? thick : thin);
      const top = Math.min(high, level, before ?? level);
      const bottom = Math.max(low, level, before ?? level);
      if (bottom - top > thick / 2) ctx.fillRect(from - (from > 0 ? thick / 2 : 0), snap(top, ratio) - thick / 2, thick, snap(bottom - top, ratio) + thick);
    }
    before = level;
  });
}
