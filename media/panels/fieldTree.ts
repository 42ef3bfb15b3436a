/**
 * Decoded fields as a tree, WAI-ARIA's tree pattern: one item takes the focus, arrows move it and open and close what has parts. Enter
 * selects, `c` copies the value, `f` copies the display filter.
 */
import type { Field } from '../../analyzer/view/protocol.ts';
import { element, icon } from './element.ts';
import { t } from '../words.ts';

export interface FieldTreeOptions {
  readonly label: string;
  readonly fields: readonly Field[];
  /** Open from the start; else the innermost protocol. */
  readonly opened?: Field | undefined;
  /** The pointer or the focus is on a field; undefined: on none. */
  readonly looked: (field: Field | undefined) => void;
  readonly selected: (field: Field) => void;
  /** `done` is said when it is copied. */
  readonly copy: (text: string, done: string) => void;
}

export interface FieldTree {
  readonly element: HTMLElement;
  /** Opens the way to a field, selects it and scrolls it into view. */
  readonly show: (field: Field) => void;
}

interface Item {
  readonly field: Field;
  readonly element: HTMLElement;
  readonly row: HTMLElement;
  readonly parent: Item | undefined;
  /** Made when it is first opened. */
  children: readonly Item[] | undefined;
}

/** Parts that are opened from the start at most. */
const OPEN_AT_ONCE = 40;

export function createFieldTree(options: FieldTreeOptions): FieldTree {
  const root = element('ul', { class: 'tree', role: 'tree', 'aria-label': options.label });
  const byField = new Map<Field, Item>();
  let active: Item | undefined;

  const add = (field: Field, parent: Item | undefined, level: number): Item => {
    const parts = (field.children?.length ?? 0) > 0;
    const row = element('div', { class: 'field' }, fieldText(field, parts));
    const made = element('li', { role: 'treeitem', tabindex: -1, 'aria-level': level, 'aria-expanded': parts ? 'false' : undefined, 'aria-selected': 'false', 'aria-label': spoken(field) }, row);
    row.style.setProperty('--level', String(level - 1));
    const item: Item = { field, element: made, row, parent, children: undefined };
    byField.set(field, item);
    row.addEventListener('pointerenter', () => options.looked(field));
    row.addEventListener('pointerleave', () => options.looked(undefined));
    row.addEventListener('click', (event) => {
      focus(item);
      select(item);
      if (parts && (event.target as Element).closest('.twistie')) toggle(item);
    });
    row.addEventListener('dblclick', () => {
      if (parts) toggle(item);
    });
    return item;
  };

  const isOpen = ({ element: { ariaExpanded } }: Item): boolean => ariaExpanded === 'true';

  const open = (item: Item): void => {
    if (item.element.ariaExpanded === null) return;
    if (!item.children) {
      const level = Number(item.element.ariaLevel) + 1;
      item.children = item.field.children!.map((child) => add(child, item, level));
      item.element.append(element('ul', { role: 'group' }, ...item.children.map((child) => child.element)));
    }
    item.element.ariaExpanded = 'true';
  };

  const toggle = (item: Item): void => {
    if (isOpen(item)) item.element.ariaExpanded = 'false';
    else open(item);
  };

  const focus = (item: Item): void => {
    if (active) active.element.tabIndex = -1;
    active = item;
    item.element.tabIndex = 0;
    item.element.focus({ preventScroll: true });
    item.row.scrollIntoView({ block: 'nearest' });
  };

  const select = (item: Item): void => {
    for (const selected of root.querySelectorAll('[aria-selected="true"]')) selected.setAttribute('aria-selected', 'false');
    item.element.ariaSelected = 'true';
    options.selected(item.field);
  };

  /** Items in the order in which they are seen. */
  const visible = (items: readonly Item[] = top): Item[] => items.flatMap((item) => [item, ...(isOpen(item) && item.children ? visible(item.children) : [])]);

  const keys: Readonly<Record<string, (item: Item) => void>> = {
    ArrowDown: (item) => step(item, 1),
    ArrowUp: (item) => step(item, -1),
    ArrowRight: (item) => {
      if (item.element.ariaExpanded === 'false') open(item);
      else if (item.children?.[0]) focus(item.children[0]);
    },
    ArrowLeft: (item) => {
      if (isOpen(item)) toggle(item);
      else if (item.parent) focus(item.parent);
    },
    Home: () => focus(top[0]!),
    End: () => focus(visible().at(-1)!),
    Enter: select,
    ' ': select,
    '*': (item) => (item.parent?.children ?? top).forEach(open),
    c: ({ field }) => options.copy(field.value === '' ? field.name : field.value, t('value copied')),
    f: ({ field }) => {
      if (field.filter !== undefined) options.copy(field.filter, t('display filter copied'));
    },
  };

  const step = (item: Item, by: number): void => {
    const items = visible();
    const next = items[items.indexOf(item) + by];
    if (next) focus(next);
  };

  root.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (!act || !active || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act(active);
  });
  root.addEventListener('focusin', () => options.looked(active?.field));
  root.addEventListener('focusout', () => options.looked(undefined));

  /** What is opened from the start: the innermost protocol, and its parts while they are few. */
  const openInner = (items: readonly Item[]): void => {
    const inner = items.findLast(({ field }) => field.children?.length);
    if (!inner) return;
    open(inner);
    const parts = inner.children ?? [];
    if (parts.reduce((sum, { field }) => sum + (field.children?.length ?? 0), parts.length) <= OPEN_AT_ONCE) parts.forEach(open);
  };

  const top = options.fields.map((field) => add(field, undefined, 1));
  root.append(...top.map((item) => item.element));
  if (top[0]) {
    active = top[0];
    active.element.tabIndex = 0;
  }
  if (options.opened) {
    for (const field of pathTo(options.fields, options.opened)) open(byField.get(field)!);
    openInner(byField.get(options.opened)!.children ?? []);
  } else {
    openInner(top);
  }

  return {
    element: root,
    show(field) {
      for (const ancestor of pathTo(options.fields, field)) {
        const item = byField.get(ancestor)!;
        if (ancestor !== field) open(item);
        else {
          focus(item);
          select(item);
        }
      }
    },
  };
}

