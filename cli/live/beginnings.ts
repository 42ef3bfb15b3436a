/**
 * Where a recording begins in each source: so long before the incident by the records' own times, however late they came and however late the incident
 * was recognised. What has no time of its own, or lies before what the engine knows, is counted by its arrival.
 */
import type { Session } from '../../analyzer/view/session.ts';
import type { Ring } from './ring.ts';
import type { Incident } from './triggers.ts';

const MILLISECOND = 1e6;

/** By source: the arrival of the first record that belongs to the recording. `rings` are in the order of the session's inputs, and fed to its engine. */
export function beginningsOf(session: Session, rings: readonly Ring[], { input, offset, time }: Incident, beforeMs: number): readonly number[] {
  const byArrival = (rings[input]!.arrivalOf(offset) ?? -Infinity) - beforeMs;
  const from = time - beforeMs * MILLISECOND;
  return rings.map((ring, id) => {
    if (!session.source.isOnAxis(id) || session.source.correlation.axis.placements[id]) return byArrival;
    const { offset: first, isEarlier } = firstSince(session, id, from);
    if (first === undefined) return byArrival;
    const arrival = ring.arrivalOf(first) ?? -Infinity;
    return isEarlier ? arrival : Math.min(arrival, byArrival);
  });
}

/** The incident itself came then, ms; now where it is not kept any more. */
export function arrivalOf(rings: readonly Ring[], { input, offset }: Incident): number {
  return rings[input]!.arrivalOf(offset) ?? performance.now();
}

/** Offset of the first record of an input that is not before `from`, and whether there is one before. */
function firstSince({ source: { trace, correlation: { axis } } }: Session, input: number, from: number): { offset: number | undefined; isEarlier: boolean } {
  let first = Infinity;
  let isEarlier = false;
  const { packets, calls, states } = trace;
  for (const { input: inputs, offset, time, length } of [packets, calls, states]) {
    for (let row = 0; row < length; row++) {
      if (inputs[row] !== input) continue;
      if (axis.of(input, time[row]!) < from) isEarlier = true;
      else if (offset[row]! < first) first = offset[row]!;
    }
  }
  return { offset: first === Infinity ? undefined : first, isEarlier };
}
