/** What a stall cost: messages that came late or never, requests that stayed open, and how answers slowed down. */
import { countUpTo } from '../trace/search.ts';
import { medianAnswerTime, pendingAt } from '../correlate/requests.ts';
import { NONE } from '../trace/table.ts';
import { MILLISECOND, SECOND } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import type { Aftermath } from './consequence.ts';
import type { Situation } from './situation.ts';

export interface LostMessage {
  readonly transfer: number;
  readonly why: 'refused' | 'discarded';
}

export interface Cost {
  readonly duration: number;
  readonly delayedMessages: number;
  readonly longestDelay: number;
  readonly lost: readonly LostMessage[];
  readonly pendingRequests: number;
  readonly orphanedRequests: number;
  /** Those of them that were on the wire: message rows. */
  readonly unanswered: readonly number[];
  readonly answerTimeBefore: number | undefined;
  readonly answerTimeDuring: number | undefined;
}

/** Time between send() and the wire that is no delay worth counting. */
const UNDELAYED = 20 * MILLISECOND;

/** Answer times are compared with those of so long before the stall. */
const BEFORE = 30 * SECOND;

/** `isLast`: no later stall of the association: what the end of the association took with it is this stall's. */
export function costOf(situation: Situation, aftermath: Aftermath, isLast: boolean): Cost {
  const { correlation, stall, association, handover, wire, trace } = situation;
  const duration = stall.end - stall.start;
  const { delayedMessages, longestDelay } = delays(situation, aftermath);
  const lost: LostMessage[] = aftermath.dropped.map((transfer) => ({ transfer, why: 'refused' }));
  const ended = association !== undefined && (association.ending === 'abort' || association.ending === 'shutdown' || aftermath.consequence === 'association-lost' || aftermath.consequence === 'association-closed-by-app');
  if (isLast && ended && handover) for (const transfer of handover.neverWired) lost.push({ transfer, why: 'discarded' });
  let pendingRequests = 0;
  let orphanedRequests = 0;
  let unanswered: number[] = [];
  let answerTimeBefore: number | undefined;
  let answerTimeDuring: number | undefined;
  if (association && wire) {
    const requests = correlation.requests.of(association.id, wire.sender);
    pendingRequests = pendingAt(requests, stall.start) + queuedRequests(situation);
    answerTimeBefore = medianAnswerTime(requests, wire.onset - BEFORE, wire.onset);
    answerTimeDuring = medianAnswerTime(requests, wire.onset, Math.max(stall.end, wire.onset + 1));
    if (isLast && ended) {
      const discarded = lost.filter(({ transfer, why }) => why === 'discarded' && isDiameterRequest(trace, transfer)).length;
      unanswered = [...requests.messages.filter((_, i) => Number.isNaN(requests.answerTime[i]!))];
      orphanedRequests = unanswered.length + discarded;
    }
  }
  return { duration, delayedMessages, longestDelay, lost, pendingRequests, orphanedRequests, unanswered, answerTimeBefore, answerTimeDuring };
}

/** Messages that waited in the buffer, and refused ones that were sent again, between the onset and the end. */
function delays({ correlation, stall, handover, wire, trace }: Situation, aftermath: Aftermath): { delayedMessages: number; longestDelay: number } {
  const { links, axis } = correlation;
  let delayedMessages = 0;
  let longestDelay = 0;
  if (handover && wire) {
    const { acceptedAt, carriedAt } = handover;
    const first = countUpTo(acceptedAt, wire.onset - 1);
    const last = countUpTo(acceptedAt, stall.end - 1);
    for (let i = first; i < last; i++) {
      const delay = carriedAt[i]! - acceptedAt[i]!;
      if (!(delay > UNDELAYED)) continue;
      delayedMessages++;
      if (delay > longestDelay) longestDelay = delay;
    }
  }
  for (const { transfer, accepted } of aftermath.sentLater) {
    const message = links.messageOf[accepted]!;
    if (message === NONE) continue;
    const delay = axis.packet(trace.messages.packet[message]!) - axis.entry(trace.transfers.call[transfer]!);
    if (!(delay > UNDELAYED)) continue;
    delayedMessages++;
    longestDelay = Math.max(longestDelay, delay);
  }
  return { delayedMessages, longestDelay };
}

function queuedRequests({ handover, stall, correlation, trace }: Situation): number {
  if (!handover) return 0;
  let count = 0;
  for (let i = countUpTo(handover.acceptedAt, stall.start) - 1; i >= 0; i--) {
    const transfer = handover.transfers[i]!;
    const message = correlation.links.messageOf[transfer]!;
    if (message !== NONE && correlation.axis.packet(trace.messages.packet[message]!) <= stall.start) break;
    if (isDiameterRequest(trace, transfer)) count++;
  }
  return count;
}

/** By the header that the log printed: version 1 and the R flag. RFC 6733 3. */
export function isDiameterRequest(trace: Trace, transfer: number): boolean {
  const { transfers } = trace;
  return transfers.known[transfer]! >= 8 && transfers.head0[transfer]! >>> 24 === 1 && (transfers.head0[transfer]! & 0xff_ffff) === transfers.size[transfer] && (transfers.head1[transfer]! & 0x8000_0000) !== 0;
}
