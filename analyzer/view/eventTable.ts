/** Pages of the selectable tables in order of time, for the table twin of the timeline. What costs a pass over a table is kept. */
import { countUpTo } from '../trace/search.ts';
import { formatTimeOfDay } from '../trace/time.ts';
import { eventRows, type EventRows } from './eventColumns.ts';
import type { EventSource } from './eventSource.ts';
import { EventWords } from './eventWords.ts';
import type { Requests, SelectableTable, TablePage } from './protocol.ts';
import { inOrderOfTime, type TimedRows } from './timedRows.ts';

/** Rows that a page has at most. */
const MOST_ROWS = 1000;

/** Rows that are left out of a table: `text` names the choice. */
export interface RowFilter {
  readonly text: string;
  readonly matches: (row: number) => boolean;
}

interface Order extends TimedRows {
  /** Filter that made it, '' for all rows. */
  readonly text: string;
}

export class EventTables {
  readonly #source: EventSource;
  readonly #words: EventWords;
  readonly #rows = new Map<SelectableTable, EventRows>();
  /** One order a table: that of the filter asked for last. */
  readonly #orders = new Map<SelectableTable, Order>();

  constructor(source: EventSource) {
    this.#source = source;
    this.#words = new EventWords(source);
  }

  page({ table, from, count, nearest }: Requests['table']['params'], filter?: RowFilter): TablePage {
    const events = this.#rowsOf(table);
    const { rows, times } = this.#order(table, events, filter);
    const size = Math.max(0, Math.min(MOST_ROWS, Math.floor(count)));
    const wanted = nearest === undefined ? from : countUpTo(times, nearest - 0.5) - Math.floor(size / 2);
    const start = Math.max(0, Math.min(Math.floor(wanted), Math.max(0, rows.length - size)));
    const names = Object.keys(events.cells);
    const cells = names.map((name) => events.cells[name]!);
    const epochSeconds = this.#source.trace.epochSeconds ?? 0;
    return {
      columns: ['time', ...names],
      total: rows.length,
      from: start,
      rows: Array.from(rows.subarray(start, start + size), (row, i) => ({
        ref: { table, row },
        time: times[start + i]!,
        cells: [formatTimeOfDay(epochSeconds, times[start + i]!), ...cells.map((cell) => cell(row))],
      })),
    };
  }

  #rowsOf(table: SelectableTable): EventRows {
    let events = this.#rows.get(table);
    if (!events) this.#rows.set(table, (events = eventRows(this.#source, this.#words, table)));
    return events;
  }

  #order(table: SelectableTable, events: EventRows, filter: RowFilter | undefined): Order {
    const known = this.#orders.get(table);
    const text = filter?.text ?? '';
    if (known?.text === text) return known;
    const order = orderOf(events, text, filter?.matches);
    this.#orders.set(table, order);
    return order;
  }
}

function orderOf({ first, length, listed, time }: EventRows, text: string, matches: ((row: number) => boolean) | undefined): Order {
  let rows = new Uint32Array(length);
  let kept = 0;
  for (let i = 0; i < length; i++) {
    const row = listed ? listed[i]! : first + i;
    if (matches === undefined || matches(row)) rows[kept++] = row;
  }
  if (kept < length) rows = rows.slice(0, kept);
  return { text, ...inOrderOfTime(rows, time) };
}
