/**
 * A filter over the rows of an analysis -> a predicate for each table, over typed columns.
 *
 * What is true of a row:
 * - A comparison looks at the row's own field, else at that of the nearest related rows (relations.ts). Of several values one that
 *   fits is enough, but for `!=`: there must be a value, and none that equals. So it is in Wireshark.
 * - A row without a value fits no comparison; `!(…)` of it fits, as in Wireshark: `!(latency > 200ms)` keeps what has no answer.
 * - A table that has no such field at all (SACKs have no errno) fits neither a comparison nor its negation: `!(errno == EAGAIN)`
 *   selects calls and what they moved, and no SACKs. In `a || b` the other side may still fit.
 */
import { isWithin, parseAddress } from './addressText.ts';
import type { EventTables } from './eventTables.ts';
import { limitOf, type Expression, type Filter, type Moment, type Value } from './expression.ts';
import { filterTables, type Field, type FilterTable, type Reader } from './field.ts';
import { matchesGlob } from './glob.ts';
import { isRequestRow, waysTo } from './relations.ts';
import { momentOf } from './moments.ts';

export type Predicate = (row: number) => boolean;

const never: Predicate = () => false;
const always: Predicate = () => true;

export class CompiledFilter {
  readonly filter: Filter;
  readonly #events: EventTables;
  readonly #predicates = new Map<FilterTable, Predicate>();
  readonly #rows = new Map<FilterTable, Uint32Array>();

  constructor(filter: Filter, events: EventTables) {
    this.filter = filter;
    this.#events = events;
  }

