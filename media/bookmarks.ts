/** Bookmarks in the store, in order of time. */
import type { Bookmark } from '../analyzer/view/protocol.ts';
import type { Store } from './store.ts';

/** Marks the stretch that is measured, else the selection, else where the pointer is; the same again takes the mark away. */
export function toggleBookmark(store: Store): void {
  const bookmark = bookmarkHere(store);
  if (!bookmark) return;
  const others = store.get('bookmarks').filter(({ time, end }) => time !== bookmark.time || end !== bookmark.end);
  const isNew = others.length === store.get('bookmarks').length;
  store.set({ bookmarks: isNew ? [...others, bookmark].sort((a, b) => a.time - b.time) : others });
}

function bookmarkHere(store: Store): Bookmark | undefined {
  const measure = store.get('measure');
  if (measure && measure.start !== measure.end) return { time: Math.min(measure.start, measure.end), end: Math.max(measure.start, measure.end), note: '' };
  const selection = store.get('selection');
  if (selection) return { time: selection.start, ...(selection.end > selection.start ? { end: selection.end } : {}), note: selection.title };
  const time = store.get('hover')?.time;
  return time === undefined ? undefined : { time, note: '' };
}
