/** Nothing came back: the timer retransmitted (RFC 9260 6.3.3) and the peer stayed silent, or only another path answered. */
import { formatDuration } from '../../trace/time.ts';
import type { CauseRule } from '../cause.ts';
import type { Proof } from '../proof.ts';

export const pathFailure: CauseRule = {
  cause: 'path-failure',
  judge(situation) {
    const { wire } = situation;
    if (!wire) return { strength: 0, proofs: [], against: '' };
    const { silence, sackSilence } = wire;
    if (!silence) {
      return { strength: 0, proofs: [], against: `the peer answered: its last SACK came ${formatDuration(sackSilence)} before the refusal, and no retransmission stayed unanswered` };
    }
    const { samples } = wire.window;
    const path = samples.path[silence.rows[0]!]!;
    const addresses = describePath(situation.association!, path, wire.sender);
    const proofs: Proof[] = [
      {
        clause: `${silence.retransmissions === 1 ? 'a TSN was' : `TSNs were`} retransmitted by the timer ${silence.retransmissions === 1 ? 'once' : `${silence.retransmissions} times`} ${addresses}without an answer`,
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
    return { strength: closedBefore && silence.answered && !silence.otherPath ? 0.5 : 1, proofs, against: 'the silence was shorter than the stall' };
  },
};

function describePath(association: { paths: readonly { first: number; second: number }[]; endpoints: readonly { addresses: readonly string[] }[] }, path: number, sender: 0 | 1): string {
  const pair = association.paths[path];
  if (!pair || association.paths.length < 2) return '';
  const first = association.endpoints[0]!.addresses[pair.first];
  const second = association.endpoints[1]!.addresses[pair.second];
  return sender === 0 ? `from ${first} to ${second} ` : `from ${second} to ${first} `;
}
