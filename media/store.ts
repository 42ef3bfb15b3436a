/**
 * What the screen shows, in one place: every part of it draws from here and hears when something changed. Nothing is kept twice; what
 * follows from the state is derived where it is drawn.
 */
import type { Bookmark, Located, Overview } from '../analyzer/view/protocol.ts';

/** Half-open, ns on the axis. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the pointer (or the keyboard) is. */
export interface Hover {
  readonly time: number;
  readonly lane?: string;
  readonly located?: Located;
}

/** The panel beside the lanes. */
export interface PanelState {
  /** Name of the tab that is shown. */
  readonly tab: string;
  readonly folded: boolean;
  /** Pixels; undefined: as wide as it wants to be. */
  readonly width: number | undefined;
}

export type TimeFormat = 'utc' | 'local' | 'relative' | 'delta';

/** Who selected: whoever hears of it need not tell the one it came from. */
export type Origin = 'timeline' | 'panel' | 'host' | 'restored';

export interface State {
  readonly overview: Overview | undefined;
  readonly viewport: Range;
  readonly selection: Located | undefined;
  /** What belongs to the selection in other lanes. */
  readonly related: readonly Located[];
  readonly hover: Hover | undefined;
  readonly filter: string;
  readonly timeFormat: TimeFormat;
  /** Stretches without events take a fixed width. */
  readonly foldIdle: boolean;
  /** The view moves to what is selected. */
  readonly follow: boolean;
  /** Groups whose lanes are folded away, and those of many that are not. */
  readonly collapsed: readonly string[];
  /** Sub-rows that lanes of bars use, where that is known. */
  readonly laneRows: ReadonlyMap<string, number>;
  /** Pixels by which the lanes are scrolled. */
  readonly scroll: number;
  /** Lanes that stay on top. */
  readonly pinned: readonly string[];
  /** Lanes that are hidden, and secondary ones that are shown. */
  readonly hidden: readonly string[];
  /** The order of lanes where the reader has moved some. */
  readonly order: readonly string[];
  /** "lane/class" of classes that are not drawn. */
  readonly hiddenClasses: readonly string[];
  /** Only lanes whose title or group matches are shown. */
  readonly laneSearch: string;
  /** The latest first. */
  readonly filterHistory: readonly string[];
  readonly panel: PanelState;
  readonly bookmarks: readonly Bookmark[];
  /** The stretch that is being measured. */
  readonly measure: Range | undefined;
}

const initial: State = {
  overview: undefined, viewport: { start: 0, end: 1 }, selection: undefined, related: [], hover: undefined, filter: '', timeFormat: 'utc', foldIdle: false, follow: true,
  collapsed: [], laneRows: new Map(), scroll: 0, pinned: [], hidden: [], order: [], hiddenClasses: [], laneSearch: '', filterHistory: [], panel: { tab: 'Verdict', folded: false, width: undefined }, bookmarks: [], measure: undefined,
};

type Key = keyof State;
type Listener = (origin: Origin) => void;

export class Store {
  #state: State = initial;
  readonly #listeners = new Map<Key, Set<Listener>>();

  get<K extends Key>(key: K): State[K] {
    return this.#state[key];
  }

  /** Changes the members that are given and tells who listens, once a member. */
  set(change: Partial<State>, origin: Origin = 'timeline'): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    for (const key of Object.keys(change) as Key[]) {
      if (before[key] === this.#state[key]) continue;
      for (const listener of this.#listeners.get(key) ?? []) listener(origin);
    }
  }

  /** Calls `listener` after each change of `key` until the returned function is called. */
  on(key: Key, listener: Listener): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Selects a row everywhere; undefined selects nothing. */
  select(located: Located | undefined, origin: Origin): void {
    this.set({ selection: located }, origin);
  }

  /** Adds `name` to a list of the state, or takes it out. */
  toggle(key: 'collapsed' | 'pinned' | 'hidden' | 'hiddenClasses', name: string): void {
    const list = this.#state[key];
    this.set({ [key]: list.includes(name) ? list.filter((other) => other !== name) : [...list, name] });
  }
}
