/** Builds the command line into a folder of its own and runs it as a user does: arguments and standard input in, exit code and both outputs out. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const dist = mkdtempSync(join(tmpdir(), 'stallscope-dist-'));
export const program = join(dist, 'stallscope.mjs');
afterAll(() => rmSync(dist, { recursive: true }));

const build = spawnSync(process.execPath, ['esbuild.mjs', `--outdir=${dist}`], { cwd: root, encoding: 'utf8' });
if (build.status !== 0) throw new Error(`the build failed:\n${build.stderr}`);

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runCli(args: readonly string[], { input = new Uint8Array(0), cwd = root }: { input?: Uint8Array; cwd?: string } = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (bytes) => (stdout += bytes));
    child.stderr.on('data', (bytes) => (stderr += bytes));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => {}); // The program may end before it has read all.
    child.stdin.end(input);
  });
}
