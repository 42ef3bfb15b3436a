/** The time axis, the grid beneath all lanes, folds, and the bands of the stalls. */
import { formatDuration } from '../../analyzer/trace/time.ts';
import type { StallSummary } from '../../analyzer/view/protocol.ts';
import type { Ticks } from '../axis.ts';
import type { Theme } from '../theme.ts';
import { FOLD_WIDTH, type TimeScale } from '../viewport.ts';
import { snap, textWidth } from './frame.ts';

export const AXIS_HEIGHT = 30;
/** A band of a stall as wide as this is seen anyway. */
const BROAD = 60;

export interface Ground {
  readonly ctx: CanvasRenderingContext2D;
  readonly scale: TimeScale;
  readonly theme: Theme;
  readonly ratio: number;
  /** Of the canvas. */
  readonly height: number;
}

/** Folds and grid: what lies beneath all lanes. */
export function paintGround({ ctx, scale, theme, ratio, height }: Ground, ticks: Ticks): void {
  ctx.fillStyle = theme.grid;
  for (const { x } of ticks.major) ctx.fillRect(snap(x, ratio), AXIS_HEIGHT, 1 / ratio, height - AXIS_HEIGHT);
  for (const fold of scale.folds) paintFold({ ctx, scale, theme, ratio, height }, scale.toX(fold.start));
}

/** The bands of stalls through the lanes from `top` to `bottom`. */
export function paintStalls({ ctx, scale, theme }: Ground, stalls: readonly StallSummary[], top: number, bottom: number): void {
  let before = -Infinity;
  for (const { start, end, tone } of stalls) {
    const left = Math.max(scale.toX(start), 0);
    const right = Math.min(Math.max(scale.toX(end), left + 1.5), scale.width);
    if (right < 0 || left > scale.width || right - before < 1) continue;
    before = right;
    ctx.fillStyle = theme.line[tone === 'alarm' ? 'alarm' : 'warning'];
    ctx.globalAlpha = right - left > BROAD ? 0.1 : 0.18;
    ctx.fillRect(left, top, right - left, bottom - top);
    ctx.globalAlpha = 1;
  }
}

/** A band with torn edges: time is missing here. */
function paintFold({ ctx, theme, height }: Ground, x: number): void {
  ctx.fillStyle = theme.raised;
  ctx.fillRect(x, AXIS_HEIGHT, FOLD_WIDTH, height - AXIS_HEIGHT);
  ctx.strokeStyle = theme.muted;
  ctx.globalAlpha = 0.5;
  ctx.lineWidth = 1;
  for (const edge of [x + 2, x + FOLD_WIDTH - 2]) {
    ctx.beginPath();
    for (let y = AXIS_HEIGHT, i = 0; y <= height + 6; y += 6, i++) ctx.lineTo(edge + (i % 2 === 0 ? -2 : 2), y);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

export function paintAxis({ ctx, scale, theme, ratio }: Ground, ticks: Ticks): void {
  ctx.fillStyle = theme.background;
  ctx.fillRect(-1, 0, scale.width + 2, AXIS_HEIGHT);
  ctx.fillStyle = theme.border;
  ctx.fillRect(-1, AXIS_HEIGHT - 1 / ratio, scale.width + 2, 1 / ratio);
  ctx.font = theme.smallFont;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  ctx.fillStyle = theme.grid;
  for (const x of ticks.minor) ctx.fillRect(snap(x, ratio), AXIS_HEIGHT - 4, 1 / ratio, 4);
  let end = -Infinity;
  for (const { x, text } of ticks.major) {
    ctx.fillStyle = theme.muted;
    ctx.fillRect(snap(x, ratio), AXIS_HEIGHT - 7, 1 / ratio, 7);
    const half = textWidth(ctx, text) / 2;
    // Half a label says a wrong time.
    if (x - half < 2 || x + half > scale.width - 2 || x - half < end + 8) continue;
    ctx.fillText(text, x, AXIS_HEIGHT / 2 - 3);
    end = x + half;
  }
  let folded = -Infinity;
  for (const fold of scale.folds) {
    const text = formatDuration(fold.end - fold.start);
    const middle = scale.toX(fold.start) + FOLD_WIDTH / 2;
    const half = textWidth(ctx, text) / 2 + 5;
    if (middle - half < folded + 1) continue;
    folded = middle + half;
    ctx.fillStyle = theme.raised;
    ctx.beginPath();
    ctx.roundRect(middle - half, 4, 2 * half, AXIS_HEIGHT - 12, 4);
    ctx.fill();
    ctx.fillStyle = theme.text;
    ctx.fillText(text, middle, AXIS_HEIGHT / 2 - 2);
  }
}
