/**
 * Each case of test/fixtures proves: the verdict a person has reviewed (`npm test -- -u` writes it anew), the truth of the
 * recording, and that neither the chunking of the bytes, nor the names of the files, nor a second run, nor a cut changes or breaks it.
 */
import { describe, expect, test } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import { fileSource } from '../cli/fileSource.ts';
import { bytesForChunks, dumpCase, goldenCases, inChunks, inputsOf, outcome } from './goldenCase.ts';
import { seededRandom } from './random.ts';
import { contractErrors } from './reportSchema.ts';

/** Cases up to this size are cut at every byte, bytes. */
const SMALL = 10_000;
/** Cuts of a larger input. */
const CUTS = 12;
const SEED = 20_261_123;

const PID_SUFFIX = /(\.\d+)?$/;

describe.each(goldenCases)('$name', (golden) => {
  const inputs = inputsOf(golden);
  const caseSize = golden.files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const whole = outcome(inputs);

  test('is what was reviewed', async () => {
    const analysis = await analyze(inputs);
    await expect(dumpCase(analysis)).toMatchFileSnapshot(golden.expected);
    expect(contractErrors(analysis.report)).toBeUndefined();
  });

  if (golden.truth) test('is what happened', async () => {
    const { cause, consequence, eagain_count_on_sctp: refused } = golden.truth!;
    const { stalls } = (await analyze(inputs)).report;
    expect(stalls.reduce((sum, { eagainCount }) => sum + eagainCount, 0)).toBe(refused);
    if (cause === 'none') expect(stalls).toEqual([]);
    else {
      const isTrue = (stall: (typeof stalls)[number]): boolean =>
        cause.split('/').includes(stall.cause) && stall.consequence === consequence.toLowerCase();
      expect(stalls.some(isTrue), `a stall with ${cause} and ${consequence}`).toBe(true);
    }
  });

  test.each([1, 7, 4096])('in chunks of %i', async (size) => {
    const chunked = golden.files.map((file, at) => ({ ...inputs[at]!, source: inChunks(bytesForChunks(file, size), size, inputs[at]!.source) }));
    expect(await outcome(chunked)).toEqual(await whole);
  });

  test('under wrong names', async () => {
    // strace -ff: what stands before the pid makes several files one log.
    const stems = [...new Set(golden.files.map(({ name }) => name.replace(PID_SUFFIX, '')))];
    const wrongName = (name: string): string => `photo-${stems.indexOf(name.replace(PID_SUFFIX, ''))}.jpg${PID_SUFFIX.exec(name)![0]}`;
    const renamed = inputs.map((input) => ({ ...input, path: wrongName(input.path) }));
    let told = JSON.stringify(await outcome(renamed));
    for (const { name } of golden.files) told = told.replaceAll(wrongName(name), name);
    expect(JSON.parse(told)).toEqual(JSON.parse(JSON.stringify(await whole)));
  });

  test('twice', async () => {
    expect(await outcome(inputs)).toEqual(await whole);
  });

  test.each(golden.files.map(({ name }, at) => [name, at] as const))('%s cut anywhere', async (_, at) => {
    const { bytes, path } = golden.files[at]!;
    const random = seededRandom(SEED + at);
    const cuts = caseSize <= SMALL
      ? Array.from({ length: bytes.length }, (_, cut) => cut) : Array.from({ length: CUTS }, () => Math.floor(random() * bytes.length));
    for (const cut of cuts) {
      const source = inChunks(bytes.subarray(0, cut), 1 << 16, fileSource(path));
      const { report } = await analyze(inputs.map((input, i) => (i === at ? { ...input, source } : input)));
      expect(contractErrors(report), `cut at ${cut}`).toBeUndefined();
    }
  });
});

test('there are cases', () => {
  expect(goldenCases.length).toBeGreaterThan(5);
});
