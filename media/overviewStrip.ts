/** The whole recording in one strip: the window of the association that stalls, all stalls, and a brush for what the lanes show. */
import { formatDuration } from '../analyzer/trace/time.ts';
import type { LaneInfo, Overview, Tile } from '../analyzer/view/protocol.ts';
import type { Commands } from './commands.ts';
import { text } from './elements.ts';
import { paintMarks } from './painters/marks.ts';
import type { Screen } from './screen.ts';
import type { Range } from './store.ts';
import { watchTheme, type Theme } from './theme.ts';
import { dateText } from './timeText.ts';
import { fitRange, TimeScale } from './viewport.ts';
import { t } from './words.ts';

const EDGE = 6;
const TOP = 4;

export function showOverview(element: HTMLElement, screen: Screen, commands: Commands, theme: () => Theme): void {
  const strip = new OverviewStrip(element, screen, commands, theme);
  watchTheme(() => strip.invalidate(true));
}

class OverviewStrip {
  /** The recording, drawn once. */
  readonly #ground = document.createElement('canvas');
  /** The brush above it, drawn with every move of the view. */
  readonly #canvas = document.createElement('canvas');
  readonly #caption = document.createElement('span');
  readonly #screen: Screen;
  readonly #theme: () => Theme;
  #tile: Tile | undefined;
  #asked = -1;
  #groundDirty = true;
  #width = 1;
  #height = 1;
  #requested = false;

