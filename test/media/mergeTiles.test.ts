/** Tiles of stretches between folds become one tile that can be drawn and picked from. */
import { expect, test } from 'vitest';
import { mergeTiles } from '../../media/mergeTiles.ts';
import { marksTile, spansTile, stepsTile } from './tileCases.ts';

test('marks stand by class, then in order of time', () => {
  const merged = mergeTiles([marksTile([[1, 0, 10], [2, 1, 20]]), marksTile([[7, 0, 11, 5], [8, 1, 21]])]);
  expect(merged).toMatchObject({ kind: 'marks', time: Float64Array.of(1e9, 7e9, 2e9, 8e9), class: Uint8Array.of(0, 0, 1, 1), row: Uint32Array.of(10, 11, 20, 21), count: Uint32Array.of(1, 5, 1, 1) });
});

test('a bar that spans a fold is in both tiles and once in the whole', () => {
  const merged = mergeTiles([spansTile([[1, 9, 0, 0, 1], [2, 3, 2, 0, 2]]), spansTile([[1, 9, 0, 0, 1], [7, 8, 2, 0, 3], [7, 8, 2, 1, 4]])]);
  expect(merged).toMatchObject({
    kind: 'spans', from: Float64Array.of(1e9, 2e9, 7e9, 7e9), to: Float64Array.of(9e9, 3e9, 8e9, 8e9), class: Uint8Array.of(0, 2, 2, 2), sub: Uint8Array.of(0, 0, 0, 1), row: Uint32Array.of(1, 2, 3, 4),
  });
});

test('values go on: what held before the second stretch is not told twice, and time never runs backwards', () => {
  const merged = mergeTiles([stepsTile(100, [[[0, 50, 1], [2, 60, 2]], [[1, 5, 9]]]), stepsTile(100, [[[2, 60, 2], [7, 70, 3, 10]], [[1, 5, 9]]])]);
  expect(merged).toMatchObject({
    kind: 'steps', max: 100,
    series: [
      { time: Float64Array.of(0, 2e9, 7e9), last: Float64Array.of(50, 60, 70), min: Float64Array.of(50, 60, 10), row: Uint32Array.of(1, 2, 3) },
      { time: Float64Array.of(1e9), last: Float64Array.of(5) },
    ],
  });
});

test('one tile is itself', () => {
  const tile = marksTile([[1, 0, 1]]);
  expect(mergeTiles([tile])).toBe(tile);
});
