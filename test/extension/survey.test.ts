/** Every recording of test/fixtures finds its own partners, whichever of its files is opened. */
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { partnersOf } from '../../extension/partners.ts';
import { survey } from '../../extension/survey.ts';
import { goldenCases } from '../goldenCase.ts';

describe.each(goldenCases.filter(({ files }) => files.length > 1))('$name', ({ files }) => {
  test.each(files)('opened by $name', async ({ name, path }) => {
    const recordings = await survey(path);
    const opened = recordings.find(({ file }) => file === path)!;
    const { taken, offered } = partnersOf(opened, recordings.filter((recording) => recording !== opened));
    expect(taken.map(({ file }) => basename(file)).toSorted()).toEqual(files.map((file) => file.name).filter((other) => other !== name));
    expect(offered).toEqual([]);
  });
});

test('what is no recording is not among them', async () => {
  const [golden] = goldenCases;
  const names = (await survey(golden!.files[0]!.path)).map(({ file }) => basename(file));
  expect(names).not.toContain('README.md');
  expect(names).not.toContain('expected.txt');
});
