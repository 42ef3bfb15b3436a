/** The two dialogs of the timeline: go to a time, and what the keys do. */
import { text } from './elements.ts';
import type { KeyBinding } from './keys.ts';
import { t } from './words.ts';

function open(label: string, ...content: readonly HTMLElement[]): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  dialog.setAttribute('aria-label', label);
  dialog.append(text('dialog-title', label, 'h2'), ...content);
  const before = document.activeElement;
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (before instanceof HTMLElement) before.focus();
  });
  // A click beside it closes it.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks for a time; `parse` says whether it is one. */
export function askTime(parse: (text: string) => number | undefined, now: string, go: (time: number) => void): void {
  const input = document.createElement('input');
  input.type = 'text';
  input.value = now;
  input.className = 'dialog-input';
  input.setAttribute('aria-label', t('Time'));
  const note = text('dialog-note', t('A time of day (03:46:52.805), or an offset from the begin (+1.5, 250 ms, 2 min).'), 'p');
  note.id = 'time-note';
  input.setAttribute('aria-describedby', note.id);
  const dialog = open(t('Go to a time'), input, note);
  input.select();
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const time = parse(input.value);
    input.setAttribute('aria-invalid', String(time === undefined));
    if (time === undefined) note.textContent = t('This is not a time: 03:46:52.805, +1.5 or 250 ms would be one.');
    else {
      dialog.close();
      go(time);
    }
  });
}

export function showKeys(bindings: readonly KeyBinding[]): void {
  const list = document.createElement('dl');
  list.className = 'keys';
  for (const { shown, text: does } of bindings) {
    const row = document.createElement('div');
    row.append(text('key', shown, 'dt'), text('does', does, 'dd'));
    list.append(row);
  }
  const mouse = text('dialog-note', t('Wheel scrolls the lanes, Ctrl-wheel zooms, Shift-wheel pans. Drag pans, Shift-drag or a drag on the axis zooms to what it covers, Alt-drag measures. A double click opens the line or the frame.'), 'p');
  const dialog = open(t('Keys'), list, mouse);
  const close = document.createElement('button');
  close.className = 'button';
  close.textContent = t('Close');
  close.addEventListener('click', () => dialog.close());
  dialog.append(close);
}
