/** The generated pair through the analyzer's readers and dissectors: every row that the manifest counts is there, and no other. */
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readAll } from '../../analyzer/analyze.ts';
import { DataFlag, PacketFlag, TransferFlag } from '../../analyzer/trace/schema.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import { generate } from './generate.mjs';

const SIZE = 2_000_000;
const EAGAIN = 11;

const folder = mkdtempSync(join(tmpdir(), 'stallscope-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the analyzer finds what the generator put in', async () => {
  const made = generate({ size: SIZE, seed: 1, folder });
  const source = (path: string) => ({ path, source: { stream: () => createReadStream(path) } });
  const trace = await readAll([source(made.pcap), source(made.strace)]);
  const { pcap, strace, associations } = made.manifest;
  const { packets, dataChunks, sacks, gapBlocks, transfers, calls } = trace;
  const count = (size: number, is: (row: number) => boolean): number => {
    let n = 0;
    for (let row = 0; row < size; row++) if (is(row)) n++;
    return n;
  };
  expect(trace.problems.all.filter((problem) => problem.kind !== 'strace-unfinished' && problem.kind !== 'strace-no-date')).toEqual([]);
  expect(trace.associations.length).toBe(associations);
  expect(packets.length).toBe(pcap.packets);
  expect(count(packets.length, (row) => (packets.flags[row]! & PacketFlag.ChecksumGood) !== 0)).toBe(pcap.packets);
  expect(dataChunks.length).toBe(pcap.dataChunks);
  expect(count(dataChunks.length, (row) => (dataChunks.flags[row]! & DataFlag.Retransmitted) !== 0)).toBe(pcap.retransmissions);
  expect(sacks.length).toBe(pcap.sacks);
  expect(count(sacks.length, (row) => sacks.aRwnd[row] === 0)).toBe(pcap.zeroWindowSacks);
  expect(gapBlocks.length).toBe(pcap.gapBlocks);

  const isSend = (row: number): boolean => (transfers.flags[row]! & TransferFlag.Send) !== 0 && calls.socket[transfers.call[row]!] !== NONE;
  expect(count(transfers.length, isSend)).toBe(strace.sends);
  expect(count(transfers.length, (row) => isSend(row) && calls.errno[transfers.call[row]!] === EAGAIN)).toBe(strace.refusedSends);
  expect(trace.inputs.map((input) => input.lines)).toEqual([0, strace.lines]);
});
