/** Times as text, there and back, and where the axis has its ticks. */
import { describe, expect, test } from 'vitest';
import { buildTicks, roundStep } from '../../media/axis.ts';
import { dateText, digitsFor, parseTime, timeText, type TimeBase } from '../../media/timeText.ts';
import { TimeScale } from '../../media/viewport.ts';

/** 2026-11-23, 03:46:52.805535 UTC on the axis that begins at midnight. */
const epochSeconds = 1_795_392_000;
const at = ((3 * 60 + 46) * 60 + 52.805535) * 1e9;
const base = (format: TimeBase['format'], selected?: number): TimeBase => ({ format, epochSeconds, start: at - 10e9, selected });

describe('text', () => {
  test.each([
    ['utc', undefined, 6, '03:46:52.805535'],
    ['utc', undefined, 0, '03:46:52'],
    ['relative', undefined, 3, '+10.000 s'],
    ['delta', at + 1.5e6, 6, '−0.001500 s'],
    ['delta', undefined, 1, '+10.0 s'],
  ] as const)('%s with %s selected, %i digits', (format, selected, digits, text) => {
    expect(timeText(Math.round(at), base(format, selected), digits)).toBe(text);
  });

  test('local time is as far from UTC as this machine says', () => {
    const minutes = -new Date((epochSeconds + at / 1e9) * 1000).getTimezoneOffset();
    expect(timeText(at, base('local'), 0)).toBe(timeText(at + minutes * 60e9, base('utc'), 0));
  });

  test.each([
    ['utc', at, epochSeconds, '2026-11-23 UTC'],
    ['utc', at + 86_400e9, epochSeconds, '2026-11-24 UTC'],
    ['relative', 5e9, 0, 'overview'],
    ['utc', Number.MAX_VALUE, epochSeconds, 'overview'],
  ] as const)('the day, %s at %d', (format, time, epoch, text) => {
    expect(dateText(time, epoch, format)).toBe(text);
  });

  test('minutes are counted once seconds no longer say anything', () => {
    expect(timeText(at + 250e9, base('relative'), 1)).toBe('+4 min 20.0 s');
  });

  test.each([[1e9, 0], [0.5e9, 1], [1e6, 3], [5e5, 4], [1, 9], [60e9, 0]])('steps of %f ns take %i digits', (step, digits) => {
    expect(digitsFor(step)).toBe(digits);
  });
});

describe('what was typed', () => {
  test.each([
    ['03:46:52.805535', 'utc', at],
    ['3:46', 'utc', (3 * 60 + 46) * 60e9],
    ['+1.5', 'utc', at - 10e9 + 1.5e9],
    ['250 ms', 'relative', at - 10e9 + 250e6],
    ['2 min', 'utc', at - 10e9 + 120e9],
    ['-3s', 'delta', at - 3e9],
  ] as const)('%s (%s)', (text, format, time) => {
    expect(parseTime(text, base(format, format === 'delta' ? at : undefined))).toBeCloseTo(time, 0);
  });

  test.each(['', 'soon', '25:00', '12:61', '1.5 parsecs', '1e9', '03:46:52.8055351234'])('%s is no time', (text) => {
    expect(parseTime(text, base('utc'))).toBeUndefined();
  });

  test('a time of day is that of the day of the recording', () => {
    const day = 86_400e9;
    expect(parseTime('03:46:52', { ...base('utc'), start: at + 3 * day })).toBeCloseTo(Math.floor(at / 1e9) * 1e9 + 3 * day, 0);
  });
});

describe('ticks', () => {
  const width = (text: string): number => text.length * 6;

  test.each([[1, 1], [3, 5], [7e3, 1e4], [0.6e9, 1e9], [20e9, 30e9], [100e9, 120e9], [5e13, 8.64e13]])('the round step above %f ns is %f', (least, step) => {
    expect(roundStep(least)).toBe(step);
  });

  test.each([40, 1e3, 1e6, 1e9, 60e9, 7200e9])('labels of a view of %f ns do not overlap and tell their ticks apart', (span) => {
    const scale = new TimeScale({ start: at, end: at + span }, 1100);
    const { major } = buildTicks(scale, base('utc'), width);
    expect(major.length).toBeGreaterThan(1);
    expect(new Set(major.map(({ text }) => text)).size).toBe(major.length);
    for (let i = 1; i < major.length; i++) expect(major[i]!.x - major[i - 1]!.x).toBeGreaterThan(width(major[i]!.text));
  });

  test('relative ticks are round from the start on', () => {
    const scale = new TimeScale({ start: at - 10e9, end: at }, 1100);
    expect(buildTicks(scale, base('relative'), width).major.map(({ text }) => text)).toContain('+5 s');
  });

  test('no tick stands in a fold', () => {
    const fold = { start: at + 2e9, end: at + 8e9 };
    const { major } = buildTicks(new TimeScale({ start: at, end: at + 10e9 }, 1100, [fold]), base('utc'), width);
    expect(major.some(({ time }) => time < fold.start)).toBe(true);
    expect(major.some(({ time }) => time > fold.start && time < fold.end)).toBe(false);
    expect(major.some(({ time }) => time > fold.end)).toBe(true);
  });
});
