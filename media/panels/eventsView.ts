/** Every event of the timeline as a table that can be read and walked without seeing the canvas: the same rows, selection and filter. */
import { selectableTables, type SelectableTable } from '../../analyzer/view/protocol.ts';
import type { Screen } from '../screen.ts';
import { timeText } from '../timeText.ts';
import { button, element } from './element.ts';
import { isSameRef, selectRef } from './selectRef.ts';
import { tableNames } from './tableNames.ts';
import { TablePages } from './tablePages.ts';
import { timeBase } from './timeBase.ts';
import { VirtualRows } from './virtualRows.ts';
import { t } from '../words.ts';
import './events.css';

const ROW_HEIGHT = 22;
/** A walk with the arrows selects when it rests, ms. */
const REST = 140;
/** Columns are as wide as what the first rows hold, within these bounds, characters. */
const MOST_WIDTH = 60;
const LEAST_WIDTH = 4;
const NUMBER = /^[\d,.]*$/;

export function createEvents(root: HTMLElement, screen: Screen): void {
  const { store, analysis } = screen;
  root.classList.add('events');
  const picker = element('select', { 'aria-label': t('table') }, ...selectableTables.map((table) => element('option', { value: table }, tableNames[table])));
  const figure = element('span', { class: 'figure', role: 'status' });
  const head = element('div', { class: 'head', role: 'row', 'aria-rowindex': 1 });
  const content = element('div', { class: 'content' });
  const scroller = element('div', { class: 'viewing', role: 'grid', tabindex: 0 }, element('div', { role: 'rowgroup', class: 'headgroup' }, head), content);
  const note = element('p', { class: 'quiet' });
  root.append(element('div', { class: 'bar' }, picker, figure), note, scroller);

  let active = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let chosen: SelectableTable | undefined;
  let opened = '';
  /** Columns that are flush right. */
  let numbers: ReadonlySet<string> = new Set();
  /** Told apart from answers that come late. */
  let wanted = 0;

  const pages = new TablePages(analysis, () => view.refresh());
  const view = new VirtualRows({ scroller, content, rowHeight: ROW_HEIGHT, headHeight: ROW_HEIGHT, draw: (at) => drawRow(at) });

  const drawRow = (at: number): HTMLElement => {
    const row = pages.row(at);
    const selected = row !== undefined && isSameRef(row.ref, store.get('selection')?.ref);
    const made = element('div', { class: `row${at === active ? ' active' : ''}${at % 2 === 1 ? ' odd' : ''}`, role: 'row', 'aria-rowindex': at + 2, 'aria-selected': String(selected), id: at === active ? 'events-active' : undefined, 'data-at': at });
    if (!row) made.append(element('span', { role: 'gridcell', class: 'cell' }, '…'));
    else {
      const base = timeBase(store);
      row.cells.forEach((cell, column) => made.append(element('span', { role: 'gridcell', class: classOf(pages.columns[column]!) }, column === 0 ? timeText(row.time, base) : cell)));
    }
    return made;
  };

  const classOf = (column: string): string => (numbers.has(column) ? 'cell number' : 'cell');

  const drawHead = (): void => {
    const rows = Array.from({ length: Math.min(60, pages.total) }, (_, at) => pages.row(at));
    const widths = pages.columns.map((name, column) => {
      const longest = rows.reduce((most, row) => Math.max(most, row?.cells[column]?.length ?? 0), Math.max(LEAST_WIDTH, name.length));
      return column === 0 ? '18ch' : `${Math.min(MOST_WIDTH, longest) + 2}ch`;
    });
    numbers = new Set(pages.columns.filter((_, column) => column > 0 && rows.every((row) => NUMBER.test(row?.cells[column] ?? ''))));
    scroller.style.setProperty('--columns', widths.join(' '));
    head.replaceChildren(...pages.columns.map((name) => element('span', { role: 'columnheader', class: classOf(name) }, name)));
    scroller.setAttribute('aria-rowcount', String(pages.total + 1));
    scroller.setAttribute('aria-colcount', String(pages.columns.length));
    scroller.setAttribute('aria-label', t('{0}: arrows move, Enter shows on the timeline', tableNames[pages.table]));
  };

  const open = async (table: SelectableTable): Promise<void> => {
    const overview = store.get('overview');
    if (!overview) return say(t('Reading …'));
    const filter = store.get('filter');
    const name = `${table}\n${filter}\n${overview.generation}`;
    if (name === opened) return;
    // A recording that grows keeps the place.
    const isSame = opened.startsWith(`${table}\n${filter}\n`);
    opened = name;
    picker.value = table;
    const ticket = ++wanted;
    try {
      await pages.open(table, filter, isSame ? view.top : 0);
    } catch (error) {
      if (ticket === wanted) {
        opened = '';
        say(error instanceof Error ? error.message : String(error));
      }
      return;
    }
    if (ticket !== wanted) return;
    if (isSame) scroller.setAttribute('aria-rowcount', String(pages.total + 1));
    else drawHead();
    figure.textContent = totalText(pages.total, filter !== '');
    say(pages.total === 0 ? (filter === '' ? t('This recording has none.') : t('None of them matches the filter.')) : '');
    if (pages.total === 0 && filter !== '') void pointElsewhere(filter);
    if (!isSame) active = 0;
    view.setTotal(pages.total, isSame ? view.top : 0);
  };

  const say = (text: string): void => {
    note.textContent = text;
    scroller.hidden = text !== '';
    root.dataset['state'] = text === '' ? 'ready' : 'empty';
  };

  /** Tables in which the filter has matches. */
  const pointElsewhere = async (filter: string): Promise<void> => {
    const ticket = wanted;
    const { counts } = await analysis.request('filter', { text: filter }).catch(() => ({ counts: [] }));
    if (ticket !== wanted) return;
    note.append(...counts.filter(({ count }) => count > 0).flatMap(({ table, count }) => [
      ' ', button({ text: `${count.toLocaleString('en')} ${tableNames[table]}`, kind: 'plain' }, () => {
        chosen = table;
        void open(table);
      }),
    ]));
  };

  const isShown = (): boolean => root.offsetParent !== null;

  /** The table of the selection opens at it. */
  const follow = async (): Promise<void> => {
    if (!isShown()) return;
    const selection = store.get('selection');
    await open(selection?.ref.table ?? chosen ?? firstTable());
    if (!selection || selection !== store.get('selection') || pages.table !== selection.ref.table) return view.refresh();
    const row = pages.row(active);
    if (!row || !isSameRef(row.ref, selection.ref)) {
      const place = await pages.placeOf({ row: selection.ref.row, time: selection.start }).catch(() => undefined);
      if (!place || selection !== store.get('selection')) return;
      active = place.at;
      view.revealCentred(active);
    }
    view.refresh();
  };

  const firstTable = (): SelectableTable => ((store.get('overview')?.stalls.length ?? 0) > 0 ? 'stalls' : 'packets');

  const moveTo = (at: number, pause: number): void => {
    if (pages.total === 0) return;
    active = Math.max(0, Math.min(pages.total - 1, at));
    view.reveal(active);
    view.refresh();
    scroller.setAttribute('aria-activedescendant', 'events-active');
    clearTimeout(rest);
    rest = setTimeout(() => {
      const row = pages.row(active);
      if (row) void selectRef(screen, row.ref);
    }, pause);
  };

  scroller.addEventListener('click', ({ target }) => {
    const at = (target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset['at'];
    if (at !== undefined) moveTo(Number(at), 0);
  });
  scroller.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: view.page, PageUp: -view.page, Home: -pages.total, End: pages.total };
    if (event.key in steps) moveTo(active + steps[event.key]!, REST);
    else if (event.key === 'Enter' || event.key === ' ') moveTo(active, 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  picker.addEventListener('change', () => {
    chosen = picker.value as SelectableTable;
    void open(chosen);
  });

  store.on('selection', () => void follow());
  store.on('filter', () => isShown() && void open(pages.table));
  store.on('overview', () => isShown() && void (opened === '' ? follow() : open(pages.table)));
  store.on('timeFormat', () => view.refresh());
  root.addEventListener('panel-shown', () => void follow());
}

function totalText(total: number, isFiltered: boolean): string {
  const count = total.toLocaleString('en');
  if (isFiltered) return total === 1 ? t('1 row matches') : t('{0} rows match', count);
  return total === 1 ? t('1 row') : t('{0} rows', count);
}
