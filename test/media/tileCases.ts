/** Lanes and tiles as a session would send them. */
import type { ClassInfo, LaneInfo, Tile } from '../../analyzer/view/protocol.ts';

const second = 1e9;

const classes: readonly ClassInfo[] = [
  { name: 'DATA', role: 'data', shape: 'tick', table: 'dataChunks' },
  { name: 'refused: EAGAIN', role: 'alarm', shape: 'diamond', table: 'calls' },
];

export const marksLane: Extract<LaneInfo, { kind: 'marks' }> = { id: 'data:1', group: 'association:1', title: 'DATA', hint: 'chunks', kind: 'marks', classes };

/** [time s, class, row, count] each; one class after the other, as lanes send them. */
export function marksTile(marks: readonly (readonly [number, number, number, number?])[]): Extract<Tile, { kind: 'marks' }> {
  const sorted = [...marks].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  return {
    kind: 'marks', lane: marksLane.id, start: 0, end: 10 * second,
    time: Float64Array.from(sorted, ([time]) => time * second), class: Uint8Array.from(sorted, ([, number]) => number), row: Uint32Array.from(sorted, ([, , row]) => row),
    count: Uint32Array.from(sorted, ([, , , count = 1]) => count), totals: classes.map((_, number) => marks.filter((mark) => mark[1] === number).length),
  };
}

export const spansLane: Extract<LaneInfo, { kind: 'spans' }> = {
  id: 'transactions:1', group: 'association:1', title: 'requests', hint: 'requests', kind: 'spans', rows: 3, labelled: false,
  classes: [
    { name: 'unanswered', role: 'alarm', shape: 'hatched', table: 'transactions' },
    { name: 'never sent', role: 'queued', shape: 'outline', table: 'transfers' },
    { name: 'answered', role: 'good', shape: 'bar', table: 'transactions' },
  ],
};

export const ribbonLane: typeof spansLane = {
  ...spansLane, id: 'stalls:1', title: 'stalls', rows: 1, labelled: true,
  classes: [
    { name: 'queue builds up', role: 'queued', shape: 'hatched', table: 'stalls' },
    { name: 'peer window', role: 'alarm', shape: 'bar', table: 'stalls' },
  ],
};

/** [from s, to s, class, sub-row, row] each. */
export function spansTile(spans: readonly (readonly [number, number, number, number, number])[]): Extract<Tile, { kind: 'spans' }> {
  return {
    kind: 'spans', lane: spansLane.id, start: 0, end: 10 * second,
    from: Float64Array.from(spans, ([from]) => from * second), to: Float64Array.from(spans, ([, to]) => to * second), class: Uint8Array.from(spans, ([, , number]) => number),
    sub: Uint8Array.from(spans, ([, , , sub]) => sub), row: Uint32Array.from(spans, ([, , , , row]) => row), count: new Uint32Array(spans.length).fill(1), totals: [0, 0, 0],
  };
}

export const stepsLane: Extract<LaneInfo, { kind: 'steps' }> = {
  id: 'windows:1', group: 'association:1', title: 'window', hint: 'window', kind: 'steps', unit: 'bytes',
  series: [
    { name: 'a_rwnd', role: 'peerWindow', style: 'area', derived: false, table: 'packets' },
    { name: 'outstanding', role: 'data', style: 'line', derived: true, table: 'packets' },
    { name: 'send buffer', role: 'sendBuffer', style: 'dashed', derived: false, table: 'calls' },
  ],
};

/** By series: [time s, value, row, least] each. */
export function stepsTile(max: number, series: readonly (readonly (readonly [number, number, number, number?])[])[]): Extract<Tile, { kind: 'steps' }> {
  return {
    kind: 'steps', lane: stepsLane.id, start: 0, end: 10 * second, max,
    series: series.map((points) => ({
      time: Float64Array.from(points, ([time]) => time * second), last: Float64Array.from(points, ([, value]) => value), row: Uint32Array.from(points, ([, , row]) => row),
      min: Float64Array.from(points, ([, value, , least = value]) => least), max: Float64Array.from(points, ([, value]) => value),
    })),
  };
}
