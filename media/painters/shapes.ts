/** Marks by shape, so that they are told apart without colour. All are centred on (x, y) with radius r. */
import type { Shape } from '../../analyzer/view/protocol.ts';

/** Shapes that are drawn as upright lines: any number of them stays legible side by side. */
export const isLine = (shape: Shape): boolean => shape === 'tick' || shape === 'halfTick' || shape === 'bar' || shape === 'hatched' || shape === 'outline';

/** Adds the outline of a glyph to the current path. */
export function traceGlyph(ctx: CanvasRenderingContext2D, shape: Shape, x: number, y: number, r: number): void {
  switch (shape) {
    case 'triangle':
      ctx.moveTo(x, y - r);
      ctx.lineTo(x + r, y + r * 0.85);
      ctx.lineTo(x - r, y + r * 0.85);
      ctx.closePath();
      return;
    case 'diamond':
      ctx.moveTo(x, y - r * 1.25);
      ctx.lineTo(x + r, y);
      ctx.lineTo(x, y + r * 1.25);
      ctx.lineTo(x - r, y);
      ctx.closePath();
      return;
    case 'cross':
      traceCross(ctx, x, y, r, r * 0.42);
      return;
    case 'circle':
      ctx.moveTo(x + r * 0.9, y);
      ctx.arc(x, y, r * 0.9, 0, Math.PI * 2);
      return;
    case 'flag':
      ctx.rect(x - 0.75, y - r * 1.5, 1.5, r * 3);
      ctx.moveTo(x + 0.75, y - r * 1.5);
      ctx.lineTo(x + r * 1.7, y - r * 0.8);
      ctx.lineTo(x + 0.75, y - r * 0.1);
      ctx.closePath();
      return;
    default:
      ctx.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
  }
}

/** A cross of two diagonal strokes, as one outline. */
function traceCross(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, arm: number): void {
  const far = r;
  const points: readonly (readonly [number, number])[] = [
    [-far, -far + arm], [-far + arm, -far], [0, -arm], [far - arm, -far], [far, -far + arm], [arm, 0],
    [far, far - arm], [far - arm, far], [0, arm], [-far + arm, far], [-far, far - arm], [-arm, 0],
  ];
  points.forEach(([dx, dy], i) => (i === 0 ? ctx.moveTo(x + dx, y + dy) : ctx.lineTo(x + dx, y + dy)));
  ctx.closePath();
}
