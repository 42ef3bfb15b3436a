/** That what was built here runs elsewhere: programs that need no library, an addon that any C library since glibc 2.17 loads, into any Node.js since 20. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { architectures, missingFor } from '../../native/toolchain.mjs';
import { needs } from '../needs.ts';
import { node } from '../vscode/home.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const programs = ['stallscope-capture', 'stallscope-state', 'stallscope-trace'];

/** Older than any that a Node.js of today runs on. */
const OLDEST_GLIBC = 17;

function said(program: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

describe.each(architectures)('for %s', (arch) => {
  const isOwn = arch === process.arch;
  const ready = { skip: missingFor(arch) !== undefined };
  const folder = isOwn ? `${root}dist/native/linux-${arch}` : `${root}native/build/test/linux-${arch}`;

  test('it is built', ready, () => {
    // The own was built before all tests.
    if (!isOwn) said(process.execPath, ['native/build.mjs', `--arch=${arch}`, `--out=${folder}`]);
    for (const name of programs) expect(said('readelf', ['--file-header', `${folder}/${name}`])).toContain({ x64: 'X86-64', arm64: 'AArch64' }[arch]);
  });

  test.for(programs)('%s needs no library', ready, (name) => {
    expect(said('readelf', ['--dynamic', '--program-headers', `${folder}/${name}`])).not.toMatch(/NEEDED|INTERP/);
  });

  const emulator = `qemu-${{ x64: 'x86_64', arm64: 'aarch64' }[arch]}-static`;
  const runs = { skip: ready.skip || (!isOwn && spawnSync(emulator, ['--version']).error !== undefined) };
  test.for(programs)('%s starts', runs, (name) => {
    expect(isOwn ? said(`${folder}/${name}`, ['--version']) : said(emulator, [`${folder}/${name}`, '--version'])).toBe(`${name} ${packageJson.version}\n`);
  });

  test('the interfaces are listed', runs, () => {
    const words = [`${folder}/stallscope-capture`, '--list'];
    expect(isOwn ? said(words[0]!, words.slice(1)) : said(emulator, words)).toMatch(/^1\tlo\t/);
  });

  test('the addon asks for an old C library, and for no libstdc++', { skip: ready.skip || needs('addon').skip }, () => {
    const facts = said('readelf', ['--wide', '--dynamic', '--version-info', `${folder}/stallscope.node`]);
    expect(facts).not.toMatch(/libstdc\+\+|GLIBCXX|CXXABI/);
    const versions = [...facts.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
    expect(versions.length).toBeGreaterThan(0);
    expect(Math.max(...versions)).toBeLessThanOrEqual(OLDEST_GLIBC);
  });
});

test.for([process.execPath, node])('the addon is loaded by %s', needs('addon'), (program, { skip }) => {
  if (!existsSync(program)) skip('that Node.js is not here');
  const addon = `${root}dist/native/linux-${process.arch}/stallscope.node`;
  expect(said(program, ['-p', `require(${JSON.stringify(addon)}).version`])).toBe(`${packageJson.version}\n`);
});
