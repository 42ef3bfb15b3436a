/** Requests that stayed without an answer because their association ended, where no stall of the log accounts for them. */
import { endpointText } from '../endpointText.ts';
import type { Direction, Finding } from '../finding.ts';

export function* missingAnswers({ correlation, association, sender, isStalled }: Direction): Generator<Finding> {
  if (isStalled || association.ending === 'open') return;
  const requests = correlation.requests.of(association.id, sender);
  const missing = requests.requestedAt.length - requests.answeredAt.length;
  if (missing === 0) return;
  const first = requests.answerTime.findIndex((time) => Number.isNaN(time));
  const { abort } = association;
  yield {
    rule: 'missing-answers',
    severity: 'warning',
    title: `${missing} of ${requests.requestedAt.length} requests to ${endpointText(association, (1 - sender) as 0 | 1)} were never answered: the association ended${abort ? ` by an ABORT of ${endpointText(association, abort.from)}` : ''}`,
    association: association.id,
    proofs: [
      { clause: 'the first request without an answer', at: { packet: correlation.trace.messages.packet[requests.messages[first]!]! } },
      { clause: abort ? 'the ABORT' : 'the end of the association', at: { packet: abort?.packet ?? association.endPacket } },
    ],
  };
}
