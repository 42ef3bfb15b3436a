/**
 * What activate() hands to other extensions:
 * `const stallscope = await vscode.extensions.getExtension<StallscopeApi>('stallscope.stallscope')?.activate()`.
 */
import * as vscode from 'vscode';
import { toEpochNanoseconds } from '../analyzer/trace/time.ts';
import type { Navigator } from './navigator.ts';
import { openTimeline } from './openTimeline.ts';
import type { RecordingSets } from './recordingSets.ts';
import type { OpenTrace } from './trace.ts';
import type { Selection, Traces } from './traces.ts';

/** A line of a log or a frame of a capture, both counted from 1. */
export interface ApiPlace {
  readonly uri: vscode.Uri;
  readonly line?: number;
  readonly frame?: number;
}

export interface ApiSelection {
  /** One sentence: "sendmsg() on fd 17 refused: EAGAIN". */
  readonly title: string;
  /** Nanoseconds since 1970, on the clock of the first capture. */
  readonly start: bigint;
  /** The same as `start` for an event without duration. */
  readonly end: bigint;
  /** Where it can be looked up, the best proof first. */
  readonly places: readonly ApiPlace[];
}

export interface StallscopeApi {
  /** Counts up when something is taken away or changes its meaning. */
  readonly version: 1;
  /** Opens one timeline over logs, captures and folders. A single file is joined by what obviously belongs to it. */
  openTimeline(uris: readonly vscode.Uri[]): Promise<void>;
  /** Shows a place or a time (nanoseconds since 1970) in the timeline of the open recording that has it. False: none has. */
  goTo(target: ApiPlace | bigint): Promise<boolean>;
  /** Something was selected: in a timeline, a log or a view. */
  readonly onDidSelect: vscode.Event<ApiSelection>;
}

/** Shown around a time that is gone to, ns. */
const AROUND = 5e8;

function apiSelection({ trace, located }: Selection): ApiSelection {
  const epochSeconds = trace.overview?.epochSeconds ?? 0;
  const epochTime = (time: number): bigint => BigInt(toEpochNanoseconds(epochSeconds, time));
  return {
    title: located.title,
    start: epochTime(located.start),
    end: epochTime(located.end),
    places: located.places.flatMap(({ file, ...place }) => {
      const uri = trace.uriOf({ file });
      return uri ? [{ uri, ...place }] : [];
    }),
  };
}

function axisTime({ overview }: OpenTrace, epochNanoseconds: bigint): number | undefined {
  if (!overview) return undefined;
  const time = Number(epochNanoseconds - BigInt(overview.epochSeconds) * 1_000_000_000n);
  return time >= overview.start && time <= overview.end ? time : undefined;
}

export function createApi(traces: Traces, sets: RecordingSets, navigator: Navigator): StallscopeApi {
  const selected = new vscode.EventEmitter<ApiSelection>();
  traces.onDidSelect((selection) => selected.fire(apiSelection(selection)));
  return {
    version: 1,
    openTimeline: (uris) => openTimeline(sets, uris),
    async goTo(target) {
      if (typeof target === 'bigint') {
        for (const trace of traces.all) {
          const time = axisTime(trace, target);
          if (time !== undefined) return navigator.show(trace, { range: { start: time - AROUND, end: time + AROUND } });
        }
        return false;
      }
      const { uri, ...place } = target;
      const trace = traces.traceOf(uri);
      return trace ? navigator.show(trace, { place: { file: trace.pathOf(uri)!, ...place } }) : false;
    },
    onDidSelect: selected.event,
  };
}
