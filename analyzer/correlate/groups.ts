/** Rows of a table by a small key (socket, association): a counting sort, so that rows keep their order and nothing is allocated a row. */
import { NONE } from '../trace/table.ts';

export interface Groups {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
}

/** Groups rows [0, length) by `keys`; rows keyed NONE are left out. */
export function groupRows(keys: Uint32Array, length: number, count: number): Groups {
  const starts = startsOf(keys, length, count);
  return { rows: placedRows(keys, length, starts), starts };
}

// One loop a function, here and wherever every row is walked: V8 compiles a function while its first loop runs, knows nothing
// then of the loops after it, and must begin anew at each.
export function startsOf(keys: Uint32Array, length: number, count: number): Uint32Array {
  const starts = new Uint32Array(count + 1);
  for (let row = 0; row < length; row++) if (keys[row] !== NONE) starts[keys[row]! + 1]!++;
  for (let i = 0; i < count; i++) starts[i + 1]! += starts[i]!;
  return starts;
}

function placedRows(keys: Uint32Array, length: number, starts: Uint32Array): Uint32Array {
  const next = starts.slice();
  const rows = new Uint32Array(starts[starts.length - 1]!);
  for (let row = 0; row < length; row++) if (keys[row] !== NONE) rows[next[keys[row]!]!++] = row;
  return rows;
}

export const rowsOf = (groups: Groups, key: number): Uint32Array => groups.rows.subarray(groups.starts[key]!, groups.starts[key + 1]!);

/** Sorts rows by a time in place; recordings mostly are in order already. */
export function sortByTime(rows: Uint32Array, time: (row: number) => number): void {
  for (let i = 1; i < rows.length; i++) {
    if (time(rows[i]!) >= time(rows[i - 1]!)) continue;
    rows.sort((a, b) => time(a) - time(b) || a - b);
    return;
  }
}

/** The same, where the times stand in a column. */
export function sortByColumn(rows: Uint32Array, times: Float64Array): void {
  if (!isInOrder(rows, times)) rows.sort((a, b) => times[a]! - times[b]! || a - b);
}

function isInOrder(rows: Uint32Array, times: Float64Array): boolean {
  for (let i = 1; i < rows.length; i++) if (!(times[rows[i]!]! >= times[rows[i - 1]!]!)) return false;
  return true;
}

export function isAscending(times: Float64Array): boolean {
  for (let i = 1; i < times.length; i++) if (!(times[i]! >= times[i - 1]!)) return false;
  return true;
}
