/** Captures of one frame each, in the wrappings that no recording of test/fixtures has. */
import { pcap, type Packet } from '../make/captures.ts';
import { chunk, dataChunk, ethernet, extension, ipv4, ipv6, join, sctp, u16, u32, udp, vlan } from '../make/packets.ts';
import { avp, message } from '../dissect/diameterBytes.ts';

export const watchdog = message({ command: 280, application: 0, flags: 0x80, hopByHop: 7 }, avp(264, 'node.example'), avp(296, 'example'));
export const packet = sctp([dataChunk(9, watchdog)]);

export const frameOf = (bytes: Uint8Array, originalLength = bytes.length): Packet => ({ seconds: 1_795_408_344, fraction: 123_456, bytes, originalLength });

/** Linux cooked capture: sent by this host, Ethernet addresses. */
export const cooked = (type: number, payload: Uint8Array): Uint8Array => join(u16(4), u16(1), u16(6), [2, 0, 0, 0, 0, 1, 0, 0], u16(type), payload);
export const cooked2 = (type: number, payload: Uint8Array): Uint8Array => join(u16(type), u16(0), u32(3), u16(1), [4, 6], [2, 0, 0, 0, 0, 1, 0, 0], payload);
const sack = chunk(3, 0, join(u32(8), u32(1500), u16(0), u16(0)));
const label = join(u16(0x0012), [0x31, 64]);

export const madeFrames: Readonly<Record<string, Uint8Array>> = {
  'cooked': pcap([frameOf(cooked(0x0800, ipv4(132, packet)))], { linkType: 113 }),
  'cooked-2-vlan': pcap([frameOf(cooked2(0x8100, vlan(42, 0x0800, ipv4(132, packet))))], { linkType: 276 }),
  'mpls': pcap([frameOf(ethernet(0x8847, join(label, ipv4(132, packet))))]),
  'vlan-ipv6-udp': pcap([frameOf(ethernet(0x8100, vlan(42, 0x86dd, ipv6(60, extension(17, udp(9899, 9899, packet))))))]),
  'cut': pcap([frameOf(ethernet(0x0800, ipv4(132, sctp([sack, dataChunk(9, watchdog)]))).subarray(0, 110), 134)]),
  'vxlan': pcap([frameOf(ethernet(0x0800, ipv4(17, udp(50_000, 4789, join([8, 0, 0, 0, 0, 0, 5, 0], ethernet(0x0800, ipv4(132, packet)))))))]),
  'sctp-alone': pcap([frameOf(packet)], { linkType: 248 }),
};
