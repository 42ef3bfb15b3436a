/** Every finding rule, one file each. */
import type { Correlation } from '../../correlate/correlation.ts';
import type { SendWindow } from '../../correlate/sendWindow.ts';
import type { Steps } from '../../trace/steps.ts';
import type { DirectionRule, Finding, FindingRule } from '../finding.ts';
import { gapClause } from '../gaps.ts';
import type { Situations } from '../situation.ts';
import { closedWindow } from './closedWindow.ts';
import { fullBuffer } from './fullBuffer.ts';
import { missingAnswers } from './missingAnswers.ts';
import { receiverDropping } from './receiverDropping.ts';
import { silentPath } from './silentPath.ts';
import { starvedWatchdog } from './starvedWatchdog.ts';
import { tinyWindow } from './tinyWindow.ts';
import { unansweredHeartbeats } from './unansweredHeartbeats.ts';

const rules: readonly FindingRule[] = [tinyWindow, fullBuffer, starvedWatchdog, unansweredHeartbeats];
const directionRules: readonly DirectionRule[] = [closedWindow, receiverDropping, silentPath, missingAnswers];

/** What was not captured while it lasted is said with it. */
function doubted(correlation: Correlation, finding: Finding): Finding {
  const gap = finding.span && gapClause(correlation, 'packets', ...finding.span);
  return gap ? { ...finding, proofs: [...finding.proofs, gap] } : finding;
}

/** `onWindow` is told of every send window on the way: each is replayed once and not kept. */
export function* findAll(correlation: Correlation, situations: Situations, onWindow: (window: SendWindow) => void): Steps<Finding[]> {
  const findings: Finding[] = [];
  for (const rule of rules) {
    findings.push(...rule(correlation));
    yield;
  }
  const stalled = new Set(correlation.stalls.flatMap((stall) => correlation.owners.associationsOf[stall.socket]!));
  for (const association of correlation.trace.associations) {
    if (association.transport !== 'sctp') continue;
    for (const sender of [0, 1] as const) {
      const limits = yield* situations.passingContext(association.id, sender);
      if (limits.window.samples.length === 0) continue;
      onWindow(limits.window);
      const direction = { correlation, association, sender, limits, isStalled: stalled.has(association.id) };
      for (const rule of directionRules) {
        for (const finding of rule(direction)) findings.push(doubted(correlation, finding));
        yield;
      }
    }
  }
  return findings;
}
