/** The fit of one clock to another from bounds alone: what is true stays inside, drift is found where it shows and nowhere else. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClockFit } from '../../analyzer/correlate/axis.ts';
import { ClockBounds, JITTER } from '../../analyzer/correlate/clockFit.ts';

const MS = 1e6;
const SEED = 20_261_123;

interface Clock {
  readonly offset: number;
  readonly drift?: number;
}

/** Sends and receives every `step` ns over `span`; `delay` is what lies between call and wire, ns. */
function fitOf({ offset, drift = 0 }: Clock, span: number, step: number, delay: (i: number, kind: 'send' | 'receive') => number | undefined): ClockFit {
  const bounds = new ClockBounds(0, span);
  const truth = (log: number): number => offset + drift * log;
  for (let i = 0, log = 0; log <= span; i++, log += step) {
    const send = delay(i, 'send');
    if (send !== undefined) bounds.atMost(log, truth(log) + send);
    const receive = delay(i, 'receive');
    if (receive !== undefined) bounds.atLeast(log, truth(log) - receive);
  }
  return bounds.fit()!;
}

/** The fit's offset at a log time, and how far what it leaves open reaches from there. */
const at = ({ offset, drift, origin }: ClockFit, log: number): number => offset + drift * (log - origin);

const delays = fc.array(fc.record({ send: fc.integer({ min: 50_000, max: 30 * MS }), receive: fc.integer({ min: 20_000, max: 30 * MS }) }), { minLength: 2, maxLength: 300 });

test('the interval contains the truth, whatever the delays', () => {
  fc.assert(fc.property(fc.integer({ min: -1e13, max: 1e13 }), delays, (offset, list) => {
    const fit = fitOf({ offset }, (list.length - 1) * 10 * MS, 10 * MS, (i, kind) => list[i]?.[kind]);
    expect(fit.low).toBeLessThanOrEqual(offset);
    expect(fit.high).toBeGreaterThanOrEqual(offset);
    expect(fit.offset).toBeGreaterThanOrEqual(fit.low);
    expect(fit.offset).toBeLessThanOrEqual(fit.high);
  }), { seed: SEED, numRuns: 300 });
});

test('however sharp the bounds, less than twice the least delay is not claimed', () => {
  const fit = fitOf({ offset: 0 }, 1e9, 10 * MS, () => 1000);
  expect(fit.high - fit.low).toBeCloseTo(0.6 * MS, 0);
});

test('bounds that are true of no clock give no inverted interval either', () => {
  const bound = fc.record({ time: fc.integer({ min: 0, max: 60_000 }), value: fc.integer({ min: -1e9, max: 1e9 }), isUpper: fc.boolean() });
  fc.assert(fc.property(fc.array(bound, { minLength: 1, maxLength: 200 }), (list) => {
    const bounds = new ClockBounds(0, 60_000 * MS);
    for (const { time, value, isUpper } of list) {
      if (isUpper) bounds.atMost(time * MS, value);
      else bounds.atLeast(time * MS, value);
    }
    const fit = bounds.fit()!;
    expect(fit.low).toBeLessThan(fit.high);
    expect(fit.offset).toBeGreaterThanOrEqual(fit.low);
    expect(fit.offset).toBeLessThanOrEqual(fit.high);
    expect(fit.anchors).toBe(list.length);
  }), { seed: SEED, numRuns: 300 });
});

describe('drift', () => {
  const MINUTE = 60e9;
  const usual = (i: number, kind: 'send' | 'receive'): number => (kind === 'send' ? 0.3 * MS : 0.1 * MS) + ((i * 7919) % 100) * 2000;

  test.each([50e-6, -50e-6, 200e-6, -900e-6])('of %f is found over a minute', (drift) => {
    const fit = fitOf({ offset: 5e9, drift }, MINUTE, 10 * MS, usual);
    expect(fit.drift).toBeCloseTo(drift, 6);
    for (const log of [0, MINUTE / 2, MINUTE]) expect(Math.abs(at(fit, log) - (5e9 + drift * log))).toBeLessThan(0.4 * MS);
  });

  test('below what the delays hide is not claimed: 0.5 ms in a minute', () => {
    expect(fitOf({ offset: 5e9, drift: 0.5 * MS / MINUTE }, MINUTE, 10 * MS, usual).drift).toBe(0);
  });

  test('beyond any computer clock is not believed: 2000 ppm', () => {
    expect(fitOf({ offset: 5e9, drift: 2e-3 }, MINUTE, 10 * MS, usual).drift).toBe(0);
  });

  test('is not made of a queue that fills for a quarter of the time', () => {
    const stalled = (i: number, kind: 'send' | 'receive'): number => usual(i, kind) + (kind === 'send' && i > 4500 ? (i - 4500) * 2 * MS : 0);
    expect(fitOf({ offset: 5e9 }, MINUTE, 10 * MS, stalled)).toMatchObject({ drift: 0 });
  });

  test('is not made of noise', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 50_000, max: 5 * MS }), { minLength: 400, maxLength: 400 }), (noise) => {
      expect(fitOf({ offset: 0 }, 40e9, 100 * MS, (i) => noise[i % noise.length]!).drift).toBe(0);
    }), { seed: SEED, numRuns: 50 });
  });

  test('is found of sends alone only where it is twice as clear', () => {
    const sendsOnly = (i: number, kind: 'send' | 'receive'): number | undefined => (kind === 'send' ? usual(i, kind) : undefined);
    expect(fitOf({ offset: 0, drift: 1.2 * MS / MINUTE }, MINUTE, 10 * MS, sendsOnly).drift).toBe(0);
    expect(fitOf({ offset: 0, drift: 3 * MS / MINUTE }, MINUTE, 10 * MS, sendsOnly).drift).toBeCloseTo(50e-6, 6);
  });
});

describe('one kind of bound', () => {
  test('sends alone: the least usual delay bounds from below, and says so', () => {
    const fit = fitOf({ offset: 7 * MS }, 1e9, 10 * MS, (i, kind) => (kind === 'send' ? 0.4 * MS + i : undefined));
    expect(fit.method).toBe('send before wire; lower bound from the least usual delay');
    expect([fit.low / MS, fit.offset / MS, fit.high / MS]).toEqual([6.8, 7.1, 7.4]);
  });

  test('receives alone', () => {
    const fit = fitOf({ offset: 7 * MS }, 1e9, 10 * MS, (i, kind) => (kind === 'receive' ? 0.1 * MS + i : undefined));
    expect(fit.method).toBe('wire before receive; upper bound from the least usual delay');
    expect([fit.low / MS, fit.high / MS]).toEqual([6.9, 7.5]);
  });

  test('no bounds, no fit', () => {
    expect(new ClockBounds(0, 1e9).fit()).toBeUndefined();
  });
});

describe('bounds that contradict each other', () => {
  const contradictBy = (gap: number): ClockFit => fitOf({ offset: 0 }, 1e9, 10 * MS, (_, kind) => (kind === 'send' ? -gap : 0));

  test('by more than one host makes its times disagree are said', () => {
    const fit = contradictBy(JITTER + 1);
    expect(fit.method).toMatch(/^inconsistent/);
    expect(fit.low).toBeLessThanOrEqual(-JITTER - 1);
    expect(fit.high).toBe(0);
  });

  test('by less are not', () => {
    const fit = contradictBy(JITTER / 2);
    expect(fit.method).toBe('send before wire, wire before receive');
    expect(fit.low).toBeLessThan(-JITTER / 2);
    expect(fit.high).toBe(0);
  });
});
