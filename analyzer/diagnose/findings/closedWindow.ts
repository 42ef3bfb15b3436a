/**
 * A receiver whose window leaves no room for the next message for long: what a capture alone can say of a stall. With a log the
 * stalls themselves say it, so this speaks only of directions without one.
 */
import { sampleAt } from '../../correlate/sendWindow.ts';
import { formatDuration, SECOND } from '../../trace/time.ts';
import { endpointText } from '../endpointText.ts';
import type { Direction, Finding } from '../finding.ts';
import { limitSegments } from '../limits.ts';

/** Shorter closures are the ordinary play of a window, ns. */
const LEAST_CLOSURE = 0.5 * SECOND;

export function* closedWindow({ association, sender, limits, isStalled }: Direction): Generator<Finding> {
  if (isStalled) return;
  const { samples } = limits.window;
  const closed = limitSegments(limits, undefined).filter(
    ({ limit, start, end }) => limit === 'peer-receive-window' && end - start >= LEAST_CLOSURE,
  );
  if (closed.length === 0) return;
  const longest = closed.reduce((a, b) => (b.end - b.start > a.end - a.start ? b : a));
  const row = Math.max(0, sampleAt(samples, longest.start));
  yield {
    rule: 'receiver-not-reading',
    severity: 'warning',
    title: `${endpointText(association, (1 - sender) as 0 | 1)} left no room in its window for ${formatDuration(longest.end - longest.start)}${closed.length > 1 ? ` (the longest of ${closed.length} times)` : ''}: a non-blocking sender would have seen EAGAIN`,
    association: association.id,
    proofs: [{ clause: `a_rwnd ${samples.aRwnd[row]} B with ${samples.outstanding[row]} B outstanding`, at: { packet: samples.packet[row]! } }],
  };
}
