/** Another association of the same one-to-many socket filled the send buffer that they share (net.sctp.sndbuf_policy 0). */
import { queuedAt } from '../../correlate/handover.ts';
import type { CauseRule } from '../cause.ts';
import { endpointText } from '../endpointText.ts';

export const sharedSocket: CauseRule = {
  cause: 'shared-socket',
  judge({ correlation, stall, socket, wire, trace }) {
    const associations = correlation.owners.associationsOf[socket.id]!;
    if (!wire || associations.length < 2) return { strength: 0, proofs: [], against: associations.length < 2 ? 'the socket carries one association' : '' };
    let hog: { association: number; bytes: number; messages: number } | undefined;
    for (const association of associations) {
      const handover = correlation.handovers[association];
      if (association === wire.association.id || !handover) continue;
      const queued = queuedAt(handover, stall.start);
      if (!hog || queued.bytes > hog.bytes) hog = { association, ...queued };
    }
    const own = wire.queued?.bytes ?? 0;
    if (!hog || hog.bytes <= own * 2 || hog.messages < 4) return { strength: 0, proofs: [], against: 'no other association on the socket had more queued' };
    const blamed = trace.associations[hog.association]!;
    return {
      strength: 0.95,
      blamed: hog.association,
      proofs: [{
        clause: `${hog.messages} messages (${hog.bytes} B) to ${endpointText(blamed, correlation.handovers[hog.association]!.sender === 0 ? 1 : 0)} waited in the send buffer of this socket, ${own} B of this association`,
        at: { packet: wire.window.samples.packet[wire.sample]! },
      }],
      against: '',
    };
  },
};
