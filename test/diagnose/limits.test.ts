/** Limits that are walked around some stalls only are those of a walk over the whole recording. */
import { expect, test } from 'vitest';
import type { Handover } from '../../analyzer/correlate/handover.ts';
import { Happening, createSamples, type SendWindow } from '../../analyzer/correlate/sendWindow.ts';
import { limitContext, limitTimeline, sharesOf, type LimitContext, type Run } from '../../analyzer/diagnose/limits.ts';
import { seededRandom } from '../random.ts';

const STEP = 40e6;
const ROWS = 400;
const SENT = 700;

type Random = () => number;

const below = (random: Random, count: number): number => Math.floor(random() * count);

/** Loss that takes many samples to recover from, a window that closes, silences, and pauses. */
function randomWindow(random: Random): SendWindow {
  const samples = createSamples();
  let time = 1e9;
  for (let i = 0; i < ROWS; i++) {
    const row = samples.add();
    const chance = random();
    samples.time[row] = time;
    samples.aRwnd[row] = random() < 0.2 ? 0 : 3000;
    samples.chunks[row] = random() < 0.05 ? 0 : 1 + below(random, 30);
    samples.outstanding[row] = samples.chunks[row]! * 100;
    samples.dataLength[row] = random() < 0.5 ? 100 : 0;
    samples.what[row] = chance < 0.5 ? Happening.Sack | Happening.Progress | Happening.Alive : chance < 0.9 ? Happening.Data : chance < 0.95 ? Happening.TimerRetransmit : Happening.FastRetransmit;
    time += below(random, 4) * STEP;
  }
  return { association: 0, sender: 0, samples, roundTrips: [], largestARwnd: 3000, leastRoom: -3000, longestData: 100, end: time + STEP };
}

function randomHandover(random: Random, { samples, end }: SendWindow): Handover {
  const times = (): Float64Array => Float64Array.from({ length: SENT }, () => samples.time[0]! + random() * (end - samples.time[0]!)).sort();
  const bytes = Float64Array.from({ length: SENT }, (_, i) => (i + 1) * 100);
  const acceptedAt = times();
  const wiredAt = times().map((time, i) => Math.max(time, acceptedAt[i]!));
  return { association: 0, sender: 0, transfers: new Uint32Array(SENT), acceptedAt, acceptedBytes: bytes, carriedAt: wiredAt, wiredAt, wiredBytes: bytes, neverWired: [] };
}

function randomRuns(random: Random): Run[] {
  const runs: Run[] = [];
  for (let first = below(random, 60); first < ROWS;) {
    const last = Math.min(ROWS, first + 1 + below(random, 40));
    runs.push({ first, last });
    first = last + 1 + below(random, 60);
  }
  return runs;
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))('window %i', (seed) => {
  const random = seededRandom(seed + 1);
  const window = randomWindow(random);
  const context: LimitContext = limitContext(window, seed % 2 === 0 ? undefined : randomHandover(random, window), window.end);
  const runs = randomRuns(random);
  const whole = limitTimeline(context, undefined);
  const parts = limitTimeline(context, undefined, undefined, runs);
  const { time } = window.samples;
  const shares = runs.map(({ first, last }) => [time[first]!, last < ROWS ? time[last]! : window.end] as const);
  expect(shares.map((span) => sharesOf(parts, ...span))).toEqual(shares.map((span) => sharesOf(whole, ...span)));
});
