/** All stalls judged, and what else was noticed. */
import type { Correlation } from '../correlate/correlation.ts';
import type { SendWindow } from '../correlate/sendWindow.ts';
import type { Stall } from '../correlate/stalls.ts';
import { finish, type Steps } from '../trace/steps.ts';
import { judgeCause, type Verdict } from './cause.ts';
import { aftermathOf, type Aftermath } from './consequence.ts';
import { costOf, type Cost } from './cost.ts';
import { assessQuality, type Quality } from './dataQuality.ts';
import type { Finding } from './finding.ts';
import { findAll } from './findings/findings.ts';
import { qualified } from './gaps.ts';
import { remediesFor, type Remedy } from './remedies.ts';
import { waitedForNothing } from './sendBuffer.ts';
import { Situations, type Situation } from './situation.ts';
import { recogniseStack, type Stack } from './stack.ts';

export interface JudgedStall {
  readonly situation: Situation;
  readonly verdict: Verdict;
  readonly aftermath: Aftermath;
  readonly cost: Cost;
  readonly stack: Stack;
  readonly remedies: readonly Remedy[];
}

export interface Diagnosis {
  readonly correlation: Correlation;
  readonly stalls: readonly JudgedStall[];
  readonly findings: readonly Finding[];
  readonly quality: readonly Quality[];
  /** By association * 2 + sender, by path: median round trip, ns; NaN without any. */
  readonly roundTrips: ReadonlyMap<number, readonly number[]>;
}

export function diagnose(correlation: Correlation): Diagnosis {
  return finish(judge(correlation));
}

/** The same, in steps. */
export function* judge(correlation: Correlation): Steps<Diagnosis> {
  const book = new Situations(correlation);
  const roundTrips = new Map<number, readonly number[]>();
  const noteRoundTrips = (window: SendWindow): void => {
    roundTrips.set(window.association * 2 + window.sender, window.roundTrips.map((path) => path.median()));
  };
  const situations: Situation[] = [];
  for (const stall of correlation.stalls) {
    const situation = yield* book.of(stall);
    if (!waitedForNothing(situation)) situations.push(situation);
    yield;
  }
  yield* book.shareTime();
  const lastOf = new Map<number, Stall>();
  for (const { association, stall } of situations) if (association) lastOf.set(association.id, stall);
  const stalls: JudgedStall[] = [];
  for (const situation of situations) {
    const isLast = situation.association !== undefined && lastOf.get(situation.association.id) === situation.stall;
    const judged = judgeStall(situation, isLast);
    if (judged) stalls.push(judged);
    yield;
  }
  const findings = yield* findAll(correlation, book, noteRoundTrips);
  return { correlation, stalls, findings, quality: yield* assessQuality(correlation), roundTrips };
}

function judgeStall(situation: Situation, isLast: boolean): JudgedStall | undefined {
  const verdict = qualified(situation, judgeCause(situation));
  // A slow send that nothing on the wire accounts for was slow for want of a processor.
  if (verdict.cause === 'unknown' && situation.wire && situation.stall.eagainCount === 0 && situation.stall.exit === 'accepted') return undefined;
  const aftermath = aftermathOf(situation);
  const stack = recogniseStack(situation, aftermath);
  return {
    situation, verdict, aftermath, stack,
    cost: costOf(situation, aftermath, isLast),
    remedies: remediesFor({ situation, verdict, aftermath, stack }),
  };
}