  /** Whether a row matches. Rows of `transactions` are message rows: those that are no requests never match. */
  predicate(table: FilterTable): Predicate {
    let predicate = this.#predicates.get(table);
    if (!predicate) {
      const compiled = compile(this.filter.expression, table, this.#events, true);
      predicate = table === 'transactions' && compiled !== never ? (row) => isRequestRow(this.#events, row) && compiled(row) : compiled;
      this.#predicates.set(table, predicate);
    }
    return predicate;
  }

  /** The rows that match, ascending. Worked out once for the rows there were. */
  rows(table: FilterTable): Uint32Array {
    let rows = this.#rows.get(table);
    if (!rows) this.#rows.set(table, (rows = this.#select(table)));
    return rows;
  }

  count(table: FilterTable): number {
    return this.rows(table).length;
  }

  /** By row of the table: 1 where it matches. */
  mask(table: FilterTable): Uint8Array {
    const mask = new Uint8Array(this.#events.lengthOf(table));
    for (const row of this.rows(table)) mask[row] = 1;
    return mask;
  }

  counts(): Readonly<Record<FilterTable, number>> {
    return Object.fromEntries(filterTables.map((table) => [table, this.count(table)])) as Record<FilterTable, number>;
  }

  #select(table: FilterTable): Uint32Array {
    const predicate = this.predicate(table);
    const length = predicate === never ? 0 : this.#events.lengthOf(table);
    const rows = new Uint32Array(length);
    let count = 0;
    for (let row = 0; row < length; row++) if (predicate(row)) rows[count++] = row;
    return rows.slice(0, count);
  }
}

export function compileFilter(filter: Filter, events: EventTables): CompiledFilter {
  return new CompiledFilter(filter, events);
}

/** Rows for which the expression is certainly true (`wanted`), or certainly false. */
function compile(expression: Expression, table: FilterTable, events: EventTables, wanted: boolean): Predicate {
  switch (expression.kind) {
    case 'not':
      return compile(expression.part, table, events, !wanted);
    case 'and':
    case 'or': {
      const parts = expression.parts.map((part) => compile(part, table, events, wanted));
      return (expression.kind === 'and') === wanted ? all(parts) : any(parts);
    }
    case 'has':
    case 'compare': {
      const predicate = compileTerm(expression, table, events);
      if (!predicate) return never;
      return wanted ? predicate : (row) => !predicate(row);
    }
  }
}

function all(parts: readonly Predicate[]): Predicate {
  if (parts.includes(never)) return never;
  if (parts.length === 0) return always;
  return parts.reduce((a, b) => (row) => a(row) && b(row));
}

function any(parts: readonly Predicate[]): Predicate {
  const possible = parts.filter((part) => part !== never);
  return possible.length === 0 ? never : possible.reduce((a, b) => (row) => a(row) || b(row));
}

/** Undefined where the table has no such field. */
function compileTerm(term: Extract<Expression, { kind: 'has' | 'compare' }>, table: FilterTable, events: EventTables): Predicate | undefined {
  const { field } = term;
  const has = someValue(field, table, events, (value) => !Number.isNaN(value) && value !== field.none && (field.type !== 'boolean' || value !== 0));
  if (term.kind === 'has' || !has) return has;
  const test = testOf(term.comparison === '!=' ? '==' : term.comparison, term.values, events);
  const fits = someValue(field, table, events, test)!;
  if (term.comparison !== '!=') return fits;
  const present = field.type === 'boolean' ? someValue(field, table, events, (value) => !Number.isNaN(value))! : has;
  return (row) => present(row) && !fits(row);
}

/** Some value of the field, in the row or in rows related with it, passes the test. */
function someValue(field: Field, table: FilterTable, events: EventTables, test: (value: number) => boolean): Predicate | undefined {
  const homes = Object.keys(field.at) as FilterTable[];
  const ways = waysTo(table, homes);
  if (ways.length === 0) return undefined;
  return any(ways.map(({ table: home, step }): Predicate => {
    const made = field.at[home]!(events);
    const readers: readonly Reader[] = typeof made === 'function' ? [made] : made;
    const tests = readers.map((read): Predicate => (row) => test(read(row)));
    const own = any(tests);
    if (home === table) return own;
    return step(events)(own);
  }));
}

type Test = (value: number) => boolean;

function testOf(comparison: '==' | '<' | '<=' | '>' | '>=' | 'contains' | 'matches', values: readonly Value[], events: EventTables): Test {
  if (comparison === '==') {
    return values.map((value) => equals(value, events)).reduce((a, b) => (number) => a(number) || b(number));
  }
  const [value] = values;
  if (value!.kind === 'text') {
    const { text } = value!;
    return ofText(events, comparison === 'contains' ? (found) => found.includes(text) : (found) => matchesGlob(found, text));
  }
  if (comparison === 'contains' || comparison === 'matches') return equals(value!, events);
  const limit = value!.kind === 'time' ? momentOf(events, value!.low) : limitOf(value!, comparison);
  switch (comparison) {
    case '<':
      return (number) => number < limit;
    case '<=':
      return (number) => number <= limit;
    case '>':
      return (number) => number > limit;
    default:
      return (number) => number >= limit;
  }
}

function equals(value: Value, events: EventTables): Test {
  switch (value.kind) {
    case 'number': {
      const { low, high } = value;
      return low === high ? (number) => number === low : (number) => number >= low && number <= high;
    }
    case 'numbers': {
      const numbers = new Set(value.numbers);
      return (number) => numbers.has(number);
    }
    case 'time':
      return between(events, value.low, value.high);
    case 'text':
      return ofText(events, (found) => found === value.text);
    case 'address':
      return ofText(events, (found) => {
        const address = parseAddress(found);
        return address !== undefined && isWithin(address, value.address);
      });
  }
}

function between(events: EventTables, from: Moment, to: Moment): Test {
  const low = momentOf(events, from);
  const high = momentOf(events, to);
  return (number) => number >= low && number <= high;
}

/** Texts are few and come again: each is looked at once. */
function ofText({ texts }: EventTables, fits: (text: string) => boolean): Test {
  const known: boolean[] = [];
  return (id) => !Number.isNaN(id) && (known[id] ??= fits(texts.text(id)));
}
