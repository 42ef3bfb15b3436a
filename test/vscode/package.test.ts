/** What a user downloads: bundles and what they need, nothing that only builds or tests them. */
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { needs } from '../needs.ts';
import { contentOf } from './package.mjs';

const MEGABYTE = 1e6;

/** The probe's programs and addon, where they were built before packing. */
const PROBE = /^dist\/native\/linux-(x64|arm64)\/stallscope(-[a-z]+|\.node)$/;

/** vsce writes the names of three files in its own way. */
const mayBeIn = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/, /^readme\.md$/, /^changelog\.md$/, /^LICENSE\.txt$/, /^analyzer\/dissect\/diameter\/NOTICE$/,
  /^dist\/[\w.-]+\.(cjs|mjs|js|css|html|ttf)$/, /^dist\/[\w.-]+\.schema\.json$/, /^dist\/sample\/[\w.]+$/, PROBE,
  /^media\/(icon\.png|activity\.svg)$/, /^l10n\/[\w.-]+\.json$/, /^syntaxes\/[\w.-]+\.json$/, /^walkthrough\/[\w-]+\.(svg|md)$/,
];

describe('the .vsix', needs('vscode'), () => {
  let files: [string, number][];
  beforeAll(async () => {
    files = await contentOf(inject('vsix'));
  });

  test('holds nothing but what runs and what a user reads', () => {
    const names = files.map(([name]) => name);
    expect(names.filter((name) => !mayBeIn.some((allowed) => allowed.test(name)))).toEqual([]);
  });

  test.for([
    'package.json', 'readme.md', 'changelog.md', 'LICENSE.txt', 'analyzer/dissect/diameter/NOTICE', 'dist/extension.cjs',
    'dist/report.schema.json', 'dist/stallscope.mjs', 'dist/analysisWorker.cjs', 'dist/stallscope.schema.json', 'dist/sample/capture.pcap',
    'dist/sample/client.strace', 'media/icon.png', 'package.nls.json', 'walkthrough/sample.svg',
  ])('holds %s', (name) => {
    expect(files.map(([file]) => file)).toContain(name);
  });

  test('is small', () => {
    const size = (isCounted: (name: string) => boolean): number => files.reduce((sum, [name, bytes]) => sum + (isCounted(name) ? bytes : 0), 0);
    expect(size((name) => !PROBE.test(name))).toBeLessThan(8 * MEGABYTE);
    expect(size((name) => PROBE.test(name))).toBeLessThan(6 * MEGABYTE);
  });
});
