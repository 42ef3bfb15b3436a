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
const GLYPH = 4.75;
/** Glyphs of one class nearer than this are one. */
const GLYPH_STEP = 6;
/** Height of a tick that stands for one mark, where others stand for many. */
const LOWEST = 0.6;
/** Ticks are drawn broader while they have so much room. */
const ROOM = 7;

export function paintMarks(frame: Frame, lane: MarksLane, tile: MarksTile): void {
  lane.classes.forEach(({ name, role, shape }, number) => {
    if (frame.isHidden(name)) return;
    if (isLine(shape)) {
      frame.ctx.fillStyle = frame.theme.tick[role];
      paintTicks(frame, tile, number, shape);
    } else {
      frame.ctx.fillStyle = frame.theme.line[role];
      paintGlyphs(frame, tile, number, shape);
    }
  });
}

/** One tick for all marks of a class in a column. Those of one class stand together in a tile, in order of time. */
function paintTicks(frame: Frame, tile: MarksTile, number: number, shape: Shape): void {
  const { ctx, ratio, y, height } = frame;
  const full = (height - 2 * MARK_MARGIN) * (shape === 'halfTick' ? 0.55 : 1);
  const base = y + height - MARK_MARGIN;
  const thin = Math.max(1, Math.round(ratio)) / ratio;
  const broad = Math.max(2, Math.round(1.75 * ratio)) / ratio;
  let most = 1;
  eachColumn(frame, tile, number, (_, count) => (most = Math.max(most, count)));
  const log = Math.log1p(most);
  eachColumn(frame, tile, number, (x, count, room) => {
    const share = most === 1 ? 1 : LOWEST + (1 - LOWEST) * (Math.log1p(count) / log);
    const high = snap(full * share, ratio);
    const width = shape === 'bar' ? broad * 1.5 : room < ROOM ? thin : broad;
    ctx.fillRect(x - (width > thin ? thin / 2 : 0), base - high, width, high);
  });
}

/** Visits the columns in sight that have marks of a class: x, how many, and the room since the one before. */
function eachColumn({ scale, ratio }: Frame, { time, class: classes, count }: MarksTile, number: number, visit: (x: number, count: number, room: number) => void): void {
  let before = -Infinity;
  let column = NaN;
  let sum = 0;
  for (let i = 0; i < time.length; i++) {
    if (classes[i] !== number) continue;
    const x = snap(scale.toX(time[i]!), ratio);
    if (x < -2 || x > scale.width + 2) continue;
    if (x === column) {
      sum += count[i]!;
      continue;
    }
    if (sum > 0) {
      visit(column, sum, column - before);
      before = column;
    }
    column = x;
    sum = count[i]!;
  }
  if (sum > 0) visit(column, sum, column - before);
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
    // Flags stand higher, so that what happens beside them is seen.
    traceGlyph(ctx, shape, x, shape === 'flag' ? middle - GLYPH : middle, GLYPH);
  }
  if (!any) return;
  // A rim of background parts them from what lies beneath.
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.fill();
}
