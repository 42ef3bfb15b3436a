/** Nagle (RFC 9260 6.1 and SCTP_NODELAY of RFC 6458 8.1.5) holds a small chunk while another is unacknowledged, and the peer delays that SACK (6.2). */
import { medianRtt } from '../../correlate/sendWindow.ts';
import { formatDuration } from '../../trace/time.ts';
import type { CauseRule } from '../cause.ts';
import { shareOf } from '../limits.ts';

export const nagleDelayedSack: CauseRule = {
  cause: 'nagle-delayed-sack',
  judge({ wire, socket }) {
    if (!wire) return { strength: 0, proofs: [], against: '' };
    if (socket.noDelay === true) return { strength: 0, proofs: [], against: 'SCTP_NODELAY is set' };
    const share = shareOf(wire.shares, 'nagle-delayed-sack');
    if (share === 0) return { strength: 0, proofs: [], against: 'no chunk waited for a delayed SACK' };
    return {
      strength: share,
      proofs: [{
        clause: `one chunk was outstanding, ${wire.queued?.messages ?? 0} messages waited behind it and its SACK took ${formatDuration(medianRtt(wire.window, wire.sample))} in the median`,
        at: { packet: wire.window.samples.packet[wire.sample]! },
      }],
      against: 'chunks waited for a delayed SACK only part of the time',
    };
  },
};
