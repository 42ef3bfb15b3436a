/** What every painter is given: where to draw, in what colours, and what is hidden. */
import type { LaneInfo } from '../../analyzer/view/protocol.ts';
import type { Theme } from '../theme.ts';
import type { TimeScale } from '../viewport.ts';

export interface Frame {
  readonly ctx: CanvasRenderingContext2D;
  readonly scale: TimeScale;
  readonly theme: Theme;
  /** Device pixels a CSS pixel: edges are put on whole ones. */
  readonly ratio: number;
  /** Of the lane. */
  readonly y: number;
  readonly height: number;
  readonly isHidden: (className: string) => boolean;
  /** What stands on a bar instead of the name of its class. */
  readonly labelOf?: (lane: LaneInfo, classNumber: number, row: number) => string | undefined;
}

/** The nearest edge between device pixels. */
export const snap = (value: number, ratio: number): number => Math.round(value * ratio) / ratio;

const widths = new Map<string, number>();
const MOST_WIDTHS = 4000;

/** Width of a text in the context's font, measured once. */
export function textWidth(ctx: CanvasRenderingContext2D, text: string): number {
  const key = `${ctx.font}\n${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size >= MOST_WIDTHS) widths.clear();
    widths.set(key, (width = ctx.measureText(text).width));
  }
  return width;
}
