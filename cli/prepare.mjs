/**
 * What `npm start` and `npm test` do first, on a machine where nothing is installed: check Node, install the packages of
 * package-lock.json once. Plain JavaScript on Node's own modules only.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = 20;
/** A step that takes longer than this says that it is still at work. */
const PATIENCE_MS = 5000;
export const NETWORK_ERRORS = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT/;

/** A failure that needs a sentence, not a stack trace. */
export class Refusal extends Error {}

/** Runs a program and resolves to its exit code. `onOutput` takes what it prints; without it the terminal does. */
export function run(program, args, { cwd = root, env = process.env, onOutput } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['inherit', ...(onOutput ? ['pipe', 'pipe'] : ['inherit', 'inherit'])] });
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ? 130 : code));
  });
}

/** Runs quietly: one line when it starts, one every few seconds, the output only when it fails. Resolves to { code, output }. */
export async function runQuietly(title, program, args, options = {}) {
  process.stderr.write(`${title} …\n`);
  const began = Date.now();
  const ticking = setInterval(() => {
    process.stderr.write(`${title} … ${Math.round((Date.now() - began) / 1000)} s\n`);
  }, PATIENCE_MS);
  let output = '';
  try {
    const code = await run(program, args, { ...options, onOutput: (bytes) => (output += bytes) });
    return { code, output };
  } finally {
    clearInterval(ticking);
  }
}

/** npm writes node_modules/.package-lock.json last: it says what is really there. */
function isInstalled() {
  const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages;
  let present;
  try {
    present = JSON.parse(readFileSync(`${root}node_modules/.package-lock.json`, 'utf8')).packages;
  } catch {
    return false;
  }
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  );
}

/** A missing network is to be told in seconds. */
export const quickToFail = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=2000'];

const installArguments = [
  // Not `npm ci`: it refuses the lock file where a registry lacks binaries of other platforms. --no-save leaves the lock file alone.
  'install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error', ...quickToFail,
];

/** npm with these arguments, as [program, arguments]; `node` is the Node it shall run on. */
export function npm(args, node = process.execPath) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [node, [script, ...args]] : ['npm', args];
}

export async function prepare() {
  const [major] = process.versions.node.split('.');
  if (Number(major) < OLDEST_NODE) {
    throw new Refusal(`Stallscope needs Node ${OLDEST_NODE} or newer; this is ${process.version}. See https://nodejs.org/en/download`);
  }
  if (isInstalled()) return;
  const { code, output } = await runQuietly('installing the packages it is built with (once)', ...npm(installArguments));
  if (code === 0) return;
  if (NETWORK_ERRORS.test(output)) {
    throw new Refusal(
      'The first start fetches packages with npm and cannot reach its registry. Connect to the network (or set npm\'s `proxy`), ' +
      'or copy node_modules from another checkout; after that no network is used.',
    );
  }
  throw new Refusal(`npm install failed:\n${output.trim()}`);
}

/** Runs `main` and turns a Refusal into one message and exit code 2. */
export async function refuseInWords(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
