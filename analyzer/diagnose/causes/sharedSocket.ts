/**
 * Another association of the same one-to-many socket filled the send buffer that they share (net.sctp.sndbuf_policy 0). What waited is
 * told by the log of the sends, or by the kernel where the log holds refused sends alone.
 */
import { queuedAt } from '../../correlate/handover.ts';
import type { CauseRule } from '../cause.ts';
import { endpointText } from '../endpointText.ts';
import type { Situation } from '../situation.ts';

/** A few messages of another association are no reason to look there. */
const LEAST_MESSAGES = 4;

interface Hog {
  readonly association: number;
  readonly messages: number;
  readonly clause: string;
}

const textOf = ({ trace, correlation, wire }: Situation, association: number): string => {
  const sender = correlation.handovers[association]?.sender ?? correlation.owners.localOf[association] ?? wire?.sender ?? 0;
  return endpointText(trace.associations[association]!, sender === 0 ? 1 : 0);
};

/** By the messages of the log. */
function hogOfLog(situation: Situation): Hog | undefined {
  const { correlation, stall, socket, wire } = situation;
  let hog: { association: number; bytes: number; messages: number } | undefined;
  for (const association of correlation.owners.associationsOf[socket.id]!) {
    const handover = correlation.handovers[association];
    if (association === wire?.association.id || !handover) continue;
    const queued = queuedAt(handover, stall.start);
    if (!hog || queued.bytes > hog.bytes) hog = { association, ...queued };
  }
  const own = wire?.queued?.bytes ?? 0;
  if (!hog || hog.messages < LEAST_MESSAGES || hog.bytes <= own * 2) return undefined;
  return { ...hog, clause: `${hog.messages} messages (${hog.bytes} B) to ${textOf(situation, hog.association)} waited in the send buffer of this socket, ${own} B of this association` };
}

/** By the chunks that the kernel told of. */
function hogOfKernel(situation: Situation): Hog | undefined {
  const { correlation, stall, socket, wire } = situation;
  const own = wire && correlation.states.waitingAt(wire.association.id, stall.start);
  if (own === undefined) return undefined;
  let hog: Hog | undefined;
  for (const association of correlation.owners.associationsOf[socket.id]!) {
    const messages = association === wire?.association.id ? undefined : correlation.states.waitingAt(association, stall.start);
    if (messages === undefined || messages < LEAST_MESSAGES || messages <= own * 2 || messages <= (hog?.messages ?? 0)) continue;
    hog = { association, messages, clause: `${messages} chunks to ${textOf(situation, association)} waited in the send buffer of this socket and ${own} of this association, as the kernel told just before` };
  }
  return hog;
}

/** The other association of the socket whose messages filled the buffer. */
export function hogOf(situation: Situation): Hog | undefined {
  return isTold(situation) ? hogOfLog(situation) : hogOfKernel(situation);
}

/** Whether the log shows what was accepted. */
const isTold = ({ correlation, socket }: Situation): boolean => correlation.owners.associationsOf[socket.id]!.some((association) => correlation.handovers[association] !== undefined);

export const sharedSocket: CauseRule = {
  cause: 'shared-socket',
  judge(situation) {
    const { correlation, socket, wire } = situation;
    const associations = correlation.owners.associationsOf[socket.id]!;
    if (!wire || associations.length < 2) return { strength: 0, proofs: [], against: associations.length < 2 ? 'the socket carries one association' : '' };
    const hog = hogOf(situation);
    const isKnown = isTold(situation) || correlation.states.waitingAt(wire.association.id, situation.stall.start) !== undefined;
    if (!hog) return { strength: 0, proofs: [], against: isKnown ? 'no other association on the socket had more queued' : '' };
    return { strength: 0.95, blamed: hog.association, proofs: [{ clause: hog.clause, at: { packet: wire.window.samples.packet[wire.sample]! } }], against: '' };
  },
};
