/**
 * A receiver whose window leaves no room for the next message for long: what a capture alone can say of a stall. With a log the
 * stalls themselves say it, so this speaks only of directions without one.
 */
import { sampleAt, type SendWindow } from '../../correlate/sendWindow.ts';
import { formatDuration, SECOND } from '../../trace/time.ts';
import { endpointText } from '../endpointText.ts';
import type { Direction, Finding } from '../finding.ts';
import { limits as limitNames, limitTimeline, type Run } from '../limits.ts';

/** Shorter closures are the ordinary play of a window, ns. */
const LEAST_CLOSURE = 0.2 * SECOND;

export function* closedWindow({ association, sender, limits, isStalled }: Direction): Generator<Finding> {
  if (isStalled) return;
  const { samples } = limits.window;
  const runs = tightRuns(limits.window);
  if (runs.length === 0) return;
  const { segments, end } = limitTimeline(limits, undefined, undefined, runs);
  const closed = limitNames.indexOf('peer-receive-window');
  let times = 0;
  let longest = { start: 0, duration: 0 };
  for (let i = 0; i < segments.length; i++) {
    const start = segments.start[i]!;
    const duration = (i + 1 < segments.length ? segments.start[i + 1]! : end) - start;
    if (segments.limit[i] !== closed || duration < LEAST_CLOSURE) continue;
    times++;
    if (duration > longest.duration) longest = { start, duration };
  }
  if (times === 0) return;
  const row = Math.max(0, sampleAt(samples, longest.start));
  yield {
    rule: 'receiver-not-reading',
    severity: 'warning',
    title: `${endpointText(association, (1 - sender) as 0 | 1)} left no room in its window for ${formatDuration(longest.duration)}${times > 1 ? ` (the longest of ${times} times)` : ''}: a non-blocking sender would have seen EAGAIN`,
    association: association.id,
    proofs: [{ clause: `a_rwnd ${samples.aRwnd[row]} B with ${samples.outstanding[row]} B outstanding`, at: { packet: samples.packet[row]! } }],
    span: [longest.start, longest.start + longest.duration],
  };
}

/** Where the window had no room for the longest message for long: outside of them it cannot have been closed. */
function tightRuns(window: SendWindow): Run[] {
  const { samples, end } = window;
  const runs: Run[] = [];
  if (window.leastRoom >= window.longestData) return runs;
  for (let first = nextTight(window, 0); first < samples.length;) {
    const last = nextRoomy(window, first);
    if ((last < samples.length ? samples.time[last]! : end) - samples.time[first]! >= LEAST_CLOSURE) runs.push({ first, last });
    first = nextTight(window, last);
  }
  return runs;
}

/** First row from `from` on without room for the longest message. */
function nextTight({ samples: { aRwnd, outstanding, length }, longestData }: SendWindow, from: number): number {
  let row = from;
  while (row < length && aRwnd[row]! - outstanding[row]! >= longestData) row++;
  return row;
}

/** First row from `from` on that leaves room, and that lasts: the next packet comes later. */
function nextRoomy({ samples: { aRwnd, outstanding, time, length }, longestData, end }: SendWindow, from: number): number {
  let row = from;
  while (row < length && (aRwnd[row]! - outstanding[row]! < longestData || (row + 1 < length ? time[row + 1]! : end) <= time[row]!)) row++;
  return row;
}
