/** Long work in steps gives the same result at once and in turns, and others have their turn in between. */
import { expect, test } from 'vitest';
import { finish, inTurns, stretches, type Steps } from '../../analyzer/trace/steps.ts';

function* sum(length: number, seen: [number, number][] = []): Steps<number> {
  let total = 0;
  yield* stretches(length, (from, to) => {
    seen.push([from, to]);
    for (let row = from; row < to; row++) total += row;
  });
  return total;
}

test.each([0, 1, 32_768, 32_769, 100_000])('%d rows are walked once, in order', async (length) => {
  const seen: [number, number][] = [];
  const total = (Math.max(0, length - 1) * length) / 2;
  expect(finish(sum(length, seen))).toBe(total);
  expect(seen.map(([from]) => from)).toEqual([0, ...seen.map(([, to]) => to)].slice(0, seen.length));
  expect(seen.at(-1)?.[1] ?? 0).toBe(length);
  expect(await inTurns(sum(length), { now: () => 0, breathe: async () => {} })).toBe(total);
});

test('others have their turn when enough time has passed, not at each pause', async () => {
  let clock = 0;
  const turns: number[] = [];
  function* work(): Steps<string> {
    for (let i = 0; i < 100; i++) {
      clock += 1;
      yield;
    }
    return 'done';
  }
  const breathe = async (): Promise<void> => {
    turns.push(clock);
    clock += 1000;
  };
  expect(await inTurns(work(), { now: () => clock, breathe })).toBe('done');
  expect(turns.length).toBeGreaterThan(4);
  expect(turns.length).toBeLessThan(20);
  expect(new Set(turns.slice(1).map((at, i) => at - turns[i]!)).size).toBe(1);
});
