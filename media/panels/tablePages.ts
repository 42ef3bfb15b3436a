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

  /** Begins anew. Rejects when the analysis does. */
  async open(table: SelectableTable, filter: string): Promise<void> {
    this.#table = table;
    this.#filter = filter;
    this.#pages.clear();
    const generation = ++this.#generation;
    const page = await this.#ask({ from: 0, count: PAGE });
    if (generation !== this.#generation) return;
    this.total = page.total;
    this.columns = page.columns;
    this.#pages.set(0, page.rows);
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
    // The last page may be moved so that it is full.
    this.#pages.set(number, page.rows.slice(number * PAGE - page.from));
    this.#changed();
  }

  #ask(params: Pick<Requests['table']['params'], 'from' | 'count' | 'nearest'>): Promise<TablePage> {
    return this.#analysis.request('table', { table: this.#table, ...params, ...(this.#filter === '' ? {} : { filter: this.#filter }) });
  }
}
