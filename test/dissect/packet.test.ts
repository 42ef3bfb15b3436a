/** Tunnels, SCTP in UDP, and the recordings of one stall through different captures. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createPacketDissector } from '../../analyzer/dissect/packet.ts';
import { openInput } from '../../analyzer/readers/formats.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { dataChunk, ethernet, extension, ipv4, ipv6, join, sctp, u16, u32, udp, vlan } from '../make/packets.ts';
import { corpusFolder, needs } from '../needs.ts';
import { hash, problemsOf, sinkOf } from '../readers/frames.ts';
import { walk } from './datagrams.ts';

const payload = sctp([dataChunk(1, [1, 2, 3])]);
const inner4 = ipv4(132, payload, { source: '192.168.0.1', destination: '192.168.0.2' });
const inner6 = ipv6(132, payload);
const GRE = 47;
const UDP = 17;
const vxlan = (frame: Uint8Array): Uint8Array => join([8, 0, 0, 0], u32(77 << 8), frame);
const gtp = (flags: number, packet: Uint8Array, ...optional: readonly number[]): Uint8Array =>
  join([0x30 | flags, 255], u16(packet.length + optional.length), u32(5), optional, packet);

describe('tunnels', () => {
  test.each<[string, Uint8Array, string]>([
    ['GRE', ipv4(GRE, join(u16(0), u16(0x0800), inner4)), '192.168.0.1'],
    ['GRE with checksum, key and sequence number', ipv4(GRE, join(u16(0xb000), u16(0x86dd), new Uint8Array(12), inner6)), 'fd00:0:0:0:0:0:0:1'],
    ['GRE with Ethernet', ipv4(GRE, join(u16(0x2000), u16(0x6558), u32(1), ethernet(0x8100, vlan(3, 0x0800, inner4)))), '192.168.0.1'],
    ['GRE with PPP (PPTP)', ipv4(GRE, join(u16(0x3081), u16(0x880b), new Uint8Array(12), [0xff, 3, 0, 0x21], inner4)), '192.168.0.1'],
    ['ERSPAN I', ipv4(GRE, join(u16(0), u16(0x88be), ethernet(0x0800, inner4))), '192.168.0.1'],
    ['ERSPAN II', ipv4(GRE, join(u16(0x1000), u16(0x88be), u32(1), new Uint8Array(8), ethernet(0x0800, inner4))), '192.168.0.1'],
    ['ERSPAN III', ipv4(GRE, join(u16(0x1000), u16(0x22eb), u32(1), new Uint8Array(12), ethernet(0x0800, inner4))), '192.168.0.1'],
    ['ERSPAN III with subheader', ipv4(GRE, join(u16(0x1000), u16(0x22eb), u32(1), new Uint8Array(11), [1], new Uint8Array(8), ethernet(0x0800, inner4))), '192.168.0.1'],
    ['IPv4 in IPv4', ipv4(4, inner4), '192.168.0.1'],
    ['IPv6 in IPv4', ipv4(41, inner6), 'fd00:0:0:0:0:0:0:1'],
    ['VXLAN', ipv4(UDP, udp(5000, 4789, vxlan(ethernet(0x0800, inner4)))), '192.168.0.1'],
    ['VXLAN on the old Linux port', ipv4(UDP, udp(5000, 8472, vxlan(ethernet(0x8100, vlan(3, 0x86dd, inner6))))), 'fd00:0:0:0:0:0:0:1'],
    ['Geneve with options', ipv4(UDP, udp(5000, 6081, join([2, 0], u16(0x6558), u32(5 << 8), new Uint8Array(8), ethernet(0x0800, inner4)))), '192.168.0.1'],
    ['Geneve with IP', ipv4(UDP, udp(5000, 6081, join([0, 0], u16(0x86dd), u32(5 << 8), inner6))), 'fd00:0:0:0:0:0:0:1'],
    ['GTP-U', ipv4(UDP, udp(2152, 2152, gtp(0, inner4))), '192.168.0.1'],
    ['GTP-U with sequence number', ipv4(UDP, udp(2152, 2152, gtp(2, inner4, 0, 1, 0, 0))), '192.168.0.1'],
    ['GTP-U with two extension headers', ipv4(UDP, udp(2152, 2152, gtp(4, inner6, 0, 0, 0, 0x85, 1, 0, 9, 0x32, 2, 0, 0, 0, 0, 0, 0, 0))), 'fd00:0:0:0:0:0:0:1'],
    ['GTP-U in IPv6 with options', ipv4(4, ipv4(41, ipv6(60, extension(UDP, udp(2152, 2152, gtp(0, inner4)))))), '192.168.0.1'],
  ])('%s', (_, packet, source) => {
    const { trace, found } = walk([{ bytes: ethernet(0x0800, packet) }]);
    expect(problemsOf(trace)).toEqual([]);
    expect(found).toMatchObject([{ transport: 'sctp', payload, wireLength: payload.length, source, tunnelled: true, udpPorts: [0, 0] }]);
    for (let length = 0; length < packet.length; length++) {
      for (const each of walk([{ bytes: ethernet(0x0800, packet.subarray(0, length)), originalLength: 14 + packet.length }]).found) {
        expect(each.payload).toEqual(payload.subarray(0, each.payload.length));
      }
    }
  });

  test('a tunnel in fragments', () => {
    const large = sctp([dataChunk(1, new Uint8Array(2000).fill(7))]);
    const whole = udp(2152, 2152, gtp(0, ipv4(132, large, { source: '192.168.0.1' })));
    const sent = [whole.subarray(0, 1200), whole.subarray(1200)].map((part, n) => ipv4(UDP, part, { fragmentOffset: 1200 * n, moreFragments: n === 0 }));
    expect(walk(sent.map((bytes) => ({ bytes: ethernet(0x0800, bytes) }))).found).toMatchObject([
      { payload: large, source: '192.168.0.1', reassembled: true, tunnelled: true, frame: 2 },
    ]);
  });

  test('nesting ends', () => {
    const nested = (depth: number): Uint8Array => (depth === 0 ? ipv4(132, payload) : ipv4(4, nested(depth - 1)));
    expect(walk([{ bytes: ethernet(0x0800, nested(7)) }]).found.length).toBe(1);
    expect(walk([{ bytes: ethernet(0x0800, nested(8)) }]).found).toEqual([]);
  });

  test('a packet quoted in an ICMP error is none', () => {
    const quote = join([3, 4, 0, 0], u32(1400), inner4);
    expect(walk([{ bytes: ethernet(0x0800, ipv4(1, quote)) }]).found).toEqual([]);
  });
});

describe('SCTP in UDP', () => {
  const over = (sourcePort: number, destinationPort: number, bytes: Uint8Array = payload): Uint8Array =>
    ethernet(0x0800, ipv4(UDP, udp(sourcePort, destinationPort, bytes)));
  const wrongSum = payload.slice();
  wrongSum[8]! ^= 1;

  test.each([[9899, 9899], [9899, 40_000], [40_000, 9899]])('ports %i and %i, whatever the checksum', (source, destination) => {
    const { found } = walk([{ bytes: over(source, destination, wrongSum) }]);
    expect(found).toMatchObject([{ transport: 'sctp', payload: wrongSum, wireLength: payload.length, udpPorts: [source, destination], source: '10.0.0.1' }]);
  });

  test('another port by its checksum, and from then on without', () => {
    const { found } = walk([{ bytes: over(5000, 6000, wrongSum) }, { bytes: over(5000, 6000) }, { bytes: over(5000, 6000, wrongSum) }, { bytes: over(7000, 7001, wrongSum) }]);
    expect(found.map(({ frame }) => frame)).toEqual([2, 3]);
  });

  test('what is no SCTP stays out, also on port 9899', () => {
    const noise = Uint8Array.from({ length: 60 }, (_, n) => n * 37);
    const badLength = payload.slice();
    badLength[14] = 0xff;
    expect(walk([noise, badLength, payload.subarray(0, 12)].map((bytes) => ({ bytes: over(9899, 9899, bytes) }))).found).toEqual([]);
  });

  test('a cut packet counts on port 9899', () => {
    const frame = over(9899, 9899);
    const { found } = walk([{ bytes: frame.subarray(0, frame.length - 3), originalLength: frame.length }]);
    expect(found).toMatchObject([{ wireLength: payload.length, payload: payload.subarray(0, payload.length - 3) }]);
  });
});

/** One line a datagram: addresses and SCTP bytes, without what a link layer or a clock changes. */
function sctpLines(path: string): string[] {
  const trace = new Trace();
  const lines: string[] = [];
  const dissector = createPacketDissector(trace, {
    sctp: ({ bytes, start, end, wireLength, source, addressBytes, destination }) =>
      lines.push(`${addressBytes[source + 3]} ${addressBytes[destination + 3]} ${wireLength} ${hash(bytes, start, end)}`),
    tcp: () => {},
  });
  const reader = openInput(trace.addInput(path), trace, sinkOf(dissector.packet));
  reader.push(readFileSync(path));
  reader.end();
  dissector.end();
  return lines;
}

