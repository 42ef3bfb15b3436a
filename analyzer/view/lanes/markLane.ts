/**
 * A lane of instants. A tile costs a search a pixel and class, however many events there are: each class is an array of its own in order of time, so
 * that a rare one (a retransmission among a million chunks) is never swallowed by a frequent one.
 */
import type { ClassInfo, LaneInfo, RowRef, Tile } from '../protocol.ts';
import { ColumnWriter } from './columnWriter.ts';
import { filterEvents, type Events } from './events.ts';
import { lowerBound, type Lane, type LaneEvent, type Match, type View } from './lane.ts';

type MarksInfo = Extract<LaneInfo, { kind: 'marks' }>;

export interface MarkClass extends ClassInfo {
  readonly events: Events;
}

export class MarkLane implements Lane {
  readonly info: MarksInfo;
  readonly #load: () => readonly MarkClass[];
  #classes: readonly MarkClass[] | undefined;
  #filtered: { readonly match: Match; readonly classes: readonly MarkClass[] } | undefined;

  /** `load` gathers the events when the lane is first looked at. */
  constructor(info: Omit<MarksInfo, 'kind'>, load: () => readonly Events[]) {
    this.info = { kind: 'marks', ...info };
    this.#load = () => {
      const events = load();
      return info.classes.map((one, i) => ({ ...one, events: events[i]! }));
    };
  }

  #of(match: Match | undefined): readonly MarkClass[] {
    const classes = (this.#classes ??= this.#load());
    if (!match) return classes;
    if (this.#filtered?.match !== match) {
      this.#filtered = { match, classes: classes.map((one) => ({ ...one, events: filterEvents(one.events, (row) => match(one.table, row)) })) };
    }
    return this.#filtered.classes;
  }

  tile({ start, end, pixels }: View, match?: Match): Tile {
    const classes = this.#of(match);
    const columns = new ColumnWriter(4);
    const step = (end - start) / pixels;
    classes.forEach(({ events: { from, row } }, number) => {
      let i = lowerBound(from, start);
      const last = lowerBound(from, end, i);
      const isSparse = last - i <= pixels;
      while (i < last) {
        const next = isSparse ? i + 1 : Math.max(i + 1, lowerBound(from, start + (Math.floor((from[i]! - start) / step) + 1) * step, i, last));
        columns.add(from[i]!, number, row[i]!, next - i);
        i = next;
      }
    });
    return {
      kind: 'marks', lane: this.info.id, start, end, time: columns.floats(0), class: columns.bytes(1), row: columns.words(2), count: columns.words(3),
      totals: classes.map(({ events }) => events.row.length),
    };
  }

  next(time: number, direction: 1 | -1, match?: Match): LaneEvent | undefined {
    let best: LaneEvent | undefined;
    for (const { table, events: { from, row } } of this.#of(match)) {
      const behind = lowerBound(from, time);
      const i = direction < 0 ? behind - 1 : behind < from.length && from[behind] === time ? lowerBound(from, nextAfter(time), behind) : behind;
      if (i < 0 || i >= from.length) continue;
      if (!best || (direction > 0 ? from[i]! < best.start : from[i]! > best.start)) best = { ref: { table, row: row[i]! }, start: from[i]!, end: from[i]! };
    }
    return best;
  }

  find({ table, row: wanted }: RowRef, time: number): LaneEvent | undefined {
    for (const { table: own, events: { from, row } } of this.#of(undefined)) {
      if (own !== table) continue;
      for (let i = lowerBound(from, time); i < from.length && from[i] === time; i++) {
        if (row[i] === wanted) return { ref: { table, row: wanted }, start: time, end: time };
      }
    }
    return undefined;
  }
}

/** The next larger double of a time; times of one axis are far from the limits of the format. */
const nextAfter = (time: number): number => time + Math.max(Math.abs(time) * Number.EPSILON, Number.MIN_VALUE);
