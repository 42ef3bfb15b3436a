/** IPv4 and IPv6: options, extension headers, lengths that contradict, fragments. */
import { describe, expect, test } from 'vitest';
import { dataChunk, ethernet, extension, ipv4, ipv6, ipv6Fragment, join, sctp, type Ipv4Fields } from '../make/packets.ts';
import { problemsOf } from '../readers/frames.ts';
import { walk, type Frame } from './datagrams.ts';

const payload = sctp([dataChunk(1, Uint8Array.from({ length: 3000 }, (_, n) => n * 7))]);
const small = sctp([dataChunk(1, [1, 2, 3])]);
const frame4 = (bytes: Uint8Array, more: Partial<Frame> = {}): Frame => ({ bytes: ethernet(0x0800, bytes), ...more });
const frame6 = (bytes: Uint8Array, more: Partial<Frame> = {}): Frame => ({ bytes: ethernet(0x86dd, bytes), ...more });

describe('headers', () => {
  test.each<[string, Frame]>([
    ['IPv4 options', frame4(ipv4(132, small, { options: [7, 7, 4, 0, 0, 0, 0, 0] }))],
    ['IPv4 authentication header', frame4(ipv4(51, join([132, 4, 0, 0], new Uint8Array(20), small)))],
    ['total length 0 of an offloaded packet', frame4(ipv4(132, small, { totalLength: 0 }))],
    ['IPv6 payload length 0', frame6(ipv6(132, small, 0))],
    ['IPv6 hop-by-hop', frame6(ipv6(0, extension(132, small)))],
    ['IPv6 hop-by-hop, routing and destination options', frame6(ipv6(0, extension(43, extension(60, extension(132, small, 1), 2))))],
    ['IPv6 authentication header', frame6(ipv6(51, join([132, 4, 0, 0], new Uint8Array(20), small)))],
    ['IPv6 fragment header of a whole packet', frame6(ipv6(44, ipv6Fragment(132, 0, false, 99, small)))],
  ])('%s', (_, frame) => {
    const { trace, found } = walk([frame]);
    expect(found).toMatchObject([{ transport: 'sctp', payload: small, wireLength: small.length, reassembled: false }]);
    expect(problemsOf(trace)).toEqual([]);
  });

  test('TCP goes to its own sink', () => {
    expect(walk([frame4(ipv4(6, new Uint8Array(20)))]).found).toMatchObject([{ transport: 'tcp', wireLength: 20 }]);
  });

  test('a cut packet keeps its length by the IP header', () => {
    const bytes = ethernet(0x0800, ipv4(132, payload));
    const { trace, found } = walk([{ bytes: bytes.subarray(0, 96), originalLength: bytes.length }]);
    expect(found).toMatchObject([{ payload: payload.subarray(0, 62), wireLength: payload.length }]);
    expect(problemsOf(trace)).toEqual([]);
  });

  test.each<[string, Frame]>([
    ['version 5', frame4(join([0x55], ipv4(132, small).subarray(1)))],
    ['header length below 20', frame4(join([0x44], ipv4(132, small).subarray(1)))],
    ['total length below the header', frame4(ipv4(132, small, { totalLength: 19 }))],
    ['options beyond the packet', frame4(join([0x4f], ipv4(132, new Uint8Array(8)).subarray(1)))],
    ['an IPv6 extension header beyond the packet', frame6(ipv6(0, extension(132, small).fill(200, 1, 2)))],
    ['a hundred extension headers', frame6(ipv6(60, Array.from({ length: 100 }).reduce<Uint8Array>((rest) => extension(60, rest), small)))],
  ])('malformed: %s', (_, frame) => {
    const { trace, found } = walk([frame]);
    expect(found).toEqual([]);
    expect(problemsOf(trace)).toEqual(['packet-malformed 1']);
  });
});

/** Parts of the payload as IPv4 fragments of 8 * `units` bytes. */
function fragments4(whole: Uint8Array, units = 100, fields: Ipv4Fields = {}): Uint8Array[] {
  const size = 8 * units;
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, n) =>
    ipv4(132, whole.subarray(n * size, (n + 1) * size), { ...fields, fragmentOffset: n * size, moreFragments: (n + 1) * size < whole.length }),
  );
}

