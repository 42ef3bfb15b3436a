/** A canvas context that writes down what is drawn instead of drawing it. */
import type { Role } from '../../analyzer/view/protocol.ts';
import type { Theme } from '../../media/theme.ts';

export interface Recording {
  readonly ctx: CanvasRenderingContext2D;
  /** Filled rectangles with their colour: [x, y, width, height, colour]. */
  readonly rects: (readonly [number, number, number, number, string])[];
  readonly texts: (readonly [string, number, number])[];
  /** Calls of any kind. */
  calls: number;
}

export function recordingContext(): Recording {
  const recording = { rects: [] as Recording['rects'], texts: [] as Recording['texts'], calls: 0 };
  const state: Record<string, unknown> = { font: '', fillStyle: '' };
  const ctx = new Proxy(state, {
    get: (target, name) => {
      if (name === 'measureText') return (text: string) => ({ width: text.length * 6 });
      if (typeof name === 'symbol' || name in target) return target[name as string];
      return (...args: number[]) => {
        recording.calls++;
        if (name === 'fillRect') recording.rects.push([args[0]!, args[1]!, args[2]!, args[3]!, String(target['fillStyle'])]);
        if (name === 'fillText') recording.texts.push([args[0] as unknown as string, args[1]!, args[2]!]);
      };
    },
  });
  return Object.assign(recording, { ctx: ctx as unknown as CanvasRenderingContext2D });
}

/** Each role is its own colour. */
const byName = (kind: string): Readonly<Record<Role, string>> => new Proxy({} as Record<Role, string>, { get: (_, role) => `${kind} ${String(role)}` });

export const plainTheme: Theme = {
  kind: 'dark', background: 'background', raised: 'raised', text: 'text', muted: 'muted', grid: 'grid', border: 'border', focus: 'focus', selection: 'selection',
  line: byName('line'), tick: byName('tick'), bar: byName('bar'), hatched: byName('hatched'), onBar: byName('onBar'), area: byName('area'),
  font: '12px', smallFont: '10px', boldFont: '600 11px', monospace: '11px',
};
