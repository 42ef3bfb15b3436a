/** Classic captures: every variant of the headers, any chunking, cuts and damage, and record-for-record equality with pcap-parser. */
import { Readable } from 'node:stream';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join as joinPath } from 'node:path';
// @ts-expect-error pcap-parser has no types
import pcapParser from 'pcap-parser';
import { describe, expect, test } from 'vitest';
import { pcap, type Packet, type PcapFields } from '../make/captures.ts';
import { dataChunk, ethernet, ipv4, join, sctp } from '../make/packets.ts';
import { corpusFolder, needs } from '../needs.ts';
import { hash, problemsOf, readFrames } from './frames.ts';

const packets: Packet[] = Array.from({ length: 12 }, (_, n) => ({
  seconds: 1_795_405_000 + n,
  fraction: 100_000 + n,
  bytes: ethernet(0x0800, ipv4(132, sctp([dataChunk(n, new Uint8Array(7 * n).fill(n))]))),
}));

const variants: Record<string, PcapFields> = {
  'microseconds, little-endian': {},
  'microseconds, big-endian': { little: false },
  'nanoseconds, little-endian': { magic: 0xa1b23c4d },
  'nanoseconds, big-endian': { magic: 0xa1b23c4d, little: false },
  'modified header, little-endian': { magic: 0xa1b2cd34 },
  'modified header, big-endian': { magic: 0xa1b2cd34, little: false },
  'version 2.2, lengths exchanged': { version: [2, 2] },
  'version 2.3': { version: [2, 3] },
  'FCS length in the link type': { linkType: 0x2400_0001 },
  'snap length 0': { snapLength: 0 },
};

/** Without the offset, which differs with the header length. */
const withoutOffset = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/@\d+ /, ''));

describe('variants', () => {
  const expected = (scale: bigint): string[] =>
    packets.map(({ seconds, fraction, bytes }, n) => {
      const time = BigInt(seconds) * 1_000_000_000n + BigInt(fraction) * scale;
      return `${n + 1} ${time} L1 ${bytes.length}/${bytes.length} ${hash(bytes, 0, bytes.length)}`;
    });

  test.each(Object.entries(variants))('%s', (_, fields) => {
    const file = pcap(packets, fields);
    const scale = fields.magic === 0xa1b23c4d ? 1n : 1000n;
    const { trace, input, lines } = readFrames(file);
    expect(withoutOffset(lines)).toEqual(expected(scale));
    expect(problemsOf(trace)).toEqual([]);
    expect(input).toMatchObject({ kind: 'pcap', records: 12, bytes: file.length, clockResolution: Number(scale) });
    for (const size of [1, 7, 4096]) expect(readFrames(file, size).lines).toEqual(lines);
  });

  test('a record of version 2.3 has its lengths either way', () => {
    const cut = { ...packets[3]!, originalLength: 1500 };
    const exchanged = pcap([cut], { version: [2, 2] });
    exchanged[6] = 3;
    for (const file of [pcap([cut], { version: [2, 3] }), exchanged]) {
      expect(readFrames(file).lines[0]).toContain(` ${cut.bytes.length}/1500 `);
    }
  });
});

