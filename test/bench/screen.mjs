/**
 * What a screen waits for: `npm run bench:screen -- FILE...` reads the files as the extension's worker does and prints the time to the first and to the full analysis,
 * how long tiles take at several zooms, and the memory of the process.
 */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, 'dist', `screen-bench-${process.pid}.mjs`);
const PIXELS = 1600;
const ROUNDS = 7;

await build({
  absWorkingDir: root, bundle: true, platform: 'node', format: 'esm', target: 'es2022', outfile: bundle, logLevel: 'error',
  stdin: {
    contents: "export { RunningAnalysis } from './analyzer/runningAnalysis.ts'; export { findInputs } from './cli/inputs.ts';",
    resolveDir: root, loader: 'ts',
  },
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
});

const { RunningAnalysis, findInputs } = await import(pathToFileURL(bundle).href);
rmSync(bundle);
const { inputs } = await findInputs(process.argv.slice(2));
if (inputs.length === 0) throw new Error(`usage: npm run bench:screen -- FILE...  (run in ${dirname(bundle)}'s checkout)`);

const megabytes = () => Math.round(process.memoryUsage().rss / 1e6);
const began = performance.now();
const since = () => ((performance.now() - began) / 1000).toFixed(2);
const rows = [];
let sessions = 0;
const analysis = new RunningAnalysis(inputs, {
  onSession: () => {
    if (++sessions === 1) rows.push(['first picture, s', since()]);
  },
  onProgress: () => {},
  now: () => performance.now(),
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
});
await analysis.read();
rows.push(['read, s', since()]);
const session = await analysis.conclude('done');
rows.push(['full analysis, s', since()], ['conclusions', sessions], ['RSS, MB', megabytes()]);

const { lanes, start, end, groups } = await session.handlers.overview({});
const shown = lanes.filter(({ secondary }) => !secondary).map(({ id }) => id);
rows.push(['groups, lanes', `${groups.length}, ${lanes.length}`]);
const timed = async (run) => {
  const times = [];
  for (let i = 0; i < ROUNDS; i++) {
    const at = performance.now();
    await run(i);
    times.push(performance.now() - at);
  }
  return times;
};
const milliseconds = (times) => [...times].sort((a, b) => a - b).at(times.length >> 1).toFixed(1);
const first = performance.now();
await session.handlers.tiles({ lanes: shown, start, end, pixels: PIXELS });
rows.push(['first tiles of all lanes, ms', (performance.now() - first).toFixed(0)], ['RSS then, MB', megabytes()]);
const own = lanes.filter(({ group, secondary }) => group === groups[0]?.id && !secondary).map(({ id }) => id);
for (const zoom of [1, 10, 100, 1000, 10_000]) {
  const width = (end - start) / zoom;
  const times = await timed((i) => session.handlers.tiles({ lanes: own, start: start + ((end - start - width) * i) / ROUNDS, end: start + ((end - start - width) * i) / ROUNDS + width, pixels: PIXELS }));
  const [tile] = [await session.handlers.tiles({ lanes: own, start, end: start + width, pixels: PIXELS })];
  const items = tile.reduce((sum, one) => sum + (one.kind === 'steps' ? one.series.reduce((n, { time }) => n + time.length, 0) : one.row.length), 0);
  rows.push([`tiles of one association at 1/${zoom}, ms (items)`, `${milliseconds(times)} (${items})`]);
}
const width = Math.max(...rows.map(([name]) => name.length));
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
