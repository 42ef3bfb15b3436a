/** Ticks of the time axis: round steps of the time format, as dense as their labels allow, none inside a fold. */
import { digitsFor, originOf, timeText, type TimeBase } from './timeText.ts';
import type { TimeScale } from './viewport.ts';

export interface Tick {
  readonly time: number;
  readonly x: number;
  readonly text: string;
}

export interface Ticks {
  readonly major: readonly Tick[];
  /** x of the lines between. */
  readonly minor: readonly number[];
}

const SECOND = 1e9;
/** Above a second, what clocks count in. */
const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map((seconds) => seconds * SECOND);
const MOST_TICKS = 400;

/** The shortest round step of at least `least` ns. */
export function roundStep(least: number): number {
  if (least > SECOND / 2) return clockSteps.find((step) => step >= least) ?? Math.ceil(least / (86_400 * SECOND)) * 86_400 * SECOND;
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= least * (1 - 1e-9))!;
}

/** `labelWidth`: pixels of a label with so many fraction digits. */
export function buildTicks(scale: TimeScale, base: TimeBase, labelWidth: (text: string) => number): Ticks {
  let step = roundStep(60 / scale.slope);
  // A finer step has longer labels: two rounds settle it.
  for (let round = 0; round < 3; round++) {
    const wanted = roundStep((labelWidth(timeText(scale.end, base, digitsFor(step))) + 28) / scale.slope);
    if (wanted === step) break;
    step = Math.max(step, wanted);
  }
  const digits = digitsFor(step);
  const major: Tick[] = [];
  const minor: number[] = [];
  const origin = originOf(base);
  const parts = step % (5 * 10 ** Math.floor(Math.log10(step))) === 0 ? 5 : 4;
  for (const { start: from, end: to } of scale.stretches) {
    const first = Math.ceil((from - origin) / step - 1e-9);
    for (let n = first - 1; origin + n * step <= to && major.length < MOST_TICKS; n++) {
      const time = origin + n * step;
      if (time >= from) major.push({ time, x: scale.toX(time), text: timeText(time, base, digits) });
      for (let part = 1; part < parts; part++) {
        const between = time + (step * part) / parts;
        if (between >= from && between <= to) minor.push(scale.toX(between));
      }
    }
  }
  return { major, minor };
}
