/** Bytes in hex and as characters; only the lines in view exist. Bytes of one field light up, and a byte tells which was pressed. */
import { element } from './element.ts';
import { VirtualRows } from './virtualRows.ts';
import { t } from '../words.ts';

const ROW_HEIGHT = 18;
/** Lines in view before the view scrolls. */
const MOST_LINES = 8;

/** Bytes on the screen. */
export interface ByteView {
  readonly element: HTMLElement;
  /** Bytes [start, end) of the field that is looked at, and of the one that is selected. */
  readonly mark: (kind: 'looked' | 'selected', start: number | undefined, end: number | undefined) => void;
}

export function createHexView(data: Uint8Array, label: string, picked: (at: number) => void, width: 8 | 16): ByteView {
  const lines = Math.ceil(data.length / width);
  const content = element('div', { class: 'content' });
  const scroller = element('div', { class: 'hex', role: 'grid', tabindex: 0, 'aria-label': t('{0}: arrows move, Enter shows the field', label), 'aria-rowcount': lines, 'aria-colcount': width }, content);
  scroller.style.height = `${Math.min(lines, MOST_LINES) * ROW_HEIGHT + 8}px`;
  const marks = { looked: [0, 0], selected: [0, 0] };
  let cursor = 0;
  const id = `hex-${++made}`;
  const digits = Math.max(4, (data.length - 1).toString(16).length);

  const draw = (line: number): HTMLElement => {
    const row = element('div', { class: 'line', role: 'row', 'aria-rowindex': line + 1 }, element('span', { class: 'offset', role: 'rowheader' }, (line * width).toString(16).padStart(digits, '0')));
    const hex = element('span', { class: 'bytes' });
    const text = element('span', { class: 'text', 'aria-hidden': 'true' });
    for (let at = line * width; at < (line + 1) * width; at++) {
      const byte = data[at];
      const names = byte === undefined ? '' : classesOf(at);
      hex.append(element('span', { class: `byte${names}`, role: 'gridcell', id: at === cursor ? id : undefined, 'data-at': byte === undefined ? undefined : at }, byte === undefined ? '  ' : byte.toString(16).padStart(2, '0')));
      if (byte !== undefined) text.append(element('span', { class: `char${names}`, 'data-at': at }, byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'));
    }
    row.append(hex, text);
    return row;
  };

  const classesOf = (at: number): string => {
    const is = ([start, end]: readonly number[]): boolean => at >= start! && at < end!;
    return `${is(marks.selected) ? ' selected' : ''}${is(marks.looked) ? ' looked' : ''}${at === cursor ? ' cursor' : ''}`;
  };

  const rows = new VirtualRows({ scroller, content, rowHeight: ROW_HEIGHT, draw });
  rows.setTotal(lines);

  const moveTo = (at: number): void => {
    cursor = Math.max(0, Math.min(data.length - 1, at));
    rows.reveal(Math.floor(cursor / width));
    rows.refresh();
    scroller.setAttribute('aria-activedescendant', id);
  };

  scroller.addEventListener('click', ({ target }) => {
    const at = (target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset['at'];
    if (at === undefined) return;
    moveTo(Number(at));
    picked(cursor);
  });
  const steps: Readonly<Record<string, () => number>> = {
    ArrowRight: () => cursor + 1, ArrowLeft: () => cursor - 1, ArrowDown: () => cursor + width, ArrowUp: () => cursor - width,
    PageDown: () => cursor + width * rows.page, PageUp: () => cursor - width * rows.page, Home: () => cursor - (cursor % width), End: () => cursor - (cursor % width) + width - 1,
  };
  scroller.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (step) moveTo(step());
    else if (event.key === 'Enter' || event.key === ' ') picked(cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    element: scroller,
    mark(kind, start = 0, end = 0) {
      marks[kind] = [start, end];
      if (kind === 'selected' && end > start) rows.reveal(Math.floor(start / width));
      rows.refresh();
    },
  };
}

/** Views made: their ids must differ. */
let made = 0;
