/** Rows of a table as a screen shows them: by time, whatever the order in which they were read. */
/** Rows and their times, both in order of time. */
export interface TimedRows {
  readonly rows: Uint32Array;
  readonly times: Float64Array;
}

/**
 * By time. A log is in the order in which calls returned: the few that began before one that stands above them are sorted and merged into
 * the others.
 */
export function inOrderOfTime(rows: Uint32Array, time: (row: number) => number): TimedRows {
  const times = Float64Array.from(rows, time);
  const early: number[] = [];
  const isEarly = new Uint8Array(times.length);
  let latest = -Infinity;
  for (let at = 0; at < times.length; at++) {
    if (times[at]! >= latest) latest = times[at]!;
    else {
      early.push(at);
      isEarly[at] = 1;
    }
  }
  if (early.length === 0) return { rows, times };
  early.sort((a, b) => times[a]! - times[b]! || a - b);
  const sorted = { rows: new Uint32Array(rows.length), times: new Float64Array(times.length) };
  let next = 0;
  let to = 0;
  const put = (at: number): void => {
    sorted.rows[to] = rows[at]!;
    sorted.times[to++] = times[at]!;
  };
  for (let at = 0; at < times.length; at++) {
    if (isEarly[at] === 1) continue;
    while (next < early.length && (times[early[next]!]! < times[at]! || (times[early[next]!] === times[at] && early[next]! < at))) put(early[next++]!);
    put(at);
  }
  while (next < early.length) put(early[next++]!);
  return sorted;
}
