/** stallscope-state and its readers: what a real kernel (Debian's 6.1) said of stalled associations, whole and damaged; and where there is no SCTP. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { builds, program, readBack } from './capturing.ts';

const ready = needs('compiler');
const withoutSctp = { skip: ready.skip || existsSync('/proc/net/sctp') };
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const read = (...words: readonly string[]): string => execFileSync(here('../../native/build/test/readStates'), words, { encoding: 'utf8' });

test.each([['diag', 'sctp-diag.bin'], ['proc', 'assocs.txt']])('%s: two associations, both ends of each, several addresses and IPv6', ready, async (source, name) => {
  await expect(read(source, here(`fixtures/${name}`))).toMatchFileSnapshot(here(`fixtures/${name}.expected`));
});

test.each(['sctp-diag.bin', 'assocs.txt'])('%s damaged: nothing is read beyond its end', ready, (name) => {
  expect(Number(read('damage', here(`fixtures/${name}`), '20000'))).toBeGreaterThan(0);
});

test('the lines are read back', ready, () => {
  const lines = read('diag', here('fixtures/sctp-diag.bin')).split('\n').filter((line) => line.startsWith('state '));
  const { states } = readBack(Buffer.from(`#stallscope-states 1 kernel=6.1\n${lines.join('\n')}\n`));
  expect(states.length).toBe(lines.length);
});

test.each(builds)('%s: without SCTP it says so, writes a log and ends with its reader', withoutSctp, async (build) => {
  const { status, stderr } = spawnSync(program('stallscope-state', build), ['--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 3, stderr: 'stallscope-state: this kernel has no SCTP, or its module is not loaded: there are no associations to look at\n' });
  for (const end of ['stdin', 'stdout'] as const) {
    const following = spawn(program('stallscope-state', build), [], { stdio: ['pipe', 'pipe', 'ignore'] });
    const [first] = await once(following.stdout, 'data') as [Uint8Array];
    expect(Buffer.from(first).toString()).toMatch(/^#stallscope-states 1 kernel=[\w.-]+\n/);
    following[end].destroy();
    expect(await once(following, 'exit')).toEqual([0, null]);
  }
});
