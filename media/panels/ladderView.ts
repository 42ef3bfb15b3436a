/** An association as a sequence diagram, the application's calls at its left edge. Rows are fetched around the selection and at both ends as it is scrolled. */
import { formatDuration } from '../../analyzer/trace/time.ts';
import type { LadderEnd, LadderPage, LadderRow, Role } from '../../analyzer/view/protocol.ts';
import type { Screen } from '../screen.ts';
import { timeText } from '../timeText.ts';
import { element, icon } from './element.ts';
import { isSameRef, selectRef } from './selectRef.ts';
import { timeBase } from './timeBase.ts';
import { VirtualRows } from './virtualRows.ts';
import { t } from '../words.ts';
import './ladder.css';

const ROW_HEIGHT = 34;
const HEAD_HEIGHT = 40;
/** Rows fetched at a time, and kept at most. */
const FETCH = 150;
const MOST_ROWS = 3000;
/** Rows left before an end when the next are fetched. */
const NEAR_END = 30;

/** Where the three lifelines stand. */
const lifelines: Readonly<Record<LadderEnd, string>> = { application: '2%', local: '33%', peer: '98%' };
const endNames: Readonly<Record<LadderEnd, string>> = { application: t('app'), local: t('local'), peer: t('peer') };
const spokenEnds: Readonly<Record<LadderEnd, string>> = { ...endNames, application: t('application') };

/** Roles whose notes stand out. */
const telling: Partial<Record<Role, true>> = { alarm: true, warning: true, congestion: true, peerWindow: true };

