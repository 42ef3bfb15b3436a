/** Below the lanes: what is being read, what is selected, where the pointer is, how much time is in sight. Says the selection to screen readers. */
import { formatDuration } from '../analyzer/trace/time.ts';
import { fileName, icon, text } from './elements.ts';
import type { Lanes } from './lanes.ts';
import type { Screen } from './screen.ts';
import { digitsFor, timeText } from './timeText.ts';
import { t } from './words.ts';

export function fillStatusLine(element: HTMLElement, screen: Screen, lanes: Lanes): void {
  const { store, analysis, editor } = screen;
  const notice = text('notice', '');
  const progress = document.createElement('span');
  progress.className = 'progress';
  progress.hidden = true;
  const bar = document.createElement('progress');
  bar.setAttribute('aria-label', t('Reading'));
  const reading = text('reading', '');
  const cancel = document.createElement('button');
  cancel.className = 'link';
  cancel.textContent = t('Cancel');
  cancel.addEventListener('click', () => void editor.request('cancel', {}).catch(() => false));
  progress.append(bar, reading, cancel);
  const selected = text('selected', '');
  selected.setAttribute('aria-live', 'polite');
  const position = text('position', '');
  const span = text('span', '');
  element.append(progress, notice, selected, position, span);

  const say = (kind: 'warning' | 'error', words: string, more = words): void => {
    notice.replaceChildren(icon(kind), text('', words));
    notice.className = `notice ${kind}`;
    notice.title = more;
  };
  analysis.on('progress', ({ doneBytes, totalBytes, path }) => {
    progress.hidden = false;
    if (totalBytes === undefined) bar.removeAttribute('value');
    else bar.value = doneBytes / Math.max(totalBytes, 1);
    const part = totalBytes === undefined ? `${(doneBytes / 1e6).toFixed(0)} MB` : `${Math.round((100 * doneBytes) / Math.max(totalBytes, 1))} %`;
    reading.textContent = `${fileName(path)} ${part}`;
  });
  lanes.canvas.addEventListener('tilesfailed', (event) => say('error', String((event as CustomEvent).detail)));
  analysis.on('trouble', ({ text: words }) => say('warning', words));
  analysis.on('failed', ({ text: words }) => say('error', words));
  store.on('overview', () => {
    const overview = store.get('overview');
    if (overview && overview.state !== 'reading') progress.hidden = true;
    const cut = overview?.state === 'reading' ? undefined : overview?.inputs.flatMap(({ path, problems }) => problems.map((problem) => ({ ...problem, path }))).find(({ kind }) => kind.endsWith('cut-short'));
    if (cut) say('warning', `${fileName(cut.path)}: ${cut.what}`, cut.remedy);
    if (overview?.state === 'cancelled') say('warning', t('Reading was cancelled: this is what had been read.'));
  });
  store.on('selection', () => {
    const selection = store.get('selection');
    const words = selection ? `${timeText(selection.start, lanes.base)}  ${selection.title}` : '';
    selected.textContent = words;
    lanes.canvas.setAttribute('aria-label', selection ? t('Timeline. Selected: {0}', words) : t('Timeline. Nothing selected'));
  });
  lanes.canvas.addEventListener('lanefocus', () => {
    const row = lanes.rowOf(lanes.focused);
    if (row) selected.textContent = t('Lane {0}. {1}', row.lane.title, row.lane.hint);
  });
  store.on('hover', () => {
    const hover = store.get('hover');
    position.textContent = hover ? timeText(hover.time, lanes.base, Math.max(3, digitsFor(1 / lanes.scale.slope))) : '';
  });
  store.on('viewport', () => {
    const { start, end } = store.get('viewport');
    span.textContent = t('{0} in sight', formatDuration(end - start));
  });
}
