/**
 * The lanes: two canvases (what was recorded, and what the reader does above it) beside a column of labels, in a scroller. Drawn when
 * something changed, once a frame; what is drawn follows from the store, the size and the tiles that are there.
 */
import type { LaneInfo, StallSummary, Tile } from '../analyzer/view/protocol.ts';
import { buildTicks, type Ticks } from './axis.ts';
import { Labels } from './labels.ts';
import { buildLayout, type LaneRow, type Layout } from './laneLayout.ts';
import { paintOverlay } from './overlay.ts';
import { AXIS_HEIGHT, paintAxis, paintGround, paintStalls, type Ground } from './painters/axisPainter.ts';
import { textWidth, type Frame } from './painters/frame.ts';
import { paintMarks } from './painters/marks.ts';
import { paintSpans } from './painters/spans.ts';
import { paintSteps } from './painters/steps.ts';
import { pick, type Picked } from './pick.ts';
import type { Screen } from './screen.ts';
import type { Range } from './store.ts';
import { readTheme, watchTheme, type Theme } from './theme.ts';
import { Tiles } from './tiles.ts';
import type { TimeBase } from './timeText.ts';
import { TimeScale } from './viewport.ts';
import { t } from './words.ts';

/** The column of labels, as part of the width and in pixels. */
const LABEL_PART = 0.3;
const LEAST_LABEL = 168;
const MOST_LABEL = 252;

/** A scroll has come to rest, ms. */
const SETTLED = 200;

/** What was drawn last, for whoever measures it. */
export interface DrawCost {
  readonly milliseconds: number;
  readonly lanes: number;
}

export class Lanes {
  readonly canvas: HTMLCanvasElement;
  readonly tiles: Tiles;
  readonly #screen: Screen;
  readonly #root: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #spacer: HTMLElement;
  readonly #stage: HTMLElement;
  readonly #base: HTMLCanvasElement;
  readonly #labels: Labels;
  #theme: Theme = readTheme();
  #layout: Layout = { pinned: [], pinnedHeight: 0, rows: [], height: 0 };
  #scale = new TimeScale({ start: 0, end: 1 }, 1);
  #ticks: Ticks = { major: [], minor: [] };
  /** Kept, because asking the element makes it lay itself out. */
  #scrollTop = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;
  /** By association. */
  #stallsOf: ReadonlyMap<number, readonly StallSummary[]> = new Map();
  #stallLabels: ReadonlyMap<number, string> = new Map();
  #width = 1;
  #height = 1;
  #dirty = false;
  #requested = false;
  /** Idle stretches of the recording. */
  idle: readonly Range[] = [];
  /** The lane that the keyboard moves in. */
  focused: string | undefined;
  /** A rectangle being drawn by the pointer: the range it chooses. */
  box: Range | undefined;
  lastDraw: DrawCost = { milliseconds: 0, lanes: 0 };

