/**
 * A lane of intervals in sub-rows. Within one class and sub-row they are in order and do not overlap, so that a tile costs a search a
 * pixel: what is narrower than a pixel is drawn as one bar for all in it, what is wider always as itself.
 */
import type { Steps } from '../../trace/steps.ts';
import type { ClassInfo, LaneInfo, RowRef, Tile } from '../protocol.ts';
import { ColumnWriter } from './columnWriter.ts';
import { filterEvents, type Events } from './events.ts';
import { lowerBound, type Lane, type LaneEvent, type Match, type View } from './lane.ts';

type SpansInfo = Extract<LaneInfo, { kind: 'spans' }>;

/** One class in one sub-row. */
export interface SpanRun {
  readonly class: number;
  readonly sub: number;
  readonly events: Events;
}

export class SpanLane implements Lane {
  readonly info: SpansInfo;
  readonly prepare: (() => Steps<void>) | undefined;
  readonly #load: () => readonly SpanRun[];
  #runs: readonly SpanRun[] | undefined;
  #filtered: { readonly match: Match; readonly runs: readonly SpanRun[] } | undefined;

  /** `load` gathers the intervals when the lane is first looked at. */
  constructor(info: Omit<SpansInfo, 'kind'>, load: () => readonly SpanRun[], prepare?: () => Steps<void>) {
    this.prepare = prepare;
    this.info = { kind: 'spans', ...info };
    this.#load = load;
  }

  #of(match: Match | undefined): readonly SpanRun[] {
    const runs = (this.#runs ??= this.#load());
    if (!match) return runs;
    if (this.#filtered?.match !== match) {
      this.#filtered = { match, runs: runs.map((run) => ({ ...run, events: filterEvents(run.events, (row) => match(this.#classOf(run).table, row)) })) };
    }
    return this.#filtered.runs;
  }

  #classOf(run: SpanRun): ClassInfo {
    return this.info.classes[run.class]!;
  }

  tile({ start, end, pixels }: View, match?: Match): Tile {
    const columns = new ColumnWriter(6);
    const step = (end - start) / pixels;
    const totals = this.info.classes.map(() => 0);
    for (const run of this.#of(match)) {
      const { from, to, row } = run.events;
      totals[run.class]! += row.length;
      const add = (first: number, last: number): void => columns.add(from[first]!, to[last]!, run.class, run.sub, row[first]!, last - first + 1);
      let i = Math.max(0, lowerBound(from, start) - 1);
      if (i < row.length && to[i]! < start) i++;
      while (i < row.length && from[i]! < end) {
        if (to[i]! - from[i]! >= step) {
          add(i, i);
          i++;
          continue;
        }
        const column = Math.floor((from[i]! - start) / step);
        const next = Math.max(i + 1, lowerBound(from, start + (column + 1) * step, i));
        // The last that begins in the column may reach far beyond it.
        const isWide = next - 1 > i && to[next - 1]! - from[next - 1]! >= step;
        add(i, isWide ? next - 2 : next - 1);
        if (isWide) add(next - 1, next - 1);
        i = next;
      }
    }
    return {
      kind: 'spans', lane: this.info.id, start, end, from: columns.floats(0), to: columns.floats(1), class: columns.bytes(2), sub: columns.bytes(3),
      row: columns.words(4), count: columns.words(5), totals,
    };
  }

  next(time: number, direction: 1 | -1, match?: Match): LaneEvent | undefined {
    let best: LaneEvent | undefined;
    for (const run of this.#of(match)) {
      const { from, to, row } = run.events;
      let i = lowerBound(from, time);
      if (direction < 0) i--;
      else while (i < from.length && from[i] === time) i++;
      if (i < 0 || i >= from.length) continue;
      const isNearer = !best || (direction > 0 ? from[i]! < best.start : from[i]! > best.start);
      if (isNearer) best = { ref: { table: this.#classOf(run).table, row: row[i]! }, start: from[i]!, end: to[i]! };
    }
    return best;
  }

  find({ table, row: wanted }: RowRef, time: number): LaneEvent | undefined {
    for (const run of this.#of(undefined)) {
      if (this.#classOf(run).table !== table) continue;
      const { from, to, row } = run.events;
      for (let i = lowerBound(from, time); i < from.length && from[i] === time; i++) {
        if (row[i] === wanted) return { ref: { table, row: wanted }, start: time, end: to[i]! };
      }
    }
    return undefined;
  }
}
