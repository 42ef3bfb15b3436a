/** What a user downloads: bundles and what they need, nothing that only builds or tests them; the probe of one platform, or of none. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../cli/prepare.mjs';
import { missingFor, toolchainOf } from '../../native/toolchain.mjs';
import { needs } from '../needs.ts';
import { contentOf, isBuilt, pack, targetOf } from './package.mjs';

const MEGABYTE = 1e6;

/** vsce writes the names of three files in its own way. */
const mayBeIn = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/, /^readme\.md$/, /^changelog\.md$/, /^LICENSE\.txt$/, /^analyzer\/dissect\/diameter\/NOTICE$/,
  /^dist\/[\w.-]+\.(cjs|mjs|js|css|html|ttf)$/, /^dist\/[\w.-]+\.schema\.json$/, /^dist\/sample\/[\w.]+$/,
  /^media\/(icon\.png|activity\.svg)$/, /^l10n\/[\w.-]+\.json$/, /^syntaxes\/[\w.-]+\.json$/, /^walkthrough\/[\w-]+\.(svg|md)$/,
];
const mustBeIn = [
  'package.json', 'readme.md', 'changelog.md', 'LICENSE.txt', 'analyzer/dissect/diameter/NOTICE', 'dist/extension.cjs',
  'dist/report.schema.json', 'dist/stallscope.mjs', 'dist/program.js', 'dist/analysisWorker.cjs', 'dist/liveProcess.cjs', 'dist/stallscope.schema.json',
  'dist/sample/capture.pcap', 'dist/sample/client.strace', 'media/icon.png', 'package.nls.json', 'walkthrough/sample.svg',
];

const folder = mkdtempSync(join(tmpdir(), 'stallscope-package-'));
afterAll(() => rmSync(folder, { recursive: true }));

const isProbe = (name: string): boolean => name.startsWith('dist/native/') || name.startsWith('native/');

describe.each([undefined, 'linux-x64', 'linux-arm64'])('the .vsix for %s', (target) => {
  const arch = target?.replace('linux-', '');
  // The probe of another platform is packed where it can be built.
  const ready = { skip: needs('vscode').skip || (arch !== undefined && missingFor(arch) !== undefined) };
  const file = join(folder, `${target}.vsix`);
  let content: [string, number][] = [];
  beforeAll(async () => {
    if (ready.skip) return;
    if (arch !== undefined && !isBuilt(target)) execFileSync(process.execPath, ['native/build.mjs', `--arch=${arch}`], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    await pack(file, target);
    content = await contentOf(file);
  });

  test('says which platform it is for', ready, async () => {
    expect(await targetOf(file)).toBe(target);
  });

  test('holds nothing but what runs and what a user reads', ready, () => {
    const names = content.map(([name]) => name).filter((name) => !isProbe(name));
    expect(names.filter((name) => !mayBeIn.some((allowed) => allowed.test(name)))).toEqual([]);
    expect(mustBeIn.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('holds the probe of its platform, no other, and whose libraries are in it', ready, () => {
    const hasTracer = arch !== undefined && toolchainOf(arch).lacksForTracer() === undefined;
    const programs = ['stallscope-capture', 'stallscope-state', ...(hasTracer ? ['stallscope-trace'] : []), 'stallscope.node'];
    expect(content.map(([name]) => name).filter(isProbe)).toEqual(
      target === undefined ? [] : [...programs.map((name) => `dist/native/${target}/${name}`), 'native/NOTICE'],
    );
  });

  test('is small', ready, () => {
    const size = (isCounted: (name: string) => boolean): number => content.reduce((sum, [name, bytes]) => sum + (isCounted(name) ? bytes : 0), 0);
    expect(size((name) => !isProbe(name))).toBeLessThan(8 * MEGABYTE);
    expect(size(isProbe)).toBeLessThan(6 * MEGABYTE);
  });
});
