/** Every link layer, and what may stand between it and the IP packet. */
import { expect, test } from 'vitest';
import { address, dataChunk, ethernet, ipv4, ipv6, join, sctp, u16, u32, vlan } from '../make/packets.ts';
import { walk, type Frame } from './datagrams.ts';

const payload = sctp([dataChunk(1, [1, 2, 3])]);
const four = ipv4(132, payload);
const six = ipv6(132, payload);
const sll = (protocol: number, rest: Uint8Array): Uint8Array => join(u16(0), u16(1), u16(6), new Uint8Array(8), u16(protocol), rest);
const sll2 = (protocol: number, rest: Uint8Array): Uint8Array => join(u16(protocol), u16(0), u32(2), u16(1), [0, 6], new Uint8Array(8), rest);
const snap = (etherType: number, rest: Uint8Array): Uint8Array => join([0xaa, 0xaa, 3, 0, 0, 0], u16(etherType), rest);

const frames: Record<string, Frame> = {
  'Ethernet, IPv4': { bytes: ethernet(0x0800, four) },
  'Ethernet, IPv6': { bytes: ethernet(0x86dd, six) },
  'Ethernet with padding': { bytes: join(ethernet(0x0800, four), new Uint8Array(20)) },
  '802.1Q': { bytes: ethernet(0x8100, vlan(100, 0x0800, four)) },
  'QinQ 802.1ad': { bytes: ethernet(0x88a8, vlan(5, 0x8100, vlan(100, 0x86dd, six))) },
  'QinQ 0x9100': { bytes: ethernet(0x9100, vlan(5, 0x8100, vlan(100, 0x0800, four))) },
  'MPLS, two labels': { bytes: ethernet(0x8847, join([0, 1, 0x00, 64], [0, 2, 0x01, 64], four)) },
  'MPLS, Ethernet behind a control word': { bytes: ethernet(0x8847, join([0, 2, 0x01, 64], u32(0), ethernet(0x86dd, six))) },
  'PPPoE': { bytes: ethernet(0x8864, join([0x11, 0], u16(1), u16(2 + four.length), u16(0x0021), four)) },
  'LLC and SNAP': { bytes: ethernet(8 + four.length, snap(0x0800, four)) },
  'FabricPath': { bytes: ethernet(0x8903, join(u16(0x0040), ethernet(0x8100, vlan(3, 0x0800, four)))) },
  'Linux cooked v1': { bytes: sll(0x0800, four), linkType: 113 },
  'Linux cooked v1, 802.1Q': { bytes: sll(0x8100, vlan(100, 0x0800, four)), linkType: 113 },
  'Linux cooked v2': { bytes: sll2(0x86dd, six), linkType: 276 },
  'Linux cooked v2, 802.1Q': { bytes: sll2(0x8100, vlan(100, 0x86dd, six)), linkType: 276 },
  'raw IP, 101': { bytes: four, linkType: 101 },
  'raw IP, 12': { bytes: six, linkType: 12 },
  'raw IP, 14': { bytes: four, linkType: 14 },
  'raw IPv4, 228': { bytes: four, linkType: 228 },
  'raw IPv6, 229': { bytes: six, linkType: 229 },
  'NULL, little-endian': { bytes: join([2, 0, 0, 0], four), linkType: 0 },
  'NULL, big-endian, the family of macOS': { bytes: join([0, 0, 0, 30], six), linkType: 0 },
  'LOOP': { bytes: join([0, 0, 0, 24], six), linkType: 108 },
  'PPP with address and control': { bytes: join([0xff, 3], u16(0x0021), four), linkType: 9 },
  'PPP, protocol in one byte': { bytes: join([0x57], six), linkType: 9 },
  'PPP in HDLC framing': { bytes: join([0xff, 3], u16(0x0057), six), linkType: 50 },
  'PPP, MPLS': { bytes: join(u16(0x0281), [0, 1, 1, 64], four), linkType: 9 },
  'PPP with direction': { bytes: join([1, 0xff, 3], u16(0x0021), four), linkType: 204 },
  'PPPoE without Ethernet': { bytes: join([0x11, 0], u16(1), u16(2 + four.length), u16(0x0021), four), linkType: 51 },
  'MPLS without Ethernet': { bytes: join([0, 1, 1, 64], six), linkType: 219 },
  'Cisco HDLC': { bytes: join([0x0f, 0], u16(0x0800), four), linkType: 104 },
};

test.each(Object.entries(frames))('%s', (_, frame) => {
  const { trace, found } = walk([frame]);
  expect(trace.problems.all).toEqual([]);
  const [source, destination] = found[0]?.source.includes(':') ? ['fd00:0:0:0:0:0:0:1', 'fd00:0:0:0:0:0:0:2'] : ['10.0.0.1', '10.0.0.2'];
  expect(found).toEqual([
    { transport: 'sctp', frame: 1, payload, wireLength: payload.length, source, destination, identification: source === '10.0.0.1' ? 7 : 0,
      udpPorts: [0, 0], reassembled: false, tunnelled: false },
  ]);
});

test.each(Object.entries(frames))('%s, cut at any byte', (_, frame) => {
  for (let length = 0; length < frame.bytes.length; length++) {
    const { trace, found } = walk([{ ...frame, bytes: frame.bytes.subarray(0, length), originalLength: frame.bytes.length }]);
    expect(trace.problems.all).toEqual([]);
    for (const datagram of found) {
      expect(datagram.wireLength).toBe(payload.length);
      expect(datagram.payload).toEqual(payload.subarray(0, datagram.payload.length));
    }
  }
});

test('SCTP without link and network layer has no addresses', () => {
  expect(walk([{ bytes: payload, linkType: 248 }]).found).toMatchObject([{ transport: 'sctp', payload, source: '0.0.0.0', destination: '0.0.0.0' }]);
});

test('other link types are counted once each', () => {
  const frame = { bytes: four, linkType: 105 };
  const { trace, found } = walk([frame, frame, { bytes: four, linkType: 147 }]);
  expect(found).toEqual([]);
  expect(trace.problems.all).toMatchObject([
    { kind: 'link-type-unknown', count: 2, detail: 'link type 105', firstPlace: 1 },
    { kind: 'link-type-unknown', count: 1, detail: 'link type 147', firstPlace: 3 },
  ]);
});

test('frames of other protocols are passed over', () => {
  const arp = ethernet(0x0806, join(u16(1), u16(0x0800), [6, 4], u16(1), new Uint8Array(6), address('10.0.0.1'), new Uint8Array(10)));
  const spanningTree = ethernet(38, join([0x42, 0x42, 3], new Uint8Array(35)));
  const { trace, found } = walk([{ bytes: arp }, { bytes: spanningTree }, { bytes: new Uint8Array(0) }, { bytes: ethernet(0x8100, new Uint8Array(1)) }]);
  expect(found).toEqual([]);
  expect(trace.problems.all).toEqual([]);
});

test('tags without end cost no more than the frame is long', () => {
  const tags = join(...Array.from({ length: 20_000 }, () => [0x81, 0, 0, 1]));
  const fabric = join(...Array.from({ length: 4000 }, () => ethernet(0x8903, new Uint8Array(2))));
  expect(walk([{ bytes: ethernet(0x8100, tags.subarray(2)) }, { bytes: fabric }]).found).toEqual([]);
});
