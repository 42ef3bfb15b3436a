/** Times as they are written in filters <-> ns on the axis of a recording. */
import { DAY, SECOND } from '../trace/time.ts';
import type { EventTables } from './eventTables.ts';
import type { Moment } from './expression.ts';

/** On the axis, ns. A time of day is that of the day which lies in the recording or nearest to it. */
export function momentOf(events: EventTables, { isAbsolute, seconds, nanoseconds }: Moment): number {
  const { trace } = events;
  if (isAbsolute) return (seconds - (trace.epochSeconds ?? 0)) * SECOND + nanoseconds;
  const ofDay = seconds * SECOND + nanoseconds;
  const [first, last] = spanOf(events);
  if (first > last) return ofDay;
  const sameDay = ofDay + Math.floor(first / DAY) * DAY;
  const candidates = [sameDay - DAY, sameDay, sameDay + DAY];
  const distance = (time: number): number => (time < first ? first - time : time > last ? time - last : 0);
  return candidates.reduce((best, time) => (distance(time) < distance(best) ? time : best));
}

function spanOf({ trace, correlation: { axis } }: EventTables): [number, number] {
  let first = Infinity;
  let last = -Infinity;
  for (const { id, firstTime } of trace.inputs) {
    if (Number.isNaN(firstTime)) continue;
    first = Math.min(first, axis.of(id, firstTime));
    last = Math.max(last, axis.end(id));
  }
  return [first, last];
}
