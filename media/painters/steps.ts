/**
 * Values that hold until the next, all series on one axis from 0. Everything is upright or level, so it is drawn as rectangles: sharp and
 * cheap. Where a column stands for many values its reach from least to greatest is drawn: spikes are seen.
 */
import type { LaneInfo, SeriesInfo, StepTile, Tile } from '../../analyzer/view/protocol.ts';
import { snap, textWidth, type Frame } from './frame.ts';

type StepsTile = Extract<Tile, { kind: 'steps' }>;
export type StepsLane = Extract<LaneInfo, { kind: 'steps' }>;

const STEP_TOP = 16;
const STEP_BOTTOM = 10;
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
  for (const { info, data } of shown) if (info.style === 'dashed' && !info.derived) paintName(frame, tile.max, info, data!, lane.unit);
}

/** What holds over a stretch of the screen: y of its last value, and how far up and down it went where it begins. */
interface Stretch {
  from: number;
  to: number;
  level: number;
  top: number;
  bottom: number;
}

/** Visits the stretches in sight, never more than one a device pixel. The object is reused. */
function eachStretch(frame: Frame, greatest: number, { time, last, min, max }: StepTile, visit: (stretch: Stretch) => void): void {
  const { scale, y, height, ratio } = frame;
  const stretch: Stretch = { from: NaN, to: NaN, level: NaN, top: NaN, bottom: NaN };
  for (let i = 0; i < time.length; i++) {
    const value = last[i]!;
    const from = snap(Math.max(scale.toX(time[i]!), 0), ratio);
    const to = snap(Math.min(i + 1 < time.length ? scale.toX(time[i + 1]!) : scale.width, scale.width), ratio);
    if (to < 0 || from > scale.width) continue;
    if (Number.isNaN(value)) {
      // Nothing is known from here on.
      if (stretch.to >= stretch.from) visit(stretch);
      stretch.from = stretch.to = stretch.level = NaN;
      continue;
    }
    const level = valueY(greatest, y, height, value);
    const [top, bottom] = [valueY(greatest, y, height, max[i]!), valueY(greatest, y, height, min[i]!)];
    if (from === stretch.from) {
      // More happens in this pixel.
      stretch.top = Math.min(stretch.top, top);
      stretch.bottom = Math.max(stretch.bottom, bottom);
    } else if (level === stretch.level && top === level && bottom === level) {
      stretch.to = to;
      continue;
    } else {
      if (stretch.to > stretch.from) visit(stretch);
      // A line is unbroken: it comes from where it was.
      const before = Number.isNaN(stretch.level) ? level : stretch.level;
      stretch.from = from;
      stretch.top = Math.min(top, level, before);
      stretch.bottom = Math.max(bottom, level, before);
    }
    stretch.to = to;
    stretch.level = level;
  }
  if (stretch.to >= stretch.from) visit(stretch);
}

/** Names a limit where it begins: "send buffer 128 KiB". */
function paintName({ ctx, scale, theme, y, height }: Frame, greatest: number, { name }: SeriesInfo, { time, last }: StepTile, unit: StepsLane['unit']): void {
  const value = last.findLast((one) => !Number.isNaN(one));
  if (value === undefined) return;
  const x = Math.max(scale.toX(time[0]!), 0) + 6;
  const text = unit === 'bytes' && value >= 2048 ? `${name} ${Math.round(value / 1024)} KiB` : `${name} ${value}`;
  ctx.font = theme.smallFont;
  if (x + textWidth(ctx, text) > scale.width) return;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'bottom';
  ctx.fillStyle = theme.muted;
  ctx.fillText(text, x, valueY(greatest, y, height, value) - 2);
}

function paintArea(frame: Frame, greatest: number, info: SeriesInfo, data: StepTile): void {
  const { ctx, theme, y, height } = frame;
  const base = y + height - STEP_BOTTOM;
  ctx.fillStyle = theme.area[info.role];
  eachStretch(frame, greatest, data, ({ from, to, level }) => {
    if (to > from && base > level) ctx.fillRect(from, level, to - from, base - level);
  });
}

function paintLine(frame: Frame, greatest: number, info: SeriesInfo, data: StepTile): void {
  const { ctx, theme, ratio } = frame;
  const thick = Math.max(1, Math.round(1.5 * ratio)) / ratio;
  const base = snap(valueY(greatest, frame.y, frame.height, 0), ratio);
  ctx.fillStyle = theme.line[info.role];
  eachStretch(frame, greatest, data, ({ from, to, level, top, bottom }) => {
    const line = snap(level, ratio) - thick / 2;
    if (info.style === 'dashed') {
      for (let x = Math.floor(from / (2 * DASH)) * 2 * DASH; x < to; x += 2 * DASH) {
        const left = Math.max(x, from);
        const right = Math.min(x + DASH, to);
        if (right > left) ctx.fillRect(left, line, right - left, thick);
      }
      return;
    }
    const rises = bottom - top > thick / 2;
    const upper = snap(top, ratio) - thick / 2;
    const high = snap(bottom - top, ratio) + thick;
    if (rises && to - from <= thick) {
      ctx.fillRect(from, upper, to - from, high);
      return;
    }
    // Nothing at all is said by the axis itself, thinly.
    if (to > from) ctx.fillRect(from, level < base ? line : base - 1 / ratio, to - from, level < base ? thick : 1 / ratio);
    if (rises) ctx.fillRect(from - (from > 0 ? thick / 2 : 0), upper, thick, high);
  });
}
