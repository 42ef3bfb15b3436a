/**
 * Instants: ticks that stay legible side by side, and glyphs where shape matters. Where a column stands for several marks, ticks are as
 * high as there are many, so that the lane reads as a histogram. Work is bounded by the columns of the tile.
 */
import type { LaneInfo, Shape, Tile } from '../../analyzer/view/protocol.ts';
import { snap, type Frame } from './frame.ts';
import { isLine, traceGlyph } from './shapes.ts';

type MarksTile = Extract<Tile, { kind: 'marks' }>;
type MarksLane = Extract<LaneInfo, { kind: 'marks' }>;

export const MARK_MARGIN = 8;
const GLYPH = 5;
/** Glyphs of one class nearer than this are one. */
const GLYPH_STEP = 4;
/** Height of a tick that stands for one mark, where others stand for many. */
const LOWEST = 0.38;
/** Ticks are drawn broader while they have so much room. */
const ROOM = 7;

export function paintMarks(frame: Frame, lane: MarksLane, tile: MarksTile): void {
  let most = 1;
  for (const count of tile.count) if (count > most) most = count;
  lane.classes.forEach(({ name, role, shape }, number) => {
    if (frame.isHidden(name)) return;
    frame.ctx.fillStyle = frame.theme.line[role];
    if (isLine(shape)) paintTicks(frame, tile, number, shape, most);
    else paintGlyphs(frame, tile, number, shape);
  });
}

function paintTicks({ ctx, scale, ratio, y, height }: Frame, tile: MarksTile, number: number, shape: Shape, most: number): void {
  const { time, class: classes, count } = tile;
  const full = height - 2 * MARK_MARGIN;
  const base = y + height - MARK_MARGIN;
  const thin = Math.max(1, Math.round(ratio)) / ratio;
  const broad = Math.max(2, Math.round(1.75 * ratio)) / ratio;
  const part = shape === 'halfTick' ? 0.55 : 1;
  const log = Math.log1p(most);
  let before = -Infinity;
  for (let i = 0; i < time.length; i++) {
    if (classes[i] !== number) continue;
    const x = snap(scale.toX(time[i]!), ratio);
    if (x < -2 || x > scale.width + 2) continue;
    const share = most === 1 ? 1 : LOWEST + (1 - LOWEST) * (Math.log1p(count[i]!) / log);
    const high = snap(full * part * share, ratio);
    const width = shape === 'bar' ? broad * 1.5 : x - before < ROOM ? thin : broad;
    before = x;
    ctx.fillRect(x - (width > thin ? thin / 2 : 0), base - high, width, high);
  }
}

function paintGlyphs({ ctx, scale, theme, y, height }: Frame, tile: MarksTile, number: number, shape: Shape): void {
  const { time, class: classes } = tile;
  const middle = y + height / 2;
  let before = -Infinity;
  let any = false;
  ctx.beginPath();
  for (let i = 0; i < time.length; i++) {
    if (classes[i] !== number) continue;
    const x = scale.toX(time[i]!);
    if (x < -GLYPH * 2 || x > scale.width + GLYPH * 2 || x - before < GLYPH_STEP) continue;
    before = x;
    any = true;
    traceGlyph(ctx, shape, x, middle, GLYPH);
  }
  if (!any) return;
  // A rim of background parts them from what lies beneath.
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 2.5;
  ctx.stroke();
  ctx.fill();
}
