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
/** Narrower bars of a ribbon are details. */
const BRIEF = 3;
/** Narrower bars carry no name. */
const LEAST_ROOM = 24;
/** In so much room the beginning of a text says enough. */
const ENOUGH = 110;
/** Bars with their own words in one lane: more could not be read. */
const MOST_OWN = 60;

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

function paintClass(frame: Frame, lane: SpansLane, tile: SpansTile, info: ClassInfo, number: number): void {
  const { ctx, scale, theme, ratio, y, height } = frame;
  const { from, to, class: classes, sub } = tile;
  const least = (info.role === 'alarm' ? 2 : 1) / Math.min(ratio, 1.5);
  const outlined = info.shape === 'outline';
  ctx.fillStyle = info.shape === 'hatched' ? theme.hatched[info.role] : theme.bar[info.role];
  ctx.strokeStyle = theme.bar[info.role];
  ctx.lineWidth = 1;
  // A ribbon that changes with each pixel is set back, so that what lasts stands out.
  const ribbon = lane.labelled && lane.rows === 1 && info.role !== 'alarm';
  const [full, faint] = [ctx.fillStyle, theme.hatched[info.role]];
  // What is small and bad must not be missed.
  const small = info.role === 'alarm' ? theme.line.alarm : full;
  if (outlined) ctx.beginPath();
  // Narrow bars that all but touch are one: a gap of a pixel among so many tells nothing.
  let [begin, end, row] = [NaN, NaN, -1];
  const flush = (): void => {
    if (row < 0) return;
    const { top, high } = subRow(lane, y, height, row);
    ctx.fillStyle = ribbon ? faint : info.shape === 'hatched' ? full : small;
    ctx.fillRect(begin, top, end - begin, high);
    row = -1;
  };
  for (let i = 0; i < from.length; i++) {
    if (classes[i] !== number) continue;
    const left = Math.max(snap(scale.toX(from[i]!), ratio), -4);
    const right = Math.min(snap(scale.toX(to[i]!), ratio), scale.width + 4);
    if (right < -2 || left > scale.width + 2) continue;
    const width = Math.max(right - left, least);
    if (width < BRIEF && !outlined) {
      if (row !== sub[i]! || left > end + 1 / ratio || left < begin) {
        flush();
        [begin, end, row] = [left, left + width, sub[i]!];
      }
      end = Math.max(end, left + width);
      continue;
    }
    const { top, high } = subRow(lane, y, height, sub[i]!);
    if (outlined) {
      if (width >= BRIEF) ctx.rect(left + 0.5, top + 0.5, Math.max(width - 1, 0.5), high - 1);
    } else if (width > 8 && high > 10) {
      ctx.fillStyle = full;
      ctx.beginPath();
      ctx.roundRect(left, top, width, high, ROUNDED);
      ctx.fill();
    } else {
      ctx.fillStyle = full;
      ctx.fillRect(left, top, width, high);
    }
  }
  flush();
  if (outlined) ctx.stroke();
  if (info.shape === 'hatched') strokeHatch(frame, lane, tile, info, number);
}

