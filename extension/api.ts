/**
 * What activate() hands to other extensions:
 * `const stallscope = await vscode.extensions.getExtension<StallscopeApi>('stallscope.stallscope')?.activate()`.
 */
import * as vscode from 'vscode';
import { toEpochNanoseconds } from '../analyzer/trace/time.ts';
import type { Overview } from '../analyzer/view/protocol.ts';
import type { Navigator } from './navigator.ts';
import { openTimeline } from './openTimeline.ts';
import type { RecordingSets } from './recordingSets.ts';
import type { TimelineEditor } from './timelineEditor.ts';
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
  /** Opens one timeline over logs, captures and folders. A single file is joined by what obviously belongs to it. Rejects with a sentence when nothing can be opened. */
  openTimeline(uris: readonly vscode.Uri[]): Promise<void>;
  /** Shows a place or a time (nanoseconds since 1970) in the timeline of the open recording that has it. False: none has. */
  goTo(target: ApiPlace | bigint): Promise<boolean>;
  /** Something was selected: in a timeline, a log or a view. */
  readonly onDidSelect: vscode.Event<ApiSelection>;
}

interface ApiRooms {
  readonly traces: Traces;
  readonly sets: RecordingSets;
  readonly editor: TimelineEditor;
  readonly navigator: Navigator;
}

/** Shown around a time that is gone to, ns. */
const AROUND = 5e8;

function apiSelection({ trace, located }: Selection, { epochSeconds }: Overview): ApiSelection {
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

async function axisTime(trace: OpenTrace, epochNanoseconds: bigint): Promise<number | undefined> {
  const overview = trace.overview ?? (await trace.request('overview', {}));
  const time = Number(epochNanoseconds - BigInt(overview.epochSeconds) * 1_000_000_000n);
  return time >= overview.start && time <= overview.end ? time : undefined;
}

export function createApi({ traces, sets, editor, navigator }: ApiRooms): StallscopeApi {
  const selected = new vscode.EventEmitter<ApiSelection>();
  traces.onDidSelect((selection) => {
    const { trace } = selection;
    // Before the capture was begun, the overview at hand does not know the date of a log that has only times of day.
    if (trace.overview?.epochSeconds) selected.fire(apiSelection(selection, trace.overview));
    else void trace.request('overview', {}).then((overview) => selected.fire(apiSelection(selection, overview)), () => {});
  });
  return {
    version: 1,
    async openTimeline(uris) {
      const primary = await openTimeline(sets, uris);
      if (!primary) throw new Error(vscode.l10n.t('None of these files can be opened as a timeline.'));
      await (await editor.whenShown(primary)).ready();
    },
    async goTo(target) {
      if (typeof target === 'bigint') {
        for (const trace of traces.all) {
          // Asked before: it may end while the answer is on its way.
          const { isReading } = trace;
          let time = await axisTime(trace, target);
          if (time === undefined && isReading) time = await trace.untilRead().then(() => axisTime(trace, target));
          if (time !== undefined) return navigator.show(trace, { range: { start: time - AROUND, end: time + AROUND } });
        }
        return false;
      }
      const { uri, ...place } = target;
      const trace = traces.traceOf(uri);
      if (!trace) return false;
      const show = (): Promise<boolean> => navigator.show(trace, { place: { file: trace.pathOf(uri)!, ...place } });
      const { isReading } = trace;
      if (await show()) return true;
      // What was not read yet may have come.
      return isReading ? trace.untilRead().then(show) : false;
    },
    onDidSelect: selected.event,
  };
}
