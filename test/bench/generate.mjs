// @ts-check
/**
 * Makes the benchmark's input: a capture and an strace log of the same simulated Diameter node, each about `size` bytes, and a
 * manifest of what was put in. The same size and seed give the same bytes.
 *
 *   node test/bench/generate.mjs [--size 100M] [--seed 1] [--dir FOLDER]
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Association } from './association.mjs';
import { Capture } from './capture.mjs';
import { Clock } from './clock.mjs';
import { Peer } from './peer.mjs';
import { TracedProgram } from './program.mjs';
import { Random } from './random.mjs';
import { StraceLog } from './straceLog.mjs';

/** Goes up when the same arguments give other bytes than before, so that kept files are made anew. */
const VERSION = 1;
/** 2026-09-21 00:00:00 UTC, microseconds: ten hours of traffic do not cross midnight. */
const START = 1_789_948_800e6;

/** Below this not every kind of trouble has happened yet. */
export const SMALLEST_SIZE = 2e6;

/** @type {import('./association.mjs').Plan[]} */
const plans = [
  { role: 'client', interval: 10_000, burst: 6, delay: 180, sendBuffer: 32_768, receiveBuffer: 32_768, firstFreeze: 150_000, freeze: 500_000, drains: true, waits: true },
  { role: 'client', interval: 10_000, burst: 3, delay: 350, sendBuffer: 131_072, receiveBuffer: 65_536, firstFreeze: 9_000_000, freeze: 1_500_000, drains: false, waits: true },
  { role: 'client', interval: 20_000, burst: 4, delay: 900, sendBuffer: 131_072, receiveBuffer: 131_072, firstFreeze: 17_000_000, freeze: 2_500_000, drains: false, waits: true },
  { role: 'client', interval: 20_000, burst: 2, delay: 250, sendBuffer: 65_536, receiveBuffer: 32_768, firstFreeze: 4_000_000, freeze: 2_000_000, drains: false, waits: false },
  { role: 'server', interval: 10_000, burst: 2, delay: 400, sendBuffer: 65_536, receiveBuffer: 65_536, firstFreeze: 12_000_000, freeze: 2_500_000, drains: true, waits: true },
  { role: 'server', interval: 10_000, burst: 1, delay: 2_500, sendBuffer: 65_536, receiveBuffer: 65_536, firstFreeze: 25_000_000, freeze: 3_000_000, drains: false, waits: true },
];

/** @typedef {ReturnType<typeof simulate>} Manifest */

/**
 * @param {{ size: number, seed: number, folder: string }} options
 * @returns {{ pcap: string, strace: string, manifest: Manifest }} `manifest` is kept beside the files, and they are made again when it does not fit
 */
export function generate({ size, seed, folder }) {
  const stem = join(folder, `${size}-${seed}`);
  const [pcap, strace, kept] = [`${stem}.pcap`, `${stem}.strace`, `${stem}.json`];
  if ([pcap, strace, kept].every((path) => existsSync(path))) {
    const manifest = JSON.parse(readFileSync(kept, 'utf8'));
    if (manifest.version === VERSION) return { pcap, strace, manifest };
  }
  mkdirSync(folder, { recursive: true });
  rmSync(kept, { force: true });
  const manifest = simulate(size, seed, pcap, strace);
  writeFileSync(kept, `${JSON.stringify(manifest, null, 2)}\n`);
  return { pcap, strace, manifest };
}

/** @type {(size: number, seed: number, pcap: string | number, strace: string) => { version: number, size: number, seed: number, seconds: number, associations: number, pcap: { bytes: number } & Capture['counts'], strace: { bytes: number } & StraceLog['counts'] }} */
export function simulate(size, seed, pcap, strace) {
  const clock = new Clock(START);
  const random = new Random(seed);
  const capture = new Capture(pcap);
  const log = new StraceLog(strace, clock);
  const world = { clock, random, capture, log };
  const associations = plans.map((plan, id) => new Association(id, plan, world));
  new TracedProgram(world, associations).start((association) => new Peer(clock, random, association).start());
  while (capture.size < size) clock.step();
  log.close();
  capture.close();
  return {
    version: VERSION, size, seed, seconds: (clock.now - START) / 1e6, associations: plans.length,
    pcap: { bytes: capture.size, ...capture.counts },
    strace: { bytes: log.size, ...log.counts },
  };
}

/** "100M", "1G" or plain bytes; NaN for anything else. @type {(text: string) => number} */
export function parseSize(text) {
  const match = /^(\d+(?:\.\d+)?)([kMG]?)$/.exec(text);
  if (!match) return NaN;
  return Math.round(Number(match[1]) * { '': 1, k: 1e3, M: 1e6, G: 1e9 }[/** @type {'' | 'k' | 'M' | 'G'} */ (match[2])]);
}

export const DEFAULT_FOLDER = join(tmpdir(), 'stallscope-bench');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { size: { type: 'string', default: '100M' }, seed: { type: 'string', default: '1' }, dir: { type: 'string', default: DEFAULT_FOLDER } },
  });
  const size = parseSize(values.size);
  if (size >= SMALLEST_SIZE) console.log(JSON.stringify(generate({ size, seed: Number(values.seed), folder: values.dir }), null, 2));
  else {
    console.error(`generate: --size is a number with k, M or G and at least ${SMALLEST_SIZE} bytes, as in --size 100M`);
    process.exitCode = 2;
  }
}
