/** What painters draw, as work and as places: never more than the screen can show, and nothing that matters is left out. */
import { describe, expect, test } from 'vitest';
import { paintMarks } from '../../media/painters/marks.ts';
import { paintSpans } from '../../media/painters/spans.ts';
import { axisTicks, paintSteps, valueY } from '../../media/painters/steps.ts';
import type { Frame } from '../../media/painters/frame.ts';
import { TimeScale } from '../../media/viewport.ts';
import { seededRandom } from '../random.ts';
import { plainTheme, recordingContext, type Recording } from './recordingContext.ts';
import { marksLane, marksTile, ribbonLane, spansLane, spansTile, stepsLane, stepsTile } from './tileCases.ts';

const WIDTH = 1000;

function frame(recording: Recording, more: Partial<Frame> = {}): Frame {
  return { ctx: recording.ctx, scale: new TimeScale({ start: 0, end: 10e9 }, WIDTH), theme: plainTheme, ratio: 1, y: 100, height: 38, isHidden: () => false, ...more };
}

describe('marks', () => {
  test('however many there are, a class costs a tick a column', () => {
    const random = seededRandom(7);
    const recording = recordingContext();
    paintMarks(frame(recording), marksLane, marksTile(Array.from({ length: 40_000 }, (_, i) => [random() * 10, 0, i])));
    expect(recording.rects.length).toBeGreaterThan(WIDTH * 0.95);
    expect(recording.rects.length).toBeLessThanOrEqual(WIDTH + 1);
  });

  test('a column with more marks has a higher tick, and all stand on one line', () => {
    const recording = recordingContext();
    paintMarks(frame(recording), marksLane, marksTile([[1, 0, 1, 1], [2, 0, 2, 50]]));
    const [low, high] = recording.rects as [Recording['rects'][number], Recording['rects'][number]];
    expect(high[3]).toBeGreaterThan(low[3]);
    expect(high[1] + high[3]).toBe(low[1] + low[3]);
  });

  test('a rare class among many is drawn, by its shape', () => {
    const recording = recordingContext();
    paintMarks(frame(recording), marksLane, marksTile([...Array.from({ length: 500 }, (_, i) => [i / 50, 0, i] as const), [5, 1, 9]]));
    const without = recordingContext();
    paintMarks(frame(without, { isHidden: (name) => name === 'refused: EAGAIN' }), marksLane, marksTile([...Array.from({ length: 500 }, (_, i) => [i / 50, 0, i] as const), [5, 1, 9]]));
    expect(without.rects).toEqual(recording.rects);
    expect(recording.calls).toBeGreaterThan(without.calls);
  });

  test('nothing is drawn for what is out of sight', () => {
    const recording = recordingContext();
    paintMarks(frame(recording, { scale: new TimeScale({ start: 20e9, end: 30e9 }, WIDTH) }), marksLane, marksTile([[1, 0, 1], [5, 1, 2]]));
    expect(recording.rects).toEqual([]);
  });
});

describe('spans', () => {
  test('a bar shorter than a pixel is seen', () => {
    const recording = recordingContext();
    paintSpans(frame(recording), spansLane, spansTile([[5, 5.000_000_1, 2, 1, 1]]));
    const [bar] = recording.rects;
    expect(bar![0]).toBe(500);
    expect(bar![2]).toBeGreaterThanOrEqual(1);
  });

  test('bars of one sub-row do not reach into the next', () => {
    const recording = recordingContext();
    paintSpans(frame(recording), spansLane, spansTile([[1, 1.05, 2, 0, 1], [1, 1.05, 2, 1, 2], [1, 1.05, 2, 2, 3]]));
    const tops = recording.rects.map(([, y, , high]) => [y, y + high] as const);
    expect(tops[0]![1]).toBeLessThanOrEqual(tops[1]![0]);
    expect(tops[1]![1]).toBeLessThanOrEqual(tops[2]![0]);
    expect(tops[2]![1]).toBeLessThanOrEqual(138);
  });

  test('a bar carries its name where there is room, shown from the edge of the screen on', () => {
    const recording = recordingContext();
    paintSpans(frame(recording, { scale: new TimeScale({ start: 5e9, end: 15e9 }, WIDTH) }), ribbonLane, spansTile([[1, 14, 1, 0, 1]]));
    expect(recording.texts.map(([text]) => text)).toEqual(['peer window']);
    expect(recording.texts[0]![1]).toBeGreaterThan(0);
    expect(recording.texts[0]![1]).toBeLessThan(20);
  });

  test('its own words stand beside a bar that is too small, and not upon another', () => {
    const recording = recordingContext();
    const labelOf: Frame['labelOf'] = (_, number) => (number === 1 ? 'send() refused, association closed' : undefined);
    paintSpans(frame(recording, { labelOf }), ribbonLane, spansTile([[6, 7, 0, 0, 1], [7, 7.01, 1, 0, 1]]));
    const beside = recording.texts.find(([text]) => text.startsWith('send() refused'))!;
    expect(beside[1] + beside[0].length * 6).toBeLessThan(600);
  });
});

describe('steps', () => {
  test('cost is bounded by the points of the tile', () => {
    const random = seededRandom(3);
    const points = Array.from({ length: 2000 }, (_, i) => [i / 200, Math.floor(random() * 60_000), i, 0] as const);
    const recording = recordingContext();
    paintSteps(frame(recording, { height: 150 }), stepsLane, stepsTile(65_536, [points, points, [[0, 40_000, 1]]]));
    expect(recording.rects.length).toBeLessThan(2000 * 5 + WIDTH / 5);
  });

  test('a spike within a column reaches as far as it did', () => {
    const recording = recordingContext();
    paintSteps(frame(recording, { height: 150 }), stepsLane, stepsTile(65_536, [[], [[1, 60_000, 1], [5, 60_000, 2, 0]]]));
    const bottom = valueY(65_536, 100, 150, 0);
    const spike = recording.rects.filter(([x, , width, high, colour]) => colour === 'line data' && Math.abs(x - 500) <= 1 && width <= 2 && high > 50);
    expect(spike).toHaveLength(1);
    expect(spike[0]![1] + spike[0]![3]).toBeGreaterThanOrEqual(bottom - 1);
  });

  test('a value holds until it is no longer known, and what comes after is not joined to it', () => {
    const recording = recordingContext();
    paintSteps(frame(recording, { height: 150 }), stepsLane, stepsTile(65_536, [[[1, 50_000, 1], [6, NaN, 1], [8, 10_000, 2]]]));
    const areas = recording.rects.filter(([, , , , colour]) => colour === 'area peerWindow').map(([x, , width]) => [x, x + width]);
    expect(areas).toEqual([[100, 600], [800, 1000]]);
    const upright = recording.rects.filter(([, , width, high, colour]) => colour === 'line peerWindow' && width < 3 && high > 10);
    expect(upright).toEqual([]);
  });

  test.each([
    [65_536, 'bytes', [0, 16_384, 32_768, 49_152, 65_536]],
    [131_072, 'bytes', [0, 32_768, 65_536, 98_304, 131_072]],
    [900, 'bytes', [0, 256, 512, 768]],
    [7, 'count', [0, 5]],
    [0, 'bytes', [0, 1]],
  ] as const)('ticks up to %i %s are round', (max, unit, ticks) => {
    expect(axisTicks(max, unit)).toEqual(ticks);
  });
});
