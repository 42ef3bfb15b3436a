/**
 * Captures read with and without usual/: the same traces, whatever the capture, however it is damaged and cut into chunks. Checksums are made
 * good again, so that damage is not passed over. Seeded, so that a failure comes back.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { UsualPackets } from '../../analyzer/usual/usualPackets.ts';
import { generate } from '../bench/generate.mjs';
import { dissectCapture } from '../dissect/dissectCapture.ts';
import { type Capture, changeHeaders, changeIpByte, changeRecord, joinBlocks, joinCapture, sctpIn, splitCapture } from './captureRecords.ts';
import { differences } from './sameTrace.ts';

const SEED = 20261125;
const fixtures = join(import.meta.dirname, '../fixtures');
const names = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.pcap(ng)?(\.gz)?$/.test(name))
  .toSorted();
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, name)));

const readPlainly = (...captures: Uint8Array[]): Trace => dissectCapture(captures, {}, null);

test.each(names)('%s', (name) => {
  const bytes = bytesOf(name);
  const plain = readPlainly(bytes);
  expect(differences(dissectCapture([bytes]), plain)).toEqual([]);
  expect(differences(dissectCapture([bytes], {}, UsualPackets.create(), 4096), plain)).toEqual([]);
});

test('the same capture twice, and another after it', () => {
  const [first, second] = ['erlang-slow-peer/capture.pcap', '003-small-send-buffer/capture.pcap'].map(bytesOf) as [Uint8Array, Uint8Array];
  expect(differences(dissectCapture([first, second, first]), readPlainly(first, second, first))).toEqual([]);
});

let folder = '';
let made: Capture;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stallscope-usual-'));
  made = splitCapture(new Uint8Array(readFileSync(generate({ size: 2e6, seed: 3, folder }).pcap)));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['pcap', 'pcapng'])('most packets of a capture are usual: %s', (format) => {
  const usual = UsualPackets.create()!;
  let taken = 0;
  const run = usual.run.bind(usual);
  usual.run = (...args) => {
    const stop = run(...args);
    taken += usual.frames;
    return stop;
  };
  const bytes = format === 'pcap' ? joinCapture(made, made.records) : joinBlocks(made.records);
  expect(differences(dissectCapture([bytes], {}, usual, 50_000), readPlainly(bytes))).toEqual([]);
  expect(taken / made.records.length).toBeGreaterThan(format === 'pcap' ? 0.9 : 0.8);
});

/** Flags of the first chunk of a record when it is DATA, -1 else. */
function dataFlags(record: Uint8Array): number {
  const start = sctpIn(record);
  return start !== undefined && record[start + 12] === 0 ? record[start + 13]! & 3 : -1;
}

test('a fragment that was not captured, and acknowledged long ago', () => {
  const lost = made.records.findIndex((record) => dataFlags(record) === 1);
  const bytes = joinCapture(made, made.records.filter((_, i) => i !== lost));
  const plain = readPlainly(bytes);
  expect(plain.problems.all.map(({ kind }) => kind)).toContain('message-incomplete');
  expect(differences(dissectCapture([bytes]), plain)).toEqual([]);
});

test('an IP fragment, options, and a packet that is cut', () => {
  const records = [...made.records];
  const rows = records.flatMap((record, i) => (dataFlags(record) === 3 ? [i] : []));
  records[rows[100]!] = changeIpByte(records[rows[100]!]!, 6, 0x20);
  records[rows[110]!] = changeIpByte(records[rows[110]!]!, 7, 1);
  records[rows[120]!] = changeIpByte(records[rows[120]!]!, 0, 0x46);
  records[rows[130]!] = changeIpByte(records[rows[130]!]!, 2, 8);
  records[rows[140]!] = changeIpByte(records[rows[140]!]!, 9, 17);
  const bytes = joinCapture(made, records);
  expect(differences(dissectCapture([bytes]), readPlainly(bytes))).toEqual([]);
});

const share = fc.double({ min: 0, max: 0.999, noNaN: true });
/** A piece of the capture with records changed, left out, doubled, put elsewhere or cut. */
const damage = fc.record({
  first: share,
  count: fc.integer({ min: 20, max: 1200 }),
  areBlocks: fc.boolean(),
  chunk: fc.integer({ min: 300, max: 60_000 }),
  edits: fc.array(
    fc.record({ at: share, to: share, kind: fc.nat(6), bytes: fc.array(fc.record({ at: share, value: fc.nat(255) }), { minLength: 1, maxLength: 3 }) }),
    { maxLength: 10 },
  ),
});

test('damaged captures', () => {
  fc.assert(
    fc.property(damage, ({ first, count, areBlocks, chunk, edits }) => {
      const start = Math.floor(first * made.records.length);
      // With the beginning, so that the associations are known.
      let records = [...made.records.slice(0, 60), ...made.records.slice(start, start + count)];
      for (const { at, to, kind, bytes } of edits) {
        const place = Math.floor(at * records.length);
        const record = records[place]!;
        if (kind <= 1) records[place] = changeRecord(record, bytes);
        else if (kind === 2) records.splice(place, 1);
        else if (kind === 3) records.splice(Math.floor(to * records.length), 0, record);
        else if (kind === 4) records = [...records.slice(0, place), ...records.slice(place + 1), record];
        else if (kind === 5) records[place] = changeHeaders(record, bytes);
      else records[place] = Uint8Array.from([...record.slice(0, 8), ...bytes.map(({ value }) => value), ...record.slice(8 + bytes.length)]);
      }
      const capture = areBlocks ? joinBlocks(records) : joinCapture(made, records);
      expect(differences(dissectCapture([capture], {}, UsualPackets.create(), chunk), readPlainly(capture))).toEqual([]);
    }),
    { seed: SEED, numRuns: 600 },
  );
});
