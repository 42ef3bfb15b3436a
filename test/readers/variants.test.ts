/** The recordings of one stall in many capture formats, and what Wireshark's own tools make of them. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpusFolder, needs } from '../needs.ts';
import { problemsOf, readFrames } from './frames.ts';

const folder = `${corpusFolder}/traces/pcap-variants`;
const captures: Record<string, { packets: number; first_epoch: string; last_epoch: string }> =
  existsSync(folder) ? JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')).captures : {};
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name in captures) : [];

describe('truth', needs('corpus'), () => {
  test('the recordings are there', () => expect(names.length).toBeGreaterThan(5));

  test.each(names)('%s', (name) => {
    const truth = captures[name]!;
    const { trace, input, lines } = readFrames(readFileSync(`${folder}/${name}`), 65_536);
    const epoch = (time: number): string => {
      const ns = BigInt(trace.epochSeconds!) * 1_000_000_000n + BigInt(time);
      return `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, '0')}`;
    };
    expect([lines.length, input.records]).toEqual([truth.packets, truth.packets]);
    expect([epoch(input.firstTime), epoch(input.lastTime)]).toEqual([truth.first_epoch, truth.last_epoch]);
    expect(problemsOf(trace).filter(isUnusual)).toEqual(name.includes('cut') ? ['capture-cut-short 1'] : []);
  });
});

/** Several CPUs handed packets to these captures by turns: times go back by milliseconds. */
function isUnusual(problem: string): boolean {
  return !problem.startsWith('capture-time-backwards');
}

/** What a format cannot change: time, link type, lengths and bytes. */
const withoutPlace = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/^\d+ @\d+ /, ''));

describe('written by editcap and mergecap', needs('corpus', 'tshark'), () => {
  const convert = (program: string, ...args: readonly string[]): Uint8Array => {
    const made = mkdtempSync(join(tmpdir(), 'stallscope-'));
    try {
      const out = join(made, 'out');
      execFileSync(program, args.map((arg) => (arg === 'OUT' ? out : arg.replace('FOLDER', folder))));
      return readFileSync(out);
    } finally {
      rmSync(made, { recursive: true });
    }
  };
  const base = existsSync(folder) ? withoutPlace(readFrames(readFileSync(`${folder}/capture.pcap`)).lines) : [];

  test.each(['nsecpcap', 'modpcap', 'pcapng'])('editcap -F %s', (format) => {
    const { trace, lines } = readFrames(convert('editcap', '-F', format, 'FOLDER/capture.pcap', 'OUT'), 65_536);
    expect(withoutPlace(lines)).toEqual(base);
    expect(problemsOf(trace).filter(isUnusual)).toEqual([]);
  });

  test('mergecap of two link types', () => {
    const { trace, lines } = readFrames(convert('mergecap', '-F', 'pcapng', '-w', 'OUT', 'FOLDER/capture.pcap', 'FOLDER/capture-sll2.pcap'), 65_536);
    expect(withoutPlace(lines).filter((line) => line.includes(' L1 '))).toEqual(base);
    expect(lines.filter((line) => line.includes(' L276 ')).length).toBe(captures['capture-sll2.pcap']!.packets);
    expect(problemsOf(trace).filter(isUnusual)).toEqual([]);
  });
});
