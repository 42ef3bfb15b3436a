/** Rows of a table by a small key (socket, association): a counting sort, so that rows keep their order and nothing is allocated a row. */
import { NONE } from '../trace/table.ts';

export interface Groups {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
}

/** Groups rows [0, length) by `keys`; rows keyed NONE are left out. */
export function groupRows(keys: Uint32Array, length: number, count: number): Groups {
  const starts = new Uint32Array(count + 1);
  for (let row = 0; row < length; row++) if (keys[row] !== NONE) starts[keys[row]! + 1]!++;
  for (let i = 0; i < count; i++) starts[i + 1]! += starts[i]!;
  const fill = starts.slice();
  const rows = new Uint32Array(starts[count]!);
  for (let row = 0; row < length; row++) if (keys[row] !== NONE) rows[fill[keys[row]!]!++] = row;
  return { rows, starts };
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
