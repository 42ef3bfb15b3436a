/** Judges what was binding: every cause is asked, the strongest wins, the others say why not. */
import type { Cause, Confidence } from '../view/report.ts';
import { causeRules } from './causes/causes.ts';
import { fullBufferProof, testimonyFor, type Testimony } from './kernelTestimony.ts';
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
  const { wire, kernel } = situation;
  if (!wire && !kernel) return { cause: 'unknown', confidence: 'low', proofs: [], ruledOut: [] };
  const judged = causeRules.map((rule) => heard(rule.cause, rule.judge(situation), testimonyFor(rule.cause, situation), situation));
  judged.sort((a, b) => b.strength - a.strength);
  const [best, next] = judged;
  const full = fullBufferProof(situation);
  const seen = full ? [full] : [];
  const ruledOut = judged.slice(1).filter((j) => j.against !== '').map((j) => ({ cause: j.cause, because: j.against }));
  if (!best || best.strength < LEAST_STRENGTH) return { cause: 'unknown', confidence: 'low', proofs: seen, ruledOut };
  const lead = best.strength - (next?.strength ?? 0);
  const confidence = grades[gradeOf(situation, best, lead)]!;
  const shared = sharedBy(situation);
  const blamed = best.blamed ?? (shared && wire ? wire.association.id : undefined);
  return { cause: best.cause, confidence, proofs: [...best.proofs, ...(shared ? [shared] : []), ...seen], ruledOut, ...(blamed === undefined ? {} : { blamed }) };
}

const grades: readonly Confidence[] = ['low', 'medium', 'high'];

/** Above this share the kernel says so, below that one it says something else. */
const AGREES = 0.5;
const CONTRADICTS = 0.05;

/** What the wire derives counts for so much where the kernel, which knows, says otherwise. */
const DERIVED = 0.5;

interface Heard extends Judgement {
  readonly cause: Cause;
  /** Share of the kernel's looks that say so; undefined where they say nothing of this cause. */
  readonly kernelShare: number | undefined;
}

function heard(cause: Cause, judgement: Judgement, testimony: Testimony | undefined, { wire }: Situation): Heard {
  // Without the wire a rule knows nothing, neither for nor against.
  const against = wire ? judgement.against : '';
  if (!testimony) return { ...judgement, cause, against, kernelShare: undefined };
  const { share } = testimony;
  // With every send in the log the queue is known at each instant; with the refused ones alone the kernel knows better.
  const isKnown = wire?.queued !== undefined;
  let { strength } = judgement;
  if (!isKnown && share >= (wire ? AGREES : 0)) strength = Math.max(strength, share);
  else if (!isKnown && share < CONTRADICTS) strength *= DERIVED;
  return {
    ...judgement, cause, strength, kernelShare: share,
    proofs: strength > 0 ? [...judgement.proofs, ...testimony.proofs] : [],
    against: [against, testimony.against].filter((text) => text !== '').join('; '),
  };
}

/** Place in `grades`. */
function gradeOf({ wire, kernel, stall }: Situation, { cause, strength, kernelShare }: Heard, lead: number): number {
  const agrees = kernelShare !== undefined && kernelShare >= AGREES;
  // That the buffer was full and that nobody answered are both seen, however long the queue was.
  const isSeen = wire?.queued !== undefined || agrees || (cause === 'path-failure' && kernel?.full !== undefined);
  if (!isSeen) return 0;
  const grade = strength >= CLEAR_STRENGTH && lead >= CLEAR_LEAD ? 2 : lead >= CLEAR_LEAD / 2 ? 1 : 0;
  if (!kernel) return grade;
  if (wire?.queued !== undefined) return kernelShare === undefined ? grade : Math.max(0, Math.min(2, grade + (agrees ? 1 : kernelShare < CONTRADICTS ? -1 : 0)));
  // A look in the stall itself, or it is what was before that speaks.
  const inStall = kernel.rows.filter((row) => kernel.timeOf(row) >= stall.start).length;
  const isWitness = kernel.atRefusal !== undefined || inStall >= (wire ? 1 : LEAST_LOOKS);
  const isSingle = !wire && kernel.atRefusal === undefined && kernel.rows.length < 2;
  return isWitness ? grade : Math.min(grade, isSingle ? 0 : 1);
}

/** So many looks without a capture are sure. */
const LEAST_LOOKS = 3;

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
