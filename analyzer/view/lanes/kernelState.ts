/** What the kernel itself told of an association in a live capture: its congestion window, what is in flight, and how full the send buffer was. Observed. */
import { isFull } from '../../diagnose/fullState.ts';
import { NONE } from '../../trace/table.ts';
import type { SeriesInfo } from '../protocol.ts';
import { EventList } from './events.ts';
import type { Lane } from './lane.ts';
import { MarkLane } from './markLane.ts';
import type { LaneSource } from './source.ts';
import { StepLane, type Series } from './stepLane.ts';

const figures = [
  { column: 'rwnd', info: { name: 'rwnd', role: 'peerWindow', style: 'area' } },
  { column: 'cwnd', info: { name: 'cwnd', role: 'congestion', style: 'line' } },
  { column: 'flight', info: { name: 'in flight', role: 'data', style: 'line' } },
  { column: 'wmem', info: { name: 'send buffer in use', role: 'sendBuffer', style: 'line' } },
  { column: 'sndbuf', info: { name: 'send buffer', role: 'sendBuffer', style: 'dashed' } },
] as const;

export function kernelLanes(source: LaneSource, association: number, group: string): Lane[] {
  const rows = source.correlation.states.of(association);
  if (rows.length === 0) return [];
  const { trace: { states }, correlation: { axis } } = source;
  const timeOf = (row: number): number => axis.of(states.input[row]!, states.time[row]!);
  const known = figures.filter(({ column }) => rows.some((row) => states[column][row] !== NONE));
  const series = known.map(({ info }): SeriesInfo => ({ ...info, derived: false, table: 'states' }));
  const figuresLane = new StepLane(
    {
      id: `kernel:${association + 1}`, group, title: 'kernel', unit: 'bytes', series,
      hint: 'What the kernel told when it was asked: rwnd, cwnd of the primary path, bytes in flight, and what is charged to the send buffer. Between two answers it is not known.',
    },
    () => known.map(({ column }): Series => {
      const told = rows.filter((row) => states[column][row] !== NONE);
      return { time: Float64Array.from(told, timeOf), value: Float64Array.from(told, (row) => states[column][row]!), row: told };
    }),
  );
  const full = new MarkLane(
    {
      id: `full:${association + 1}`, group, title: 'buffer full', classes: [{ name: 'full when asked: sends are refused or wait (inferred)', role: 'sendBuffer', shape: 'outline', table: 'states' }],
      hint: 'The send buffer had no room when the kernel was asked. That sends were refused then is inferred, not seen.',
    },
    () => {
      const list = new EventList();
      for (const row of rows) if (isFull(states, row)) list.add(timeOf(row), row);
      return [list.finish()];
    },
  );
  return rows.some((row) => isFull(states, row)) ? [figuresLane, full] : [figuresLane];
}
