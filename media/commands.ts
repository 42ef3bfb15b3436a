/** Everything that a key, a button or the editor can ask of the timeline, by name. */
import type { Located, StallSummary } from '../analyzer/view/protocol.ts';
import { toggleBookmark } from './bookmarks.ts';
import { isCollapsed, isLaneHidden, moved } from './laneLayout.ts';
import type { Lanes } from './lanes.ts';
import type { Screen } from './screen.ts';
import type { Range } from './store.ts';
import { clampRange, fitRange, rangeAround, type TimeScale } from './viewport.ts';

const ZOOM = 1.6;
const PAN = 0.2;
const SMOOTH = 160;

export class Commands {
  readonly #screen: Screen;
  readonly #lanes: Lanes;
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #flight = 0;
  /** Where a gliding view will arrive. */
  #target: Range | undefined;

  constructor(screen: Screen, lanes: Lanes) {
    this.#screen = screen;
    this.#lanes = lanes;
    screen.store.on('selection', (origin) => {
      const selection = screen.store.get('selection');
      if (selection && origin !== 'restored' && screen.store.get('follow')) this.bring(selection);
    });
  }

  /** Of the view, or of the one that it glides to. */
  get #scale(): TimeScale {
    return this.#lanes.scaleOf(this.#target ?? this.#screen.store.get('viewport'));
  }

  get whole(): Range | undefined {
    return this.#screen.store.get('overview');
  }

  /** Shows a range, at once or gliding there. */
  show(range: Range, smooth = false): void {
    const { store } = this.#screen;
    const flight = ++this.#flight;
    const to = this.whole ? clampRange(range, this.whole) : range;
    this.#target = undefined;
    if (!smooth || this.#calm.matches || document.hidden) {
      store.set({ viewport: to });
      return;
    }
    this.#target = to;
    const from = store.get('viewport');
    const begun = performance.now();
    const step = (now: number): void => {
      if (flight !== this.#flight) return;
      const part = Math.min(1, Math.max(0, (now - begun) / SMOOTH));
      const eased = 1 - (1 - part) ** 3;
      store.set({ viewport: part === 1 ? to : { start: from.start + (to.start - from.start) * eased, end: from.end + (to.end - from.end) * eased } });
      if (part < 1) requestAnimationFrame(step);
      else this.#target = undefined;
    };
    requestAnimationFrame(step);
  }

  pan(pixels: number): void {
    this.show(this.#scale.panned(pixels));
  }

  /** `x` stays where it is; without one, the selection if it is in sight, else the middle. */
  zoom(factor: number, x?: number): void {
    const scale = this.#scale;
    const selected = this.#screen.store.get('selection');
    const at = selected ? scale.toX(selected.start) : -1;
    this.show(scale.zoomed(factor, x ?? (at > 0 && at < scale.width ? at : scale.width / 2)), x === undefined);
  }

  /** Moves the view so that an event is seen, and its lane. */
  bring({ start, end, lane }: Located): void {
    const viewport = this.#target ?? this.#screen.store.get('viewport');
    const range = rangeAround(start, viewport);
    if (range !== viewport && !(start < viewport.start && end > viewport.end)) this.show(range, true);
    if (lane === undefined) return;
    this.#open(lane);
    this.#lanes.scrollToLane(lane);
  }

  /** Unfolds the group of a lane. */
  #open(lane: string): void {
    const { store } = this.#screen;
    const overview = store.get('overview');
    const group = overview?.groups.find(({ id }) => id === overview.lanes.find((one) => one.id === lane)?.group);
    if (overview && group && isCollapsed(overview, group, store.get('collapsed'))) store.toggle('collapsed', group.id);
  }

  readonly fit = (): void => {
    if (this.whole) this.show(fitRange(this.whole), true);
  };

  readonly zoomIn = (): void => this.zoom(1 / ZOOM);
  readonly zoomOut = (): void => this.zoom(ZOOM);
  readonly panLeft = (): void => this.pan(-PAN * this.#lanes.scale.width);
  readonly panRight = (): void => this.pan(PAN * this.#lanes.scale.width);

  readonly home = (): void => this.#edge('start');
  readonly end = (): void => this.#edge('end');

  #edge(side: 'start' | 'end'): void {
    if (!this.whole) return;
    const { start, end } = this.#screen.store.get('viewport');
    const air = (end - start) * 0.05;
    this.show(side === 'start' ? { start: this.whole.start - air, end: this.whole.start - air + end - start } : { start: this.whole.end + air - (end - start), end: this.whole.end + air }, true);
  }

  readonly zoomToSelection = (): void => {
    const { store } = this.#screen;
    const measured = store.get('measure');
    const selection = store.get('selection');
    const [start, end] = measured ? [Math.min(measured.start, measured.end), Math.max(measured.start, measured.end)] : [selection?.start ?? 0, selection?.end ?? 0];
    if (!measured && !selection) return;
    // An instant has no width of its own: a closer look around it.
    const air = end > start ? (end - start) * 0.25 : (store.get('viewport').end - store.get('viewport').start) / 20;
    this.show({ start: start - air, end: end + air }, true);
  };

  readonly toggleFold = (): void => this.#screen.store.set({ foldIdle: !this.#screen.store.get('foldIdle') });
  readonly toggleFollow = (): void => this.#screen.store.set({ follow: !this.#screen.store.get('follow') });

  readonly nextStall = (): void => this.#stall(1);
  readonly previousStall = (): void => this.#stall(-1);

  #stall(direction: 1 | -1): void {
    const { store, analysis } = this.#screen;
    const stalls = [...(store.get('overview')?.stalls ?? [])].sort((a, b) => a.start - b.start || a.id - b.id);
    if (stalls.length === 0) return;
    const selection = store.get('selection');
    const { start, end } = store.get('viewport');
    const current = selection?.ref.table === 'stalls' ? stalls.findIndex(({ id }) => id === selection.ref.row) : -1;
    const from = selection?.start ?? (direction > 0 ? start : end);
    const place = current >= 0 ? current + direction : direction > 0 ? stalls.findIndex((stall) => stall.start > from) : stalls.findLastIndex((stall) => stall.start < from);
    // Past the last comes the first.
    const stall = stalls[place < 0 || place >= stalls.length ? (direction > 0 ? 0 : stalls.length - 1) : place]!;
    void analysis.request('locate', { ref: { table: 'stalls', row: stall.id } }).then((located) => {
      if (!located) return;
      this.#showStall(stall);
      store.select(located, 'timeline');
    }, ignore);
  }

  /** So close that it can be seen, with what led to it. */
  #showStall({ start, end }: StallSummary): void {
    const view = this.#screen.store.get('viewport');
    const length = view.end - view.start;
    const lasts = end - start;
    const isSeen = start > view.start && end < view.end && lasts > length / 60;
    if (isSeen) return;
    const wanted = Math.min(Math.max(lasts * 8, 50e6), Math.max(length, lasts * 3));
    this.show({ start: start - (wanted - lasts) * 0.65, end: end + (wanted - lasts) * 0.35 }, true);
  }

  readonly nextEvent = (): void => void this.#event(1);
  readonly previousEvent = (): void => void this.#event(-1);

  async #event(direction: 1 | -1): Promise<void> {
    const { store, analysis } = this.#screen;
    const selection = store.get('selection');
    const lane = this.#lanes.focused ?? selection?.lane;
    const { start, end } = store.get('viewport');
    const time = selection?.start ?? (direction > 0 ? start : end);
    const filter = store.get('filter');
    const located = await analysis.request('neighbour', { time, direction, ...(lane === undefined ? {} : { lane }), ...(filter === '' ? {} : { filter }) }).catch(ignore);
    if (located) store.select(located, 'timeline');
  }

  readonly laneUp = (): void => this.#focusLane(-1);
  readonly laneDown = (): void => this.#focusLane(1);

  #focusLane(by: 1 | -1): void {
    const rows = this.#lanes.laneRows();
    if (rows.length === 0) return;
    const now = rows.findIndex(({ lane }) => lane.id === this.#lanes.focused);
    const row = rows[now < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + by, 0), rows.length - 1)]!;
    this.#lanes.focused = row.lane.id;
    this.#lanes.scrollToLane(row.lane.id);
    this.#lanes.canvas.dispatchEvent(new CustomEvent('lanefocus'));
    this.#lanes.invalidateOverlay();
  }

  readonly pin = (): void => {
    const { focused } = this.#lanes;
    if (focused !== undefined) this.#screen.store.toggle('pinned', focused);
  };

  readonly hide = (): void => {
    const { focused } = this.#lanes;
    if (focused === undefined) return;
    this.#focusLane(1);
    this.#screen.store.toggle('hidden', focused);
  };

  readonly moveLaneUp = (): void => this.#moveLane(-1);
  readonly moveLaneDown = (): void => this.#moveLane(1);

  #moveLane(by: 1 | -1): void {
    const { store } = this.#screen;
    const overview = store.get('overview');
    const lane = this.#lanes.focused;
    const info = overview?.lanes.find(({ id }) => id === lane);
    if (!overview || !info || isLaneHidden(info, store.get('hidden'))) return;
    const state = { collapsed: [], pinned: store.get('pinned'), hidden: store.get('hidden'), order: store.get('order'), laneSearch: '' };
    store.set({ order: moved(overview, state, info.id, by) });
    this.#lanes.scrollToLane(info.id);
  }

  /** From the pointer, or from the selection, to wherever the pointer goes. */
  readonly measure = (): void => {
    const { store } = this.#screen;
    const from = store.get('hover')?.time ?? store.get('selection')?.start;
    store.set({ measure: store.get('measure') || from === undefined ? undefined : { start: from, end: from } });
  };

  readonly bookmark = (): void => toggleBookmark(this.#screen.store);

  /** Opens the best proof of the selection beside the timeline. */
  readonly reveal = (): void => {
    const { store, editor } = this.#screen;
    const place = store.get('selection')?.places[0];
    if (place) void editor.request('reveal', { place }).catch(ignore);
  };

  readonly clear = (): void => {
    const { store } = this.#screen;
    if (store.get('measure')) store.set({ measure: undefined });
    else store.select(undefined, 'timeline');
  };
}

/** The analysis has gone; the status line says so. */
const ignore = (): undefined => undefined;