describe('fragments', () => {
  const parts = fragments4(payload);
  const whole = { transport: 'sctp', payload, wireLength: payload.length, source: '10.0.0.1', destination: '10.0.0.2', identification: 7, reassembled: true };

  test.each<[string, readonly Uint8Array[], number]>([
    ['in order', parts, 4],
    ['last first', parts.toReversed(), 4],
    ['each twice', parts.flatMap((part) => [part, part]), 7],
    ['overlapping', [parts[0]!, ipv4(132, payload.subarray(400, 1200), { fragmentOffset: 400, moreFragments: true }), ...parts.slice(1)], 5],
    ['with an empty one', [ipv4(132, new Uint8Array(0), { fragmentOffset: 8, moreFragments: true }), ...parts], 5],
  ])('IPv4, %s', (_, sent, frame) => {
    const { trace, found } = walk(sent.map((bytes) => frame4(bytes)));
    expect(found).toEqual([{ ...whole, frame, udpPorts: [0, 0], tunnelled: false }]);
    expect(problemsOf(trace)).toEqual([]);
  });

  test('bytes that were there first stay', () => {
    const forged = ipv4(132, new Uint8Array(800).fill(0xff), { fragmentOffset: 0, moreFragments: true });
    expect(walk([parts[0]!, forged, ...parts.slice(1)].map((bytes) => frame4(bytes))).found).toMatchObject([whole]);
  });

  test('datagrams interleaved, by identification and by addresses', () => {
    const other = sctp([dataChunk(9, new Uint8Array(2000).fill(9))]);
    const second = fragments4(other, 100, { identification: 8 });
    const third = fragments4(other, 100, { source: '10.0.0.9' });
    const { found } = walk([parts[0]!, second[0]!, third[0]!, parts[1]!, second[1]!, third[1]!, parts[2]!, second[2]!, third[2]!, parts[3]!].map((bytes) => frame4(bytes)));
    expect(found.map(({ payload: each, identification, source }) => [each.length, identification, source])).toEqual([
      [other.length, 8, '10.0.0.1'], [other.length, 7, '10.0.0.9'], [payload.length, 7, '10.0.0.1'],
    ]);
  });

  test('IPv6, with destination options behind the fragment header', () => {
    const inner = extension(132, payload);
    const sent = [0, 1200, 2400].map((at) => ipv6(44, ipv6Fragment(60, at, at < 2400, 0xabcdef01, inner.subarray(at, at + 1200))));
    const { trace, found } = walk(sent.map((bytes) => frame6(bytes)));
    expect(found).toMatchObject([{ payload, wireLength: payload.length, source: 'fd00:0:0:0:0:0:0:1', identification: 0xabcdef01, reassembled: true }]);
    expect(problemsOf(trace)).toEqual([]);
  });

  test('a missing part is reported at the end', () => {
    const { trace, found } = walk([parts[0]!, parts[2]!, parts[3]!].map((bytes) => frame4(bytes)));
    expect(found).toEqual([]);
    expect(trace.problems.all).toMatchObject([{ kind: 'fragment-incomplete', count: 1, firstPlace: 1 }]);
  });

  test('an identification used again is another datagram', () => {
    const late = (bytes: Uint8Array): Frame => frame4(bytes, { time: 40e9 });
    const { trace, found } = walk([frame4(parts[0]!), ...parts.slice(1).map(late)]);
    expect(found).toEqual([]);
    expect(problemsOf(trace)).toEqual(['fragment-incomplete 2']);
    expect(walk([...parts.map((bytes) => frame4(bytes)), ...parts.map(late)]).found.length).toBe(2);
  });

  test('of a cut capture the first part goes up as a cut packet', () => {
    const cut = parts.map((bytes) => ({ bytes: ethernet(0x0800, bytes).subarray(0, 96), originalLength: 14 + bytes.length }));
    const { found } = walk(cut);
    expect(found).toMatchObject([{ frame: 1, payload: payload.subarray(0, 62), wireLength: 800, reassembled: false }]);
  });

  test('a flood of fragments is bounded, and later datagrams are joined', () => {
    const flood = Array.from({ length: 10_000 }, (_, n) => frame4(ipv4(132, new Uint8Array(8), { source: `10.1.${n >> 8}.${n & 255}`, fragmentOffset: 64_000, moreFragments: true })));
    const { trace, found } = walk([...flood, ...parts.map((bytes) => frame4(bytes))]);
    expect(found).toMatchObject([whole]);
    expect(problemsOf(trace)).toEqual(['fragment-incomplete 10000']);
  });
});
