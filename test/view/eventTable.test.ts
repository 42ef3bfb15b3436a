import { expect, test } from 'vitest';
import { alignColumns } from '../../analyzer/view/layout.ts';
import { selectableTables, type TablePage } from '../../analyzer/view/protocol.ts';
import { EventTables } from '../../analyzer/view/eventTable.ts';
import { eventSource } from './eventCase.ts';

const source = await eventSource('erlang-slow-peer');
const tables = new EventTables(source);

const lines = ({ columns, total, from, rows }: TablePage): string[] =>
  [`${total} rows from ${from}`, ...alignColumns(columns, rows.map(({ cells }) => cells))];

test('every table as people read it', async () => {
  const text = selectableTables.flatMap((table) => {
    const { total } = tables.page({ table, from: 0, count: 0 });
    return [`== ${table}`, ...lines(tables.page({ table, from: Math.max(0, Math.floor(total / 2)), count: 4 })), ''];
  });
  await expect(text.join('\n')).toMatchFileSnapshot('golden/tables.txt');
});

test('a loss is seen in the table of DATA chunks', async () => {
  const lossy = new EventTables(await eventSource('005-loss'));
  const { rows, columns } = lossy.page({ table: 'dataChunks', from: 0, count: 1000 });
  expect(rows.some(({ cells }) => cells[columns.indexOf('again')] === 'again')).toBe(true);
});

test('rows are in order of time, also where their table is not', async () => {
  const twoLogs = new EventTables(await eventSource('008-log-a-thread'));
  const { rows } = twoLogs.page({ table: 'calls', from: 0, count: 1000 });
  const raw = rows.map(({ ref }) => ref.row);
  expect(raw).not.toEqual(raw.toSorted((a, b) => a - b));
  expect(rows.map(({ time }) => time)).toEqual(rows.map(({ time }) => time).toSorted((a, b) => a - b));
});

test('a filter leaves out rows, and its count is the total', () => {
  const { calls } = source.trace;
  const refused = { text: 'errno == EAGAIN', matches: (row: number) => calls.errno[row] === 11 && calls.socket[row] !== 0xffff_ffff };
  const page = tables.page({ table: 'calls', from: 0, count: 10 }, refused);
  expect(page.total).toBeGreaterThan(0);
  expect(page.rows.every(({ cells }) => cells[page.columns.indexOf('result')] === 'EAGAIN')).toBe(true);
  expect(tables.page({ table: 'calls', from: 0, count: 10 }).total).toBe(calls.length);
});

test('the page around a time has that time in its middle', () => {
  const all = tables.page({ table: 'packets', from: 0, count: 1000 }).rows;
  const wanted = all[200]!;
  const { rows } = tables.page({ table: 'packets', from: 0, count: 20, nearest: wanted.time });
  const place = rows.findIndex(({ ref }) => ref.row === wanted.ref.row);
  expect(place).toBeGreaterThanOrEqual(8);
  expect(place).toBeLessThanOrEqual(12);
});

test.each([
  [-5, 3, 0, 3], [1e9, 3, undefined, 3], [0, -1, 0, 0], [0.5, 2.5, 0, 2], [0, 1e9, 0, undefined],
])('asked from %d for %d rows', (from, count, start, length) => {
  const page = tables.page({ table: 'packets', from, count });
  if (start !== undefined) expect(page.from).toBe(start);
  expect(page.rows).toHaveLength(length ?? Math.min(page.total, 1000));
  expect(page.from + page.rows.length).toBeLessThanOrEqual(page.total);
});
