/** Closed windows are sought only where the window is tight: that must find what the whole timeline shows. */
import { expect, test } from 'vitest';
import { Happening, createSamples, type SendWindow } from '../../analyzer/correlate/sendWindow.ts';
import { closedWindow } from '../../analyzer/diagnose/findings/closedWindow.ts';
import type { Direction } from '../../analyzer/diagnose/finding.ts';
import { limitContext, limits, limitTimeline } from '../../analyzer/diagnose/limits.ts';
import { formatDuration } from '../../analyzer/trace/time.ts';
import { seededRandom } from '../random.ts';

const LONGEST = 700;
const STEP = 50e6;

/** A window that opens and closes at random; several packets come at one time. */
function randomWindow(seed: number): SendWindow {
  const random = seededRandom(seed);
  const samples = createSamples();
  let time = 0;
  let leastRoom = Infinity;
  let aRwnd = 0;
  for (let i = 0; i < 200; i++) {
    const row = samples.add();
    if (random() < 0.3) aRwnd = Math.floor(random() * 4) * 500;
    samples.time[row] = time;
    samples.aRwnd[row] = aRwnd;
    samples.outstanding[row] = Math.floor(random() * 2) * 400;
    samples.dataLength[row] = random() < 0.5 ? LONGEST - Math.floor(random() * 3) * 100 : 0;
    samples.what[row] = Happening.Sack;
    leastRoom = Math.min(leastRoom, aRwnd - samples.outstanding[row]);
    time += Math.floor(random() * 3) * STEP;
  }
  return { association: 0, sender: 0, samples, roundTrips: [], largestARwnd: 1500, leastRoom, longestData: LONGEST, end: time + STEP };
}

/** Durations of the closures, by the timeline of the whole recording. */
function closures(window: SendWindow): number[] {
  const { segments, end } = limitTimeline(limitContext(window, undefined, window.end), undefined);
  const durations: number[] = [];
  for (let i = 0; i < segments.length; i++) {
    const duration = (i + 1 < segments.length ? segments.start[i + 1]! : end) - segments.start[i]!;
    if (limits[segments.limit[i]!] === 'peer-receive-window' && duration >= 0.2e9) durations.push(duration);
  }
  return durations;
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))('window %i', (seed) => {
  const window = randomWindow(seed);
  const association = { id: 0, endpoints: [{ addresses: ['10.0.0.1'], port: 1 }, { addresses: ['10.0.0.2'], port: 2 }] };
  const direction = { association, sender: 0, limits: limitContext(window, undefined, window.end), isStalled: false } as unknown as Direction;
  const expected = closures(window);
  const longest = Math.max(...expected);
  const titles = Array.from(closedWindow(direction), ({ title }) => title);
  if (expected.length === 0) return expect(titles).toEqual([]);
  expect(titles[0]).toContain(`for ${formatDuration(longest)}`);
  expect(titles[0]!.includes(`the longest of ${expected.length} times`)).toBe(expected.length > 1);
});
