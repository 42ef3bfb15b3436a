/** Nothing came back: the timer retransmitted (RFC 9260 6.3.3) and the peer stayed silent, or only another path answered. */
import { captureSpan } from '../../correlate/handover.ts';
import { Happening } from '../../correlate/sendWindow.ts';
import { formatDuration, SECOND } from '../../trace/time.ts';
import type { CauseRule, Judgement } from '../cause.ts';
import type { Proof } from '../proof.ts';
import type { Situation } from '../situation.ts';

export const pathFailure: CauseRule = {
  cause: 'path-failure',
  judge(situation) {
    const { wire } = situation;
    if (!wire) return { strength: 0, proofs: [], against: '' };
    const { silence, sackSilence } = wire;
    const vanished = vanishedBefore(situation);
    if (vanished) return vanished;
    if (!silence) {
      return { strength: 0, proofs: [], against: `the peer answered: its last SACK came ${formatDuration(sackSilence)} before the refusal, and no retransmission stayed unanswered` };
    }
    const { samples } = wire.window;
    const path = samples.path[silence.rows[0]!]!;
    const addresses = describePath(situation.association!, path, wire.sender);
    const proofs: Proof[] = [
      {
        clause: silence.retransmissions === 0 ? `from here on nothing ${addresses}was acknowledged` : `${silence.retransmissions === 1 ? 'a TSN was' : `TSNs were`} retransmitted by the timer ${silence.retransmissions === 1 ? 'once' : `${silence.retransmissions} times`} ${addresses}without an answer`,
        at: { packet: samples.packet[silence.rows[0]!]! },
      },
      {
        clause: silence.answered
          ? `the peer was silent for ${formatDuration(silence.end - silence.start)}`
          : `the peer was never heard again (${formatDuration(silence.end - silence.start)} to the end)`,
        at: { packet: samples.packet[silence.rows.at(-1)!]! },
      },
    ];
    if (silence.otherPath) proofs.push({ clause: 'the retransmission went over another path', at: { packet: samples.packet[silence.rows.at(-1)!]! } });
    const abort = situation.association?.abort;
    if (abort && !silence.answered) proofs.push({ clause: `the association was aborted${abort.reason === '' ? '' : `: ${abort.reason}`}`, at: { packet: abort.packet } });
    // A window that was closed before the silence began explains the stall as well as the silence does.
    const closedBefore = wire.rwnd !== undefined && wire.rwnd < wire.nextChunk;
    return { strength: closedBefore && silence.answered && !silence.otherPath ? 0.5 : silence.retransmissions === 0 ? 0.9 : 1, proofs, against: 'the silence was shorter than the stall' };
  },
};

/** Longer than the first timer retransmission takes (RTO.Min 1 s, RFC 9260 16), ns. */
const VANISHED = 2 * SECOND;

/**
 * A capture at the far side: the sender's messages stop arriving although the peer acknowledged all and has room. What kills them lies
 * before the capture point, so no retransmission is seen.
 */
function vanishedBefore({ wire, correlation, trace, stall }: Situation): Judgement | undefined {
  if (!wire?.queued || wire.queued.messages === 0 || wire.outstandingChunks > 0 || (wire.rwnd ?? 0) < wire.nextChunk) return undefined;
  const { samples } = wire.window;
  const sent = Happening.Data | Happening.FastRetransmit | Happening.TimerRetransmit | Happening.ZeroWindowProbe;
  let last = wire.sample;
  while (last >= 0 && (samples.what[last]! & sent) === 0) last--;
  let next = wire.sample + 1;
  while (next < samples.length && (samples.what[next]! & sent) === 0) next++;
  const [, endOfCapture] = captureSpan(trace, correlation.axis);
  const until = next < samples.length ? samples.time[next]! : endOfCapture;
  if (last < 0 || until - stall.start < VANISHED) return undefined;
  return {
    strength: 0.95,
    proofs: [{
      clause: `nothing of the sender arrived where the capture was taken for ${formatDuration(until - samples.time[last]!)}, although ${wire.queued.messages} accepted messages waited and the peer had acknowledged all before: this is the last that arrived`,
      at: { packet: samples.packet[last]! },
    }],
    against: '',
  };
}

function describePath(association: { paths: readonly { first: number; second: number }[]; endpoints: readonly { addresses: readonly string[] }[] }, path: number, sender: 0 | 1): string {
  const pair = association.paths[path];
  if (!pair || association.paths.length < 2) return '';
  const first = association.endpoints[0]!.addresses[pair.first];
  const second = association.endpoints[1]!.addresses[pair.second];
  return sender === 0 ? `from ${first} to ${second} ` : `from ${second} to ${first} `;
}
