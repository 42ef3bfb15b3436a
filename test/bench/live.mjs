// @ts-check
/**
 * A long live session: traffic at a steady rate into the engine, as from the capture helper, and what that costs over time. What cannot be taken
 * at once waits, as it would in the pipe and the helper's queue; beyond the queue's size it would be lost. A screen's worth of lanes is asked for all the while.
 *
 *   npm run bench:live [-- --minutes 10] [--rate 5000] [--keep 300] [--memory 256]
 */
import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

if (process.env['MALLOC_MMAP_THRESHOLD_'] === undefined) {
  // As the editor starts its sessions: cli/live/steadyMemory.ts.
  const { status } = spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit', env: { MALLOC_MMAP_THRESHOLD_: '262144', ...process.env } });
  process.exit(status ?? 1);
}

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '5000' }, keep: { type: 'string', default: '300' }, memory: { type: 'string', default: '256' } },
});
const [minutes, rate, seconds, megabytes] = [Number(values.minutes), Number(values.rate), Number(values.keep), Number(values.memory)];
const root = fileURLToPath(new URL('../..', import.meta.url));
const out = join(root, 'dist', `live-bench-${process.pid}.mjs`);

const EVERY_MS = 10_000;
const STEP_MS = 20;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

await build({
  absWorkingDir: root, bundle: true, platform: 'node', format: 'esm', target: 'es2022', outfile: out, logLevel: 'error', entryPoints: ['cli/live/liveEngine.ts'],
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
});
const { LiveEngine } = await import(pathToFileURL(out).href);
rmSync(out);

/** Packets that were due and not yet taken, and the most of them since the last line. */
let [waiting, mostWaiting, delivered, bytesDelivered] = [0, 0, 0, 0];

const source = {
  name: 'packets',
  /** @param {AbortSignal} signal */
  async *stream(signal) {
    const child = spawn(process.execPath, [join(root, 'test/bench/traffic.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
    signal.addEventListener('abort', () => child.kill(), { once: true });
    const began = performance.now();
    let rest = Buffer.alloc(0);
    let at = FILE_HEADER;
    for await (const chunk of child.stdout) {
      rest = Buffer.concat([rest, chunk]);
      for (let start = 0; ;) {
        const due = ((performance.now() - began) / 1000) * rate;
        waiting = Math.max(0, due - delivered);
        mostWaiting = Math.max(mostWaiting, waiting);
        let taken = 0;
        while (delivered + taken < due && taken < rate && rest.length - at >= RECORD_HEADER) {
          const end = at + RECORD_HEADER + rest.readUInt32LE(at + 8);
          if (end > rest.length) break;
          at = end;
          taken++;
        }
        if (taken > 0) {
          delivered += taken;
          bytesDelivered += at - start;
          yield rest.subarray(start, at);
          start = at;
        }
        if (signal.aborted) return;
        if (delivered < due) {
          rest = rest.subarray(at);
          at = 0;
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, STEP_MS));
      }
    }
  },
};

/** @type {number[]} */
let conclusions = [];
let sessions = 0;
const engine = new LiveEngine([source], { seconds, bytes: megabytes * 1e6 }, {
  onSession: () => sessions++, onFigures: (/** @type {any} */ told) => (figures = told), onTrouble: (/** @type {string} */ text) => console.log(text), onSaid: () => {}, onEnd: () => {},
});
/** @type {any} */
let figures = {};
const conclude = engine.conclude.bind(engine);
engine.conclude = async (/** @type {string} */ state) => {
  const began = performance.now();
  const session = await conclude(state);
  conclusions.push(performance.now() - began);
  return session;
};

/** What a screen asks for, over and over: the lanes in sight, of the last minute. */
const [LANES, PIXELS, SHOWN_NS, ASK_EVERY_MS] = [24, 1400, 60e9, 250];
/** @type {number[]} */
let answers = [];
let isOver = false;
async function draw() {
  while (!isOver) {
    const asked = performance.now();
    if (engine.session) {
      const { handlers } = engine.session;
      const { lanes, end } = await handlers.overview({});
      const inSight = lanes.filter((/** @type {any} */ lane) => !lane.secondary).slice(0, LANES).map((/** @type {any} */ { id }) => id);
      const tiles = await handlers.tiles({ lanes: inSight, start: end - SHOWN_NS, end, pixels: PIXELS });
      if (tiles.length !== inSight.length) process.exitCode = 1;
      answers.push(performance.now() - asked);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, asked + ASK_EVERY_MS - performance.now())));
  }
}

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
console.log(`${minutes} minutes at ${rate} packets/s; ${seconds} s or ${megabytes} MB are kept`);
console.log('   s  packets/s  waiting  kept MB  rows kept   RSS MB  heap MB  buffers MB  conclusions  mean s   max s  drawn  slowest s  blocked s p99.9   max  stalls');
const began = performance.now();
let before = { at: began, packets: 0 };
const timer = setInterval(() => {
  const now = performance.now();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const rows = engine.rings.reduce((/** @type {number} */ sum, /** @type {any} */ { ring }) => sum + ring.length, 0);
  const mean = conclusions.length === 0 ? NaN : conclusions.reduce((sum, one) => sum + one, 0) / conclusions.length;
  console.log([
    ((now - began) / 1000).toFixed(0).padStart(4), (((delivered - before.packets) / (now - before.at)) * 1000).toFixed(0).padStart(10), mostWaiting.toFixed(0).padStart(8),
    ((figures.keptBytes ?? 0) / 1e6).toFixed(0).padStart(8), String(rows).padStart(10), (rss / 1e6).toFixed(0).padStart(8), (heapUsed / 1e6).toFixed(0).padStart(8), (arrayBuffers / 1e6).toFixed(0).padStart(11),
    String(conclusions.length).padStart(12), (mean / 1000).toFixed(2).padStart(7), (Math.max(0, ...conclusions) / 1000).toFixed(2).padStart(7), String(answers.length).padStart(6), (Math.max(0, ...answers) / 1000).toFixed(2).padStart(10),
    (delay.percentile(99.9) / 1e9).toFixed(2).padStart(15), (delay.max / 1e9).toFixed(2).padStart(5), String(figures.stalls ?? 0).padStart(7),
  ].join(' '));
  before = { at: now, packets: delivered };
  mostWaiting = 0;
  conclusions = [];
  answers = [];
  delay.reset();
}, EVERY_MS);
setTimeout(() => void engine.stop(), minutes * 60_000);
const drawing = draw();
await engine.start();
isOver = true;
await drawing;
clearInterval(timer);
delay.disable();
console.log(`${delivered} packets, ${(bytesDelivered / 1e6).toFixed(0)} MB in ${((performance.now() - began) / 1000).toFixed(0)} s; the engine counts ${figures.packets}`);
if (figures.packets !== delivered) process.exitCode = 1;
