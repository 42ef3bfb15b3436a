/** Captures read in one trace and logs in another, and put together: the same as reading all of them one after the other. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findEpoch, readAll, type AnalysisInput } from '../../analyzer/analyze.ts';
import { SNIFF_BYTES } from '../../analyzer/readers/format.ts';
import { straceFormat } from '../../analyzer/readers/strace.ts';
import { statesFormat } from '../../analyzer/readers/states.ts';
import { addShare, buffersOf, takeShare } from '../../analyzer/trace/share.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { findInputs } from '../../cli/inputs.ts';
import { differences } from '../usual/sameTrace.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const recordings = readdirSync(fixtures).filter((name) => /^\d|^erlang/.test(name));

async function logsAmong(inputs: readonly AnalysisInput[]): Promise<readonly number[]> {
  const heads = await Promise.all(inputs.map(({ source }) => source.read!(0, SNIFF_BYTES)));
  return heads.flatMap((head, i) => (straceFormat.sniff(head) || statesFormat.sniff(head) ? [i] : []));
}

/** As two threads do it. */
async function readInParts(inputs: readonly AnalysisInput[]): Promise<Trace> {
  const logs = await logsAmong(inputs);
  const epochSeconds = await findEpoch(inputs);
  const trace = await readAll(inputs, {}, { epochSeconds, has: (index) => !logs.includes(index) });
  const there = await readAll(inputs, {}, { epochSeconds, has: (index) => logs.includes(index) });
  const share = takeShare(there, logs.map((index) => there.inputs[index]!));
  addShare(trace, structuredClone(share, { transfer: buffersOf(share) }));
  return trace;
}

test.each(recordings)('%s', async (name) => {
  const { inputs } = await findInputs([join(fixtures, name)]);
  const whole = await readAll(inputs);
  const inParts = await readInParts(inputs);
  expect(differences(inParts, whole)).toEqual([]);
  expect([inParts.epochSeconds, inParts.gaps, inParts.strings.all()]).toEqual([whole.epochSeconds, whole.gaps, whole.strings.all()]);
  // It can grow on.
  for (const table of inParts.tables()) table.reserve(table.length + 1000);
  expect(differences(inParts, whole)).toEqual([]);
});

test('logs before captures, and after them', async () => {
  const { inputs } = await findInputs(['010-erlang-27-blocks', '006-healthy'].map((name) => join(fixtures, name)));
  for (const order of [inputs, inputs.toReversed()]) expect(differences(await readInParts(order), await readAll(order))).toEqual([]);
});
