/**
 * What was not recorded while the evidence of a verdict was: said with the verdict, which is less sure for it. A gap of a capture may be what looks like
 * loss or silence, one of the kernel's states hides what the buffer did; where no proof is of that kind the cause is as sure as it was.
 */
import type { Correlation } from '../correlate/correlation.ts';
import { formatDuration } from '../trace/time.ts';
import type { Confidence } from '../view/report.ts';
import type { Verdict } from './cause.ts';
import type { Proof } from './proof.ts';
import type { Situation } from './situation.ts';

const less: Readonly<Record<Confidence, Confidence>> = { high: 'medium', medium: 'low', low: 'low' };

type Told = 'packets' | 'states' | 'refused sends';

export function qualified(situation: Situation, verdict: Verdict): Verdict {
  const { correlation, stall, wire } = situation;
  if (correlation.trace.gaps.length === 0) return verdict;
  const { axis } = correlation;
  const { states } = correlation.trace;
  const told = verdict.proofs.flatMap(({ at }) => ('state' in at ? [axis.of(states.input[at.state]!, states.time[at.state]!)] : []));
  const times = verdict.proofs.flatMap(({ at }) => ('packet' in at ? [axis.packet(at.packet)] : [])).concat(told);
  const from = Math.min(stall.start, wire?.onset ?? stall.start, ...times);
  const until = Math.max(stall.end, wire?.until ?? stall.end);
  const packets = gapClause(correlation, 'packets', from, until);
  const kernel = told.length > 0 ? gapClause(correlation, 'states', from, until) : gapClause(correlation, 'states', stall.start, stall.end);
  const sends = gapClause(correlation, 'refused sends', stall.start, stall.end);
  const proofs = [packets, kernel, sends].filter((proof) => proof !== undefined);
  if (proofs.length === 0) return verdict;
  const isDoubted = packets !== undefined || (kernel !== undefined && told.length > 0);
  return { ...verdict, confidence: isDoubted ? less[verdict.confidence] : verdict.confidence, proofs: [...verdict.proofs, ...proofs] };
}

const words: Readonly<Record<Told, { readonly what: string; readonly so: string }>> = {
  packets: { what: 'no packet was captured', so: 'what looks like loss or silence may be what was not recorded' },
  states: { what: "the kernel's state was not told", so: 'windows and buffers meanwhile are not known' },
  'refused sends': { what: 'refused sends were not told', so: 'there were more than are counted' },
};

/** What is missing between two times of the axis; undefined when nothing is. */
export function gapClause({ trace, axis }: Correlation, told: Told, from: number, until: number): Proof | undefined {
  let [count, missing, lost, longest, longestAt] = [0, 0, 0, -1, -1];
  trace.gaps.forEach((gap, i) => {
    if (toldBy(trace.inputs[gap.input]!.kind) !== told) return;
    const [start, end] = [axis.of(gap.input, gap.from), axis.of(gap.input, gap.until)];
    if (start > until || end < from) return;
    const inside = Math.min(end, until) - Math.max(start, from);
    count++;
    missing += inside;
    lost += gap.lost ?? NaN;
    if (inside > longest) [longest, longestAt] = [inside, i];
  });
  if (count === 0) return undefined;
  const { cause } = trace.gaps[longestAt]!;
  const details = [...(lost > 0 ? [`${lost} lost`] : []), ...(cause === '' ? [] : [cause])].join(', ');
  const { what, so } = words[told];
  return {
    clause: `but ${what} for ${formatDuration(missing)} of it${count > 1 ? ` in ${count} gaps, the longest of ${formatDuration(longest)}` : ''}${details === '' ? '' : ` (${details})`}: ${so}`,
    at: { gap: longestAt },
  };
}

const toldBy = (kind: string): Told => (kind === 'states' ? 'states' : kind === 'strace' ? 'refused sends' : 'packets');