  constructor(element: HTMLElement, screen: Screen, commands: Commands, theme: () => Theme) {
    this.#screen = screen;
    this.#theme = theme;
    this.#ground.className = 'strip-ground';
    this.#ground.setAttribute('aria-hidden', 'true');
    this.#canvas.className = 'strip';
    this.#canvas.setAttribute('role', 'img');
    this.#canvas.setAttribute('aria-label', t('The whole recording'));
    this.#caption.className = 'overview-caption';
    element.append(this.#caption, this.#ground, this.#canvas);
    const { store } = screen;
    for (const key of ['overview', 'bookmarks', 'timeFormat'] as const) store.on(key, () => this.invalidate(true));
    store.on('viewport', () => this.invalidate());
    new ResizeObserver(() => this.#resize()).observe(this.#canvas);
    this.#brush(commands);
  }

  /** `ground`: also what lies beneath the brush. */
  invalidate(ground = false): void {
    this.#groundDirty ||= ground;
    if (this.#requested) return;
    this.#requested = true;
    requestAnimationFrame(() => {
      this.#requested = false;
      this.#draw();
    });
  }

  get #scale(): TimeScale | undefined {
    const overview = this.#screen.store.get('overview');
    return overview && new TimeScale(fitRange(overview), this.#width);
  }

  #resize(): void {
    [this.#width, this.#height] = [Math.max(1, this.#canvas.clientWidth), Math.max(1, this.#canvas.clientHeight)];
    for (const canvas of [this.#ground, this.#canvas]) {
      canvas.width = Math.round(this.#width * devicePixelRatio);
      canvas.height = Math.round(this.#height * devicePixelRatio);
    }
    this.#groundDirty = true;
    this.#draw();
  }

  /** The context of a canvas, empty, in CSS pixels. */
  #cleared(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
    const ctx = canvas.getContext('2d')!;
    ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    ctx.clearRect(0, 0, this.#width, this.#height);
    return ctx;
  }

  #brush(commands: Commands): void {
    const canvas = this.#canvas;
    canvas.addEventListener('pointerdown', (down) => {
      const scale = this.#scale;
      if (!scale || down.button !== 0) return;
      canvas.setPointerCapture(down.pointerId);
      const view = this.#screen.store.get('viewport');
      const [left, right] = [scale.toX(view.start), scale.toX(view.end)];
      const from = down.offsetX;
      const part = Math.abs(from - left) < EDGE ? 'start' : Math.abs(from - right) < EDGE ? 'end' : from > left && from < right && right - left < scale.width * 0.9 ? 'move' : 'new';
      const to = (x: number): Range => {
        if (part === 'new') return { start: scale.toTime(Math.min(from, x)), end: scale.toTime(Math.max(from, x)) };
        const by = scale.toTime(x) - scale.toTime(from);
        if (part === 'move') return { start: view.start + by, end: view.end + by };
        const edges = part === 'start' ? [view.start + by, view.end] : [view.start, view.end + by];
        return { start: Math.min(...edges), end: Math.max(...edges) };
      };
      const move = ({ offsetX }: PointerEvent): void => {
        if (Math.abs(offsetX - from) > 2) commands.show(to(offsetX));
      };
      const end = ({ offsetX }: PointerEvent): void => {
        canvas.removeEventListener('pointermove', move);
        canvas.removeEventListener('pointerup', end);
        canvas.removeEventListener('pointercancel', end);
        if (Math.abs(offsetX - from) > 2) return;
        const half = (view.end - view.start) / 2;
        commands.show({ start: scale.toTime(from) - half, end: scale.toTime(from) + half }, true);
      };
      canvas.addEventListener('pointermove', move);
      canvas.addEventListener('pointerup', end);
      canvas.addEventListener('pointercancel', end);
    });
    canvas.addEventListener('wheel', (event) => {
      const scale = this.#scale;
      if (!scale) return;
      event.preventDefault();
      const view = this.#screen.store.get('viewport');
      const fixed = (view.start + view.end) / 2;
      const factor = Math.exp(event.deltaY * 0.0022);
      commands.show({ start: fixed - (fixed - view.start) * factor, end: fixed + (view.end - fixed) * factor });
    }, { passive: false });
  }

  /** The lane that the strip shows: the window of the association with most stalls. */
  #lane(): LaneInfo | undefined {
    const overview = this.#screen.store.get('overview');
    const busiest = [...(overview?.associations ?? [])].sort((a, b) => b.stalls - a.stalls || b.packets - a.packets)[0];
    const group = overview?.groups.find(({ association }) => association === busiest?.id);
    const lanes = overview?.lanes ?? [];
    const steps = lanes.filter(({ kind }) => kind === 'steps');
    // Without a capture there is no window: when there were calls.
    return steps.find((lane) => lane.group === group?.id) ?? steps[0] ?? lanes.find(({ kind }) => kind === 'marks');
  }

  async #ask(scale: TimeScale, generation: number): Promise<void> {
    const lane = this.#lane();
    this.#asked = generation;
    if (!lane) return;
    const [tile] = await this.#screen.analysis.request('tiles', { lanes: [lane.id], start: scale.start, end: scale.end, pixels: Math.ceil(scale.width) }).catch(() => []);
    this.#tile = tile;
    this.invalidate(true);
  }

  #draw(): void {
    const overview = this.#screen.store.get('overview');
    const scale = this.#scale;
    if (!overview || !scale) return;
    if (this.#asked !== overview.generation) void this.#ask(scale, overview.generation);
    const theme = this.#theme();
    if (this.#groundDirty) this.#paintGround(overview, scale, theme);
    this.#groundDirty = false;
    this.#paintBrush(this.#cleared(this.#canvas), scale, theme, { width: this.#width, height: this.#height });
  }

  #paintGround(overview: Overview, scale: TimeScale, theme: Theme): void {
    const { store } = this.#screen;
    this.#caption.replaceChildren(text('', dateText(overview.start, overview.epochSeconds, store.get('timeFormat')), 'div'), text('', formatDuration(overview.end - overview.start), 'div'));
    const ctx = this.#cleared(this.#ground);
    const height = this.#height;
    this.#paintCurve(ctx, scale, theme, height);
    let before = -Infinity;
    for (const stall of overview.stalls) {
      const left = scale.toX(stall.start) - 0.5;
      const right = Math.max(scale.toX(stall.end), left + 2);
      if (right - before < 1) continue;
      before = right;
      ctx.fillStyle = theme.line[stall.tone === 'alarm' ? 'alarm' : 'warning'];
      ctx.globalAlpha = right - left > 4 ? 0.3 : 1;
      ctx.fillRect(left, 0, right - left, height);
      ctx.globalAlpha = 1;
      ctx.fillRect(left, height - 3, right - left, 3);
    }
    ctx.fillStyle = theme.line.warning;
    for (const { time } of store.get('bookmarks')) ctx.fillRect(scale.toX(time), 0, 1, 8);
  }

  #paintCurve(ctx: CanvasRenderingContext2D, scale: TimeScale, theme: Theme, height: number): void {
    const tile = this.#tile;
    const lane = this.#lane();
    if (tile?.kind === 'marks' && lane?.kind === 'marks') {
      ctx.save();
      paintMarks({ ctx, scale, theme, ratio: devicePixelRatio, y: 0, height, isHidden: () => false }, lane, tile);
      ctx.restore();
    }
    if (tile?.kind !== 'steps' || lane?.kind !== 'steps') return;
    const info = lane.series[0];
    const data = tile.series[0];
    if (!info || !data) return;
    const high = height - 2 * TOP;
    for (let i = 0; i < data.time.length; i++) {
      const left = Math.round(Math.max(scale.toX(data.time[i]!), 0));
      const right = Math.round(i + 1 < data.time.length ? scale.toX(data.time[i + 1]!) : scale.width);
      if (Number.isNaN(data.last[i]!)) continue;
      const y = TOP + high * (1 - data.last[i]! / Math.max(tile.max, 1));
      ctx.fillStyle = theme.area[info.role];
      ctx.fillRect(left, y, right - left, height - y);
      ctx.fillStyle = theme.line[info.role];
      ctx.fillRect(left, y - 0.5, Math.max(right - left, 1), 1);
      // Its least in the column: a window that was shut for a moment shows.
      const low = TOP + high * (1 - data.min[i]! / Math.max(tile.max, 1));
      if (low > y + 1) ctx.fillRect(left, y, 1, low - y);
    }
  }

  #paintBrush(ctx: CanvasRenderingContext2D, scale: TimeScale, theme: Theme, { width, height }: { width: number; height: number }): void {
    const { start, end } = this.#screen.store.get('viewport');
    const left = Math.min(Math.max(scale.toX(start), 0), width - 2);
    const right = Math.max(Math.min(scale.toX(end), width), left + 2);
    ctx.fillStyle = theme.background;
    ctx.globalAlpha = 0.62;
    ctx.fillRect(0, 0, left, height);
    ctx.fillRect(right, 0, width - right, height);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = theme.muted;
    ctx.lineWidth = 1;
    ctx.strokeRect(left + 0.5, 0.5, right - left - 1, height - 1);
    ctx.fillStyle = theme.muted;
    for (const x of [left, right]) {
      ctx.beginPath();
      ctx.roundRect(x - 2, height / 2 - 8, 4, 16, 2);
      ctx.fill();
    }
  }
}
