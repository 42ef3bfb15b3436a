/**
 * Builds the probe's programs: `npm run build:native` -> dist/native/linux-x64/. `--arch=arm64` builds them for another processor,
 * `--sanitize` with the address and undefined behaviour sanitizers into native/build/sanitized/, `--out=FOLDER` elsewhere.
 * Says what is missing instead of failing.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingFor, toolchainOf } from './toolchain.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = join(root, 'native');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Program -> its folders of sources. */
const programs = {
  'stallscope-capture': ['src', 'capture'],
  'stallscope-state': ['src', 'state'],
  'stallscope-trace': ['src', 'trace'],
};

const option = (name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const sanitize = process.argv.includes('--sanitize');
const arch = option('arch') ?? process.arch;
const outdir = option('out') ?? (sanitize ? join(here, 'build/sanitized') : join(root, `dist/native/linux-${arch}`));
const objects = join(here, 'build/objects', sanitize ? 'sanitized' : arch);
const toolchain = toolchainOf(arch);

const warnings = ['-Wall', '-Wextra', '-Werror'];
const compile = ['-std=c++20', ...warnings, `-DSTALLSCOPE_VERSION="${version}"`,
  ...(sanitize ? ['-O0', '-g1', '-fno-omit-frame-pointer', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'] : ['-O2'])];
// Static: a helper built on a new distribution runs on an old one.
const link = sanitize ? ['-fsanitize=address,undefined'] : ['-static', '-s'];

function run(words, program = toolchain.compiler) {
  return new Promise((resolve) => {
    spawn(program, words, { cwd: here, stdio: 'inherit' }).on('close', (code) => resolve(code === 0));
  });
}

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const filesIn = (folder, ending) => readdirSync(join(here, folder)).filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`);

/** All of `tasks`, as many at once as there are cores. */
async function inParallel(tasks) {
  const rest = [...tasks];
  let fine = true;
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    for (let task = rest.shift(); task; task = rest.shift()) fine = (await task()) && fine;
  }));
  return fine;
}

/** What the tracer runs inside the kernel, as the bytes that it carries along. */
const kernelProgram = { source: 'trace/refusedSends.bpf.c', object: join(objects, 'refusedSends.bpf.o') };
/** Of g++ for the tracer: without clang and libbpf it knows the results of system calls alone. */
const tracer = { compile: [], link: [] };

async function buildKernelProgram() {
  const lacking = toolchain.lacksForTracer();
  if (lacking !== undefined) {
    process.stdout.write(`The tracer is built without its program for the kernel: ${lacking}\n`);
    return true;
  }
  tracer.compile = [`-DSTALLSCOPE_BPF="${kernelProgram.object}"`];
  tracer.link = ['-lbpf', '-lelf', '-lz'];
  const inputs = [kernelProgram.source, ...filesIn('trace', '.h'), 'build.mjs'].map((path) => changed(join(here, path)));
  if (changed(kernelProgram.object) > Math.max(...inputs)) return true;
  const headers = toolchain.headers.filter((folder) => existsSync(folder)).map((folder) => `-I${folder}`);
  return run(['-target', 'bpf', `-D__TARGET_ARCH_${toolchain.kernel}`, '-O2', '-g', '-Wall', '-Werror', ...headers, '-c', kernelProgram.source, '-o', kernelProgram.object], 'clang');
}

async function build() {
  const folders = [...new Set(Object.values(programs).flat())];
  const newestHeader = Math.max(...folders.flatMap((folder) => filesIn(folder, '.h')).map((path) => changed(join(here, path))), changed(join(here, 'build.mjs')));
  const objectOf = (source) => join(objects, `${source.replaceAll('/', '-')}.o`);
  for (const folder of [objects, outdir]) mkdirSync(folder, { recursive: true });
  if (!await buildKernelProgram()) return false;
  const embedded = (source) => (source === 'trace/kernelSource.cc' ? changed(kernelProgram.object) : 0);
  const stale = folders.flatMap((folder) => filesIn(folder, '.cc'))
    .filter((source) => changed(objectOf(source)) < Math.max(newestHeader, changed(join(here, source)), embedded(source)));
  const extra = (source) => (source.startsWith('trace/') ? tracer.compile : []);
  if (!await inParallel(stale.map((source) => () => run([...compile, ...extra(source), '-c', source, '-o', objectOf(source)])))) return false;
  return inParallel(Object.entries(programs).map(([name, parts]) => async () => {
    const built = parts.flatMap((folder) => filesIn(folder, '.cc')).map(objectOf);
    const to = join(outdir, name);
    if (built.every((part) => changed(part) < changed(to))) return true;
    return run([...compile, ...built, ...link, '-o', to, ...(parts.includes('trace') ? tracer.link : [])]);
  }));
}

/** Where the headers of this Node.js and of node-addon-api lie; undefined where one of them does not. */
function addonHeaders() {
  const folders = [join(dirname(process.execPath), '../include/node'), join(root, 'node_modules/node-addon-api')];
  return ['node_api.h', 'napi.h'].every((name, i) => existsSync(join(folders[i], name))) ? folders : undefined;
}

/** The same core for Node.js itself: one shared object that no version of Node.js or Electron asks to be built again. */
async function buildAddon() {
  const folders = addonHeaders();
  if (!folders) {
    process.stdout.write('The core for Node.js is left out for lack of headers (node-addon-api, and those of Node.js: sudo apt-get install -y libnode-dev); the programs do without.\n');
    return true;
  }
  const sources = ['addon.cc', ...filesIn('src', '.cc')];
  const to = join(outdir, 'stallscope.node');
  const newest = Math.max(...['build.mjs', ...sources, ...filesIn('src', '.h')].map((path) => changed(join(here, path))));
  if (changed(to) > newest) return true;
  return run([
    ...compile, '-fPIC', '-shared', '-s', '-fvisibility=hidden', '-DNAPI_VERSION=8', '-DNAPI_DISABLE_CPP_EXCEPTIONS',
    // What is not used of libstdc++ would ask for a newer C library than what is; Node.js itself brings libgcc_s along.
    '-static-libstdc++', '-shared-libgcc', '-ffunction-sections', '-fdata-sections', '-Wl,--gc-sections', '-Wl,--exclude-libs,ALL', '-Wl,--as-needed',
    '-DNODE_GYP_MODULE_NAME=stallscope', ...folders.flatMap((folder) => ['-isystem', folder]), ...sources, '-o', to,
  ]);
}

const lacking = missingFor(arch);
if (lacking) process.stdout.write(`${lacking}\n`);
else if (!await build() || !(sanitize || await buildAddon())) process.exitCode = 1;
