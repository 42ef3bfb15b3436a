/** Judges what was binding: every cause is asked, the strongest wins, the others say why not. */
import type { Cause, Confidence } from '../view/report.ts';
import { causeRules } from './causes/causes.ts';
import type { Proof } from './proof.ts';
import type { Situation } from './situation.ts';
import { queuedAt } from '../correlate/handover.ts';
import { NONE } from '../trace/table.ts';

export interface Judgement {
  /** 0: does not hold; 1: explains the whole stall. */
  readonly strength: number;
  /** What proves it, strongest first; empty when it does not hold. */
  readonly proofs: readonly Proof[];
  /** One clause: why it does not hold (when strength is 0 or it lost). */
  readonly against: string;
  /** shared-socket: the association that filled the buffer. */
  readonly blamed?: number;
}

export interface CauseRule {
  readonly cause: Cause;
  judge(situation: Situation): Judgement;
}

export interface Verdict {
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly proofs: readonly Proof[];
  readonly ruledOut: readonly { readonly cause: Cause; readonly because: string }[];
  readonly blamed?: number;
}

/** Below this strength nothing is said: unknown is a legal verdict, wrong is not. */
const LEAST_STRENGTH = 0.3;
/** A winner this far ahead of the next, and this strong, is sure. */
const CLEAR_LEAD = 0.4;
const CLEAR_STRENGTH = 0.7;

export function judgeCause(situation: Situation): Verdict {
  const { wire } = situation;
  if (!wire) return { cause: 'unknown', confidence: 'low', proofs: [], ruledOut: [] };
  const judged = causeRules.map((rule) => ({ cause: rule.cause, ...rule.judge(situation) }));
  judged.sort((a, b) => b.strength - a.strength);
  const [best, next] = judged;
  const ruledOut = judged.slice(1).filter((j) => j.against !== '').map((j) => ({ cause: j.cause, because: j.against }));
  if (!best || best.strength < LEAST_STRENGTH) return { cause: 'unknown', confidence: 'low', proofs: [], ruledOut };
  const lead = best.strength - (next?.strength ?? 0);
  const full = wire.queued !== undefined;
  const confidence: Confidence = !full ? 'low' : best.strength >= CLEAR_STRENGTH && lead >= CLEAR_LEAD ? 'high' : lead >= CLEAR_LEAD / 2 ? 'medium' : 'low';
  const shared = sharedBy(situation);
  const blamed = best.blamed ?? (shared ? wire.association.id : undefined);
  return { cause: best.cause, confidence, proofs: shared ? [...best.proofs, shared] : best.proofs, ruledOut, ...(blamed === undefined ? {} : { blamed }) };
}

/** On a one-to-many socket whose refused sends do not tell their destination, the association that held the buffer is named. */
function sharedBy({ correlation, stall, socket, wire }: Situation): Proof | undefined {
  const associations = correlation.owners.associationsOf[socket.id]!;
  if (stall.association !== NONE || associations.length < 2 || !wire?.queued) return undefined;
  let all = 0;
  for (const association of associations) {
    const handover = correlation.handovers[association];
    if (handover) all += queuedAt(handover, stall.start).messages;
  }
  return {
    clause: `${wire.queued.messages} of the ${all} messages that waited in this socket's send buffer were for this association; the ${associations.length - 1} other associations of the socket waited behind them`,
    at: { packet: wire.window.samples.packet[wire.sample]! },
  };
}
