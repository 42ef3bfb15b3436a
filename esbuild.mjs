/** One build() a bundle: sources in, dist/ (or `--outdir=DIR`) out. `node esbuild.mjs --watch` builds again on every change. */
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const watch = process.argv.includes('--watch');
const outdir = process.argv.find((arg) => arg.startsWith('--outdir='))?.slice('--outdir='.length) ?? `${root}dist`;

const common = { absWorkingDir: root, bundle: true, target: 'es2022', legalComments: 'none', sourcemap: watch, logLevel: 'warning' };

/** Packages that are CommonJS ask for `require`, which an ES module lacks. */
const withRequire = [
  '#!/usr/bin/env node',
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
].join('\n');

const bundles = [
  {
    ...common,
    entryPoints: ['cli/stallscope.ts'],
    outfile: `${outdir}/stallscope.mjs`,
    platform: 'node',
    format: 'esm',
    // A command's start is a good part of a short run. Names stay: they are what a mistake of the program is reported with.
    minifySyntax: !watch,
    minifyWhitespace: !watch,
    // The other build of it loads worker threads, which nothing here uses.
    alias: { fflate: 'fflate/browser' },
    banner: { js: withRequire },
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

try {
  await mkdir(outdir, { recursive: true });
  await mkdir(`${outdir}/sample`, { recursive: true });
  for (const [from, to] of copies) await copyFile(`${root}${from}`, `${outdir}/${to}`);
  for (const bundle of bundles) {
    if (watch) await (await context(bundle)).watch();
    else await build(bundle);
  }
  if (!watch) await chmod(`${outdir}/stallscope.mjs`, 0o755);
} catch (error) {
  // esbuild has printed what is wrong with the sources.
  if (!error.errors) throw error;
  process.exitCode = 1;
}
