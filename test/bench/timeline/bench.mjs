// @ts-check
/**
 * What drawing costs: the timeline in a headless browser over recordings of 1e5, 1e6 and 1e7 events, panned at several zooms. The analysis runs
 * in this process as it does in the extension's worker.
 *
 *   npm run bench:timeline [-- --events 1e5,1e6] [--dir FOLDER] [--size 1400x900]
 */
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { launchBrowser } from '../../vscode/browser.mjs';
import { DEFAULT_FOLDER, generate } from '../generate.mjs';
import { encode } from './wire.mjs';

const { values } = parseArgs({ options: { events: { type: 'string', default: '1e5,1e6,1e7' }, dir: { type: 'string', default: DEFAULT_FOLDER }, size: { type: 'string', default: '1400x900' } } });
const [width, height] = values.size.split('x').map(Number);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const out = join(root, 'dist', `timeline-bench-${process.pid}`);

/** Of the generated capture and log together: packets, chunks, messages, calls and transfers are events. */
const BYTES_AN_EVENT = 91;
const ZOOMS = [1, 10, 100, 1000, 100_000];
const FRAMES = 90;
/** Of the screen, a frame: a brisk pan. */
const PAN = 0.02;

await build({
  absWorkingDir: root, bundle: true, platform: 'node', format: 'esm', target: 'es2022', outfile: `${out}.mjs`, logLevel: 'error',
  stdin: { contents: "export { RunningAnalysis } from './analyzer/runningAnalysis.ts'; export { findInputs } from './cli/inputs.ts'; export { answer } from './analyzer/view/client.ts';", resolveDir: root, loader: 'ts' },
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
});
await build({ absWorkingDir: root, bundle: true, platform: 'browser', format: 'iife', target: 'es2022', entryPoints: ['test/bench/timeline/page.ts'], outfile: `${out}.js`, logLevel: 'error' });
const { RunningAnalysis, findInputs, answer } = await import(pathToFileURL(`${out}.mjs`).href);
const files = { '/page.js': [readFileSync(`${out}.js`), 'text/javascript'], '/page.css': [readFileSync(`${out}.css`), 'text/css'] };
for (const end of ['mjs', 'js', 'css']) rmSync(`${out}.${end}`);

/** @param {number} events */
async function analyse(events) {
  const { pcap, strace } = generate({ size: Math.max(2e6, Math.round((events * BYTES_AN_EVENT) / 1e6) * 1e6), seed: 1, folder: values.dir });
  const { inputs } = await findInputs([pcap, strace]);
  const began = performance.now();
  const analysis = new RunningAnalysis(inputs, { onSession: () => {}, onProgress: () => {}, now: () => performance.now(), breathe: () => new Promise((resolve) => setImmediate(resolve)) });
  await analysis.read();
  const session = await analysis.conclude('done');
  const { trace } = session.source;
  const rows = trace.packets.length + trace.dataChunks.length + trace.sacks.length + trace.messages.length + trace.calls.length + trace.transfers.length;
  return { session, rows, seconds: (performance.now() - began) / 1000 };
}

/** @param {any} session @param {number[]} tileTimes */
function serve(session, tileTimes) {
  const server = createServer((request, response) => {
    const file = files[/** @type {keyof typeof files} */ (request.url)];
    if (file) return void response.writeHead(200, { 'content-type': String(file[1]) }).end(file[0]);
    if (request.url !== '/request') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><link rel="stylesheet" href="/page.css"><body class="vscode-dark"><script src="/page.js"></script></body>');
    /** @type {Buffer[]} */
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const message = JSON.parse(Buffer.concat(parts).toString());
      const began = performance.now();
      const known = answer(session.handlers, message, (/** @type {unknown} */ reply) => {
        if (message.request === 'tiles') tileTimes.push(performance.now() - began);
        response.writeHead(200).end(encode(reply));
      });
      if (!known) response.writeHead(200).end(encode({ id: message.id, ok: true }));
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** @param {number[]} times @param {number} part */
const quantile = (times, part) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN;

/** Pans for some frames: the work of each frame, and the time between frames. @param {{ zoom: number, frames: number, pan: number }} how */
async function pan({ zoom, frames, pan: part }) {
  const { store, lanes } = window.app;
  const { start, end } = /** @type {{ start: number, end: number }} */ (store.get('overview'));
  const span = (end - start) / zoom;
  let at = start + (end - start - span) / 2;
  const settled = () => new Promise((resolve) => {
    const check = () => (lanes.tiles.fresh ? resolve(undefined) : setTimeout(check, 20));
    setTimeout(check, 50);
  });
  store.set({ viewport: { start: at, end: at + span } });
  await settled();
  const work = [];
  const between = [];
  let calls = 0;
  const context = CanvasRenderingContext2D.prototype;
  const { fillRect } = context;
  context.fillRect = function counted(...args) {
    calls++;
    return fillRect.apply(this, args);
  };
  let before = performance.now();
  for (let frame = 0; frame < frames; frame++) {
    at += span * part * (frame % 60 < 30 ? 1 : -1);
    store.set({ viewport: { start: at, end: at + span } });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const now = performance.now();
    between.push(now - before);
    before = now;
    work.push(lanes.lastDraw.milliseconds);
  }
  context.fillRect = fillRect;
  return { work, between, rects: Math.round(calls / frames), tileBytes: lanes.tiles.bytes, lanes: lanes.lastDraw.lanes };
}

const header = ['events', 'zoom', 'lanes', 'rects a frame', 'draw p50 ms', 'draw p95 ms', 'frame p50 ms', 'tiles p50 ms', 'tiles p95 ms', 'tiles kept MB', 'page heap MB'];
const rows = [header];
const browser = await launchBrowser();
try {
  for (const events of values.events.split(',').map(Number)) {
    const { session, rows: count, seconds } = await analyse(events);
    process.stderr.write(`${count} events read and judged in ${seconds.toFixed(1)} s\n`);
    /** @type {number[]} */
    const tileTimes = [];
    const server = await serve(session, tileTimes);
    const page = await browser.newPage({ viewport: { width, height } });
    page.on('pageerror', (/** @type {Error} */ error) => process.stderr.write(`${error.stack}\n`));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.locator('body[data-state="ready"]').waitFor({ timeout: 120_000 });
    const devtools = await page.context().newCDPSession(page);
    for (const zoom of ZOOMS) {
      tileTimes.length = 0;
      const { work, between, rects, tileBytes, lanes } = await page.evaluate(pan, { zoom, frames: FRAMES, pan: PAN });
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      rows.push([
        count.toExponential(1), `1/${zoom}`, String(lanes), String(rects), quantile(work, 0.5).toFixed(2), quantile(work, 0.95).toFixed(2), quantile(between, 0.5).toFixed(1),
        quantile(tileTimes, 0.5).toFixed(1), quantile(tileTimes, 0.95).toFixed(1), (tileBytes / 1e6).toFixed(2), (usedSize / 1e6).toFixed(1),
      ]);
    }
    await page.close();
    server.close();
    server.closeAllConnections();
  }
} finally {
  await browser.close();
}
const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows) process.stdout.write(`${row.map((cell, column) => cell.padStart(widths[column])).join('  ')}\n`);
