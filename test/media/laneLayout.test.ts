/** Which lanes stand where, and what is kept of a reader's choices. */
import { describe, expect, test } from 'vitest';
import type { LaneInfo, Overview } from '../../analyzer/view/protocol.ts';
import { buildLayout, moved, type Layout, type LayoutState } from '../../media/laneLayout.ts';
import { fromSavedView, toSavedView } from '../../media/savedView.ts';
import { Store } from '../../media/store.ts';
import { marksLane, spansLane } from './tileCases.ts';

const lane = (id: string, group: string, more: Partial<LaneInfo> = {}): LaneInfo => ({ ...marksLane, id, group, title: id, ...more }) as LaneInfo;

const overview = {
  generation: 1, state: 'done', epochSeconds: 1_795_392_000, start: 0, end: 10e9, stalls: [],
  groups: [
    { id: 'a', title: 'association 1', subtitle: 'fd 17', kind: 'association', association: 1 },
    { id: 'p', title: 'process beam.smp', subtitle: '', kind: 'process' },
  ],
  lanes: [lane('stalls', 'a'), lane('window', 'a'), lane('own window', 'a', { secondary: true }), lane('data', 'a'), lane('calls', 'p')],
} as unknown as Overview;

const plain: LayoutState = { collapsed: [], pinned: [], hidden: [], order: [], laneSearch: '' };
const names = ({ pinned, rows }: Layout): string[] => [
  ...pinned.map((row) => `pinned ${row.lane.id}`),
  ...rows.map((row) => (row.kind === 'group' ? `${row.group.id}${row.collapsed ? ' collapsed' : ''}${row.hidden.length > 0 ? ` (${row.hidden.length} hidden)` : ''}` : row.lane.id)),
];

describe('layout', () => {
  test.each([
    ['as the analysis has it', {}, ['a (1 hidden)', 'stalls', 'window', 'data', 'p', 'calls']],
    ['a secondary lane was asked for', { hidden: ['own window'] }, ['a', 'stalls', 'window', 'own window', 'data', 'p', 'calls']],
    ['a lane is hidden', { hidden: ['data'] }, ['a (2 hidden)', 'stalls', 'window', 'p', 'calls']],
    ['a group is folded', { collapsed: ['a'] }, ['a collapsed (1 hidden)', 'p', 'calls']],
    ['a lane is pinned', { pinned: ['calls'] }, ['pinned calls', 'a (1 hidden)', 'stalls', 'window', 'data', 'p']],
    ['lanes were moved', { order: ['data', 'stalls'] }, ['a (1 hidden)', 'data', 'stalls', 'window', 'p', 'calls']],
    ['search by title', { laneSearch: 'WIN' }, ['a (1 hidden)', 'window']],
    ['search by group', { laneSearch: 'beam' }, ['p', 'calls']],
    ['search for nothing there', { laneSearch: 'xyz' }, []],
    ['names of lanes that are gone', { pinned: ['gone'], hidden: ['gone'], order: ['gone', 'data'] }, ['a (1 hidden)', 'data', 'stalls', 'window', 'p', 'calls']],
  ] as const)('%s', (_, change, expected) => {
    expect(names(buildLayout(overview, { ...plain, ...change }))).toEqual(expected);
  });

  test('of many associations the first are open, and those that stall', () => {
    const many = {
      ...overview,
      groups: Array.from({ length: 9 }, (_, i) => ({ id: `g${i}`, title: '', subtitle: '', kind: 'association' as const, association: i + 1 })),
      lanes: Array.from({ length: 9 }, (_, i) => lane(`lane ${i}`, `g${i}`)),
      stalls: [{ association: 7 }],
    } as unknown as Overview;
    const open = (state: LayoutState): string[] => names(buildLayout(many, state)).filter((name) => name.startsWith('lane'));
    expect(open(plain)).toEqual(['lane 0', 'lane 1', 'lane 2', 'lane 6']);
    expect(open({ ...plain, collapsed: ['g8', 'g6'] })).toEqual(['lane 0', 'lane 1', 'lane 2', 'lane 8']);
    expect(open({ ...plain, laneSearch: 'lane 5' })).toEqual(['lane 5']);
  });

  test('sub-rows that stay empty take no room', () => {
    const bars = { ...spansLane, group: 'a', rows: 10 };
    const heightOf = (laneRows: ReadonlyMap<string, number>): number => buildLayout({ ...overview, lanes: [bars] }, { ...plain, laneRows }).rows.at(-2)!.height;
    expect(heightOf(new Map([[bars.id, 1]]))).toBeLessThan(heightOf(new Map([[bars.id, 4]])));
    expect(heightOf(new Map([[bars.id, 4]]))).toBeLessThan(heightOf(new Map()));
    expect(heightOf(new Map([[bars.id, 99]]))).toBe(heightOf(new Map()));
  });

  test('rows follow each other without gap or overlap', () => {
    const { rows, height } = buildLayout(overview, plain);
    let y = 0;
    for (const row of rows) {
      expect(row.y).toBe(y);
      y += row.height;
    }
    expect(height).toBe(y);
  });

  test.each([
    ['data', -1, ['a (1 hidden)', 'stalls', 'data', 'window', 'p', 'calls']],
    ['data', -9, ['a (1 hidden)', 'data', 'stalls', 'window', 'p', 'calls']],
    ['stalls', 1, ['a (1 hidden)', 'window', 'stalls', 'data', 'p', 'calls']],
    ['calls', 5, ['a (1 hidden)', 'stalls', 'window', 'data', 'p', 'calls']],
  ] as const)('%s moved by %i stays in its group', (id, by, expected) => {
    expect(names(buildLayout(overview, { ...plain, order: moved(overview, plain, id, by) }))).toEqual(expected);
  });
});

describe('saved view', () => {
  const store = new Store();
  store.set({
    overview, viewport: { start: 1e9, end: 2e9 }, filter: 'errno == EAGAIN', timeFormat: 'delta', foldIdle: true, pinned: ['calls'], hidden: ['data'], order: ['data', 'stalls'],
    bookmarks: [{ time: 1.5e9, note: 'here' }, { time: 3e9, end: 4e9, note: '' }],
  });

  test('comes back as it was', () => {
    const view = toSavedView(store)!;
    expect(view.start).toBe('1795392001000000000');
    const { overview: _, ...rest } = { ...fromSavedView(JSON.parse(JSON.stringify(view)), overview.epochSeconds), overview };
    for (const [key, value] of Object.entries(rest)) expect(store.get(key as 'viewport'), key).toEqual(value);
    expect(Object.keys(rest).toSorted()).toEqual(['bookmarks', 'filter', 'foldIdle', 'hidden', 'order', 'pinned', 'timeFormat', 'viewport']);
  });

  test('lies right on another axis', () => {
    expect(fromSavedView(toSavedView(store), overview.epochSeconds - 86_400).viewport).toEqual({ start: 86_401e9, end: 86_402e9 });
  });

  test.each([
    [undefined], [null], ['text'], [{ start: 7, end: [] }], [{ start: '20', end: '10' }], [{ timeFormat: 'martian', foldIdle: 'yes', filter: 3 }],
    [{ bookmarks: [undefined, {}, { time: 'x', note: 'n' }, { time: '1', note: 5 }] }],
  ])('what makes no sense is left out: %j', (view) => {
    const { bookmarks, ...rest } = fromSavedView(view, 0);
    expect(rest).toEqual({});
    expect(bookmarks ?? []).toEqual([]);
  });
});
