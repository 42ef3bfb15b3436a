/** The recordings of one stall in many capture formats: each gives the number of frames that its truth file states. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readFrames } from './frames.ts';

const folder = '../shared/traces/pcap-variants';
const present = existsSync(`${folder}/truth.json`);
const captures: Record<string, { packets: number; first_epoch: string; last_epoch: string }> =
  present ? JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')).captures : {};
const names = present ? readdirSync(folder).filter((name) => name in captures) : [];

test.skipIf(!present)('the recordings lie beside the checkout', () => expect(names.length).toBeGreaterThan(5));

test.each(names)('%s has the frames of its truth file', (name) => {
  const truth = captures[name]!;
  const { trace, input, lines } = readFrames(readFileSync(`${folder}/${name}`));
  expect(lines.length).toBe(truth.packets);
  expect(input.records).toBe(truth.packets);
  const epoch = (time: number): string => {
    const ns = BigInt(trace.epochSeconds!) * 1_000_000_000n + BigInt(time);
    return `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, '0')}`;
  };
  expect(epoch(input.firstTime)).toBe(truth.first_epoch);
  expect(epoch(input.lastTime)).toBe(truth.last_epoch);
});
