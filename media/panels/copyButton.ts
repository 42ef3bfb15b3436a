/** A button that copies a text and says that it did. */
import type { Screen } from '../screen.ts';
import { announce } from './announce.ts';
import { button } from './element.ts';
import { t } from '../words.ts';

/** How long the button shows that it has copied, ms. */
const SAID = 1500;

export function copyButton(
  { editor }: Screen, label: string, text: () => string | undefined, options: { readonly iconName?: string; readonly short?: boolean; readonly title?: string } = {},
): HTMLButtonElement {
  const made = button(
    { ...(options.short ? { label } : { text: label }), iconName: options.iconName ?? 'copy', kind: options.short ? 'icon' : 'plain', title: options.title ?? label },
    () => void copy(),
  );
  const copy = async (): Promise<void> => {
    const value = text();
    if (value === undefined || !(await editor.request('copy', { text: value }).catch(() => false))) return;
    made.classList.add('done');
    announce(t('copied'));
    setTimeout(() => made.classList.remove('done'), SAID);
  };
  return made;
}
