/**
 * A table is a set of typed columns of one length: row i of every column is one event. Rows are added by
 * `const row = table.add(); table.time[row] = …`, so that no object exists for a row.
 */

export type Column =
  | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

type ColumnConstructor =
  | Int8ArrayConstructor | Uint8ArrayConstructor | Int16ArrayConstructor | Uint16ArrayConstructor
  | Int32ArrayConstructor | Uint32ArrayConstructor | Float32ArrayConstructor | Float64ArrayConstructor;

/** Columns by name; `length` is the table's own. */
export type Schema = Readonly<Record<string, ColumnConstructor>> & { readonly length?: never };

export type Columns<S extends Schema> = { [C in keyof S]: InstanceType<S[C]> };

export type Table<S extends Schema> = TableCore & Columns<S>;

/** A row number that points nowhere, in unsigned columns. Signed columns use -1. */
export const NONE = 0xffff_ffff;

const FIRST_CAPACITY = 256;
/** Columns double: each row is copied once on average, and slack that was never written takes no physical memory. */
const GROWTH = 2;
/** Less slack stays: where it was never written it takes no memory, and the copy of a table does while it is made. */
const WORTH_TRIMMING = 1.5;

export class TableCore {
  /** Rows in use. Columns are longer than this; read only below it. No column can have this name. */
  length = 0;
  #capacity = FIRST_CAPACITY;
  #names: readonly string[];

  constructor(schema: Schema) {
    this.#names = Object.keys(schema);
    const columns = this as unknown as Record<string, Column>;
    for (const name of this.#names) columns[name] = new schema[name]!(FIRST_CAPACITY);
  }

  /** Appends a row of zeros and returns its number. Column references taken before may be stale after. */
  add(): number {
    if (this.length === this.#capacity) this.grow();
    return this.length++;
  }

  /**
   * Makes room for more rows. `add` serves tables of every shape and so knows none; where each packet adds a row,
   * `const row = table.length++; if (row === table.x.length) table.grow();` is compiled for the one table there.
   */
  grow(): void {
    this.#resize(Math.ceil(this.#capacity * GROWTH));
  }

  /** Adds `count` rows, the first ones of the columns given; others stay zero. Returns the number of the first. */
  append(from: Readonly<Record<string, Column>>, count: number): number {
    const first = this.length;
    while (first + count > this.#capacity) this.grow();
    this.length += count;
    if (count === 0) return first;
    const columns = this as unknown as Record<string, Column>;
    for (const name in from) copyRows(columns[name]!, from[name]!, first, count);
    return first;
  }

  /** Names of the columns, in the order of the schema. */
  columnNames(): readonly string[] {
    return this.#names;
  }

  /** Makes room for `rows` rows in all, so that a table of known size is copied once and not at each doubling. */
  reserve(rows: number): void {
    if (rows > this.#capacity) this.#resize(rows);
  }

  /** Gives back the growth slack where it is worth a copy; the table stays usable. */
  trim(): void {
    if (this.#capacity > this.length * WORTH_TRIMMING) this.#resize(Math.max(this.length, 1));
  }

  /** The rows that there are now, for whoever looks on while more are added: columns are shared until the table grows out of them. */
  snapshot(): this {
    const copy = new TableCore({});
    Object.assign(copy, this);
    copy.#names = this.#names;
    return copy as this;
  }

  /** Columns, for whoever takes the table over; it is of no use afterwards. */
  share(): { readonly length: number; readonly columns: Readonly<Record<string, Column>> } {
    const columns = this as unknown as Record<string, Column>;
    return { length: this.length, columns: Object.fromEntries(this.#names.map((name) => [name, columns[name]!])) };
  }

  /** Becomes the table that was shared; its own rows are gone. */
  take({ length, columns }: ReturnType<TableCore['share']>): void {
    Object.assign(this, columns);
    this.length = length;
    this.#capacity = columns[this.#names[0]!]!.length;
  }

  #resize(capacity: number): void {
    const columns = this as unknown as Record<string, Column>;
    for (const name of this.#names) {
      const old = columns[name]!;
      const fresh = new (old.constructor as new (length: number) => Column)(capacity);
      fresh.set(old.subarray(0, this.length) as never);
      columns[name] = fresh;
    }
    this.#capacity = capacity;
  }
}

export function createTable<S extends Schema>(schema: S): Table<S> {
  return new TableCore(schema) as Table<S>;
}

/** Fewer values than this are not worth a view. */
const FEW = 12;

/** The first `count` of `from`, to `column` from row `first` on. */
function copyRows(column: Column, from: Column, first: number, count: number): void {
  if (count > FEW) column.set(from.subarray(0, count), first);
  else for (let i = 0; i < count; i++) column[first + i] = from[i]!;
}
