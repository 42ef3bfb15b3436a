/** What the guest is given: the scenarios, the built product, the probe's programs, and a client and a server compiled for them. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guest = fileURLToPath(new URL('guest', import.meta.url));

const probeFolder = join(root, `dist/native/linux-${process.arch}`);

/** Fills `folder`; builds what is older than its sources. */
export function gatherContents(folder) {
  for (const build of ['esbuild.mjs', 'native/build.mjs']) execFileSync(process.execPath, [build], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const programs = join(folder, 'bin');
  mkdirSync(programs, { recursive: true });
  cpSync(guest, folder, { recursive: true });
  for (const name of ['stallscope.mjs', 'program.js']) cpSync(join(root, 'dist', name), join(folder, name));
  cpSync(probeFolder, programs, { recursive: true });
  // Where the product looks for them.
  cpSync(probeFolder, join(folder, `native/linux-${process.arch}`), { recursive: true });
  // Static: they need nothing of the guest.
  for (const name of ['client', 'server']) {
    execFileSync('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-static', '-s', '-o', join(programs, name), join(guest, `${name}.c`)], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
