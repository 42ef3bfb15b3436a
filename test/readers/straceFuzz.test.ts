/**
 * Damaged logs: nothing throws, the chunking never matters, and what is kept stays in proportion to the input. Seeded, so that a
 * failure comes back.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksLikeStrace } from '../../analyzer/readers/straceSniff.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { dumpLog } from './dumpLog.ts';
import { readLog } from './readLog.ts';

const SEED = 20261123;
const folder = join(import.meta.dirname, '../fixtures/strace');
const logs = readdirSync(folder)
  .filter((name) => name.endsWith('.strace'))
  .map((name) => new Uint8Array(readFileSync(join(folder, name))));
/** Bytes with a meaning to the parsers. */
const TELLING = [...'\n\r"\\{}[]()<>=,|. \x1b?-+0x9:'].map((c) => c.charCodeAt(0));

/** A slice of a log with some bytes changed, left out, doubled or put elsewhere. */
const damaged = fc
  .record({
    log: fc.nat(logs.length - 1),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 6000 }),
    edits: fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), kind: fc.nat(3), value: fc.nat(255), size: fc.nat(40) }), { maxLength: 12 }),
  })
  .map(({ log, from, length, edits }) => {
    const start = Math.floor(from * logs[log]!.length);
    let bytes = [...logs[log]!.subarray(start, start + length)];
    for (const { at, kind, value, size } of edits) {
      const place = Math.floor(at * bytes.length);
      if (kind === 0) bytes[place] = value;
      else if (kind === 1) bytes[place] = TELLING[value % TELLING.length]!;
      else if (kind === 2) bytes.splice(place, size);
      else bytes = [...bytes.slice(0, place), ...bytes.slice(value, value + size), ...bytes.slice(place)];
    }
    return Uint8Array.from(bytes);
  });

function expectInProportion(trace: Trace, bytes: Uint8Array): void {
  const input = trace.inputs[0]!;
  expect(input.lines).toBeLessThanOrEqual(bytes.length);
  // A line ends at most one call; close_range() alone has a row a descriptor.
  expect(input.records).toBeLessThanOrEqual(2 * input.lines);
  expect(trace.threads.length).toBeLessThanOrEqual(input.lines);
  expect(trace.sockets.length).toBeLessThanOrEqual(2 * input.lines);
  expect(trace.transfers.length + trace.polls.length).toBeLessThanOrEqual(bytes.length);
  for (let row = 0; row < trace.calls.length; row++) {
    expect(trace.calls.line[row]).toBeGreaterThan(0);
    expect(trace.calls.endLine[row]).toBeGreaterThanOrEqual(trace.calls.line[row]!);
    expect(trace.calls.offset[row]).toBeLessThan(bytes.length);
    expect(trace.calls.thread[row]).toBeLessThan(trace.threads.length);
  }
}

describe('damaged logs', () => {
  test('are read to the end, alike in all chunks', () => {
    fc.assert(
      fc.property(damaged, fc.integer({ min: 1, max: 200 }), (bytes, chunk) => {
        const trace = readLog('log', bytes);
        expectInProportion(trace, bytes);
        expect(dumpLog(readLog('log', bytes, chunk))).toBe(dumpLog(trace));
        looksLikeStrace(bytes);
      }),
      { seed: SEED, numRuns: 1500 },
    );
  });

  test('random bytes are garbage', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expectInProportion(readLog('log', bytes), bytes);
        expect(looksLikeStrace(bytes)).toBe(false);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('hostile logs', () => {
  const repeat = (line: (n: number) => string, count: number): Uint8Array =>
    new TextEncoder().encode(Array.from({ length: count }, (_, n) => line(n)).join('\n'));

  test('as many open calls as threads', () => {
    const trace = readLog('log', repeat((n) => `${n + 1} read(3,  <unfinished ...>`, 20_000));
    expect(trace.problems.all.find((problem) => problem.kind === 'strace-unfinished')?.count).toBe(20_000);
  });

  test('one thread that never finishes', () => {
    const trace = readLog('log', repeat(() => '7 sendto(3, "\\1", 1, 0, NULL, 0 <unfinished ...>', 20_000));
    expect(trace.inputs[0]!.records).toBe(20_000);
    expect(trace.sockets.length).toBe(1);
  });

  test('a call that is resumed and broken off for ever', () => {
    const trace = readLog('log', repeat((n) => (n === 0 ? '7 read(3,  <unfinished ...>' : '7 <... read resumed>"a", <unfinished ...>'), 20_000));
    expect(trace.inputs[0]!.records).toBe(1);
  });

  test('resumed calls of nobody among many threads', () => {
    const lines = repeat((n) => (n % 2 === 0 ? `[pid ${n + 1}] futex(0x1 <unfinished ...>` : '<... read resumed>) = 0'), 20_000);
    expect(readLog('log', lines).inputs[0]!.lines).toBe(20_000);
  });

  test('a line of one brace after another', () => {
    const text = `1 sendmsg(3, ${'{msg_iov=[{'.repeat(50_000)}) = -1 EAGAIN (Resource temporarily unavailable)`;
    expect(readLog('log', new TextEncoder().encode(text)).inputs[0]!.records).toBe(1);
  });

  test('numbers without end', () => {
    const digits = '9'.repeat(5000);
    const text = `${digits} ${digits}.${digits} sendto(${digits}, "\\777", ${digits}, 0x${'f'.repeat(5000)}, NULL, 0) = ${digits} <${digits}.${digits}>\n`;
    expect(readLog('log', new TextEncoder().encode(text.repeat(3))).inputs[0]!.lines).toBe(3);
  });

  test('forks without end', () => {
    const trace = readLog('log', repeat((n) => (n < 200 ? `1 socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = ${n}` : `1 fork() = ${n}`), 3000));
    expect(trace.processes.length).toBe(1 + 2800);
  });
});
