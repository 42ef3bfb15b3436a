/** Events of one class, in order of time: growing columns while they are gathered, then plain arrays. */

export interface Events {
  readonly from: Float64Array;
  /** Ends; the same array as `from` for events without duration. */
  readonly to: Float64Array;
  readonly row: Uint32Array;
}

const FIRST = 64;

export class EventList {
  #from: Float64Array = new Float64Array(FIRST);
  #to: Float64Array | undefined;
  #row: Uint32Array = new Uint32Array(FIRST);
  #length = 0;
  #sorted = true;

  /** `to` is given for all events of a list or for none. */
  add(from: number, row: number, to?: number): void {
    const at = this.#length++;
    if (at === this.#row.length) this.#grow();
    if (at > 0 && from < this.#from[at - 1]!) this.#sorted = false;
    this.#from[at] = from;
    this.#row[at] = row;
    if (to !== undefined) (this.#to ??= new Float64Array(this.#row.length))[at] = to;
  }

  finish(): Events {
    const length = this.#length;
    let from: Float64Array = this.#from.slice(0, length);
    let to = this.#to?.slice(0, length);
    let row: Uint32Array = this.#row.slice(0, length);
    if (!this.#sorted) {
      const order = Uint32Array.from({ length }, (_, i) => i).sort((a, b) => from[a]! - from[b]! || a - b);
      from = order.reduce((sorted, old, i) => ((sorted[i] = from[old]!), sorted), new Float64Array(length));
      const [ends, rows] = [to, row];
      if (ends) to = order.reduce((sorted, old, i) => ((sorted[i] = ends[old]!), sorted), new Float64Array(length));
      row = order.reduce((sorted, old, i) => ((sorted[i] = rows[old]!), sorted), new Uint32Array(length));
    }
    return { from, to: to ?? from, row };
  }

  get length(): number {
    return this.#length;
  }

  /** The last event ends no later than `at`. */
  cutLast(at: number): void {
    if (this.#to && this.#length > 0 && this.#to[this.#length - 1]! > at) this.#to[this.#length - 1] = at;
  }

  #grow(): void {
    const size = this.#row.length * 2;
    const wider = (old: Float64Array): Float64Array => {
      const fresh = new Float64Array(size);
      fresh.set(old);
      return fresh;
    };
    this.#from = wider(this.#from);
    if (this.#to) this.#to = wider(this.#to);
    const rows = new Uint32Array(size);
    rows.set(this.#row);
    this.#row = rows;
  }
}

/** The events whose rows match, in new arrays. */
export function filterEvents({ from, to, row }: Events, matches: (row: number) => boolean): Events {
  let count = 0;
  for (let i = 0; i < row.length; i++) if (matches(row[i]!)) count++;
  const kept = { from: new Float64Array(count), to: from === to ? undefined : new Float64Array(count), row: new Uint32Array(count) };
  let at = 0;
  for (let i = 0; i < row.length; i++) {
    if (!matches(row[i]!)) continue;
    kept.from[at] = from[i]!;
    if (kept.to) kept.to[at] = to[i]!;
    kept.row[at++] = row[i]!;
  }
  return { from: kept.from, to: kept.to ?? kept.from, row: kept.row };
}
