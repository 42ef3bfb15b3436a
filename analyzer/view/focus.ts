/** What a screen shows first: the worst stall with all that its verdict points at, else the whole of what was captured. */
import { captureSpan } from '../correlate/handover.ts';
import type { JudgedStall } from '../diagnose/diagnosis.ts';
import type { Proof } from '../diagnose/proof.ts';
import type { LaneSource } from './lanes/source.ts';
import { fatal } from './lanes/stalls.ts';

/** So much of the story's length is shown before it, and after. */
const BEFORE = 0.3;
const AFTER = 0.1;
/** A shorter story is shown with this around it, ns. */
const LEAST = 200e6;

export function focusOf(source: LaneSource, whole: { readonly start: number; readonly end: number }): { readonly start: number; readonly end: number } {
  const { diagnosis, stalls, correlation } = source;
  const rank = (i: number): number => (fatal.has(stalls[i]!.consequence) ? 1e18 : 0) + stalls[i]!.cost.durationNs;
  const worst = stalls.reduce((best, _, i) => (rank(i) > rank(best) ? i : best), 0);
  const judged = diagnosis.stalls[worst];
  if (judged && source.isOnAxis(judged.situation.socket.input)) {
    const from = storyStart(source, judged);
    const { end } = judged.situation.stall;
    const length = Math.max(end - from, LEAST);
    return within(whole, from - length * BEFORE, end + length * AFTER);
  }
  const [start, end] = captureSpan(source.trace, correlation.axis);
  return start < end ? within(whole, start, end) : whole;
}

/** The earliest of: the beginning of the queue, and what the cause's proofs show. */
function storyStart({ correlation: { axis, trace } }: LaneSource, { situation: { stall, wire }, verdict }: JudgedStall): number {
  const timesOf = ({ at }: Proof): readonly number[] => {
    if ('packet' in at) return [axis.packet(at.packet)];
    if ('state' in at) return [axis.of(trace.states.input[at.state]!, trace.states.time[at.state]!)];
    return 'call' in at ? [axis.entry(at.call)] : [];
  };
  const times = verdict.proofs.flatMap(timesOf);
  return Math.min(stall.start, wire?.onset ?? stall.start, ...times);
}

function within(whole: { readonly start: number; readonly end: number }, start: number, end: number): { readonly start: number; readonly end: number } {
  return { start: Math.max(whole.start, start), end: Math.min(whole.end, Math.max(end, start + 1)) };
}
