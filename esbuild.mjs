/** One build() a bundle: sources in, dist/ (or `--outdir=DIR`) out. `node esbuild.mjs --watch` builds again on every change. */
import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const watch = process.argv.includes('--watch');
const outdir = process.argv.find((arg) => arg.startsWith('--outdir='))?.slice('--outdir='.length) ?? `${root}dist`;

const common = { absWorkingDir: root, bundle: true, target: 'es2022', legalComments: 'none', sourcemap: watch, logLevel: 'warning' };

const bundles = [
  {
    ...common,
    entryPoints: ['cli/stallscope.ts'],
    outfile: `${outdir}/program.js`,
    platform: 'node',
    format: 'cjs',
    // One function, which launch.ts calls.
    banner: { js: '(function (require, bundleUrl) {' },
    footer: { js: '})' },
    define: { 'import.meta.url': 'bundleUrl' },
    // A command's start is a good part of a short run. Names stay: they are what a mistake of the program is reported with.
    minifySyntax: !watch,
    minifyWhitespace: !watch,
    // The other build of it loads worker threads, which nothing here uses.
    alias: { fflate: 'fflate/browser' },
  },
  {
    ...common,
    entryPoints: ['cli/launch.ts'],
    outfile: `${outdir}/stallscope.mjs`,
    platform: 'node',
    format: 'esm',
  },
  {
    ...common,
    entryPoints: ['extension/extension.ts'],
    outfile: `${outdir}/extension.cjs`,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    ...common,
    entryPoints: ['extension/analysisWorker.ts'],
    outfile: `${outdir}/analysisWorker.cjs`,
    platform: 'node',
    format: 'cjs',
  },
  {
    ...common,
    entryPoints: ['extension/liveProcess.ts'],
    outfile: `${outdir}/liveProcess.cjs`,
    platform: 'node',
    format: 'cjs',
  },
  {
    ...common,
    entryPoints: ['media/timeline.ts'],
    outfile: `${outdir}/timeline.js`,
    minify: !watch,
    platform: 'browser',
    format: 'iife',
  },
  {
    ...common,
    entryPoints: ['media/report/reportPage.ts'],
    outfile: `${outdir}/reportPage.js`,
    minify: !watch,
    platform: 'browser',
    format: 'iife',
  },
];

/** What is shipped as it is. */
const copies = [
  ['analyzer/view/report.schema.json', 'report.schema.json'],
  ['node_modules/@vscode/codicons/dist/codicon.css', 'codicon.css'],
  ['node_modules/@vscode/codicons/dist/codicon.ttf', 'codicon.ttf'],
  ['extension/stallscope.schema.json', 'stallscope.schema.json'],
  ['test/fixtures/erlang-slow-peer/capture.pcap', 'sample/capture.pcap'],
  ['test/fixtures/erlang-slow-peer/client.strace', 'sample/client.strace'],
];

/** Leaves what V8 makes of the program while it explains the sample, for the next starts. Without it the program runs all the same. */
function keepCode() {
  const env = { ...process.env, STALLSCOPE_KEEP_CODE: '1' };
  spawnSync(process.execPath, [`${outdir}/stallscope.mjs`, 'explain', `${outdir}/sample`], { env, stdio: 'ignore' });
}

try {
  await mkdir(outdir, { recursive: true });
  // Code of another program would do harm.
  await rm(`${outdir}/program.code`, { force: true });
  await mkdir(`${outdir}/sample`, { recursive: true });
  for (const [from, to] of copies) await copyFile(`${root}${from}`, `${outdir}/${to}`);
  for (const bundle of bundles) {
    if (watch) await (await context(bundle)).watch();
    else await build(bundle);
  }
  if (!watch) {
    await chmod(`${outdir}/stallscope.mjs`, 0o755);
    keepCode();
  }
} catch (error) {
  // esbuild has printed what is wrong with the sources.
  if (!error.errors) throw error;
  process.exitCode = 1;
}
