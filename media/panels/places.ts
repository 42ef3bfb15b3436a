/** From a place in a file to what stands there: on the timeline, and in the file beside it. */
import type { Place } from '../../analyzer/view/protocol.ts';
import type { Screen } from '../screen.ts';
import { button } from './element.ts';
import { t } from '../words.ts';

/** "line 7225", "frame 468"; with the name of the file where several could be meant. */
export function placeText({ store }: Screen, { file, line, frame }: Place): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const inputs = store.get('overview')?.inputs ?? [];
  const alike = inputs.filter(({ kind }) => (kind === 'strace') === (line !== undefined)).length;
  const where = line !== undefined ? t('line {0}', line) : frame !== undefined ? t('frame {0}', frame) : name;
  return alike > 1 && where !== name ? `${name} ${where}` : where;
}

/** Selects what stands at a place, everywhere. An analysis that has gone answers no more; the screen says so elsewhere. */
export async function selectPlace({ analysis, store }: Screen, place: Place): Promise<void> {
  const located = await analysis.request('locate', { place }).catch(() => undefined);
  if (located) store.select(located, 'panel');
}

/** Opens it beside the timeline; where nothing can be opened, as in a report, it is shown on the timeline. */
export async function openPlace(screen: Screen, place: Place): Promise<void> {
  const opened = await screen.editor.request('reveal', { place }).catch(() => false);
  if (!opened) await selectPlace(screen, place);
}

/** "line 7225": opens it. */
export function openButton(screen: Screen, place: Place): HTMLButtonElement {
  const text = placeText(screen, place);
  const made = button({ text, kind: 'plain', label: t('open {0}', text), title: t('Open {0}, {1}', place.file, text) }, () => void openPlace(screen, place));
  made.classList.add('place');
  return made;
}
