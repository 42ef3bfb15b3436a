/** Frame numbers, times and lengths of the public captures, against tables made with tshark. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { corpusFolder, needs } from '../needs.ts';
import { readFrames } from './frames.ts';

const folder = `${corpusFolder}/corpus`;

/** Where tshark's table is not followed, and why. */
const exceptions: readonly (readonly [name: string, because: string])[] = [
  ['atm-heapoverflow', 'tshark counts the four bytes of pseudo header out of the packet; they were captured'],
  ['atm-oam-heapoverflow', 'the same'],
  ['rx_serviceid_oobr', 'a fraction of 3.8e9 us: tshark prints a negative time'],
  ['timestamp_invalid', 'a fraction of a second or more: tshark does not carry it over'],
];

interface Row {
  readonly frame: number;
  /** "seconds.nanoseconds"; empty for a frame without a time. */
  readonly time: string;
  readonly lengths: string;
}

function readGolden(path: string): Row[] {
  const [header, ...rows] = gunzipSync(readFileSync(path)).toString('latin1').trimEnd().split('\n');
  const names = header!.split('\t');
  const column = (name: string): number => names.indexOf(name);
  return rows.map((row) => {
    const cells = row.split('\t');
    return {
      frame: Number(cells[column('frame.number')]),
      time: cells[column('frame.time_epoch')]!,
      lengths: `${cells[column('frame.cap_len')]}/${cells[column('frame.len')]}`,
    };
  });
}

const files: { file: string; packets?: number }[] = existsSync(`${folder}/index.json`) ? JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) : [];

test('frames of the public captures equal the tables', { ...needs('corpus'), timeout: 120_000 }, () => {
  let compared = 0;
  const different: string[] = [];
  for (const { file, packets } of files) {
    const golden = ['frames', 'sctp-diameter'].map((kind) => `${folder}/golden/${file}.${kind}.tsv.gz`).find((path) => existsSync(path));
    if (exceptions.some(([name]) => file.includes(name)) || golden === undefined || packets === undefined) continue;
    const { input, lines } = readFrames(readFileSync(`${folder}/${file}`), 65_536);
    if (input.records !== packets) different.push(`${file}: ${input.records} frames, not ${packets}`);
    const byFrame = new Map(lines.map((line) => [Number(line.split(' ')[0]), line]));
    for (const row of readGolden(golden)) {
      const line = byFrame.get(row.frame);
      // Custom blocks have a frame number and no time; they are no packets.
      if (line === undefined && row.time === '') continue;
      const [, , time, , lengths] = (line ?? '').split(' ');
      // Times that are more than 104 days from the first are exact to a microsecond only.
      const wanted = row.time === '' ? undefined : BigInt(row.time.replace('.', ''));
      const near = wanted === undefined || (time !== undefined && (wanted - BigInt(time)) ** 2n < 1_000_000n);
      if (!near || lengths !== row.lengths) different.push(`${file} frame ${row.frame}: ${time} ${lengths}, not ${row.time} ${row.lengths}`);
      compared++;
    }
  }
  expect(different).toEqual([]);
  expect(compared).toBeGreaterThan(9000);
});
