/**
 * Seeded mutations of captures and compressed captures, and frames of any bytes: nothing throws, frames never exceed the bytes that came,
 * chunking changes nothing, and no datagram leaves its frame.
 */
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pcap, Pcapng, type Packet } from '../make/captures.ts';
import { dataChunk, ethernet, extension, ipv4, ipv6, ipv6Fragment, join, sctp, u16, u32, udp, vlan } from '../make/packets.ts';
import { storedFrame } from '../make/zstd.ts';
import { walk } from '../dissect/datagrams.ts';
import { problemsOf, readFrames } from './frames.ts';

const SEED = 20_261_123;
const packets: Packet[] = Array.from({ length: 30 }, (_, n) => ({
  seconds: 1_795_405_000 + n, fraction: n, bytes: ethernet(0x0800, ipv4(132, sctp([dataChunk(n, new Uint8Array(n * 5).fill(n))]))),
}));
const writer = new Pcapng(true);
const other = new Pcapng(false);
const files: Record<string, Uint8Array> = {
  pcap: pcap(packets),
  'pcap, modified and big-endian': pcap(packets, { magic: 0xa1b2cd34, little: false }),
  pcapng: join(
    writer.section(), writer.interface(1, 0, writer.option(9, Uint8Array.of(9))), writer.interface(113, 100),
    ...packets.flatMap(({ bytes }, n) => [writer.enhanced(n & 1, BigInt(n) * 1000n, bytes, 2000, writer.option(4, writer.u64(1n))), writer.simple(bytes)]),
    other.section(), other.interface(1, 0), ...packets.map(({ bytes }, n) => other.obsolete(0, 1, BigInt(n), bytes)), other.statistics(0, other.option(5, other.u64(3n))),
  ),
  gzip: join(gzipSync(pcap(packets)), gzipSync('')),
  zstd: storedFrame(pcap(packets)),
};

interface Mutation {
  readonly at: number;
  readonly kind: 'set' | 'remove' | 'insert' | 'word';
  readonly bytes: Uint8Array;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  kind: fc.constantFrom('set', 'remove', 'insert', 'word'),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 24 }),
    fc.constantFrom(...[[0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 1], [1, 0, 0, 0]].map((bytes) => Uint8Array.from(bytes))),
  ),
});

function mutate(file: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let bytes = file;
  for (const { at, kind, bytes: fresh } of mutations) {
    const offset = kind === 'word' ? Math.floor((at * bytes.length) / 4) * 4 : Math.floor(at * bytes.length);
    const kept = kind === 'insert' ? offset : offset + fresh.length;
    bytes = join(bytes.subarray(0, offset), kind === 'remove' ? [] : fresh, bytes.subarray(kept));
  }
  return bytes;
}

describe.each(Object.entries(files))('%s', (_, file) => {
  test('unharmed it has no problem but those built in', () => {
    expect(problemsOf(readFrames(file).trace).filter((problem) => !/no-time|dropped|backwards/.test(problem))).toEqual([]);
  });

  test('mutated', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 300 }), (mutations, chunkSize) => {
        const damaged = mutate(file, mutations);
        const whole = readFrames(damaged);
        expect(readFrames(damaged, chunkSize).lines).toEqual(whole.lines);
        // Frames do not overlap: the offsets rise by at least a header each.
        const offsets = whole.lines.map((line) => Number(/@(\d+)/.exec(line)![1]));
        offsets.slice(1).forEach((offset, n) => expect(offset).toBeGreaterThanOrEqual(offsets[n]! + 16));
      }),
      { seed: SEED, numRuns: 150 },
    );
  });
});

describe('packet walk', () => {
  const payload = sctp([dataChunk(1, [1, 2, 3])]);
  const frames: readonly (readonly [number, Uint8Array])[] = [
    [1, ethernet(0x88a8, vlan(5, 0x8100, vlan(1, 0x86dd, ipv6(0, extension(43, extension(132, payload))))))],
    [1, ethernet(0x86dd, ipv6(44, ipv6Fragment(132, 0, true, 9, payload.subarray(0, 16))))],
    [1, ethernet(0x0800, ipv4(132, payload.subarray(0, 16), { moreFragments: true }))],
    [1, ethernet(0x0800, ipv4(132, payload.subarray(16), { fragmentOffset: 16 }))],
    [1, ethernet(0x0800, ipv4(17, udp(4789, 4789, join([8, 0, 0, 0], u32(0), ethernet(0x0800, ipv4(132, payload))))))],
    [1, ethernet(0x0800, ipv4(17, udp(2152, 2152, join([0x34, 255], u16(40), u32(5), [0, 0, 0, 0x85, 1, 0, 9, 0], ipv4(132, payload)))))],
    [1, ethernet(0x0800, ipv4(17, udp(9899, 1, payload)))],
    [1, ethernet(0x0800, ipv4(47, join(u16(0xb000), u16(0x0800), new Uint8Array(12), ipv4(4, ipv4(132, payload)))))],
    [113, join(new Uint8Array(14), u16(0x0800), ipv4(132, payload))],
    [276, join(u16(0x8847), new Uint8Array(18), [0, 0, 1, 64], ipv4(132, payload))],
    [9, join([0xff, 3, 0, 0x21], ipv4(132, payload))],
  ];
  const linkTypes = [0, 1, 9, 12, 50, 51, 101, 104, 108, 113, 204, 228, 248, 276];

  test('mutated frames', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(frames.length - 1), fc.array(mutation, { maxLength: 3 })), { minLength: 1, maxLength: 8 }), (chosen) => {
        const sent = chosen.map(([n, mutations]) => ({ linkType: frames[n]![0], bytes: mutate(frames[n]![1], mutations) }));
        const { found } = walk(sent);
        // Around each frame lie 0x5a and afterwards 0xee: a datagram never has more bytes than all frames.
        const most = sent.reduce((sum, { bytes }) => sum + bytes.length, 0);
        for (const each of found) {
          expect(each.payload.length).toBeLessThanOrEqual(each.reassembled ? most : sent[each.frame - 1]!.bytes.length);
          expect(each.wireLength).toBeGreaterThanOrEqual(each.payload.length);
        }
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  test('any bytes on any link', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.constantFrom(...linkTypes), fc.nat(3000), (bytes, linkType, originalLength) => {
        for (const each of walk([{ bytes, linkType, originalLength }]).found) expect(each.payload.length).toBeLessThanOrEqual(bytes.length);
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });
});

test('any bytes behind a magic', () => {
  const magics = Object.values(files).map((file) => file.subarray(0, 16));
  fc.assert(
    fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 1, max: 500 }), (magic, bytes, chunkSize) => {
      const file = join(magic, bytes);
      expect(readFrames(file, chunkSize).lines).toEqual(readFrames(file).lines);
    }),
    { seed: SEED, numRuns: 500 },
  );
});