/** Hatched bars are filled first and lined after, in one stroke. */
function strokeHatch({ ctx, scale, theme, ratio, y, height }: Frame, lane: SpansLane, tile: SpansTile, info: ClassInfo, number: number): void {
  ctx.beginPath();
  for (let i = 0; i < tile.from.length; i++) {
    if (tile.class[i] !== number) continue;
    const left = Math.max(snap(scale.toX(tile.from[i]!), ratio), 0);
    const right = Math.min(snap(scale.toX(tile.to[i]!), ratio), scale.width);
    if (right <= left) continue;
    const { top, high } = subRow(lane, y, height, tile.sub[i]!);
    hatch(ctx, left, top, right - left, high);
  }
  ctx.strokeStyle = theme.line[info.role];
  ctx.globalAlpha = 0.55;
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Adds rising lines within a bar to the path, at the same places whatever the bar's edges are. */
function hatch(ctx: CanvasRenderingContext2D, left: number, top: number, width: number, high: number): void {
  for (let x = Math.floor((left - high) / HATCH) * HATCH; x < left + width; x += HATCH) {
    const from = Math.max(x, left);
    const to = Math.min(x + high, left + width);
    if (to <= from) continue;
    ctx.moveTo(from, top + high - (from - x));
    ctx.lineTo(to, top + high - (to - x));
  }
}

interface Bar {
  readonly left: number;
  readonly right: number;
  readonly sub: number;
  readonly info: ClassInfo;
  /** Worth its own words, which are said beside it where they do not fit in. */
  readonly own: string | undefined;
}

function paintLabels(frame: Frame, lane: SpansLane, tile: SpansTile): void {
  const { ctx, scale, theme, y, height } = frame;
  if (subRow(lane, y, height, 0).high < TEXT_HEIGHT) return;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const bars = barsOf(frame, lane, tile);
  /** Where text was put beside bars, by sub-row. */
  const taken: { readonly sub: number; readonly left: number; readonly right: number }[] = [];
  for (const { left, right, sub, info, own } of bars) {
    const text = own ?? info.name;
    const shown = Math.max(left, 0);
    const room = Math.min(right, scale.width) - shown;
    if (room < LEAST_ROOM && own === undefined) continue;
    ctx.font = own === undefined ? theme.smallFont : theme.boldFont;
    const width = textWidth(ctx, text);
    const { top, high } = subRow(lane, y, height, sub);
    const middle = top + high / 2 + 0.5;
    if (width + 2 * TEXT_MARGIN <= room) {
      ctx.fillStyle = info.shape === 'outline' ? theme.muted : info.shape === 'hatched' ? theme.text : theme.onBar[info.role];
      ctx.fillText(text, shown + TEXT_MARGIN, middle);
    } else if (own !== undefined) {
      if (room > ENOUGH) {
        paintShortened(ctx, text, shown + TEXT_MARGIN, middle, room - 2 * TEXT_MARGIN, theme.onBar[info.role]);
        continue;
      }
      const others = [...bars, ...taken].filter((other) => other.sub === sub);
      const bar = { left: shown, right: Math.max(right, shown + 2) };
      const place = placeBeside(bar, width, others, scale.width);
      ctx.fillStyle = theme.line[info.role];
      if (place !== undefined) {
        ctx.fillText(text, place, middle);
        taken.push({ sub, left: place, right: place + width });
      } else if (own === bars.find((other) => other.own !== undefined)?.own) {
        // As much of the first as there is room for: after it, or before all bars.
        const next = Math.min(scale.width, ...others.filter((other) => other.left > bar.left + 1).map((other) => other.left));
        const first = Math.min(...others.map((other) => other.left));
        if (next - bar.right > ENOUGH) paintShortened(ctx, text, bar.right + TEXT_MARGIN, middle, next - bar.right - 2 * TEXT_MARGIN, theme.line[info.role]);
        else if (first > ENOUGH) paintShortened(ctx, text, 4, middle, first - TEXT_MARGIN - 4, theme.line[info.role]);
      }
    }
  }
}

/** As much of a text as there is room for. */
function paintShortened(ctx: CanvasRenderingContext2D, text: string, x: number, middle: number, room: number, color: string): void {
  if (room < LEAST_ROOM * 2) return;
  let shown = text.slice(0, Math.max(1, Math.floor((text.length * room) / textWidth(ctx, text))));
  while (shown.length > 1 && textWidth(ctx, `${shown}…`) > room) shown = shown.slice(0, -1);
  ctx.fillStyle = color;
  ctx.fillText(`${shown.trimEnd()}…`, x, middle);
}

/** Where a text of `width` is free left or right of a bar, with what stands right beside it left out; undefined where it is not. */
function placeBeside(bar: { readonly left: number; readonly right: number }, width: number, others: readonly { readonly left: number; readonly right: number }[], end: number): number | undefined {
  const inWay = (from: number): { readonly left: number; readonly right: number } | undefined => others.find(({ left, right }) => left < from + width + 3 && Math.max(right, left + 1) > from - 3);
  let left = bar.left - width - TEXT_MARGIN;
  for (let tries = 0; tries < 3 && left > 2; tries++) {
    const other = inWay(left);
    if (!other) return left;
    left = Math.min(left, other.left - width - TEXT_MARGIN);
  }
  const right = bar.right + TEXT_MARGIN;
  return right + width < end - 2 && !inWay(right) ? right : undefined;
}

/** Bars in sight that may carry text: broad ones, and the first of those with their own words. */
function barsOf({ scale, isHidden, labelOf }: Frame, lane: SpansLane, tile: SpansTile): readonly Bar[] {
  const bars: Bar[] = [];
  let owned = 0;
  for (let i = 0; i < tile.from.length; i++) {
    const info = lane.classes[tile.class[i]!];
    if (!info || isHidden(info.name)) continue;
    const [left, right] = [scale.toX(tile.from[i]!), scale.toX(tile.to[i]!)];
    if (right < 0 || left > scale.width) continue;
    const own = labelOf && owned < MOST_OWN ? labelOf(lane, tile.class[i]!, tile.row[i]!) : undefined;
    if (own !== undefined) owned++;
    if (own !== undefined || right - left >= LEAST_ROOM || lane.classes[0]?.table === 'stalls') bars.push({ left, right, sub: tile.sub[i]!, info, own });
  }
  return bars;
}