  constructor(element: HTMLElement, screen: Screen, root: HTMLElement) {
    this.#screen = screen;
    this.#root = root;
    this.#scroller = div('scroller');
    this.#stage = div('stage');
    this.#spacer = div('spacer');
    this.#base = document.createElement('canvas');
    this.canvas = document.createElement('canvas');
    this.#base.className = 'base';
    this.#base.setAttribute('aria-hidden', 'true');
    this.canvas.className = 'overlay';
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute('role', 'application');
    this.canvas.setAttribute('aria-label', t('Timeline. Nothing selected'));
    this.canvas.setAttribute('aria-roledescription', t('timeline'));
    for (const event of ['focus', 'blur']) this.canvas.addEventListener(event, () => this.invalidateOverlay());
    const labels = div('labels');
    const plot = div('plot');
    plot.append(this.#base, this.canvas);
    // In the order of the keyboard: the lanes first, then what belongs to the one that has the focus.
    this.#stage.append(plot, labels);
    this.#scroller.append(this.#stage, this.#spacer);
    element.append(this.#scroller);
    this.#labels = new Labels(labels, screen, this);
    this.tiles = new Tiles(screen.analysis, () => this.invalidate(), (text) => {
      this.canvas.dispatchEvent(new CustomEvent('tilesfailed', { detail: text }));
    });
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#resize()).observe(plot);
    // Labels give way where there is little room.
    new ResizeObserver(() => root.style.setProperty('--label-width', `${Math.round(Math.min(Math.max(element.clientWidth * LABEL_PART, LEAST_LABEL), MOST_LABEL))}px`)).observe(element);
    watchTheme(() => {
      this.#theme = readTheme();
      this.#labels.reset();
      this.invalidate();
    });
    const { store } = screen;
    for (const key of ['overview', 'collapsed', 'pinned', 'hidden', 'order', 'laneSearch', 'laneRows'] as const) store.on(key, () => this.#arrange());
    for (const key of ['viewport', 'foldIdle', 'filter', 'hiddenClasses', 'timeFormat'] as const) store.on(key, () => this.invalidate());
    store.on('scroll', (origin) => {
      if (origin === 'restored') this.#scroller.scrollTop = store.get('scroll');
    });
    store.on('selection', () => (store.get('timeFormat') === 'delta' ? this.invalidate() : this.invalidateOverlay()));
    for (const key of ['hover', 'measure', 'bookmarks', 'related'] as const) store.on(key, () => this.invalidateOverlay());
  }

  get scale(): TimeScale {
    return this.#scale;
  }

  /** As a range would be drawn: where several things happen within a frame, each goes on from the one before. */
  scaleOf(range: Range): TimeScale {
    return new TimeScale(range, this.#width, this.#screen.store.get('foldIdle') ? this.idle : []);
  }

  get layout(): Layout {
    return this.#layout;
  }

  get theme(): Theme {
    return this.#theme;
  }

  get base(): TimeBase {
    const { store } = this.#screen;
    const overview = store.get('overview');
    return { format: store.get('timeFormat'), epochSeconds: overview?.epochSeconds ?? 0, start: overview?.start ?? 0, selected: store.get('selection')?.start };
  }

  invalidate(): void {
    this.#dirty = true;
    this.#request();
  }

  invalidateOverlay(): void {
    this.#request();
  }

  /** Top of a lane on the canvas. */
  topOf(row: { readonly y: number; readonly pinned?: boolean }): number {
    return AXIS_HEIGHT + (row.pinned ? row.y : this.#layout.pinnedHeight + row.y - this.#scrollTop);
  }

  laneRows(): readonly LaneRow[] {
    return [...this.#layout.pinned, ...this.#layout.rows.filter((row) => row.kind === 'lane')];
  }

  rowOf(lane: string | undefined): LaneRow | undefined {
    return lane === undefined ? undefined : this.laneRows().find((row) => row.lane.id === lane);
  }

  /** The lane under a y of the canvas. */
  rowAt(y: number): LaneRow | undefined {
    const pinnedEnd = AXIS_HEIGHT + this.#layout.pinnedHeight;
    if (y < AXIS_HEIGHT) return undefined;
    const rows = y < pinnedEnd ? this.#layout.pinned : this.laneRows().filter(({ pinned }) => !pinned);
    return rows.find((row) => y >= this.topOf(row) && y < this.topOf(row) + row.height);
  }

  /** The item under a place of the canvas. */
  pickAt(x: number, y: number): Picked | undefined {
    const row = this.rowAt(y);
    const tile = row && this.tiles.get(row.lane.id);
    if (!row || !tile) return undefined;
    return pick(row.lane, tile, { scale: this.#scale, x, y, top: this.topOf(row), height: row.height, isHidden: this.#isHidden(row.lane) });
  }

  isHidden(lane: LaneInfo, className: string): boolean {
    return this.#screen.store.get('hiddenClasses').includes(`${lane.id}/${className}`);
  }

  scrollBy(pixels: number): void {
    this.#scroller.scrollTop += pixels;
    this.#scrolled();
  }

  #scrolled(): void {
    this.#scrollTop = this.#scroller.scrollTop;
    this.invalidate();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#screen.store.set({ scroll: this.#scrollTop }), SETTLED);
  }

  scrollToLane(lane: string): void {
    const row = this.rowOf(lane);
    if (!row || row.pinned) return;
    const top = this.topOf(row);
    const first = AXIS_HEIGHT + this.#layout.pinnedHeight;
    if (top < first) this.scrollBy(top - first - 4);
    else if (top + row.height > this.#height) this.scrollBy(top + row.height - this.#height + 4);
  }

  #arrange(): void {
    const { store } = this.#screen;
    const overview = store.get('overview');
    if (!overview) return;
    this.#layout = buildLayout(overview, {
      collapsed: store.get('collapsed'), pinned: store.get('pinned'), hidden: store.get('hidden'), order: store.get('order'), laneSearch: store.get('laneSearch'), laneRows: store.get('laneRows'),
    });
    this.#stallsOf = new Map(overview.associations.map(({ id }) => [id, overview.stalls.filter(({ association }) => association === id)]));
    this.#stallLabels = new Map(overview.stalls.map(({ id, label }) => [id, label]));
    this.#labels.reset();
    this.#sizeStage();
    this.invalidate();
  }

  #sizeStage(): void {
    const height = this.#scroller.clientHeight;
    this.#stage.style.height = `${height}px`;
    const content = AXIS_HEIGHT + this.#layout.pinnedHeight + this.#layout.height + 8;
    this.#spacer.style.height = `${Math.max(0, content - height)}px`;
    this.#scrollTop = this.#scroller.scrollTop;
  }

  #resize(): void {
    this.#sizeStage();
    const plot = this.canvas.parentElement!;
    this.#width = Math.max(1, plot.clientWidth);
    this.#height = Math.max(1, plot.clientHeight);
    for (const canvas of [this.#base, this.canvas]) {
      canvas.width = Math.round(this.#width * devicePixelRatio);
      canvas.height = Math.round(this.#height * devicePixelRatio);
    }
    // A canvas that was resized is empty: no frame may pass before it is drawn.
    this.#dirty = true;
    this.#draw();
  }

  #request(): void {
    if (this.#requested) return;
    this.#requested = true;
    requestAnimationFrame(() => {
      this.#requested = false;
      this.#draw();
    });
  }

  #isHidden(lane: LaneInfo): (name: string) => boolean {
    const hidden = new Set(this.#screen.store.get('hiddenClasses'));
    return hidden.size === 0 ? never : (name) => hidden.has(`${lane.id}/${name}`);
  }

  #draw(): void {
    const overview = this.#screen.store.get('overview');
    if (!overview) return;
    const begun = performance.now();
    if (this.#dirty) {
      const { store } = this.#screen;
      this.#scale = this.scaleOf(store.get('viewport'));
      const rows = this.#visibleRows();
      this.#wish(rows.map(({ lane }) => lane.id), overview.generation);
      this.#paint(rows, overview.stalls);
      this.#labels.place(this.#height);
      this.lastDraw = { milliseconds: performance.now() - begun, lanes: rows.length };
      this.#report(rows);
    }
    this.#dirty = false;
    this.#paintOverlay();
    this.#labels.showValues();
  }

  #visibleRows(): readonly LaneRow[] {
    return this.laneRows().filter((row) => {
      const top = this.topOf(row);
      return top < this.#height && top + row.height > AXIS_HEIGHT;
    });
  }

  #wish(lanes: readonly string[], generation: number): void {
    const { stretches, slope } = this.#scale;
    this.tiles.wish({ lanes, stretches, resolution: 1 / slope, filter: this.#screen.store.get('filter'), generation });
  }

  #paint(rows: readonly LaneRow[], stalls: readonly StallSummary[]): void {
    const ctx = this.#base.getContext('2d')!;
    const ratio = devicePixelRatio;
    const [theme, scale] = [this.#theme, this.#scale];
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.fillStyle = theme.background;
    ctx.fillRect(0, 0, this.#width, this.#height);
    ctx.font = theme.smallFont;
    this.#ticks = buildTicks(scale, this.base, (text) => textWidth(ctx, text));
    const ground = { ctx, scale, theme, ratio, height: this.#height };
    paintGround(ground, this.#ticks);
    const pinnedEnd = AXIS_HEIGHT + this.#layout.pinnedHeight;
    const labelOf = (lane: LaneInfo, number: number, row: number): string | undefined =>
      lane.kind === 'spans' && lane.classes[number]?.table === 'stalls' && lane.classes[number].shape === 'bar' ? this.#stallLabels.get(row) : undefined;
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, pinnedEnd, this.#width, this.#height);
    ctx.clip();
    this.#paintGroups(ground, stalls);
    for (const row of rows) if (!row.pinned) this.#paintLane(ctx, row, labelOf);
    ctx.restore();
    for (const row of rows) if (row.pinned) this.#paintLane(ctx, row, labelOf);
    if (this.#layout.pinnedHeight > 0) {
      ctx.fillStyle = theme.border;
      ctx.fillRect(0, pinnedEnd - 1, this.#width, 1);
    }
    paintAxis(ground, this.#ticks);
  }

  /** The headings' ground, and below each the stalls of its association; processes have those of all. */
  #paintGroups(ground: Ground, stalls: readonly StallSummary[]): void {
    const { rows } = this.#layout;
    const groups = rows.filter((row) => row.kind === 'group');
    groups.forEach((row, i) => {
      const [top, next] = [this.topOf(row), groups[i + 1]];
      const bottom = next ? this.topOf(next) : AXIS_HEIGHT + this.#layout.pinnedHeight + this.#layout.height - this.#scrollTop;
      if (top > this.#height || bottom < AXIS_HEIGHT) return;
      const { association } = row.group;
      if (bottom > top + row.height) paintStalls(ground, association === undefined ? stalls : (this.#stallsOf.get(association) ?? []), top, bottom);
      ground.ctx.fillStyle = this.#theme.raised;
      ground.ctx.fillRect(0, top, this.#width, row.height - 2);
    });
  }

  #paintLane(ctx: CanvasRenderingContext2D, row: LaneRow, labelOf: NonNullable<Frame['labelOf']>): void {
    const tile = this.tiles.get(row.lane.id);
    if (!tile) return;
    const frame: Frame = {
      ctx, scale: this.#scale, theme: this.#theme, ratio: devicePixelRatio, y: this.topOf(row), height: row.height, isHidden: this.#isHidden(row.lane), labelOf,
    };
    paintLane(frame, row.lane, tile);
  }

  #paintOverlay(): void {
    const ctx = this.canvas.getContext('2d')!;
    ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    ctx.clearRect(0, 0, this.#width, this.#height);
    paintOverlay(ctx, this, this.#screen.store, { width: this.#width, height: this.#height });
  }

  /** Facts about the picture, for tests and for assistive scripts. */
  #report(rows: readonly LaneRow[]): void {
    const { dataset } = this.#root;
    const overview = this.#screen.store.get('overview')!;
    dataset['generation'] = String(overview.generation);
    dataset['tiles'] = this.tiles.fresh ? 'fresh' : 'stale';
    dataset['from'] = String(this.#scale.start);
    dataset['to'] = String(this.#scale.end);
    dataset['folds'] = String(this.#scale.folds.length);
    const drawn = rows.length === 0 || rows.some(({ lane }) => this.tiles.get(lane.id) !== undefined);
    if (drawn && dataset['state'] !== 'error') dataset['state'] = overview.state === 'reading' ? 'partial' : 'ready';
  }
}

function paintLane(frame: Frame, lane: LaneInfo, tile: Tile): void {
  if (lane.kind === 'marks' && tile.kind === 'marks') paintMarks(frame, lane, tile);
  else if (lane.kind === 'spans' && tile.kind === 'spans') paintSpans(frame, lane, tile);
  else if (lane.kind === 'steps' && tile.kind === 'steps') paintSteps(frame, lane, tile);
}

const never = (): boolean => false;

function div(className: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  return element;
}
