/** Idle stretches of real recordings: nothing happens in them, and no pause of that length is missing. */
import { describe, expect, test } from 'vitest';
import { idleStretches } from '../../analyzer/view/idle.ts';
import { LaneSource } from '../../analyzer/view/lanes/source.ts';
import { analyze } from '../../analyzer/analyze.ts';
import { goldenCases, inputsOf } from '../goldenCase.ts';

describe.each(['erlang-slow-peer', '004-path-failure', '009-pcapng'])('%s', (name) => {
  test.each([50e6, 500e6, 2e9])('stretches of %d ns and more', async (least) => {
    const { diagnosis, report, trace } = await analyze(inputsOf(goldenCases.find((golden) => golden.name === name)!));
    const { axis } = diagnosis.correlation;
    const events = [
      ...Array.from({ length: trace.packets.length }, (_, row) => axis.packet(row)),
      ...Array.from({ length: trace.calls.length }, (_, row) => [axis.entry(row), axis.exit(row)]).flat(),
    ].sort((a, b) => a - b);
    const [start, end] = [events[0]!, events.at(-1)!];
    const idle = idleStretches(new LaneSource(diagnosis, report.stalls), { start, end }, least);
    const pauses = events.flatMap((time, i) => (i > 0 && time - events[i - 1]! >= least ? [[events[i - 1]!, time]] : []));
    expect(Array.from(idle.start, (from, i) => [from, idle.end[i]!])).toEqual(pauses);
  });
});

test('what lies before the first event and after the last is idle too', async () => {
  const { diagnosis, report, trace } = await analyze(inputsOf(goldenCases.find(({ name }) => name === '003-small-send-buffer')!));
  const first = diagnosis.correlation.axis.packet(0);
  expect(trace.packets.length).toBeGreaterThan(0);
  const idle = idleStretches(new LaneSource(diagnosis, report.stalls), { start: first - 1000e9, end: first + 1000e9 }, 500e9);
  expect([...idle.start][0]).toBe(first - 1000e9);
  expect([...idle.end].at(-1)).toBe(first + 1000e9);
});
