/** Another association of the same one-to-many socket filled the send buffer that they share (net.sctp.sndbuf_policy 0). */
import { queuedAt } from '../../correlate/handover.ts';
import type { CauseRule } from '../cause.ts';
import { endpointText } from '../endpointText.ts';
import type { Situation } from '../situation.ts';

/** A few messages of another association are no reason to look there. */
const LEAST_MESSAGES = 4;

interface Hog {
  readonly association: number;
  readonly bytes: number;
  readonly messages: number;
}

/** The other association of the socket whose messages filled the buffer. */
export function hogOf({ correlation, stall, socket, wire }: Situation): Hog | undefined {
  let hog: Hog | undefined;
  for (const association of correlation.owners.associationsOf[socket.id]!) {
    const handover = correlation.handovers[association];
    if (association === wire?.association.id || !handover) continue;
    const queued = queuedAt(handover, stall.start);
    if (!hog || queued.bytes > hog.bytes) hog = { association, ...queued };
  }
  return hog && hog.messages >= LEAST_MESSAGES && hog.bytes > (wire?.queued?.bytes ?? 0) * 2 ? hog : undefined;
}

export const sharedSocket: CauseRule = {
  cause: 'shared-socket',
  judge(situation) {
    const { correlation, socket, wire, trace } = situation;
    const associations = correlation.owners.associationsOf[socket.id]!;
    if (!wire || associations.length < 2) return { strength: 0, proofs: [], against: associations.length < 2 ? 'the socket carries one association' : '' };
    const hog = hogOf(situation);
    if (!hog) return { strength: 0, proofs: [], against: 'no other association on the socket had more queued' };
    const own = wire.queued?.bytes ?? 0;
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
