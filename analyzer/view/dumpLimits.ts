/** Dumps of the send limit over time: every sample of the send windows, and the segments of what was binding. Derived, but for aRwnd. */
import { Happening, UNKNOWN_WINDOW, type SendWindow } from '../correlate/sendWindow.ts';
import { captureSpan } from '../correlate/handover.ts';
import { limitContext, limits as limitNames, limitTimeline, type LimitTimeline } from '../diagnose/limits.ts';
import { endpointText } from '../diagnose/endpointText.ts';
import { epochTime, flagNames, type DumpSource, type TableDump } from './dumpSource.ts';
import type { LimitRows } from './eventSource.ts';

interface Sender {
  readonly window: SendWindow;
  readonly timeline: LimitTimeline;
}

/** Both directions of every association that carries DATA. */
function sendersOf({ trace, correlation }: DumpSource): Sender[] {
  const [, endOfRecording] = captureSpan(trace, correlation.axis);
  return trace.associations.filter(({ transport }) => transport === 'sctp').flatMap(({ id }) =>
    ([0, 1] as const).map((side) => {
      const window = correlation.replayWindow(id, side);
      const socket = correlation.owners.socketsOf[id]![0];
      const noDelay = socket === undefined ? undefined : trace.sockets[socket]!.noDelay;
      return { window, timeline: limitTimeline(limitContext(window, correlation.handovers[id], endOfRecording), noDelay, 0) };
    }),
  ).filter(({ window }) => window.samples.length > 0);
}

/** A flat row number -> which sender, and which of its rows. */
function locate(lengths: readonly number[]): { readonly length: number; of(row: number): { sender: number; row: number } } {
  const ends: number[] = [];
  for (const length of lengths) ends.push((ends.at(-1) ?? 0) + length);
  let sender = 0;
  return {
    length: ends.at(-1) ?? 0,
    of(row) {
      while (sender > 0 && row < ends[sender - 1]!) sender--;
      while (row >= ends[sender]!) sender++;
      return { sender, row: row - (sender === 0 ? 0 : ends[sender - 1]!) };
    },
  };
}

const happenings = flagNames(Happening);

const windows: TableDump = (source) => {
  const { trace } = source;
  const senders = sendersOf(source);
  const place = locate(senders.map(({ window }) => window.samples.length));
  const at = <T>(read: (window: SendWindow, row: number) => T) => (row: number): T => {
    const found = place.of(row);
    return read(senders[found.sender]!.window, found.row);
  };
  const aRwnd = (window: SendWindow, row: number): number => window.samples.aRwnd[row]!;
  return {
    length: place.length,
    events: { table: 'packets', rowOf: at((window, row) => window.samples.packet[row]!) },
    columns: {
      time: at((window, row) => epochTime(trace, window.samples.time[row]!)),
      association: at((window) => window.association + 1),
      sender: at((window) => endpointText(trace.associations[window.association]!, window.sender)),
      frame: at((window, row) => trace.packets.frame[window.samples.packet[row]!]!),
      aRwnd: at((window, row) => (aRwnd(window, row) === UNKNOWN_WINDOW ? '' : aRwnd(window, row))),
      outstandingPayloadBytes: at((window, row) => window.samples.outstanding[row]!),
      outstandingChunks: at((window, row) => window.samples.chunks[row]!),
      rwnd: at((window, row) => (aRwnd(window, row) === UNKNOWN_WINDOW ? '' : Math.max(0, aRwnd(window, row) - window.samples.outstanding[row]!))),
      happening: at((window, row) => happenings(window.samples.what[row]!)),
    },
  };
};

/** Of every association and both its senders. */
export function limitRows(source: DumpSource): LimitRows {
  const { trace } = source;
  const senders = sendersOf(source);
  const place = locate(senders.map(({ timeline }) => timeline.segments.length));
  const at = <T>(read: (sender: Sender, row: number) => T) => (row: number): T => {
    const found = place.of(row);
    return read(senders[found.sender]!, found.row);
  };
  return {
    length: place.length,
    start: at(({ timeline }, row) => timeline.segments.start[row]!),
    end: at(({ timeline: { segments, end } }, row) => (row + 1 < segments.length ? segments.start[row + 1]! : end)),
    association: at(({ window }) => window.association),
    sender: at(({ window }) => endpointText(trace.associations[window.association]!, window.sender)),
    limit: at(({ timeline }, row) => limitNames[timeline.segments.limit[row]!]!),
  };
}

const limits: TableDump = (source) => {
  const { length, start, end, association, sender, limit } = limitRows(source);
  return {
    length,
    columns: {
      start: (row) => epochTime(source.trace, start(row)),
      end: (row) => epochTime(source.trace, end(row)),
      durationNs: (row) => Math.round(end(row) - start(row)),
      association: (row) => association(row) + 1,
      sender,
      limit,
    },
  };
};

export const limitDumps = { windows, limits } as const;
