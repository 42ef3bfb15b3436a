/** What the panels keep and compute, without a page: rows of the table, bookmarks, filters used before, the field under a byte. */
import { describe, expect, test } from 'vitest';
import { Client, answer, type Handlers, type Message } from '../../analyzer/view/client.ts';
import type { Events, Field, Located, Requests, TablePage } from '../../analyzer/view/protocol.ts';
import { EventTables } from '../../analyzer/view/eventTable.ts';
import { toggleBookmark } from '../../media/bookmarks.ts';
import { FilterHistory } from '../../media/panels/filterHistory.ts';
import { fieldAt } from '../../media/panels/fieldAt.ts';
import { TablePages } from '../../media/panels/tablePages.ts';
import { fromScreenState, selectAgain, toScreenState } from '../../media/screenState.ts';
import { Store } from '../../media/store.ts';
import { eventSource } from '../view/eventCase.ts';

const source = await eventSource('erlang-slow-peer');
const tables = new EventTables(source);

/** A client whose questions about tables are answered and counted. */
function analysisOf(): { client: Client<Requests, Events>; asked: Requests['table']['params'][] } {
  const asked: Requests['table']['params'][] = [];
  const handlers = {
    table: (params: Requests['table']['params']): TablePage => {
      asked.push(params);
      return tables.page(params);
    },
  } as Partial<Handlers<Requests>> as Handlers<Requests>;
  const client: Client<Requests, Events> = new Client((message: Message) => void answer(handlers, message, (reply) => queueMicrotask(() => client.receive(reply))));
  return { client, asked };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('rows of the table of events', () => {
  test('are asked for by the page, once, and are there afterwards', async () => {
    const { client, asked } = analysisOf();
    let changes = 0;
    const pages = new TablePages(client, () => changes++);
    await pages.open('packets', '');
    expect(pages.total).toBe(source.trace.packets.length);
    expect(pages.row(250)).toBeUndefined();
    expect(pages.row(251)).toBeUndefined();
    await settled();
    expect(pages.row(250)?.ref).toEqual({ table: 'packets', row: 250 });
    expect(asked).toHaveLength(2);
    expect(changes).toBe(2);
  });

  test('the last page too, which is not full', async () => {
    const { client } = analysisOf();
    const pages = new TablePages(client, () => {});
    await pages.open('packets', '');
    const last = pages.total - 1;
    pages.row(last);
    await settled();
    expect(pages.row(last)?.ref.row).toBe(last);
    expect(pages.row(last - 80)?.ref.row).toBe(last - 80);
  });

  test('an answer to another table than the one that is open is dropped', async () => {
    const { client } = analysisOf();
    const pages = new TablePages(client, () => {});
    const first = pages.open('packets', '');
    const second = pages.open('sacks', '');
    await Promise.all([first, second]);
    expect(pages.total).toBe(source.trace.sacks.length);
    expect(pages.columns).toContain('a_rwnd');
  });

  test('a selected row is found at its time; another table\'s row is placed next to it', async () => {
    const { client } = analysisOf();
    const pages = new TablePages(client, () => {});
    await pages.open('sacks', '');
    const time = source.correlation.axis.packet(source.trace.sacks.packet[100]!);
    expect(await pages.placeOf({ row: 100, time })).toEqual({ at: 100, exact: true });
    expect(await pages.placeOf({ row: -1, time: time - 1 })).toMatchObject({ exact: false, at: 100 });
  });
});

describe('bookmarks', () => {
  const located: Located = { ref: { table: 'calls', row: 1 }, start: 50, end: 50, title: 'sendmsg()', places: [] };

  test('mark the selection, and the same again takes the mark away', () => {
    const store = new Store();
    store.select(located, 'timeline');
    toggleBookmark(store);
    expect(store.get('bookmarks')).toEqual([{ time: 50, note: 'sendmsg()' }]);
    toggleBookmark(store);
    expect(store.get('bookmarks')).toEqual([]);
  });

  test('a measured stretch wins, drawn in whichever direction; all stand in order of time', () => {
    const store = new Store();
    store.select(located, 'timeline');
    toggleBookmark(store);
    store.set({ measure: { start: 40, end: 10 } });
    toggleBookmark(store);
    expect(store.get('bookmarks')).toEqual([{ time: 10, end: 40, note: '' }, { time: 50, note: 'sendmsg()' }]);
  });

  test('with nothing selected and no pointer there is nothing to mark', () => {
    const store = new Store();
    toggleBookmark(store);
    expect(store.get('bookmarks')).toEqual([]);
  });
});

test('filters used before: the latest first, each once, no more than 20', () => {
  const history = new FilterHistory(new Store());
  for (let i = 0; i < 30; i++) history.add(`errno == ${i}`);
  history.add('errno == 20');
  history.add('');
  expect(history.texts()).toHaveLength(20);
  expect(history.texts().slice(0, 2)).toEqual(['errno == 20', 'errno == 29']);
});

test('the innermost field of a byte', () => {
  const flags: Field = { name: 'Flags', value: '3', start: 13, end: 14 };
  const chunk: Field = { name: 'DATA', value: '', start: 12, end: 28, children: [{ name: 'note', value: 'in no byte' }, flags] };
  const fields: readonly Field[] = [{ name: 'IPv4', value: '', start: 0, end: 12 }, chunk];
  expect([11, 12, 13, 27, 28].map((at) => fieldAt(fields, at)?.name)).toEqual(['IPv4', 'DATA', 'Flags', 'DATA', undefined]);
});

describe('what outlives a hidden page', () => {
  test('is what it was', () => {
    const store = new Store();
    const state = {
      filterHistory: ['errno'], collapsed: ['association:2'], hiddenClasses: ['calls:0/sent'], follow: false, scroll: 120, panel: { tab: 'Ladder', folded: true, width: 400 },
    };
    store.set(state);
    expect(fromScreenState(JSON.parse(JSON.stringify(toScreenState(store))))).toEqual(state);
  });

  test.each([undefined, null, 'x', 7, [], {}, { panel: 'x' }, { panel: { tab: 3 } }, { filterHistory: { 0: 'x' } }, { scroll: '9', follow: 1, collapsed: 'x' }, { scroll: -1 }])('nonsense changes nothing: %j', (state) => {
    expect(fromScreenState(state)).toEqual({});
  });

  test('the selection is found again by its row, and nonsense is not', async () => {
    const store = new Store();
    const asked: unknown[] = [];
    const client: Client<Requests, Events> = new Client((message: Message) => {
      asked.push((message as { params: unknown }).params);
      queueMicrotask(() => client.receive({ id: (message as { id: number }).id, ok: { ref: { table: 'sacks', row: 3 }, start: 1, end: 1, title: 'SACK', places: [] } }));
    });
    const screen = { store, analysis: client, editor: client as never };
    await selectAgain(screen, { selected: { table: 'passwords', row: 3 } });
    await selectAgain(screen, { selected: { table: 'sacks', row: '3' } });
    expect(asked).toEqual([]);
    await selectAgain(screen, { selected: { table: 'sacks', row: 3 } });
    expect(store.get('selection')?.ref).toEqual({ table: 'sacks', row: 3 });
  });
});

test('a table that has grown is opened again where it was', async () => {
  const { client, asked } = analysisOf();
  const pages = new TablePages(client, () => {});
  await pages.open('packets', '');
  pages.row(310);
  await settled();
  const again = pages.open('packets', '', 310);
  expect(pages.row(310)?.ref.row).toBe(310);
  await again;
  expect(pages.row(310)?.ref.row).toBe(310);
  expect(asked.at(-1)).toMatchObject({ from: 300 });
});
