/** The part of the state that is kept with a recording or over a hidden webview, and back. Times leave the axis as epoch ns. */
import type { SavedView } from '../analyzer/view/protocol.ts';
import { toEpochNanoseconds } from '../analyzer/trace/time.ts';
import type { State, Store, TimeFormat } from './store.ts';

export const savedKeys = ['viewport', 'filter', 'pinned', 'hidden', 'order', 'foldIdle', 'timeFormat', 'bookmarks'] as const;

/** undefined as long as there is no recording. */
export function toSavedView(store: Store): SavedView | undefined {
  const overview = store.get('overview');
  if (!overview) return undefined;
  const epoch = (time: number): string => toEpochNanoseconds(overview.epochSeconds, time);
  const { start, end } = store.get('viewport');
  return {
    start: epoch(start),
    end: epoch(end),
    filter: store.get('filter'),
    pinned: store.get('pinned'),
    hidden: store.get('hidden'),
    order: store.get('order'),
    foldIdle: store.get('foldIdle'),
    timeFormat: store.get('timeFormat'),
    bookmarks: store.get('bookmarks').map(({ time, end, note }) => ({ time: epoch(time), ...(end === undefined ? {} : { end: epoch(end) }), note })),
  };
}

const timeFormats: readonly unknown[] = ['utc', 'local', 'relative', 'delta'] satisfies TimeFormat[];

/** What a saved view says, as a change of the state; members that make no sense are left out. */
export function fromSavedView(view: unknown, epochSeconds: number): Partial<State> {
  if (typeof view !== 'object' || view === null) return {};
  const saved = view as Record<string, unknown>;
  const time = (text: unknown): number | undefined =>
    typeof text === 'string' && /^-?\d{1,30}$/.test(text) ? Number(BigInt(text) - BigInt(epochSeconds) * 1_000_000_000n) : undefined;
  const names = (value: unknown): readonly string[] | undefined =>
    Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : undefined;
  const change: { -readonly [K in keyof State]?: State[K] } = {};
  const [start, end] = [time(saved['start']), time(saved['end'])];
  if (start !== undefined && end !== undefined && start < end) change.viewport = { start, end };
  if (typeof saved['filter'] === 'string') change.filter = saved['filter'];
  if (typeof saved['foldIdle'] === 'boolean') change.foldIdle = saved['foldIdle'];
  if (timeFormats.includes(saved['timeFormat'])) change.timeFormat = saved['timeFormat'] as TimeFormat;
  for (const key of ['pinned', 'hidden', 'order'] as const) {
    const list = names(saved[key]);
    if (list) change[key] = list;
  }
  if (Array.isArray(saved['bookmarks'])) {
    change.bookmarks = saved['bookmarks'].flatMap((bookmark: unknown) => {
      const { time: at, end: until, note } = (bookmark ?? {}) as Record<string, unknown>;
      const [from, to] = [time(at), time(until)];
      return from === undefined || typeof note !== 'string' ? [] : [{ time: from, ...(to === undefined ? {} : { end: to }), note }];
    });
  }
  return change;
}
