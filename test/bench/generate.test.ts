/** The benchmark's generator: same arguments, same bytes; and what the manifest promises is what tshark finds. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { SMALLEST_SIZE, generate } from './generate.mjs';

const SIZE = SMALLEST_SIZE;

const folder = mkdtempSync(join(tmpdir(), 'stallscope-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

const made = generate({ size: SIZE, seed: 1, folder: join(folder, 'first') });

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('generate', () => {
  test('gives the same bytes for the same arguments, and others for another seed', () => {
    const again = generate({ size: SIZE, seed: 1, folder: join(folder, 'again') });
    const other = generate({ size: SIZE, seed: 2, folder: join(folder, 'other') });
    expect(digest(again.pcap)).toBe(digest(made.pcap));
    expect(digest(again.strace)).toBe(digest(made.strace));
    expect(digest(other.pcap)).not.toBe(digest(made.pcap));
  });

  test('puts every kind of trouble into the smallest file', () => {
    const { pcap, strace } = made.manifest;
    const trouble = {
      gapBlocks: pcap.gapBlocks, retransmissions: pcap.retransmissions, zeroWindowSacks: pcap.zeroWindowSacks,
      fragmentedMessages: pcap.fragmentedMessages, stalls: strace.stalls, unfinishedLines: strace.unfinishedLines,
    };
    for (const [what, count] of Object.entries(trouble)) expect(count, what).toBeGreaterThan(0);
  });

  test('makes the log about as long as the capture', () => {
    const { pcap, strace } = made.manifest;
    expect(strace.bytes / pcap.bytes).toBeGreaterThan(0.9);
    expect(strace.bytes / pcap.bytes).toBeLessThan(1.1);
  });

  test('writes the lines that it counts', () => {
    const lines = readFileSync(made.strace, 'latin1').split('\n').slice(0, -1);
    const { strace } = made.manifest;
    expect(lines.length).toBe(strace.lines);
    expect(lines.filter((line) => line.includes('EAGAIN')).length).toBe(strace.eagainLines);
    expect(lines.filter((line) => line.endsWith('<unfinished ...>')).length).toBe(strace.unfinishedLines);
    expect(lines.filter((line) => /sendmsg.*EAGAIN/.test(line)).length).toBe(strace.refusedSends);
  });

  test('is what tshark reads', needs('tshark'), () => {
    const fields = ['sctp.checksum.status', '_ws.malformed', 'sctp.chunk_type', 'sctp.retransmission', 'sctp.sack_gap_block_start'];
    const text = execFileSync(
      'tshark',
      ['-n', '-r', made.pcap, '-o', 'sctp.checksum:CRC 32c', '-T', 'fields', ...fields.flatMap((field) => ['-e', field])],
      { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const rows = text.split('\n').slice(0, -1).map((line) => line.split('\t').map((field) => (field === '' ? [] : field.split(','))));
    const all = (column: number): string[] => rows.flatMap((row) => row[column]!);
    const { pcap } = made.manifest;
    expect(rows.length).toBe(pcap.packets);
    expect(all(0).filter((status) => status === '1').length).toBe(pcap.packets);
    expect(all(1)).toEqual([]);
    expect(all(2).length).toBe(pcap.chunks);
    expect(all(2).filter((type) => type === '0').length).toBe(pcap.dataChunks);
    expect(all(2).filter((type) => type === '3').length).toBe(pcap.sacks);
    expect(all(3).length).toBe(pcap.retransmissions);
    expect(all(4).length).toBe(pcap.gapBlocks);
  });
});
