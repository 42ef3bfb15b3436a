/** What a live capture did not hear or tell is said with the stalls and findings that it concerns, and with no others. */
import { describe, expect, test } from 'vitest';
import { Correlation } from '../../analyzer/correlate/correlation.ts';
import { diagnose, type Diagnosis } from '../../analyzer/diagnose/diagnosis.ts';
import type { Gap } from '../../analyzer/trace/gap.ts';
import { MILLISECOND } from '../../analyzer/trace/time.ts';
import { TO_WIRE, read, type Scenario } from '../make/scenario.ts';
import { goesSilent, opens, windowCloses } from '../make/stories.ts';

const [LOG, CAPTURE, STATES] = [0, 1, 2];
const nothing = { offset: 0, place: 1, lost: undefined, cause: '' };

function story(): Scenario {
  const scene = windowCloses();
  const at = opens(scene, 3000) + 5;
  scene.peer.wire(at + TO_WIRE, scene.peer.send(at, scene.refused)).sack(at + 3, scene.refused!);
  return scene.story;
}

/** `gaps`: ms around the refusal. */
function judged(scenario: Scenario, ...gaps: readonly (Pick<Gap, 'input' | 'from' | 'until'> & Partial<Gap>)[]): Diagnosis {
  const states = new TextEncoder().encode('#stallscope-states 1\n');
  const trace = read(scenario.log(), scenario.capture(), states);
  const { start } = new Correlation(trace).stalls[0]!;
  for (const gap of gaps) trace.gaps.push({ ...nothing, ...gap, from: start + gap.from * MILLISECOND, until: start + gap.until * MILLISECOND });
  return diagnose(new Correlation(trace));
}

const told = ({ stalls: [stall] }: Diagnosis): string[] => [stall!.verdict.cause, stall!.verdict.confidence, ...stall!.verdict.proofs.flatMap(({ clause, at }) => ('gap' in at ? [`${at.gap} ${clause}`] : []))];

describe('a stall', () => {
  test('without gaps, and with some that lie elsewhere', () => {
    expect(told(judged(story()))).toEqual(['peer-receive-window', 'high']);
    expect(told(judged(story(), { input: CAPTURE, from: -900_000, until: -800_000 }, { input: CAPTURE, from: 90_000, until: 90_001 }))).toEqual(['peer-receive-window', 'high']);
  });

  test('whose evidence was not all captured is less sure', () => {
    expect(told(judged(story(), { input: CAPTURE, from: 10, until: 60, lost: 7, cause: 'kernel' }))).toEqual([
      'peer-receive-window', 'medium',
      '0 but no packet was captured for 50.0 ms of it (7 lost, kernel): what looks like loss or silence may be what was not recorded',
    ]);
  });

  test('several gaps are one clause, at the longest', () => {
    expect(told(judged(story(), { input: CAPTURE, from: 10, until: 20, cause: 'queue' }, { input: CAPTURE, from: 30, until: 60, cause: 'interface down' })).join(' '))
      .toContain('1 but no packet was captured for 40.0 ms of it in 2 gaps, the longest of 30.0 ms (interface down)');
  });

  test('gaps of states and of the log leave the cause as sure as it was', () => {
    expect(told(judged(story(), { input: STATES, from: 1, until: 2, cause: 'late' }, { input: LOG, from: 1, until: 3, lost: 40 }))).toEqual([
      'peer-receive-window', 'high',
      "0 but the kernel's state was not told for 1.00 ms of it (late): windows and buffers meanwhile are not known",
      '1 but refused sends were not told for 2.00 ms of it (40 lost): there were more than are counted',
    ]);
  });
});

test('a message that may have left in a gap is none that never left', () => {
  const scene = windowCloses();
  const { story: scenario } = scene;
  scene.peer.sack(3000, scene.acknowledged, { aRwnd: 0 });
  const before = judged(scenario);
  const lost = before.stalls[0]!.situation.handover!.neverWired.length;
  expect(lost).toBeGreaterThan(0);
  const after = judged(scenario, { input: CAPTURE, from: -1, until: 1_000 });
  expect(after.stalls[0]!.situation.handover!.neverWired).toEqual([]);
  // Before any of them was accepted it has nothing to say.
  expect(judged(scenario, { input: CAPTURE, from: -900_000, until: -800_000 }).stalls[0]!.situation.handover!.neverWired).toHaveLength(lost);
});

test('a finding that lasted over a gap says so', () => {
  const scene = goesSilent({ quiet: true });
  const trace = read(scene.story.capture());
  const finding = diagnose(new Correlation(trace)).findings.find(({ span }) => span);
  const [from, until] = finding!.span!;
  trace.gaps.push({ ...nothing, input: 0, from: from + MILLISECOND, until: until - MILLISECOND, cause: 'interface down' });
  const again = diagnose(new Correlation(trace)).findings.find(({ rule }) => rule === finding!.rule)!;
  expect(again.proofs.at(-1)).toMatchObject({ at: { gap: 0 }, clause: expect.stringContaining('(interface down)') });
  expect(again.proofs).toHaveLength(finding!.proofs.length + 1);
});
