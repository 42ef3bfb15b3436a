/** Intervals as bars in sub-rows, with their names where there is room. A bar is never narrower than a device pixel: spikes are seen. */
import type { ClassInfo, LaneInfo, Tile } from '../../analyzer/view/protocol.ts';
import { snap, textWidth, type Frame } from './frame.ts';

type SpansTile = Extract<Tile, { kind: 'spans' }>;
type SpansLane = Extract<LaneInfo, { kind: 'spans' }>;

export const SPAN_MARGIN = 6;
const GAP = 2;
const HATCH = 6;
const TEXT_MARGIN = 7;
/** A lower bar holds no text. */
const TEXT_HEIGHT = 13;
const ROUNDED = 2;

/** Top and height of a sub-row. */
export function subRow(lane: SpansLane, y: number, height: number, sub: number): { top: number; high: number } {
  const rows = Math.max(1, lane.rows);
  const step = (height - 2 * SPAN_MARGIN) / rows;
  return { top: y + SPAN_MARGIN + sub * step, high: rows === 1 ? step : step - GAP };
}

export function paintSpans(frame: Frame, lane: SpansLane, tile: SpansTile): void {
  lane.classes.forEach((info, number) => {
    if (!frame.isHidden(info.name)) paintClass(frame, lane, tile, info, number);
  });
  if (lane.labelled) paintLabels(frame, lane, tile);
}

function paintClass({ ctx, scale, theme, ratio, y, height }: Frame, lane: SpansLane, tile: SpansTile, info: ClassInfo, number: number): void {
  const { from, to, class: classes, sub } = tile;
  const least = (info.role === 'alarm' ? 2 : 1) / Math.min(ratio, 1.5);
  const hatched = info.shape === 'hatched';
  ctx.fillStyle = theme.bar[info.role];
  ctx.strokeStyle = theme.line[info.role];
  ctx.lineWidth = 1;
  if (hatched || info.shape === 'outline') ctx.beginPath();
  let lines = 0;
  for (let i = 0; i < from.length; i++) {
    if (classes[i] !== number) continue;
    const left = Math.max(snap(scale.toX(from[i]!), ratio), -4);
    const right = Math.min(snap(scale.toX(to[i]!), ratio), scale.width + 4);
    if (right < -2 || left > scale.width + 2) continue;
    const { top, high } = subRow(lane, y, height, sub[i]!);
    const width = Math.max(right - left, least);
    if (info.shape === 'outline') {
      ctx.rect(left + 0.5, top + 0.5, Math.max(width - 1, 0.5), high - 1);
      lines++;
    } else if (width > 8 && high > 10) {
      ctx.beginPath();
      ctx.roundRect(left, top, width, high, ROUNDED);
      ctx.fill();
    } else {
      ctx.fillRect(left, top, width, high);
    }
    if (hatched) lines += hatch(ctx, left, top, width, high);
  }
  if (lines > 0) {
    if (hatched) strokeHatch({ ctx, scale, theme, ratio, y, height }, lane, tile, info, number);
    else ctx.stroke();
  }
}

/** Hatched bars are filled first and lined after, in one stroke. */
function strokeHatch({ ctx, scale, theme, ratio, y, height }: Pick<Frame, 'ctx' | 'scale' | 'theme' | 'ratio' | 'y' | 'height'>, lane: SpansLane, tile: SpansTile, info: ClassInfo, number: number): void {
  ctx.beginPath();
  for (let i = 0; i < tile.from.length; i++) {
    if (tile.class[i] !== number) continue;
    const left = Math.max(snap(scale.toX(tile.from[i]!), ratio), 0);
    const right = Math.min(snap(scale.toX(tile.to[i]!), ratio), scale.width);
    if (right <= left) continue;
    const { top, high } = subRow(lane, y, height, tile.sub[i]!);
    hatch(ctx, left, top, right - left, high);
  }
  ctx.strokeStyle = theme.onBar[info.role];
  ctx.globalAlpha = 0.35;
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Adds rising lines within a bar to the path, at the same places whatever the bar's edges are. */
function hatch(ctx: CanvasRenderingContext2D, left: number, top: number, width: number, high: number): number {
  let lines = 0;
  for (let x = Math.floor((left - high) / HATCH) * HATCH; x < left + width; x += HATCH) {
    const from = Math.max(x, left);
    const to = Math.min(x + high, left + width);
    if (to <= from) continue;
    ctx.moveTo(from, top + high - (from - x));
    ctx.lineTo(to, top + high - (to - x));
    lines++;
  }
  return lines;
}

function paintLabels({ ctx, scale, theme, y, height, isHidden, labelOf }: Frame, lane: SpansLane, tile: SpansTile): void {
  ctx.font = theme.smallFont;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const ends = new Float64Array(Math.max(1, lane.rows)).fill(-Infinity);
  for (let i = 0; i < tile.from.length; i++) {
    const info = lane.classes[tile.class[i]!];
    if (!info || isHidden(info.name)) continue;
    const [left, right] = [scale.toX(tile.from[i]!), scale.toX(tile.to[i]!)];
    if (right < 0 || left > scale.width) continue;
    const sub = tile.sub[i]!;
    const { top, high } = subRow(lane, y, height, sub);
    if (high < TEXT_HEIGHT) return;
    const own = labelOf?.(lane, tile.row[i]!);
    const text = own ?? info.name;
    const shown = Math.max(left, 0);
    const room = Math.min(right, scale.width) - shown;
    const width = room > 24 || own !== undefined ? textWidth(ctx, text) : Infinity;
    if (width + 2 * TEXT_MARGIN <= room) {
      ctx.fillStyle = theme.onBar[info.role];
      ctx.fillText(text, shown + TEXT_MARGIN, top + high / 2 + 0.5);
    } else if (own !== undefined) {
      // What is worth its own words is said beside the bar, where nothing else stands.
      const next = nextStart(tile, i, scale.width, (time) => scale.toX(time));
      ctx.fillStyle = theme.line[info.role];
      if (shown - width - TEXT_MARGIN > Math.max(ends[sub]!, 0)) ctx.fillText(text, shown - width - TEXT_MARGIN, top + high / 2 + 0.5);
      else if (Math.max(right, shown + 2) + width + TEXT_MARGIN < next) {
        ctx.fillText(text, Math.max(right, shown + 2) + TEXT_MARGIN, top + high / 2 + 0.5);
        ends[sub] = right + width + TEXT_MARGIN;
        continue;
      }
    }
    ends[sub] = Math.max(ends[sub]!, right);
  }
}

/** Where the next bar of the same sub-row begins. */
function nextStart(tile: SpansTile, i: number, width: number, toX: (time: number) => number): number {
  for (let next = i + 1; next < tile.from.length; next++) if (tile.sub[next] === tile.sub[i]) return toX(tile.from[next]!);
  return width;
}
