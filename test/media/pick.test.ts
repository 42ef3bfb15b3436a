/** What lies under the pointer. */
import { describe, expect, test } from 'vitest';
import { pick, valueAt, type Spot } from '../../media/pick.ts';
import { subRow } from '../../media/painters/spans.ts';
import { valueY } from '../../media/painters/steps.ts';
import { TimeScale } from '../../media/viewport.ts';
import { marksLane, marksTile, spansLane, spansTile, stepsLane, stepsTile } from './tileCases.ts';

/** A second is 100 pixels. */
const scale = new TimeScale({ start: 0, end: 10e9 }, 1000);
const spot = (x: number, y = 20, isHidden: Spot['isHidden'] = () => false): Spot => ({ scale, x, y, top: 0, height: 38, isHidden });

describe('marks', () => {
  const tile = marksTile([[1, 0, 10], [1.03, 0, 11], [5, 0, 12, 40], [5, 1, 77], [8, 0, 13]]);

  test('the nearest within reach', () => {
    expect(pick(marksLane, tile, spot(100))?.ref).toEqual({ table: 'dataChunks', row: 10 });
    expect(pick(marksLane, tile, spot(103.4))?.ref.row).toBe(11);
    expect(pick(marksLane, tile, spot(108.5))).toBeUndefined();
  });

  test('of two in one place the one that is drawn on top', () => {
    expect(pick(marksLane, tile, spot(500))).toMatchObject({ ref: { table: 'calls', row: 77 }, name: 'refused: EAGAIN', count: 1, start: 5e9, end: 5e9 });
  });

  test('what is hidden is not there', () => {
    expect(pick(marksLane, tile, spot(500, 20, (name) => name === 'refused: EAGAIN'))).toMatchObject({ ref: { row: 12 }, count: 40 });
  });

  test('an empty lane', () => {
    expect(pick(marksLane, marksTile([]), spot(500))).toBeUndefined();
  });
});

describe('spans', () => {
  const tile = spansTile([[1, 6, 0, 0, 1], [2, 3, 2, 0, 2], [2, 3, 2, 1, 3], [7, 7.0001, 2, 2, 4]]);
  const middle = (sub: number): number => {
    const { top, high } = subRow(spansLane, 0, 38, sub);
    return top + high / 2;
  };

  test('the sub-row counts', () => {
    expect(pick(spansLane, tile, spot(250, middle(1)))).toMatchObject({ ref: { row: 3 }, sub: 1 });
    expect(pick(spansLane, tile, spot(250, middle(2)))).toBeUndefined();
  });

  test('of two that overlap the shorter', () => {
    expect(pick(spansLane, tile, spot(250, middle(0)))?.ref.row).toBe(2);
    expect(pick(spansLane, tile, spot(450, middle(0)))).toMatchObject({ ref: { table: 'transactions', row: 1 }, start: 1e9, end: 6e9 });
  });

  test('a bar too narrow to be hit is hit beside', () => {
    expect(pick(spansLane, tile, spot(704, middle(2)))?.ref.row).toBe(4);
    expect(pick(spansLane, tile, spot(720, middle(2)))).toBeUndefined();
  });
});

describe('steps', () => {
  const tile = stepsTile(65_536, [[[0, 65_536, 1], [4, 0, 2]], [[1, 1000, 3]]]);
  const at = (x: number, value: number): Spot => ({ ...spot(x), height: 150, y: valueY(65_536, 0, 150, value) });

  test('the series whose line is nearest, and the step that holds', () => {
    expect(pick(stepsLane, tile, at(350, 60_000))).toMatchObject({ ref: { table: 'packets', row: 1 }, name: 'a_rwnd', start: 0 });
    expect(pick(stepsLane, tile, at(350, 2000))).toMatchObject({ ref: { row: 3 }, name: 'outstanding' });
    expect(pick(stepsLane, tile, at(500, 0))).toMatchObject({ ref: { row: 2 }, name: 'a_rwnd', start: 4e9 });
  });

  test('a value holds until the next', () => {
    expect(valueAt(tile, 0, 3.999e9)).toBe(65_536);
    expect(valueAt(tile, 0, 4e9)).toBe(0);
    expect(valueAt(tile, 1, 0.5e9)).toBeUndefined();
    expect(valueAt(tile, 7, 5e9)).toBeUndefined();
  });
});
