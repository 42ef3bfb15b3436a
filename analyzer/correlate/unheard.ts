/**
 * Sends whose message may have been on the wire while nothing was captured: nobody knows what became of them. Messages leave in the order in which they
 * were accepted, so one that the capture lacks left between its neighbours.
 */
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import type { Links } from './links.ts';

/** `own`: transfer rows in order of acceptance, at `acceptedAt`. Returns those that the capture had to show, or `own` itself. */
export function withoutUnheard({ gaps, inputs, messages }: Trace, { messageOf }: Links, axis: Axis, own: Uint32Array, acceptedAt: Float64Array): Uint32Array {
  const unheard = gaps.filter(({ input }) => inputs[input]!.kind.startsWith('pcap')).map(({ input, from, until }) => [axis.of(input, from), axis.of(input, until)] as const);
  if (unheard.length === 0) return own;
  const wireTime = (transfer: number): number => axis.packetTimes[messages.packet[messageOf[transfer]!]!]!;
  /** By place: when the next message that is known left. */
  const next = new Float64Array(own.length);
  for (let i = own.length - 1, time = Infinity; i >= 0; i--) {
    if (messageOf[own[i]!] !== NONE) time = wireTime(own[i]!);
    next[i] = time;
  }
  let before = -Infinity;
  return own.filter((transfer, i) => {
    if (messageOf[transfer] !== NONE) {
      before = wireTime(transfer);
      return true;
    }
    const since = Math.max(before, acceptedAt[i]!);
    return !unheard.some(([from, until]) => until >= since && from <= next[i]!);
  });
}
