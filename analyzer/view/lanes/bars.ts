/** Intervals that overlap, laid out in sub-rows: each takes the first row that is free, and where none is, it cuts short the bar that would have ended first. */
import { EventList, type Events } from './events.ts';
import type { SpanRun } from './spanLane.ts';

/** Bars of several classes: one list a class, each with its number. */
export interface BarClass {
  /** Without an end of its own: takes no row from the others and ends where the next of its kind begins. */
  readonly open: boolean;
  readonly events: Events;
}

/** Within one class and sub-row nothing overlaps in what comes out. */
export function layBars(classes: readonly BarClass[], rows: number): SpanRun[] {
  const busyUntil = new Float64Array(rows).fill(-Infinity);
  const openUntil = new Float64Array(rows).fill(-Infinity);
  const placed = classes.map(() => Array.from({ length: rows }, () => new EventList()));
  const next = new Uint32Array(classes.length);
  let turn = 0;
  for (;;) {
    const number = firstOf(classes, next);
    if (number < 0) break;
    const { open, events } = classes[number]!;
    const i = next[number]!++;
    const [from, to] = [events.from[i]!, events.to[i]!];
    let sub = 0;
    if (open) {
      while (sub < rows && (openUntil[sub]! > from || busyUntil[sub]! > from)) sub++;
      // Spread over the rows, so that many open bars fill the lane instead of cutting each other in one.
      if (sub === rows) sub = turn++ % rows;
      openUntil[sub] = to;
    } else {
      while (sub < rows && busyUntil[sub]! > from) sub++;
      if (sub === rows) {
        sub = 0;
        for (let other = 1; other < rows; other++) if (busyUntil[other]! < busyUntil[sub]!) sub = other;
      }
      busyUntil[sub] = Math.max(busyUntil[sub]!, to);
    }
    const list = placed[number]![sub]!;
    list.cutLast(from);
    list.add(from, events.row[i]!, to);
  }
  return placed.flatMap((lists, number) => lists.flatMap((list, sub) => (list.length === 0 ? [] : [{ class: number, sub, events: list.finish() }])));
}

/** Class whose next bar begins first; -1 when all are placed. */
function firstOf(classes: readonly BarClass[], next: Uint32Array): number {
  let first = -1;
  let begins = Infinity;
  for (let number = 0; number < classes.length; number++) {
    const { from } = classes[number]!.events;
    const i = next[number]!;
    if (i < from.length && from[i]! < begins) {
      begins = from[i]!;
      first = number;
    }
  }
  return first;
}
