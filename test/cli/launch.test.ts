/** The program starts with the code that V8 made of it when it was built, and without. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { VERSION } from '../../analyzer/analyze.ts';
import { dist, root } from './runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'stallscope-launch-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['stallscope.mjs', 'program.js']) copyFileSync(join(dist, name), join(folder, name));

const runNode = (...args: string[]): string => spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } }).stdout.trim();

test('the build leaves code that V8 takes', () => {
  const asks = `
    const { readFileSync } = require('node:fs');
    const { Script } = require('node:vm');
    const [source, cachedData] = [readFileSync('${dist}/program.js', 'latin1'), readFileSync('${dist}/program.code')];
    console.log(new Script(source, { cachedData }).cachedDataRejected)`;
  expect(runNode('-e', asks)).toBe('false');
});

test.for([
  ['without it', undefined],
  ['with code of something else', 'no code'],
  ['with nothing in its place', ''],
] as const)('starts %s', ([, code]) => {
  if (code !== undefined) writeFileSync(join(folder, 'program.code'), code);
  expect(runNode(join(folder, 'stallscope.mjs'), '--version')).toBe(VERSION);
});
