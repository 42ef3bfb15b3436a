/** What the guest is given: the scenarios, the built product, the probe's programs, and a client and a server compiled for them. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guest = fileURLToPath(new URL('guest', import.meta.url));

export const probeFolder = join(root, `dist/native/linux-${process.arch}`);

/** Fills `folder`. The product and the probe are those that were built last. */
export function gatherContents(folder) {
  const programs = join(folder, 'bin');
  mkdirSync(programs, { recursive: true });
  cpSync(guest, folder, { recursive: true });
  cpSync(join(root, 'dist/stallscope.mjs'), join(folder, 'stallscope.mjs'));
  if (existsSync(probeFolder)) cpSync(probeFolder, programs, { recursive: true });
  // Static: they need nothing of the guest.
  for (const name of ['client', 'server']) {
    execFileSync('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-static', '-s', '-o', join(programs, name), join(guest, `${name}.c`)], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
