// @ts-check
/**
 * Speed and memory of stallscope beside the tools that people use instead, on a generated capture and log:
 *
 *   npm run bench [-- --size 1G] [--rounds 5] [--seed 1] [--dir FOLDER] [--json] [--profile]
 *
 * The whole list runs once a round, so that a busy machine hurts all alike; figures are medians. On a busy machine CPU (user + system) is what
 * to compare: it moves little where wall time doubles.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findContenders } from './contenders.mjs';
import { DEFAULT_FOLDER, SMALLEST_SIZE, generate, parseSize } from './generate.mjs';
import { judge } from './goals.mjs';
import { measure } from './measure.mjs';
import { profile } from './profile.mjs';

/** @typedef {import('./goals.mjs').Result} Result */

/** Slow tools run on this much and are scaled: they are linear. */
const SLOW_SIZE = 100e6;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100M' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    dir: { type: 'string', default: DEFAULT_FOLDER },
    json: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
});
const size = parseSize(values.size);
const rounds = Number(values.rounds);
const seed = Number(values.seed);

if (!(size >= SMALLEST_SIZE) || !(rounds >= 1)) {
  console.error(`bench: --size is a number with k, M or G and at least ${SMALLEST_SIZE} bytes, --rounds at least 1, as in --size 100M --rounds 5`);
  process.exit(2);
}

/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`);

say(`generating ${values.size} of capture and as much log in ${values.dir} (kept for the next time)`);
const made = generate({ size, seed, folder: values.dir });
const small = size > SLOW_SIZE ? generate({ size: SLOW_SIZE, seed, folder: values.dir }) : made;
const contenders = findContenders();
const { manifest } = made;

if (values.profile) {
  for (const contender of contenders.filter(({ name }) => name.startsWith('stallscope'))) {
    console.log(`\n${contender.name}: ${profile(contender.command(made).slice(1), join(values.dir, `profile ${contender.reads}`))}`);
  }
  process.exit();
}

/** @type {Map<string, import('./measure.mjs').Cost[]>} */
const costs = new Map();
/** @type {string[]} */
const absent = [];
for (const { name, missing } of contenders) if (missing) absent.push(`${name}: not there; ${missing}`);

for (let round = 1; round <= rounds; round++) {
  for (const path of new Set([made.pcap, made.strace, small.pcap])) warm(path);
  for (const contender of contenders) {
    if (contender.missing || absent.some((line) => line.startsWith(`${contender.name}:`))) continue;
    say(`round ${round} of ${rounds}: ${contender.name}`);
    const cost = measure(contender.command(contender.isSlow ? small : made));
    if (cost.status === 0) costs.set(contender.name, [...(costs.get(contender.name) ?? []), cost]);
    else {
      absent.push(`${contender.name}: failed with exit code ${cost.status}: ${cost.errors.trim().split('\n')[0]}`);
      costs.delete(contender.name);
      process.exitCode = 1;
    }
  }
}

/** @type {Map<string, Result>} */
const results = new Map();
for (const { name, isSlow } of contenders) {
  const all = costs.get(name);
  if (!all) continue;
  const scaled = isSlow ? manifest.pcap.bytes / small.manifest.pcap.bytes : 1;
  const cpu = median(all.map((cost) => cost.cpu));
  const times = all.map((cost) => cost.cpu);
  results.set(name, {
    name, scaled, cpu: cpu * scaled, wall: median(all.map((cost) => cost.wall)) * scaled, rss: median(all.map((cost) => cost.rss)),
    spread: (Math.max(...times) - Math.min(...times)) / cpu,
  });
}
const verdicts = judge(manifest, results);

if (values.json) console.log(JSON.stringify({ manifest, rounds, results: [...results.values()], verdicts, absent }, null, 2));
else print();

function print() {
  const { pcap, strace } = manifest;
  console.log(
    `\n${count(pcap.packets)} packets in ${mega(pcap.bytes)} MB, ${count(strace.lines)} lines in ${mega(strace.bytes)} MB; medians of ${rounds} rounds; CPU is user + system\n`,
  );
  console.log(row(['', 'wall s', 'CPU s', 'spread', 'RSS MB', 'MB/s', 'CPU to ours']));
  for (const { name, reads } of contenders) {
    const result = results.get(name);
    if (!result) continue;
    const own = /** @type {Result | undefined} */ (results.get(reads === 'strace' ? 'stallscope strace' : reads === 'pcap' ? 'stallscope pcap' : name));
    const bytes = (reads === 'strace' ? 0 : pcap.bytes) + (reads === 'pcap' ? 0 : strace.bytes);
    console.log(
      row([
        name + (result.scaled === 1 ? '' : ' *'), result.wall.toFixed(2), result.cpu.toFixed(2), `${(100 * result.spread).toFixed(0)} %`, mega(result.rss),
        (bytes / 1e6 / result.cpu).toFixed(0), own ? `${(result.cpu / own.cpu).toFixed(2)}x` : '',
      ]),
    );
  }
  if (small !== made) console.log(`* ran on ${mega(small.manifest.pcap.bytes)} MB; times are scaled by bytes, memory is not`);
  console.log('');
  for (const { goal, figure, isMet } of verdicts) console.log(`${isMet ? 'met   ' : 'missed'} ${goal}: ${figure}`);
  for (const line of absent) console.log(line);
}

/** Into the page cache. @param {string} path */
function warm(path) {
  const buffer = Buffer.alloc(1 << 20);
  const file = openSync(path, 'r');
  while (readSync(file, buffer) > 0);
  closeSync(file);
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** @param {readonly string[]} cells */
function row([name, ...cells]) {
  return name.padEnd(32) + cells.map((cell) => cell.padStart(12)).join('');
}

/** @param {number} n */
function count(n) {
  return n.toLocaleString('en-US').replaceAll(',', ' ');
}

/** @param {number} bytes */
function mega(bytes) {
  return (bytes / 1e6).toFixed(0);
}
