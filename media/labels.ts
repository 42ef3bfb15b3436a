/** The column beside the lanes: titles, legends that hide a class at a click, values at the pointer, ticks of byte axes. Only rows in sight have elements. */
import type { ClassInfo, LaneGroup, LaneInfo, SeriesInfo } from '../analyzer/view/protocol.ts';
import { icon, iconButton, text } from './elements.ts';
import { moved, type GroupRow, type LaneRow, type Row } from './laneLayout.ts';
import type { Lanes } from './lanes.ts';
import { AXIS_HEIGHT } from './painters/axisPainter.ts';
import { isLine, traceGlyph } from './painters/shapes.ts';
import { axisTicks, valueY } from './painters/steps.ts';
import { valueAt } from './pick.ts';
import type { Screen } from './screen.ts';
import { t } from './words.ts';

interface Placed {
  readonly row: Row;
  readonly element: HTMLElement;
  /** By number of the series: what it holds. By number of the class: how many there are. */
  readonly values: readonly HTMLElement[];
  /** What the legend and the ticks say of the tile. */
  shown: string;
  /** Whether its lane is where the keyboard is; undefined before it was looked at. */
  focused: boolean | undefined;
}

const SWATCH = 12;
const groupKinds: Readonly<Record<LaneGroup['kind'], string>> = { association: t('association'), process: t('process') };
const endings: Readonly<Record<string, string>> = { open: t('still open'), shutdown: t('ended by SHUTDOWN'), abort: t('ended by ABORT'), lost: t('lost') };

export class Labels {
  readonly #pinnedPart: HTMLElement;
  readonly #scrolledPart: HTMLElement;
  readonly #nothing: HTMLElement;
  readonly #screen: Screen;
  readonly #lanes: Lanes;
  readonly #placed = new Map<string, Placed>();
  /** To be given back once the labels are there again. */
  #focus: { readonly key: string; readonly button: number } | undefined;