describe('bad files', () => {
  const file = pcap(packets);
  const whole = readFrames(file).lines;

  test('cut at any byte: all whole packets, and one problem', () => {
    for (let length = 24; length < file.length; length++) {
      const { trace, lines } = readFrames(file.slice(0, length), 50);
      expect(lines).toEqual(whole.slice(0, lines.length));
      const ends = lines.length === 0 ? 24 : Number(/@(\d+)/.exec(lines.at(-1)!)![1]) + 16 + packets[lines.length - 1]!.bytes.length;
      expect(problemsOf(trace)).toEqual(ends === length ? [] : ['capture-cut-short 1']);
      expect(length - ends).toBeLessThan(16 + (packets[lines.length]?.bytes.length ?? 0));
    }
  });

  test('an impossible length: reading goes on at the next record', () => {
    const damaged = file.slice();
    const offset = Number(/@(\d+)/.exec(whole[4]!)![1]);
    damaged.fill(0xff, offset, offset + 12);
    for (const size of [1, 7, 4096]) {
      const { trace, lines } = readFrames(damaged, size);
      const hashOf = (line: string): string => line.split(' ').at(-1)!;
      expect(lines.map(hashOf)).toEqual(whole.filter((_, n) => n !== 4).map(hashOf));
      expect(trace.problems.all).toMatchObject([
        { kind: 'capture-bad-record', count: 1, firstOffset: offset, firstPlace: 5, detail: 'read on after the damage' },
      ]);
    }
  });

  test('damage to the end: the rest is left out', () => {
    const damaged = file.slice();
    const offset = Number(/@(\d+)/.exec(whole[4]!)![1]);
    damaged.fill(0xff, offset);
    const { trace, lines } = readFrames(damaged, 7);
    expect(lines).toEqual(whole.slice(0, 4));
    expect(trace.problems.all).toMatchObject([{ kind: 'capture-bad-record', firstOffset: offset, detail: 'the rest of the file is left out' }]);
  });

  test('damage full of things that look like records costs linear time', () => {
    // Each 16 bytes announce a quarter of a megabyte that leads to no record.
    const bait = new Uint32Array(500_000);
    for (let n = 0; n < bait.length; n += 4) bait.set([1_795_405_000, 1, 262_001 + (n % 5), 262_144], n);
    const damaged = join(file, new Uint8Array(16).fill(0xff), new Uint8Array(bait.buffer), new Uint8Array(300_000).fill(0xff));
    for (const size of [777, 65_536]) {
      const { trace, lines } = readFrames(damaged, size);
      expect(lines.slice(0, 12)).toEqual(whole);
      expect(trace.problems.all[0]).toMatchObject({ kind: 'capture-bad-record', firstOffset: file.length });
    }
  });

  test('time that goes back is counted', () => {
    const { trace } = readFrames(pcap([packets[1]!, packets[0]!, packets[3]!, packets[2]!]));
    expect(problemsOf(trace)).toEqual(['capture-time-backwards 2']);
  });
});

/** "microseconds captured/original hash" of each record, as the independent reader sees them. */
async function independent(file: Uint8Array): Promise<string[]> {
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const parser = pcapParser.parse(Readable.from([Buffer.from(file)], { objectMode: false }));
    parser.on('error', reject);
    parser.on('end', resolve);
    parser.on('packet', ({ header, data }: { header: Record<string, number>; data: Buffer }) => {
      const time = BigInt(header['timestampSeconds']!) * 1_000_000n + BigInt(header['timestampMicroseconds']!);
      lines.push(`${time} ${data.length}/${header['originalLength']} ${hash(data, 0, data.length)}`);
    });
  });
  return lines;
}

/** Rounded to microseconds: a capture whose packets lie more than 104 days apart has ns that float64 cannot hold. */
function comparable(lines: readonly string[]): string[] {
  return lines.map((line) => {
    const [, , time, , ...rest] = line.split(' ');
    return [(BigInt(time!) + 500n) / 1000n, ...rest].join(' ');
  });
}

function findCaptures(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => joinPath(folder, name))
    .filter((path) => /\.(pcap|cap)$/.test(path));
}

function isMicroseconds(file: Uint8Array): boolean {
  return /^(a1b2c3d4|d4c3b2a1)/.test(Buffer.from(file.subarray(0, 4)).toString('hex'));
}

describe('records equal those of pcap-parser', () => {
  test('of written files', async () => {
    for (const little of [true, false]) {
      const file = join(pcap(packets, { little }));
      expect(comparable(readFrames(file, 100).lines)).toEqual(await independent(file));
    }
  });

  test('of all recordings and public captures', { ...needs('corpus'), timeout: 60_000 }, async () => {
    let compared = 0;
    for (const path of [...findCaptures(`${corpusFolder}/traces`), ...findCaptures(`${corpusFolder}/corpus`), ...findCaptures('test/fixtures')]) {
      const file = readFileSync(path);
      if (!isMicroseconds(file)) continue;
      const { trace, lines } = readFrames(file, 65_536);
      // The other reader believes any length; where a length is impossible there is nothing to compare.
      if (trace.problems.all.some((problem) => problem.kind === 'capture-bad-record')) continue;
      expect(comparable(lines), path).toEqual(await independent(file));
      compared += lines.length;
    }
    expect(compared).toBeGreaterThan(10_000);
  });
});
