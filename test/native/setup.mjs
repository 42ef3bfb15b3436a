/** Builds the probe and the tools of its tests before they run: plainly, and with sanitizers. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tools } from '../tools.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function run(program, words) {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}\n${stdout}${stderr}`);
}

function buildTool(name, ...libraries) {
  const [from, to] = [`test/native/${name}.cc`, `native/build/test/${name}`];
  if (changed(`${root}${to}`) > changed(`${root}${from}`)) return;
  run('g++', ['-std=c++20', '-O2', '-Wall', '-Wextra', '-Werror', from, '-o', to, ...libraries]);
}

/** With the sanitized objects of the core. */
function buildReaders() {
  const objects = readdirSync(`${root}native/build/objects/sanitized`).filter((name) => name.startsWith('src-')).map((name) => `native/build/objects/sanitized/${name}`);
  const to = 'native/build/test/readStates';
  if (['test/native/readStates.cc', ...objects].every((from) => changed(`${root}${to}`) > changed(`${root}${from}`))) return;
  run('g++', ['-std=c++20', '-g1', '-Wall', '-Wextra', '-Werror', '-fsanitize=address,undefined', '-fno-sanitize-recover=all', 'test/native/readStates.cc', ...objects, '-o', to]);
}

export function setup() {
  if (!tools.compiler.present() || process.platform !== 'linux') return;
  mkdirSync(`${root}native/build/test`, { recursive: true });
  run(process.execPath, ['native/build.mjs']);
  run(process.execPath, ['native/build.mjs', '--sanitize']);
  buildTool('frames');
  buildReaders();
  if (tools.usrsctp.present()) buildTool('peer', '-lusrsctp');
}