describe('one stall in several captures', needs('corpus'), () => {
  const folder = `${corpusFolder}/traces/pcap-variants`;
  const base = existsSync(folder) ? sctpLines(`${folder}/capture.pcap`) : [];

  test.each(['capture-nano.pcap', 'capture.pcap.gz', 'capture.pcapng'])('%s has the packets of capture.pcap', (name) => {
    expect(base.length).toBe(1531);
    expect(sctpLines(`${folder}/${name}`)).toEqual(base);
  });

  test('the cooked capture has them too, in the order of another tap', () => {
    expect(sctpLines(`${folder}/capture-sll2.pcap`).toSorted()).toEqual(base.toSorted());
  });

  test('a packet captured twice comes twice', () => {
    expect(sctpLines(`${folder}/capture-twice.pcap`)).toEqual(base.flatMap((line) => [line, line]));
  });

  test('a cut file has the first packets', () => {
    expect(sctpLines(`${folder}/capture-cut.pcap`)).toEqual(base.slice(0, 1020));
  });

  test('snap length 96 leaves the lengths', () => {
    const lengths = (lines: readonly string[]): string[] => lines.map((line) => line.split(' ').slice(0, 3).join(' '));
    expect(lengths(sctpLines(`${folder}/capture-snap96.pcap`))).toEqual(lengths(base));
  });
});
