import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { inOrderOfTime } from '../../analyzer/view/timedRows.ts';

test('any rows come in order of time, those of one time as they stood', () => {
  assert(property(array(integer({ min: 0, max: 20 })), (times) => {
    const rows = Uint32Array.from(times.keys());
    const sorted = inOrderOfTime(rows, (row) => times[row]!);
    const expected = [...rows].sort((a, b) => times[a]! - times[b]! || a - b);
    expect([...sorted.rows]).toEqual(expected);
    expect([...sorted.times]).toEqual(expected.map((row) => times[row]));
  }));
});