  constructor(element: HTMLElement, screen: Screen, lanes: Lanes) {
    this.#screen = screen;
    this.#lanes = lanes;
    this.#scrolledPart = document.createElement('div');
    this.#scrolledPart.className = 'labels-scrolled';
    this.#pinnedPart = document.createElement('div');
    this.#pinnedPart.className = 'labels-pinned';
    this.#nothing = text('no-lane', t('No lane is called so.'), 'div');
    element.append(this.#scrolledPart, this.#pinnedPart, searchBox(screen), this.#nothing);
    screen.store.on('hiddenClasses', () => this.reset());
  }

  /** Forgets all elements: titles, legends or colours have changed. */
  reset(): void {
    this.#focus = this.#focused() ?? this.#focus;
    for (const { element } of this.#placed.values()) element.remove();
    this.#placed.clear();
  }

  /** Puts the label of each row in sight beside its row. */
  place(height: number): void {
    const { layout } = this.#lanes;
    const first = AXIS_HEIGHT + layout.pinnedHeight;
    setStyle(this.#scrolledPart, 'top', `${first}px`);
    setStyle(this.#pinnedPart, 'height', `${layout.pinnedHeight}px`);
    this.#nothing.hidden = layout.rows.length > 0 || this.#screen.store.get('laneSearch') === '';
    const seen = new Set<string>();
    for (const row of [...layout.pinned, ...layout.rows]) {
      const top = this.#lanes.topOf(row);
      if (top > height || top + row.height < AXIS_HEIGHT) continue;
      const key = row.kind === 'lane' ? `lane ${row.lane.id}` : `group ${row.group.id}`;
      seen.add(key);
      let placed = this.#placed.get(key);
      if (!placed) {
        placed = row.kind === 'lane' ? this.#lane(row) : { row, element: this.#group(row), values: [], shown: '', focused: undefined };
        this.#placed.set(key, placed);
        (row.kind === 'lane' && row.pinned ? this.#pinnedPart : this.#scrolledPart).append(placed.element);
      }
      const offset = row.kind === 'lane' && row.pinned ? top - AXIS_HEIGHT : top - first;
      setStyle(placed.element, 'transform', `translateY(${offset}px)`);
    }
    for (const [key, { element }] of this.#placed) {
      if (seen.has(key)) continue;
      element.remove();
      this.#placed.delete(key);
    }
    if (!this.#focus) return;
    this.#placed.get(this.#focus.key)?.element.querySelectorAll('button')[this.#focus.button]?.focus();
    this.#focus = undefined;
  }

  /** The button that has the focus: which row's, and which of its buttons. */
  #focused(): { readonly key: string; readonly button: number } | undefined {
    for (const [key, { element }] of this.#placed) {
      const button = [...element.querySelectorAll('button')].findIndex((one) => one === document.activeElement);
      if (button >= 0) return { key, button };
    }
    return undefined;
  }

  /** Writes what series hold at the pointer, or at the selection. */
  showValues(): void {
    const { store } = this.#screen;
    const time = store.get('hover')?.time ?? store.get('selection')?.start;
    for (const placed of this.#placed.values()) {
      const { row, values, element } = placed;
      if (row.kind !== 'lane') continue;
      const focused = row.lane.id === this.#lanes.focused;
      if (focused !== placed.focused) {
        placed.focused = focused;
        element.classList.toggle('focused', focused);
        // Of all these buttons only those of the focused lane are stations of the Tab key.
        for (const button of element.querySelectorAll('button')) button.tabIndex = focused ? 0 : -1;
      }
      this.#showTile(placed, row);
      if (row.lane.kind !== 'steps') continue;
      const { unit } = row.lane;
      values.forEach((value, number) => {
        const at = time === undefined ? undefined : valueAt(this.#lanes.tiles.get(row.lane.id), number, time);
        const known = at !== undefined && !Number.isNaN(at);
        const isTag = time === undefined && row.lane.kind === 'steps' && row.lane.series[number]!.derived === true;
        const shown = known ? (unit === 'bytes' ? bytesText(at) : grouped(at)) : isTag ? t('derived') : '';
        if (value.textContent === shown) return;
        value.textContent = shown;
        value.classList.toggle('tag', isTag);
      });
    }
  }

  /** How many there are of each class, and the axis of values: known with the first tile. */
  #showTile(placed: Placed, { lane, height }: LaneRow): void {
    const tile = this.#lanes.tiles.get(lane.id);
    if (!tile) return;
    const shown = tile.kind === 'steps' ? String(tile.max) : tile.totals.join(' ');
    if (shown === placed.shown) return;
    placed.shown = shown;
    if (tile.kind === 'steps') {
      for (const label of placed.element.querySelectorAll('.tick-label')) label.remove();
      if (lane.kind === 'steps') placed.element.append(...tickLabels(tile.max, lane.unit, height));
      return;
    }
    placed.values.forEach((count, number) => {
      const total = tile.totals[number] ?? 0;
      count.textContent = grouped(total);
      count.parentElement!.hidden = total === 0;
    });
  }

  #group(row: GroupRow): HTMLElement {
    const { store } = this.#screen;
    const element = document.createElement('div');
    element.className = 'group-label';
    element.style.height = `${row.height - 2}px`;
    const toggle = document.createElement('button');
    toggle.className = 'group-toggle';
    toggle.setAttribute('aria-expanded', String(!row.collapsed));
    toggle.append(icon(`chevron-${row.collapsed ? 'right' : 'down'}`), text('group-title', row.group.title), text('group-subtitle', row.group.subtitle));
    toggle.title = `${row.group.title} ${row.group.subtitle}`;
    toggle.addEventListener('click', () => store.toggle('collapsed', row.group.id));
    element.append(toggle);
    const facts = text('group-facts', '');
    facts.append(text('gap', ''), ...this.#facts(row).map((fact) => text('fact', fact)));
    if (facts.childElementCount > 1) element.append(facts);
    if (row.hidden.length > 0) {
      const back = document.createElement('button');
      back.className = 'group-hidden';
      back.textContent = t('{0} hidden', row.hidden.length);
      back.title = t('Show {0}', row.hidden.map(({ title }) => title).join(', '));
      const ids = new Set(row.hidden.map(({ id }) => id));
      back.addEventListener('click', () => store.set({ hidden: store.get('hidden').filter((id) => !ids.has(id)) }));
      element.append(back);
    }
    return element;
  }

  /** What became of an association, the most telling first: where there is little room, the others give way. */
  #facts({ group }: GroupRow): readonly string[] {
    const one = this.#screen.store.get('overview')?.associations.find(({ id }) => id === group.association);
    if (!one) return [];
    return [
      endings[one.ending] ?? one.ending,
      ...(one.minimumPeerARwnd === undefined ? [] : [t('lowest a_rwnd {0}', bytesText(one.minimumPeerARwnd))]),
      ...(one.retransmissions > 0 ? [t('{0} retransmitted', grouped(one.retransmissions))] : []),
      one.packets === 1 ? t('1 packet') : t('{0} packets', grouped(one.packets)),
    ];
  }

  #lane(row: LaneRow): Placed {
    const { lane } = row;
    const element = document.createElement('div');
    element.className = `lane-label ${lane.kind}${row.height < 60 ? ' band' : ''}`;
    element.style.height = `${row.height}px`;
    element.dataset['lane'] = lane.id;
    const head = document.createElement('div');
    head.className = 'lane-head';
    const group = this.#screen.store.get('overview')?.groups.find(({ id }) => id === lane.group);
    const title = text('lane-title', row.pinned && group ? `${lane.title} · ${groupKinds[group.kind]} ${group.association ?? ''}` : lane.title);
    title.title = lane.hint;
    head.append(title, this.#buttons(row));
    const legend = document.createElement('div');
    legend.className = 'legend';
    const values: HTMLElement[] = [];
    if (lane.kind === 'steps') {
      for (const series of lane.series) {
        const value = text('value', '');
        values.push(value);
        legend.append(this.#seriesButton(lane, series, value));
      }
    } else {
      lane.classes.forEach((info, number) => legend.prepend(this.#classButton(lane, info, (values[number] = text('count', '')))));
    }
    element.append(head, legend);
    this.#draggable(element, title, row);
    return { row, element, values, shown: '', focused: undefined };
  }

  #buttons({ lane, pinned }: LaneRow): HTMLElement {
    const { store } = this.#screen;
    const element = document.createElement('span');
    element.className = 'lane-buttons';
    const pin = iconButton(pinned ? 'pinned' : 'pin', pinned ? t('Unpin this lane') : t('Keep this lane on top'), () => store.toggle('pinned', lane.id));
    if (pinned) pin.classList.add('on');
    element.append(pin, iconButton('eye-closed', t('Hide this lane'), () => store.toggle('hidden', lane.id)));
    return element;
  }

  #classButton(lane: LaneInfo, info: ClassInfo, count: HTMLElement): HTMLElement {
    const button = this.#legendButton(lane, info.name);
    button.append(swatch(this.#lanes, info), text('name', info.name), count);
    button.hidden = true;
    return button;
  }

  #seriesButton(lane: LaneInfo, info: SeriesInfo, value: HTMLElement): HTMLElement {
    const button = this.#legendButton(lane, info.name);
    const line = document.createElement('span');
    line.className = `series ${info.style}`;
    line.style.color = this.#lanes.theme.line[info.role];
    const name = text('name', info.name);
    if (info.derived) {
      name.classList.add('derived');
      button.title += `. ${t('Derived: computed, not observed')}`;
    }
    button.append(line, name, value);
    return button;
  }

  #legendButton(lane: LaneInfo, name: string): HTMLButtonElement {
    const { store } = this.#screen;
    const key = `${lane.id}/${name}`;
    const hidden = store.get('hiddenClasses').includes(key);
    const button = document.createElement('button');
    button.className = hidden ? 'legend-item off' : 'legend-item';
    button.title = hidden ? t('Show {0}', name) : t('Hide {0}', name);
    button.setAttribute('aria-pressed', String(!hidden));
    button.addEventListener('click', () => store.toggle('hiddenClasses', key));
    return button;
  }

  /** A label that is dragged takes its lane along. */
  #draggable(element: HTMLElement, handle: HTMLElement, { lane, pinned }: LaneRow): void {
    if (pinned) return;
    handle.addEventListener('pointerdown', (down) => {
      handle.setPointerCapture(down.pointerId);
      const move = ({ clientY }: PointerEvent): void => {
        const over = this.#lanes.rowAt(clientY - this.#lanes.canvas.getBoundingClientRect().top);
        if (!over || over.pinned || over.lane.group !== lane.group || over.lane.id === lane.id) return;
        element.classList.add('moving');
        this.#move(lane.id, over.lane.id);
      };
      const end = (): void => {
        handle.removeEventListener('pointermove', move);
        element.classList.remove('moving');
      };
      handle.addEventListener('pointermove', move);
      handle.addEventListener('pointerup', end, { once: true });
      handle.addEventListener('pointercancel', end, { once: true });
    });
  }

  #move(lane: string, onto: string): void {
    const { store } = this.#screen;
    const overview = store.get('overview');
    if (!overview) return;
    const ids = this.#lanes.laneRows().filter(({ pinned }) => !pinned).map((row) => row.lane.id);
    const state = { collapsed: [], pinned: store.get('pinned'), hidden: store.get('hidden'), order: store.get('order'), laneSearch: '' };
    store.set({ order: moved(overview, state, lane, ids.indexOf(onto) - ids.indexOf(lane)) });
  }
}

/** Writes a style where it changes: the page is laid out after each write. */
function setStyle(element: HTMLElement, name: 'top' | 'height' | 'transform', value: string): void {
  if (element.style[name] !== value) element.style[name] = value;
}

function searchBox({ store }: Screen): HTMLElement {
  const box = document.createElement('div');
  box.className = 'lane-search';
  const input = document.createElement('input');
  input.type = 'search';
  input.placeholder = t('Search lanes');
  input.setAttribute('aria-label', t('Search lanes'));
  input.addEventListener('input', () => store.set({ laneSearch: input.value }));
  box.append(input);
  return box;
}

function tickLabels(max: number, unit: 'bytes' | 'count', height: number): HTMLElement[] {
  const ticks = axisTicks(max, unit);
  return ticks.map((value) => {
    const label = text('tick-label', unit === 'bytes' ? tickText(value, max) : grouped(value));
    if (unit === 'bytes' && value === ticks.at(-1)) label.textContent += max >= 2048 ? ' KiB' : ' B';
    label.style.top = `${valueY(max, 0, height, value)}px`;
    return label;
  });
}

const tickText = (value: number, max: number): string => (max >= 2048 ? `${grouped(Math.round(value / 1024))}` : grouped(value));

const grouped = (value: number): string => Math.round(value).toString().replaceAll(/\B(?=(\d{3})+$)/g, ',');

const bytesText = (bytes: number): string => `${grouped(bytes)} B`;

/** The shape of a class, drawn as the lanes draw it. */
function swatch(lanes: Lanes, { role, shape }: ClassInfo): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.className = 'swatch';
  canvas.width = canvas.height = SWATCH * devicePixelRatio;
  const ctx = canvas.getContext('2d')!;
  ctx.scale(devicePixelRatio, devicePixelRatio);
  ctx.fillStyle = ctx.strokeStyle = lanes.theme.line[role];
  if (shape === 'tick') ctx.fillRect(5, 1, 2, 10);
  else if (shape === 'halfTick') ctx.fillRect(5, 5, 2, 6);
  else if (shape === 'bar') ctx.fillRect(1, 3, 10, 7);
  else if (shape === 'outline') ctx.strokeRect(1.5, 3.5, 9, 6);
  else if (isLine(shape)) {
    ctx.globalAlpha = 0.5;
    ctx.fillRect(1, 3, 10, 7);
    ctx.globalAlpha = 1;
    for (let x = -2; x < 10; x += 4) {
      ctx.beginPath();
      ctx.moveTo(Math.max(x, 1), x < 1 ? 10 - (1 - x) : 10);
      ctx.lineTo(Math.min(x + 7, 11), x + 7 > 11 ? 3 + (x + 7 - 11) : 3);
      ctx.stroke();
    }
  } else {
    ctx.beginPath();
    traceGlyph(ctx, shape, 6, 6, 4.5);
    ctx.fill();
  }
  return canvas;
}
