/** Time to pixels and back, with and without folds. */
import { describe, expect, test } from 'vitest';
import { clampRange, fitRange, FOLD_WIDTH, rangeAround, TimeScale } from '../../media/viewport.ts';

const second = 1e9;

describe('without folds', () => {
  const scale = new TimeScale({ start: 10 * second, end: 20 * second }, 1000);

  test('the edges of the range are the edges of the width, and all is linear between', () => {
    expect(scale.toX(10 * second)).toBe(0);
    expect(scale.toX(20 * second)).toBeCloseTo(1000, 9);
    expect(scale.toX(12.5 * second)).toBeCloseTo(250, 9);
    expect(scale.toTime(250)).toBeCloseTo(12.5 * second, 0);
  });

  test('zooming keeps the time under the pointer where it is', () => {
    for (const x of [0, 137, 500, 1000]) {
      const zoomed = new TimeScale(scale.zoomed(0.25, x), 1000);
      expect(zoomed.toX(scale.toTime(x))).toBeCloseTo(x, 6);
      expect(zoomed.end - zoomed.start).toBeCloseTo(2.5 * second, 0);
    }
  });

  test('panning shifts by pixels', () => {
    expect(scale.panned(100)).toEqual({ start: 11 * second, end: 21 * second });
  });

  test('single nanoseconds are still told apart hours after the epoch', () => {
    const at = 13_612_805_535_123;
    const deep = new TimeScale({ start: at - 20, end: at + 20 }, 1000);
    expect(deep.toX(at + 1) - deep.toX(at)).toBeCloseTo(25, 3);
    expect(Math.round(deep.toTime(deep.toX(at + 7)))).toBe(at + 7);
    const closest = deep.zoomed(0.001, 500);
    expect(closest.end - closest.start).toBeGreaterThanOrEqual(40);
  });
});

describe('with folds', () => {
  const folds = [{ start: 12 * second, end: 18 * second }, { start: 19 * second, end: 19.9 * second }];
  const scale = new TimeScale({ start: 10 * second, end: 20 * second }, 1000, folds);

  test('a fold is as wide as any, and the rest shares what remains', () => {
    expect(scale.folds).toEqual(folds);
    for (const fold of folds) expect(scale.toX(fold.end) - scale.toX(fold.start)).toBeCloseTo(FOLD_WIDTH, 6);
    expect(scale.toX(20 * second)).toBeCloseTo(1000, 6);
    expect(scale.slope * second).toBeCloseTo((1000 - 2 * FOLD_WIDTH) / 3.1, 6);
  });

  test('there and back again, everywhere', () => {
    for (let x = 0; x <= 1000; x += 7) expect(scale.toX(scale.toTime(x))).toBeCloseTo(x, 6);
    for (let time = 10; time <= 20; time += 0.37) expect(scale.toTime(scale.toX(time * second))).toBeCloseTo(time * second, 0);
  });

  test('time never runs backwards', () => {
    let before = -Infinity;
    for (let time = 9; time <= 21; time += 0.01) {
      const x = scale.toX(time * second);
      expect(x).toBeGreaterThan(before);
      before = x;
    }
  });

  test('a pan of some pixels moves what is seen by as many', () => {
    const moved = new TimeScale(scale.panned(40), 1000, folds);
    expect(moved.toX(11 * second)).toBeCloseTo(scale.toX(11 * second) - 40, 3);
    expect(moved.toX(18.5 * second)).toBeCloseTo(scale.toX(18.5 * second) - 40, 3);
  });

  test('zooming keeps what is under the pointer, also beside a fold', () => {
    for (const [x, factor] of [[30, 0.5], [400, 0.5], [900, 0.5], [400, 0.1], [700, 0.8]] as const) {
      const zoomed = new TimeScale(scale.zoomed(factor, x), 1000, folds);
      expect(zoomed.toX(scale.toTime(x))).toBeCloseTo(x, 3);
    }
  });

  test('what is narrower than a fold is not folded', () => {
    const brief = [{ start: 12 * second, end: 12.1 * second }];
    expect(new TimeScale({ start: 10 * second, end: 20 * second }, 1000, brief).folds).toEqual([]);
    expect(new TimeScale({ start: 10 * second, end: 20 * second }, 10_000, brief).folds).toEqual(brief);
  });

  test('a view within a fold shows it as it is', () => {
    const inside = new TimeScale({ start: 13 * second, end: 14 * second }, 1000, folds);
    expect(inside.folds).toEqual([]);
    expect(inside.toX(13.5 * second)).toBeCloseTo(500, 6);
  });

  test('a view that begins in a fold begins at its part of it', () => {
    const from = new TimeScale({ start: 15 * second, end: 20 * second }, 1000, folds);
    expect(from.toX(15 * second)).toBeCloseTo(0, 6);
    expect(from.toX(18 * second)).toBeCloseTo(FOLD_WIDTH / 2, 6);
  });

  test('folds never take more than half of the width', () => {
    const many = Array.from({ length: 200 }, (_, i) => ({ start: 10 * second + i * 50e6, end: 10 * second + i * 50e6 + 45e6 }));
    const full = new TimeScale({ start: 10 * second, end: 20 * second }, 1000, many);
    expect(full.folds.length * FOLD_WIDTH).toBeLessThanOrEqual(500);
  });
});

test('a view keeps something of the recording in sight', () => {
  const whole = { start: 0, end: 100 * second };
  const away = clampRange({ start: 500 * second, end: 510 * second }, whole);
  expect(away.end - away.start).toBeCloseTo(10 * second, 0);
  expect(away.start).toBeLessThan(whole.end);
  const wide = clampRange({ start: -1e12, end: 1e12 }, whole);
  expect(wide.end - wide.start).toBeCloseTo(120 * second, 0);
  expect(clampRange({ start: 5 * second, end: 6 * second }, whole)).toEqual({ start: 5 * second, end: 6 * second });
});

test('a recording of one instant has a view', () => {
  const { start, end } = fitRange({ start: 7, end: 7 });
  expect(end - start).toBeGreaterThanOrEqual(40);
});

test('a view moves only for what is out of sight', () => {
  const view = { start: 0, end: 100 };
  expect(rangeAround(50, view)).toBe(view);
  expect(rangeAround(300, view)).toEqual({ start: 250, end: 350 });
});
