/** Bytes that are text, such as a line of a log, as it stands there: the part of one field lights up, and a character tells which was pressed. */
import { element } from './element.ts';
import type { ByteView } from './hexView.ts';

/** A longer line is shown in hex, where only what is in view exists. */
const MOST_CHARACTERS = 6000;

/** Undefined for what is no text, and for more of it than one look takes in. */
export function createLineView(data: Uint8Array, label: string, picked: (at: number) => void): ByteView | undefined {
  if (data.length > MOST_CHARACTERS || !data.every(isText)) return undefined;
  const characters = Array.from(data, (byte, at) => element('span', { 'data-at': at }, String.fromCharCode(byte)));
  const view = element('pre', { class: 'line-view', tabindex: 0, 'aria-label': label }, ...characters);
  view.addEventListener('click', ({ target }) => {
    const at = (target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset['at'];
    if (at !== undefined) picked(Number(at));
  });
  const marked: Record<'looked' | 'selected', readonly HTMLElement[]> = { looked: [], selected: [] };
  return {
    element: view,
    mark(kind, start = 0, end = 0) {
      for (const character of marked[kind]) character.classList.remove(kind);
      marked[kind] = characters.slice(start, end);
      for (const character of marked[kind]) character.classList.add(kind);
      const first = marked[kind][0];
      if (first && view.scrollHeight > view.clientHeight) view.scrollTop = first.offsetTop - view.clientHeight / 2;
    },
  };
}

const isText = (byte: number): boolean => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x09;
