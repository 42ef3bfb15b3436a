/** Loss, or a window that stays small after it: data waited although the peer had room and was answering. cwnd itself is never on the wire. */
import { Happening } from '../../correlate/sendWindow.ts';
import { formatDuration } from '../../trace/time.ts';
import type { CauseRule } from '../cause.ts';
import { shareOf } from '../limits.ts';
import type { Proof } from '../proof.ts';
import { LOOK_BACK, type WireState } from '../situation.ts';

/** A queue that stood for less than this, or that one late round of SACKs released, is a burst that met a small buffer and no window that stays small, ns and SACKs. */
export const BURST = 50e6;
const LATE_ROUND = 1e9;
const BURST_SACKS = 8;

export function isBurst({ retransmissions, until, onset, progressingSacks }: WireState): boolean {
  if (retransmissions.length > 0) return false;
  return until - onset < BURST || (until - onset < LATE_ROUND && progressingSacks > 0 && progressingSacks < BURST_SACKS);
}

export const congestionWindow: CauseRule = {
  cause: 'congestion-window',
  judge({ wire }) {
    if (!wire) return { strength: 0, proofs: [], against: '' };
    const share = shareOf(wire.shares, 'congestion-window');
    const { samples } = wire.window;
    const lost = wire.retransmissions.length;
    const against = lost === 0
      ? `no TSN was retransmitted in the ${formatDuration(LOOK_BACK)} before${wire.probes.length > 0 ? ' (window probes are no loss)' : ''}`
      : wire.silence ? 'the retransmissions themselves stayed unanswered: no single losses' : `${lost} retransmission${lost === 1 ? '' : 's'} did not keep data back`;
    if (share === 0 || isBurst(wire)) return { strength: 0, proofs: [], against };
    const proofs: Proof[] = [];
    if (lost > 0) {
      const first = wire.retransmissions[0]!;
      const fast = wire.retransmissions.filter((row) => (samples.what[row]! & Happening.FastRetransmit) !== 0).length;
      proofs.push({
        clause: `${lost} packet${lost === 1 ? ' was' : 's were'} retransmitted from ${formatDuration(LOOK_BACK)} before until the stall ended (${fast} fast, ${lost - fast} by timer), ${wire.gapReports} SACKs reported gaps`,
        at: { packet: samples.packet[first]! },
      });
    }
    if (wire.queued && wire.queued.messages > 0) proofs.push({
      clause: `${wire.queued.messages} accepted messages waited with ${wire.outstandingPayloadBytes} B outstanding while the peer's window had ${wire.rwnd ?? 'unknown'} B of room`,
      at: { packet: samples.packet[wire.sample]! },
    });
    return { strength: lost > 0 ? share : share * 0.8, proofs, against };
  },
};
