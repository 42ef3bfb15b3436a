/** `npm run vscode`: says where to look, serves it, and is gone after Ctrl-C. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../cli/prepare.mjs';
import { needs } from '../needs.ts';

function start(...args: string[]) {
  const child = spawn(process.execPath, [join(root, 'test/vscode/open.mjs'), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { output: '' };
  child.stdout.on('data', (bytes) => (said.output += bytes));
  child.stderr.on('data', (bytes) => (said.output += bytes));
  return { child, said };
}

test('a VS Code is served until Ctrl-C', needs('vscode'), async () => {
  const { child, said } = start();
  const ended = once(child, 'exit') as Promise<[number | null]>;
  await expect.poll(() => said.output, { timeout: 100_000 }).toContain('Ctrl-C ends it.');
  const url = /Open (\S+)/.exec(said.output)![1]!;
  expect((await fetch(url)).status).toBe(200);
  child.kill('SIGINT');
  expect((await ended)[0]).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

test('a folder that is none is said in a sentence', needs('vscode'), async () => {
  const { child, said } = start('no/such/folder');
  expect(((await once(child, 'exit')) as [number])[0]).toBe(2);
  expect(said.output).toMatch(/no\/such\/folder is no folder\. npm run vscode opens/);
});
