/**
 * Sends whose message may have been on the wire while nothing was captured: nobody knows what became of them. Messages leave in the order in which they
 * were accepted, so one that the capture lacks left between its neighbours.
 */
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';

/** By place, in order of acceptance: `carriedAt` is NaN where a message never was on the wire. Returns the places of those that the capture had to show; undefined: all. */
export function placesHeard({ gaps, inputs }: Trace, axis: Axis, acceptedAt: Float64Array, carriedAt: Float64Array): Uint32Array | undefined {
  const unheard = gaps.filter(({ input }) => inputs[input]!.kind.startsWith('pcap')).map(({ input, from, until }) => [axis.of(input, from), axis.of(input, until)] as const);
  if (unheard.length === 0) return undefined;
  /** By place: when the next message that is known left. */
  const next = new Float64Array(carriedAt.length);
  for (let i = carriedAt.length - 1, time = Infinity; i >= 0; i--) {
    if (!Number.isNaN(carriedAt[i]!)) time = carriedAt[i]!;
    next[i] = time;
  }
  let before = -Infinity;
  return Uint32Array.from(carriedAt.keys()).filter((i) => {
    if (!Number.isNaN(carriedAt[i]!)) {
      before = carriedAt[i]!;
      return true;
    }
    const since = Math.max(before, acceptedAt[i]!);
    return !unheard.some(([from, until]) => until >= since && from <= next[i]!);
  });
}
