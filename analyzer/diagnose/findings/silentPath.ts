/** Retransmissions by the timer that nobody answered, on associations without a stall in the log. */
import { formatDuration } from '../../trace/time.ts';
import { endpointText } from '../endpointText.ts';
import type { Direction, Finding } from '../finding.ts';

export function* silentPath({ association, sender, limits, isStalled }: Direction): Generator<Finding> {
  const silences = limits.silences.filter((silence) => silence.retransmissions >= 2);
  if (isStalled || silences.length === 0) return;
  const longest = silences.reduce((a, b) => (b.end - b.start > a.end - a.start ? b : a));
  yield {
    rule: 'path-silent',
    severity: 'warning',
    title: `${endpointText(association, (1 - sender) as 0 | 1)} did not answer for ${formatDuration(longest.end - longest.start)} while ${longest.retransmissions} retransmissions went out`,
    association: association.id,
    proofs: [{ clause: 'the first retransmission without an answer', at: { packet: limits.window.samples.packet[longest.rows[0]!]! } }],
    span: [longest.start, longest.end],
  };
}
