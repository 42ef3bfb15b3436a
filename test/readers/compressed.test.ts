/** gzip and zstd: several members and frames, any chunking, cuts, damage, bombs, and one inside the other. */
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pcap, type Packet } from '../make/captures.ts';
import { dataChunk, ethernet, ipv4, join, sctp } from '../make/packets.ts';
import { skippable, storedFrame } from '../make/zstd.ts';
import { needs } from '../needs.ts';
import { problemsOf, readFrames } from './frames.ts';

const packets: Packet[] = Array.from({ length: 400 }, (_, n) => ({
  seconds: 1_795_405_000 + n,
  fraction: n,
  bytes: ethernet(0x0800, ipv4(132, sctp([dataChunk(n, Uint8Array.from({ length: n % 90 }, (_each, at) => (at * n * 31) >> 2))]))),
}));
const file = pcap(packets);
const whole = readFrames(file).lines;

const middle = 3000;
const containers: Record<string, () => Uint8Array> = {
  gzip: () => gzipSync(file),
  'gzip of two members': () => join(gzipSync(file.subarray(0, middle)), gzipSync(file.subarray(middle))),
  'gzip of many members': () => join(...Array.from({ length: Math.ceil(file.length / 500) }, (_, n) => gzipSync(file.subarray(n * 500, n * 500 + 500)))),
  'gzip with empty members': () => join(gzipSync(''), gzipSync(file), gzipSync('')),
  'gzip in gzip': () => gzipSync(gzipSync(file)),
  'zstd of stored blocks': () => storedFrame(file),
  'zstd of two frames with skippable ones around them': () =>
    join(skippable(5), storedFrame(file.subarray(0, middle)), skippable(0), storedFrame(file.subarray(middle)), skippable(70_000)),
  'gzip in zstd': () => storedFrame(gzipSync(file)),
};

describe.each(Object.entries(containers))('%s', (name, make) => {
  const compressed = make();

  test.each([1, 7, 4096, 1 << 20])('in chunks of %i', (size) => {
    const { trace, input, lines } = readFrames(compressed, size);
    expect(lines).toEqual(whole);
    expect(problemsOf(trace)).toEqual([]);
    expect(input).toMatchObject({ kind: 'pcap', compression: name.includes('zstd') ? 'zstd' : 'gzip', bytes: file.length });
  });

  test('cut anywhere: what was there is read, nothing throws', () => {
    for (let length = 0; length < compressed.length; length += 499) {
      const { trace, lines } = readFrames(compressed.slice(0, length), 512);
      expect(lines).toEqual(whole.slice(0, lines.length));
      expect(trace.problems.all.some((problem) => problem.kind === 'compressed-damaged')).toBe(false);
    }
  });
});

test.each([
  ['gzip', gzipSync(file)],
  ['zstd', storedFrame(file)],
])('%s cut in the middle is reported', (_, compressed) => {
  const { trace, lines } = readFrames(compressed.subarray(0, compressed.length >> 1), 100);
  expect(lines.length).toBeGreaterThan(20);
  expect(problemsOf(trace)).toContain('compressed-cut-short 1');
});

test('a gzip header alone is cut short; gzip of nothing is empty', () => {
  for (const length of [3, 10, 19]) {
    expect(problemsOf(readFrames(gzipSync(file).subarray(0, length)).trace)).toEqual(['compressed-cut-short 1', 'input-empty 1']);
  }
  expect(problemsOf(readFrames(gzipSync('')).trace)).toEqual(['input-empty 1']);
});

test('a damaged stream is read up to the damage', () => {
  const damaged = new Uint8Array(gzipSync(file));
  damaged.fill(0xff, damaged.length >> 1);
  const { trace, lines } = readFrames(damaged, 1000);
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.slice(0, 20)).toEqual(whole.slice(0, 20));
  expect(problemsOf(trace).join()).toMatch(/compressed-(damaged|cut-short) 1/);
});

test.each([
  ['gzip', gzipSync(file)],
  ['zstd', storedFrame(file)],
])('bytes behind the end of %s are reported, and all packets read', (_, compressed) => {
  const { trace, lines } = readFrames(join(compressed, new TextEncoder().encode('appended text')), 1000);
  expect(lines).toEqual(whole);
  expect(trace.problems.all).toMatchObject([{ kind: 'compressed-damaged', detail: 'other bytes follow the end' }]);
});

test('a window that nobody asks for is refused', () => {
  const { trace, lines } = readFrames(storedFrame(file, 1000, 0xf8));
  expect(lines).toEqual([]);
  expect(trace.problems.all).toContainEqual(expect.objectContaining({ kind: 'compressed-damaged', detail: expect.stringContaining('window') }));
});

test('a decompression bomb streams: no piece is larger than a slice can become', () => {
  const bomb = gzipSync(Buffer.concat([file, new Uint8Array(60_000_000).fill(0xff)]));
  expect(bomb.length).toBeLessThan(200_000);
  const before = process.memoryUsage().arrayBuffers;
  const { input, lines } = readFrames(bomb);
  expect(lines).toEqual(whole);
  expect(input.bytes).toBe(file.length + 60_000_000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(400_000_000);
});

test.each([['-1'], ['-19'], ['--no-check', '-3'], ['--long=24']])('what the zstd program writes with %s', { ...needs('zstd'), timeout: 30_000 }, (...flags) => {
  const compressed = execFileSync('zstd', ['-q', '-c', ...flags], { input: file });
  for (const size of [1, 4096]) {
    const { trace, lines } = readFrames(compressed, size);
    expect(lines).toEqual(whole);
    expect(problemsOf(trace)).toEqual([]);
  }
});
