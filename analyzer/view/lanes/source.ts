/** What lanes are made from: the joins, the verdicts, and the send windows, each replayed once when it is first looked at. */
import type { Correlation } from '../../correlate/correlation.ts';
import { captureSpan } from '../../correlate/handover.ts';
import type { Diagnosis } from '../../diagnose/diagnosis.ts';
import { limitContext, walkLimits, type Limit, type LimitContext, type LimitTimeline } from '../../diagnose/limits.ts';
import { limits } from '../../diagnose/limits.ts';
import { countUpTo } from '../../trace/search.ts';
import { finish, type Steps } from '../../trace/steps.ts';
import type { Trace } from '../../trace/trace.ts';
import { endpointText } from '../../diagnose/endpointText.ts';
import type { LimitRows } from '../eventSource.ts';
import type { StallReport } from '../report.ts';
import { limitClasses } from './limitClasses.ts';

export interface LimitSegment {
  readonly association: number;
  readonly sender: 0 | 1;
  readonly limit: Limit;
  readonly start: number;
  readonly end: number;
}

/** Segments are numbered through over all senders: `base` is the number of the first. */
interface NumberedTimeline {
  readonly timeline: LimitTimeline;
  readonly base: number;
}

export class LaneSource {
  readonly trace: Trace;
  readonly correlation: Correlation;
  readonly diagnosis: Diagnosis;
  /** In the order of `diagnosis.stalls`. */
  readonly stalls: readonly StallReport[];
  readonly captureEnd: number;
  readonly #contexts = new Map<number, LimitContext>();
  readonly #timelines = new Map<number, NumberedTimeline>();
  #segments = 0;

  constructor(diagnosis: Diagnosis, stalls: readonly StallReport[]) {
    this.diagnosis = diagnosis;
    this.correlation = diagnosis.correlation;
    this.trace = diagnosis.correlation.trace;
    this.stalls = stalls;
    this.captureEnd = captureSpan(this.trace, this.correlation.axis)[1];
  }

  /** The endpoint whose sending is explained: the traced one, else the one that began the association. */
  localOf(association: number): 0 | 1 {
    return this.correlation.handovers[association]?.sender ?? this.correlation.owners.localOf[association] ?? this.correlation.states.localOf[association] ?? 0;
  }

  /** Events of the input can be drawn: there is nothing else, or its clock tells days, or it was placed among the packets. */
  isOnAxis(input: number): boolean {
    const { clock } = this.trace.inputs[input]!;
    return this.trace.packets.length === 0 || (clock !== 'ordinal' && clock !== 'relative') || this.correlation.axis.isPlaced(input);
  }

  context(association: number, sender: 0 | 1): LimitContext {
    return this.#contexts.get(association * 2 + sender) ?? finish(this.#replay(association, sender));
  }

  *#replay(association: number, sender: 0 | 1): Steps<LimitContext> {
    const context = limitContext(yield* this.correlation.replay(association, sender).window(), this.correlation.handovers[association], this.captureEnd);
    this.#contexts.set(association * 2 + sender, context);
    return context;
  }

  *prepareContext(association: number, sender: 0 | 1): Steps<void> {
    if (!this.#contexts.has(association * 2 + sender)) yield* this.#replay(association, sender);
  }

  timeline(association: number, sender: 0 | 1): NumberedTimeline {
    return this.#timelines.get(association * 2 + sender) ?? finish(this.#walk(association, sender));
  }

  *prepareTimeline(association: number, sender: 0 | 1): Steps<void> {
    if (!this.#timelines.has(association * 2 + sender)) yield* this.#walk(association, sender);
  }

  *#walk(association: number, sender: 0 | 1): Steps<NumberedTimeline> {
    const key = association * 2 + sender;
    const socket = this.correlation.owners.socketsOf[association]![0];
    const noDelay = socket === undefined ? undefined : this.trace.sockets[socket]!.noDelay;
    yield* this.prepareContext(association, sender);
    const timeline = yield* walkLimits(this.context(association, sender), noDelay, 0);
    // Somebody else may have asked meanwhile: numbers are given once.
    const known = this.#timelines.get(key) ?? { timeline, base: this.#segments };
    if (!this.#timelines.has(key)) this.#segments += timeline.segments.length;
    this.#timelines.set(key, known);
    return known;
  }

  segment(row: number): LimitSegment | undefined {
    for (const [key, { timeline: { segments, end }, base }] of this.#timelines) {
      const i = row - base;
      if (i < 0 || i >= segments.length) continue;
      return {
        association: key >> 1, sender: (key & 1) as 0 | 1, limit: limits[segments.limit[i]!]!,
        start: segments.start[i]!, end: i + 1 < segments.length ? segments.start[i + 1]! : end,
      };
    }
    return undefined;
  }

  /** All segments: the senders that were not looked at yet are replayed when their number is asked for. */
  readonly limits: LimitRows = limitRows(() => this.#allSegments(), (row) => this.segment(row)!, (association, sender) => endpointText(this.trace.associations[association]!, sender));

  #allSegments(): number {
    for (const { id, transport } of this.trace.associations) if (transport === 'sctp') for (const sender of [0, 1] as const) this.timeline(id, sender);
    return this.#segments;
  }

  /** The segment that holds at `time`; undefined before the first packet and after the last. */
  segmentAt(association: number, sender: 0 | 1, time: number): number | undefined {
    const { timeline: { segments, end }, base } = this.timeline(association, sender);
    const i = countUpTo(segments.start, time, segments.length) - 1;
    return i < 0 || time > end ? undefined : base + i;
  }
}

function limitRows(count: () => number, at: (row: number) => LimitSegment, endpoint: (association: number, sender: 0 | 1) => string): LimitRows {
  return {
    get length() {
      return count();
    },
    start: (row) => at(row).start,
    end: (row) => at(row).end,
    association: (row) => at(row).association,
    sender: (row) => endpoint(at(row).association, at(row).sender),
    limit: (row) => limitClasses[at(row).limit].name,
  };
}