export function createLadder(root: HTMLElement, screen: Screen): void {
  const { store, analysis } = screen;
  root.classList.add('ladder');
  const picker = element('select', { 'aria-label': t('association') });
  const head = element('div', { class: 'ends', 'aria-hidden': 'true' });
  const content = element('div', { class: 'content' });
  const scroller = element('div', { class: 'viewing', role: 'listbox', tabindex: 0, 'aria-label': t('sequence diagram: arrows move, Enter selects') }, head, content);
  const note = element('p', { class: 'quiet' });
  const bar = element('div', { class: 'bar' }, picker);
  root.append(bar, note, scroller);

  let association: number | undefined;
  let page: LadderPage | undefined;
  let rows: LadderRow[] = [];
  let active = -1;
  let asked = 0;
  let busy = false;

  const view = new VirtualRows({
    scroller, content, rowHeight: ROW_HEIGHT, headHeight: HEAD_HEIGHT, role: 'presentation',
    draw: (at) => drawRow(at),
    drawn: (first, last) => void extend(first, last),
  });

  const load = async (id: number, time: number): Promise<void> => {
    const ticket = ++asked;
    association = id;
    picker.value = String(id);
    const answer = await analysis.request('ladder', { association: id, time, before: FETCH, after: FETCH }).catch(() => undefined);
    if (ticket !== asked) return;
    page = answer;
    rows = [...(answer?.rows ?? [])];
    drawHead();
    const at = rows.findIndex((row) => row.time >= time);
    active = selectedRow() ?? (at < 0 ? rows.length - 1 : at);
    note.textContent = answer ? '' : t('No packets of this association were captured.');
    root.dataset['state'] = answer ? 'ready' : 'empty';
    view.setTotal(rows.length, active - view.page / 2);
  };

  /** Fetches more where the view comes near an end. */
  const extend = async (first: number, last: number): Promise<void> => {
    if (busy || !page || association === undefined || rows.length === 0) return;
    const forward = page.moreAfter && last > rows.length - NEAR_END;
    if (!forward && !(page.moreBefore && first < NEAR_END)) return;
    busy = true;
    const ticket = asked;
    try {
      // Rows of the edge's own time come again and are dropped: several may share it.
      const edge = forward ? rows.at(-1)!.time : rows[0]!.time + 0.5;
      const more = await analysis.request('ladder', { association, time: edge, before: forward ? 0 : FETCH, after: forward ? FETCH : 0 }).catch(() => undefined);
      if (ticket !== asked || !more) return;
      const fresh = more.rows.filter((row) => !rows.some((known) => isSameRef(known.ref, row.ref)));
      if (forward) append(fresh, more.moreAfter && fresh.length > 0);
      else prepend(fresh, more.moreBefore);
    } finally {
      busy = false;
    }
  };

  const append = (fresh: readonly LadderRow[], moreAfter: boolean): void => {
    const dropped = Math.max(0, rows.length + fresh.length - MOST_ROWS);
    rows = [...rows.slice(dropped), ...fresh];
    page = { ...page!, moreAfter, moreBefore: page!.moreBefore || dropped > 0 };
    active -= dropped;
    view.setTotal(rows.length, view.top - dropped);
  };

  const prepend = (fresh: readonly LadderRow[], moreBefore: boolean): void => {
    const dropped = Math.max(0, rows.length + fresh.length - MOST_ROWS);
    rows = [...fresh, ...rows.slice(0, rows.length - dropped)];
    page = { ...page!, moreBefore, moreAfter: page!.moreAfter || dropped > 0 };
    active += fresh.length;
    view.setTotal(rows.length, view.top + fresh.length);
  };

  const drawHead = (): void => {
    head.replaceChildren(
      element('span', { class: 'when' }, t('time, delta')),
      element('span', { class: 'diagram' }, ...(Object.keys(lifelines) as LadderEnd[]).map((end) => {
        const made = element('span', { class: `end ${end}`, title: page?.ends[end] ?? '' }, element('b', {}, endNames[end]), element('span', {}, page?.ends[end] ?? ''));
        made.style.insetInlineStart = lifelines[end];
        return made;
      })),
    );
  };

  const drawRow = (at: number): HTMLElement => {
    const row = rows[at]!;
    const base = timeBase(store);
    const before = rows[at - 1];
    const selected = isSelected(row);
    const isPacket = row.from !== 'application' && row.to !== 'application';
    const path = isPacket && page && page.paths.length > 1 ? page.paths[row.path] : undefined;
    const made = element(
      'div', {
        class: `row${at === active ? ' active' : ''}`, role: 'option', id: at === active ? 'ladder-active' : undefined, 'data-at': at, 'data-role': row.role,
        'aria-selected': String(selected),
        'aria-label': spokenRow(row, timeText(row.time, base), path),
      },
      element('span', { class: 'when' }, timeText(row.time, base), element('span', { class: 'delta' }, before ? `+${formatDuration(row.time - before.time)}` : '')),
    );
    made.append(diagramOf(row, path));
    if (path !== undefined) made.title = t('path {0}: {1}', row.path + 1, path);
    return made;
  };

  const isSelected = ({ ref, also }: LadderRow): boolean => {
    const selection = store.get('selection')?.ref;
    return isSameRef(selection, ref) || also.some((other) => isSameRef(selection, other));
  };

  const selectedRow = (): number | undefined => {
    const at = rows.findIndex(isSelected);
    return at < 0 ? undefined : at;
  };

  const moveTo = (at: number, select: boolean): void => {
    if (rows.length === 0) return;
    active = Math.max(0, Math.min(rows.length - 1, at));
    view.reveal(active);
    view.refresh();
    scroller.setAttribute('aria-activedescendant', 'ladder-active');
    if (select) void selectRef(screen, rows[active]!.ref);
  };

  scroller.addEventListener('click', ({ target }) => {
    const at = (target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset['at'];
    if (at !== undefined) moveTo(Number(at), true);
  });
  scroller.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: view.page, PageUp: -view.page, Home: -rows.length, End: rows.length };
    if (event.key in steps) moveTo(active + steps[event.key]!, false);
    else if (event.key === 'Enter' || event.key === ' ') moveTo(active, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  picker.addEventListener('change', () => {
    const chosen = store.get('overview')?.associations.find(({ id }) => id === Number(picker.value));
    if (chosen) void load(chosen.id, chosen.start);
  });

  const follow = async (): Promise<void> => {
    const selection = store.get('selection');
    if (!selection) return view.refresh();
    const at = selectedRow();
    if (at !== undefined) {
      active = at;
      view.revealCentred(at);
      return view.refresh();
    }
    if (root.closest('[hidden]') || root.offsetParent === null) {
      association = undefined;
      return;
    }
    const details = await analysis.request('details', { ref: selection.ref }).catch(() => undefined);
    const id = details?.association ?? association ?? store.get('overview')?.associations[0]?.id;
    if (id !== undefined && store.get('selection') === selection) await load(id, selection.start);
  };

  const start = (): void => {
    const overview = store.get('overview');
    const associations = overview?.associations ?? [];
    picker.replaceChildren(...associations.map(({ id, title }) => element('option', { value: id }, title)));
    if (page && associations.some(({ id }) => id === association)) {
      // The rows that are there stay; a recording that grows has more after them.
      picker.value = String(association);
      page = { ...page, moreAfter: true };
      return view.refresh();
    }
    for (const part of [bar, scroller]) part.hidden = associations.length === 0;
    if (associations.length === 0) {
      note.textContent = overview && overview.state !== 'reading' ? t('The ladder shows the packets of an association, and this recording has none.') : t('Reading …');
      root.dataset['state'] = 'empty';
      return;
    }
    if (root.offsetParent === null) return;
    const selection = store.get('selection');
    if (selection) void follow();
    else {
      const stall = overview!.stalls.find(({ association: its }) => its !== undefined);
      void load(stall?.association ?? associations[0]!.id, stall?.start ?? associations[0]!.start);
    }
  };

  store.on('overview', start);
  store.on('selection', () => void follow());
  store.on('timeFormat', () => view.refresh());
  root.addEventListener('panel-shown', () => {
    if (association === undefined) start();
    else view.refresh();
  });
  start();
}

function spokenRow({ from, to, label, note, path: number }: LadderRow, when: string, path: string | undefined): string {
  const way = from === to ? spokenEnds[from] : t('{0} to {1}', spokenEnds[from], spokenEnds[to]);
  return [when, way, label, ...(note === '' ? [] : [note]), ...(path === undefined ? [] : [t('path {0}', number + 1), path])].join(', ');
}

function diagramOf({ from, to, label, note, head, role, path: pathNumber }: LadderRow, path: string | undefined): HTMLElement {
  const diagram = element('span', { class: 'diagram', 'aria-hidden': 'true' });
  for (const end of Object.keys(lifelines) as LadderEnd[]) {
    const line = element('span', { class: 'lifeline' });
    line.style.insetInlineStart = lifelines[end];
    diagram.append(line);
  }
  const said = note === '' ? undefined : element('span', { class: `note${role in telling || head !== 'arrives' ? ' telling' : ''}` }, note);
  const text = element('span', { class: 'label' }, label, path === undefined || pathNumber === 0 ? undefined : element('span', { class: 'path' }, t('path {0}', pathNumber + 1)));
  // Beside the arrow of a call there is room for more.
  if (said && from !== to && (from === 'application' || to === 'application')) {
    said.classList.add('label');
    said.style.insetInlineStart = `calc(${lifelines.local} + 8px)`;
    diagram.append(said);
  } else if (said) text.append(said);
  if (from === to) {
    const point = element('span', { class: 'point' });
    point.style.insetInlineStart = lifelines[from];
    text.style.insetInlineStart = `calc(${lifelines[from]} + 10px)`;
    text.classList.add('beside');
    diagram.append(point, text);
    return diagram;
  }
  const order: readonly LadderEnd[] = ['application', 'local', 'peer'];
  const right = order.indexOf(to) > order.indexOf(from);
  const [low, high] = right ? [from, to] : [to, from];
  const arrow = element('span', { class: `arrow ${right ? 'right' : 'left'} ${head}` }, element('span', { class: 'shaft' }), head === 'stopped' ? icon('close') : element('span', { class: 'arrowhead' }));
  arrow.style.insetInlineStart = lifelines[low];
  arrow.style.insetInlineEnd = `calc(100% - ${lifelines[high]})`;
  text.style.insetInlineStart = `calc(${lifelines[low]} + 8px)`;
  diagram.append(arrow, text);
  return diagram;
}
