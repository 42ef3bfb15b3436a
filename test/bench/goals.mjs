// @ts-check
/**
 * What the project promises about speed and memory, held against the medians of a run. How many times as fast is meant by the clock, as people
 * wait; the CPU (user + system, of whole processes) is said beside it, for machines that are busy with something else.
 */

/**
 * @typedef {{ name: string, wall: number, cpu: number, rss: number, spread: number, scaled: number }} Result medians; `scaled` is by how much a smaller input's figures were multiplied
 * @typedef {{ goal: string, figure: string, isMet: boolean }} Verdict
 */

const GIGABYTE = 1e9;
const BASE_BYTES = 100e6;
const BYTES_A_PACKET = 130;
const BYTES_A_LINE = 80;
const MOST_BYTES_AT_GIGABYTE = 900e6;
/** times faster than `tshark -T fields`, below and from a gigabyte on. */
const TIMES_TSHARK = 25;
const TIMES_TSHARK_AT_GIGABYTE = 50;
/** user + system, on the machine that the goals were set on. */
const SECONDS_A_GIGABYTE = 1.9;
const TIMES_GREP = 4;

/**
 * @param {import('./generate.mjs').Manifest} manifest
 * @param {ReadonlyMap<string, Result>} results
 * @returns {readonly Verdict[]} goals of which both sides were measured
 */
export function judge(manifest, results) {
  /** @type {Verdict[]} */
  const verdicts = [];
  const pcap = results.get('stallscope pcap');
  const strace = results.get('stallscope strace');
  const both = results.get('stallscope pcap + strace');
  const tshark = results.get('tshark -T fields');
  const grep = results.get('grep -c EAGAIN');
  const isLarge = manifest.size >= GIGABYTE;

  for (const [what, own] of /** @type {const} */ ([['pcap', pcap], ['pcap + strace', both]])) {
    if (!own || !tshark) continue;
    const least = isLarge ? TIMES_TSHARK_AT_GIGABYTE : TIMES_TSHARK;
    verdicts.push({ goal: `${what} at least ${least}x faster than tshark -T fields on the pcap`, figure: timesOf(tshark, own), isMet: tshark.wall / own.wall >= least });
  }
  if (pcap && isLarge) {
    const seconds = (pcap.cpu * GIGABYTE) / manifest.pcap.bytes;
    verdicts.push({ goal: `at most ${SECONDS_A_GIGABYTE} s of CPU a GB of pcap`, figure: `${seconds.toFixed(2)} s`, isMet: seconds <= SECONDS_A_GIGABYTE });
  }
  if (strace && grep) {
    verdicts.push({ goal: `strace at most ${TIMES_GREP}x grep -c`, figure: timesOf(strace, grep), isMet: strace.wall / grep.wall <= TIMES_GREP });
  }
  if (both && tshark && grep) {
    const most = tshark.wall / (isLarge ? TIMES_TSHARK_AT_GIGABYTE : TIMES_TSHARK) + TIMES_GREP * grep.wall;
    verdicts.push({ goal: `pcap + strace at most as long as both goals together (${most.toFixed(2)} s)`, figure: `${both.wall.toFixed(2)} s`, isMet: both.wall <= most });
  }
  const { packets } = manifest.pcap;
  const { lines } = manifest.strace;
  const memory = /** @type {const} */ ([
    [pcap, `${BYTES_A_PACKET} B a packet`, BYTES_A_PACKET * packets, packets],
    [strace, `${BYTES_A_LINE} B a line`, BYTES_A_LINE * lines, lines],
    [both, 'the sum of both', BYTES_A_PACKET * packets + BYTES_A_LINE * lines, 0],
  ]);
  for (const [own, what, allowed, rows] of memory) {
    if (!own) continue;
    const above = own.rss - BASE_BYTES;
    const each = rows > 0 ? `, ${Math.round(above / rows)} B each` : '';
    verdicts.push({ goal: `memory at most 100 MB and ${what} (${mega(BASE_BYTES + allowed)})`, figure: `${mega(own.rss)}${each}`, isMet: above <= allowed });
  }
  if (both && isLarge) {
    verdicts.push({ goal: `memory at most ${mega(MOST_BYTES_AT_GIGABYTE)}`, figure: mega(both.rss), isMet: both.rss <= MOST_BYTES_AT_GIGABYTE });
  }
  return verdicts;
}

/**
 * @param {Result} slow
 * @param {Result} fast
 */
const timesOf = (slow, fast) => `${(slow.wall / fast.wall).toFixed(1)}x by the clock, ${(slow.cpu / fast.cpu).toFixed(1)}x by CPU`;

/** @param {number} bytes */
const mega = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
