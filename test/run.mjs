/**
 * `npm test [-- vitest options]`: installs what is missing, then types, lint, build and all suites. Ends with what was skipped
 * and why, and the one line `N passed, N failed, N skipped`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { prepare, Refusal, refuseInWords, root, run, runQuietly } from '../cli/prepare.mjs';
import { tools } from './tools.mjs';
import { install, missing } from './vscode/install.mjs';

const ROOMS = ['analyzer', 'native', 'cli', 'extension', 'media', 'test', 'test/media'];
const bin = (path) => join(root, 'node_modules', path);

/** Steps before the suites; a failing one is shown and counted, and the rest still runs. */
const steps = [
  ...ROOMS.map((room) => [`types: ${room}`, [bin('typescript/bin/tsc'), '-p', room]]),
  ['lint', [bin('oxlint/bin/oxlint'), '--deny-warnings']],
  ['build', ['esbuild.mjs']],
];

async function runSteps() {
  let failed = 0;
  for (const [title, args] of steps) {
    const { code, output } = await runQuietly(title, process.execPath, args);
    if (code === 0) continue;
    failed++;
    process.stderr.write(`${output.trim()}\n${title} failed\n`);
  }
  return failed;
}

/** The tests in a real VS Code are left out where it cannot be installed, in words; the tests that need none still run. */
async function prepareVscode() {
  if (missing().length > 0) return;
  try {
    await install();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
  }
}

/** Runs vitest and resolves to its own account of what happened. */
async function runSuites(options) {
  const folder = mkdtempSync(join(tmpdir(), 'stallscope-'));
  const account = join(folder, 'suites.json');
  try {
    await run(process.execPath, [
      bin('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${account}`, ...options,
    ]);
    return JSON.parse(readFileSync(account, 'utf8'));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function listSkipped(suites) {
  for (const [name, { present, install }] of Object.entries(tools)) {
    if (!present()) process.stdout.write(`not run for lack of ${name}; to run it: ${install}\n`);
  }
  for (const file of suites.testResults) {
    const skipped = file.assertionResults.filter(({ status }) => status === 'skipped' || status === 'pending').length;
    if (skipped > 0) process.stdout.write(`skipped: ${skipped} in ${relative(root, file.name)}\n`);
  }
}

await refuseInWords(async () => {
  await prepare();
  await prepareVscode();
  const failedSteps = await runSteps();
  const suites = await runSuites(process.argv.slice(2));
  if (!suites) {
    process.stdout.write(`the suites did not run to their end\n0 passed, ${failedSteps + 1} failed, 0 skipped\n`);
    return 1;
  }
  listSkipped(suites);
  // A file that cannot be loaded has no tests that could fail.
  const unloaded = suites.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = failedSteps + unloaded + suites.numFailedTests;
  process.stdout.write(`${suites.numPassedTests} passed, ${failed} failed, ${suites.numPendingTests} skipped\n`);
  return failed === 0 && suites.success ? 0 : 1;
});
