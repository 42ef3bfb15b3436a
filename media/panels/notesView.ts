/** Bookmarks with their notes: an instant or a stretch of the recording and what somebody thought of it. They are kept with the view. */
import { formatDuration } from '../../analyzer/trace/time.ts';
import type { Bookmark } from '../../analyzer/view/protocol.ts';
import { toggleBookmark } from '../bookmarks.ts';
import type { Screen } from '../screen.ts';
import { timeText } from '../timeText.ts';
import { button, element } from './element.ts';
import { timeBase } from './timeBase.ts';
import { t } from '../words.ts';

/** Around an instant that is shown: this part of the view on either side. */
const AROUND = 0.5;

export function createNotes(root: HTMLElement, screen: Screen): void {
  const { store } = screen;
  root.classList.add('notes');
  const list = element('ul', { 'aria-label': t('bookmarks') });
  const hint = element('p', { class: 'quiet' }, t('No bookmarks yet. B marks the selection, or the stretch that is measured; write here what it is about. Bookmarks are kept with the view.'));
  root.append(
    element('div', { class: 'bar' }, button({ text: t('Add a bookmark'), iconName: 'bookmark', kind: 'plain', title: t('Bookmark the selection or the measured stretch (B)') }, () => toggleBookmark(store))),
    hint, list,
  );

  const replace = (old: Bookmark, next: Bookmark | undefined): void => {
    store.set({ bookmarks: store.get('bookmarks').flatMap((bookmark) => (bookmark !== old ? [bookmark] : next ? [next] : [])) }, 'panel');
  };

  const go = ({ time, end }: Bookmark): void => {
    const view = store.get('viewport');
    const size = view.end - view.start;
    const wanted = end !== undefined && end > time ? Math.max(size * 0.02, (end - time) * (1 + 2 * AROUND)) : size;
    const middle = end === undefined ? time : (time + end) / 2;
    store.set({ viewport: { start: middle - wanted / 2, end: middle + wanted / 2 } }, 'panel');
  };

  const item = (bookmark: Bookmark): HTMLElement => {
    const { time, end, note } = bookmark;
    const when = timeText(time, timeBase(store));
    const input = element('input', { type: 'text', 'aria-label': t('note at {0}', when), placeholder: t('What is it?'), spellcheck: 'true' });
    input.value = note;
    input.addEventListener('change', () => replace(bookmark, { ...bookmark, note: input.value }));
    return element(
      'li', {},
      button({ text: end === undefined ? when : t('{0} for {1}', when, formatDuration(end - time)), kind: 'go', title: t('Show on the timeline') }, () => go(bookmark)), input,
      button({ iconName: 'trash', kind: 'icon', label: t('Delete the bookmark at {0}', when) }, () => replace(bookmark, undefined)),
    );
  };

  const draw = (): void => {
    const bookmarks = store.get('bookmarks');
    hint.hidden = bookmarks.length > 0;
    list.replaceChildren(...bookmarks.map(item));
  };
  store.on('bookmarks', draw);
  store.on('timeFormat', draw);
  store.on('overview', draw);
  draw();
}
