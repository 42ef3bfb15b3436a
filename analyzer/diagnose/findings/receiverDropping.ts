/** DATA answered by a SACK with a_rwnd 0 and no progress: the receiver dropped it for want of room (RFC 9260 6.2, erratum 4656 of RFC 4960). */
import { Happening, type Samples } from '../../correlate/sendWindow.ts';
import { endpointText } from '../endpointText.ts';
import type { Direction, Finding } from '../finding.ts';

/** One refusal to take a probe is ordinary; so many say that the receiver keeps dropping. */
const LEAST_DROPS = 2;

export function* receiverDropping({ association, sender, limits }: Direction): Generator<Finding> {
  const { samples } = limits.window;
  const { drops, first } = findDrops(samples);
  if (drops < LEAST_DROPS) return;
  yield {
    rule: 'receiver-dropping',
    severity: 'warning',
    title: `${endpointText(association, (1 - sender) as 0 | 1)} dropped DATA ${drops} times for want of room (a_rwnd 0, no progress of the cumulative TSN ack)`,
    association: association.id,
    proofs: [{ clause: 'the first SACK that takes nothing', at: { packet: samples.packet[first]! } }],
  };
}

function findDrops(samples: Samples): { drops: number; first: number } {
  let drops = 0;
  const first = nextDrop(samples, 1);
  for (let row = first; row < samples.length; row = nextDrop(samples, row + 1)) drops++;
  return { drops, first };
}

/** First row from `from` on that takes nothing, the table's length without. */
function nextDrop({ what, aRwnd, length }: Samples, from: number): number {
  let row = from;
  while (row < length && !isDrop(what, aRwnd, row)) row++;
  return row;
}

function isDrop(what: Uint16Array, aRwnd: Uint32Array, row: number): boolean {
  if (aRwnd[row] !== 0 || (what[row]! & (Happening.Sack | Happening.Progress | Happening.Gap)) !== Happening.Sack) return false;
  return (what[row - 1]! & (Happening.ZeroWindowProbe | Happening.TimerRetransmit | Happening.Data)) !== 0;
}