/** A field and what it is in, outermost first. */
function pathTo(fields: readonly Field[], wanted: Field): readonly Field[] {
  for (const field of fields) {
    if (field === wanted) return [field];
    const way = pathTo(field.children ?? [], wanted);
    if (way.length > 0) return [field, ...way];
  }
  return [];
}

function fieldText({ name, value, meaning, spec, problem, derived }: Field, parts: boolean): DocumentFragment {
  const text = document.createDocumentFragment();
  text.append(element('span', { class: 'twistie' }, parts ? icon('chevron-right') : undefined), element('span', { class: 'name' }, name));
  if (value !== '') text.append(' ', element('span', { class: 'value' }, shortened(value)));
  if (meaning !== undefined && meaning !== '') text.append(' ', element('span', { class: 'meaning' }, meaning));
  if (derived) text.append(' ', element('span', { class: 'tag' }, t('derived')));
  if (problem !== undefined) text.append(' ', element('span', { class: 'problem' }, icon('warning'), problem));
  if (spec !== undefined) text.append(' ', element('span', { class: 'spec' }, spec));
  return text;
}

/** A long value is copied whole and shown in part. */
const MOST_SHOWN = 160;

function shortened(value: string): string {
  return value.length <= MOST_SHOWN ? value : `${value.slice(0, MOST_SHOWN)}… (${t('{0} characters', value.length)})`;
}

function spoken({ name, value, meaning, problem, derived }: Field): string {
  return [name, shortened(value), meaning, derived ? t('derived') : undefined, problem === undefined ? undefined : t('problem: {0}', problem)].filter((part) => part !== undefined && part !== '').join(', ');
}
