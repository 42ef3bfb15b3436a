/**
 * Logs read with and without usual/: the same traces, whatever the log, however it is damaged and cut into chunks. Seeded, so that a failure
 * comes back.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { straceFormat } from '../../analyzer/readers/strace.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { UsualLines } from '../../analyzer/usual/usualLines.ts';
import { feed, readLog, sinkOf } from '../readers/readLog.ts';
import { differences } from './sameTrace.ts';
import { countTaken } from './takenLines.ts';

const SEED = 20261125;
const fixtures = join(import.meta.dirname, '../fixtures');
const logs = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.strace(\.\d+)?$/.test(name))
  .toSorted();
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, name)));

/** Reads the other way alone. */
function readPlainly(name: string, bytes: Uint8Array): Trace {
  const trace = new Trace();
  feed(trace, sinkOf(trace), name, bytes);
  return trace;
}

test('the program is what its sources make', () => {
  const check = spawnSync(process.execPath, [join(import.meta.dirname, '../../analyzer/usual/build.mjs'), '--check'], { encoding: 'utf8' });
  expect([check.status, check.stderr]).toEqual([0, '']);
});

test.each(logs)('%s', (name) => {
  const bytes = bytesOf(name);
  const plain = readPlainly(name, bytes);
  expect(differences(readLog(name, bytes), plain)).toEqual([]);
  expect(differences(readLog(name, bytes, 4096), plain)).toEqual([]);
});

test('most lines of a long log are usual', () => {
  const bytes = bytesOf('erlang-slow-peer/client.strace');
  const usual = UsualLines.create()!;
  const taken = countTaken(usual);
  const trace = readLog('log', bytes, undefined, usual);
  expect(taken() / trace.inputs[0]!.lines).toBeGreaterThan(0.5);
});

test('two logs that grow together', () => {
  const [first, second] = ['erlang-slow-peer/client.strace', 'strace/freediameter.strace'].map(bytesOf) as [Uint8Array, Uint8Array];
  const read = (usual: UsualLines | undefined): Trace => {
    const trace = new Trace();
    const sink = sinkOf(trace, usual);
    const readers = [first, second].map((_, i) => straceFormat.open(trace.addInput(`log ${i}`), trace, sink, { lines: usual }));
    for (let at = 0; at < Math.max(first.length, second.length); at += 8192) {
      [first, second].forEach((bytes, i) => readers[i]!.push(bytes.slice(at, at + 8192)));
    }
    for (const reader of readers) reader.end();
    return trace;
  };
  expect(differences(read(UsualLines.create()), read(undefined))).toEqual([]);
});

/** Bytes with a meaning to the readers. */
const TELLING = [...'\n\r"\\{}[]()<>=,|. ?-+0x9:_'].map((c) => c.charCodeAt(0));

/** Lines of a log, many of them more than once, some damaged: what was usual may be so no longer. */
const damaged = fc
  .record({
    log: fc.nat(logs.length - 1),
    first: fc.double({ min: 0, max: 1, noNaN: true }),
    lines: fc.integer({ min: 5, max: 60 }),
    times: fc.integer({ min: 2, max: 6 }),
    edits: fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), kind: fc.nat(4), value: fc.nat(255), size: fc.nat(40) }), { maxLength: 8 }),
  })
  .map(({ log, first, lines, times, edits }) => {
    const all = Buffer.from(bytesOf(logs[log]!)).toString('latin1').split('\n');
    const start = Math.floor(first * all.length);
    const piece = all.slice(start, start + lines).map((line) => line.slice(0, 1500));
    let bytes = [...Buffer.from(`${Array.from({ length: times }, () => piece.join('\n')).join('\n')}\n`, 'latin1')];
    for (const { at, kind, value, size } of edits) {
      const place = Math.floor(at * bytes.length);
      if (kind === 0) bytes[place] = value;
      else if (kind === 1) bytes[place] = TELLING[value % TELLING.length]!;
      else if (kind === 2) bytes.splice(place, size);
      else if (kind === 3) bytes.splice(place, 1, 0x30 + (value % 10));
      else bytes = [...bytes.slice(0, place), ...bytes.slice(value, value + size), ...bytes.slice(place)];
    }
    return Uint8Array.from(bytes);
  });

test('damaged logs', () => {
  fc.assert(
    fc.property(damaged, fc.integer({ min: 1100, max: 20_000 }), (bytes, chunk) => {
      expect(differences(readLog('log', bytes, chunk), readPlainly('log', bytes))).toEqual([]);
    }),
    { seed: SEED, numRuns: 2000 },
  );
});
