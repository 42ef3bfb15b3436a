/** Rows of one table as they are asked for by the view: pages that were seen last are kept. */
import type { Requests, SelectableTable, TablePage } from '../../analyzer/view/protocol.ts';
import type { AnalysisClient } from '../host.ts';

const PAGE = 100;
const MOST_PAGES = 40;

export type TableRow = TablePage['rows'][number];

export class TablePages {
  readonly #analysis: AnalysisClient;
  readonly #changed: () => void;
  readonly #pages = new Map<number, readonly TableRow[] | 'asked'>();
  #table: SelectableTable = 'stalls';
  #filter = '';
  #generation = 0;
  total = 0;
  columns: readonly string[] = [];

  /** `changed` is called when rows have arrived. */
  constructor(analysis: AnalysisClient, changed: () => void) {
    this.#analysis = analysis;
    this.#changed = changed;
  }

  get table(): SelectableTable {
    return this.#table;
  }

  /** Begins anew, with the rows around place `at`. What was there stays until they have come, if it is of the same table. Rejects when the analysis does. */
  async open(table: SelectableTable, filter: string, at = 0): Promise<void> {
    if (table !== this.#table || filter !== this.#filter) this.#pages.clear();
    this.#table = table;
    this.#filter = filter;
    const generation = ++this.#generation;
    const number = Math.max(0, Math.floor(at / PAGE));
    const page = await this.#ask({ from: number * PAGE, count: PAGE });
    if (generation !== this.#generation) return;
    this.total = page.total;
    this.columns = page.columns;
    this.#pages.clear();
    this.#keep(number, page);
    this.#changed();
  }

  /** Undefined while it is on its way. */
  row(at: number): TableRow | undefined {
    const number = Math.floor(at / PAGE);
    const page = this.#pages.get(number);
    if (page === undefined) void this.#fetch(number);
    return page === undefined || page === 'asked' ? undefined : page[at - number * PAGE];
  }

  /** Place of a row, or of what is next to its time. */
  async placeOf({ row, time }: { readonly row: number; readonly time: number }): Promise<{ readonly at: number; readonly exact: boolean } | undefined> {
    const generation = this.#generation;
    const page = await this.#ask({ from: 0, count: PAGE * 2, nearest: time });
    if (generation !== this.#generation || page.rows.length === 0) return undefined;
    const exact = page.rows.findIndex(({ ref }) => ref.row === row);
    if (exact >= 0) return { at: page.from + exact, exact: true };
    const next = page.rows.findIndex((other) => other.time >= time);
    return { at: page.from + (next < 0 ? page.rows.length - 1 : next), exact: false };
  }

  async #fetch(number: number): Promise<void> {
    const generation = this.#generation;
    this.#pages.set(number, 'asked');
    if (this.#pages.size > MOST_PAGES) this.#pages.delete(this.#pages.keys().next().value!);
    const page = await this.#ask({ from: number * PAGE, count: PAGE }).catch(() => undefined);
    if (generation !== this.#generation) return;
    if (!page) return void this.#pages.delete(number);
    this.#keep(number, page);
    this.#changed();
  }

  /** The last page may be moved so that it is full. */
  #keep(number: number, { from, rows }: TablePage): void {
    this.#pages.set(number, rows.slice(Math.max(0, number * PAGE - from)));
  }

  #ask(params: Pick<Requests['table']['params'], 'from' | 'count' | 'nearest'>): Promise<TablePage> {
    return this.#analysis.request('table', { table: this.#table, ...params, ...(this.#filter === '' ? {} : { filter: this.#filter }) });
  }
}
