/** IPv4 (RFC 791, 2474, 3168) and IPv6 (RFC 8200) headers as fields, to the payload that dissect/ip.ts found. */
import { formatAddress } from '../dissect/address.ts';
import { u16, u32 } from '../dissect/bigEndian.ts';
import { IpProtocol } from '../dissect/ip.ts';
import { field, hexadecimal, opaque, type Field } from './field.ts';

const protocols: Readonly<Record<number, string>> = {
  [IpProtocol.HopByHop]: 'hop-by-hop options', 1: 'ICMP', [IpProtocol.Ipv4]: 'IPv4', [IpProtocol.Tcp]: 'TCP', [IpProtocol.Udp]: 'UDP',
  [IpProtocol.Ipv6]: 'IPv6', [IpProtocol.Routing]: 'routing header', [IpProtocol.Fragment]: 'fragment header', [IpProtocol.Gre]: 'GRE',
  50: 'ESP', [IpProtocol.Authentication]: 'authentication header', 58: 'ICMPv6', [IpProtocol.NoNext]: 'nothing',
  [IpProtocol.DestinationOptions]: 'destination options', [IpProtocol.Sctp]: 'SCTP',
};
const codePoints: Readonly<Record<number, string>> = {
  0: 'default', 8: 'CS1', 10: 'AF11', 12: 'AF12', 14: 'AF13', 16: 'CS2', 18: 'AF21', 20: 'AF22', 22: 'AF23', 24: 'CS3', 26: 'AF31',
  28: 'AF32', 30: 'AF33', 32: 'CS4', 34: 'AF41', 36: 'AF42', 38: 'AF43', 40: 'CS5', 44: 'VOICE-ADMIT', 46: 'EF', 48: 'CS6', 56: 'CS7',
};
const congestion = ['not ECN-capable', 'ECN-capable (1)', 'ECN-capable (0)', 'congestion experienced'];
const FIXED_IPV4 = 20;
const FIXED_IPV6 = 40;

/** The header `bytes[start, end)`: up to the payload. Both are at least as long as the fixed part. */
export function ipField(bytes: Uint8Array, start: number, end: number): Field {
  return bytes[start]! >> 4 === 4 ? ipv4Field(bytes, start, end) : ipv6Field(bytes, start, end);
}

function ipv4Field(bytes: Uint8Array, at: number, end: number): Field {
  const service = bytes[at + 1]!;
  const headerEnd = Math.min(end, at + ((bytes[at]! & 15) << 2));
  const fragment = u16(bytes, at + 6);
  const [source, destination] = [formatAddress(bytes, at + 12, 4), formatAddress(bytes, at + 16, 4)];
  const fields = [
    field('Version', '4', at, at + 1),
    field('Header Length', `${headerEnd - at} bytes`, at, at + 1, { filter: `ip.hdr_len == ${headerEnd - at}` }),
    ...serviceFields(service, at + 1, at + 2, 'ip.dsfield'),
    field('Total Length', String(u16(bytes, at + 2)), at + 2, at + 4, {
      filter: `ip.len == ${u16(bytes, at + 2)}`, meaning: u16(bytes, at + 2) === 0 ? 'left to the network card (segmentation offload)' : undefined,
    }),
    field('Identification', hexadecimal(u16(bytes, at + 4), 4), at + 4, at + 6, { filter: `ip.id == ${hexadecimal(u16(bytes, at + 4), 4)}` }),
    field("Don't Fragment", String((fragment >> 14) & 1), at + 6, at + 8, { filter: `ip.flags.df == ${(fragment >> 14) & 1}` }),
    field('More Fragments', String((fragment >> 13) & 1), at + 6, at + 8, { filter: `ip.flags.mf == ${(fragment >> 13) & 1}` }),
    field('Fragment Offset', `${(fragment & 0x1fff) << 3} bytes`, at + 6, at + 8),
    field('Time to Live', String(bytes[at + 8]), at + 8, at + 9, { filter: `ip.ttl == ${bytes[at + 8]}` }),
    field('Protocol', String(bytes[at + 9]), at + 9, at + 10, { meaning: protocols[bytes[at + 9]!], filter: `ip.proto == ${bytes[at + 9]}` }),
    field('Header Checksum', hexadecimal(u16(bytes, at + 10), 4), at + 10, at + 12, {
      meaning: checksumGrade(bytes, at, headerEnd), filter: `ip.checksum == ${hexadecimal(u16(bytes, at + 10), 4)}`,
    }),
    field('Source Address', source, at + 12, at + 16, { filter: `ip.src == ${source}` }),
    field('Destination Address', destination, at + 16, at + 20, { filter: `ip.dst == ${destination}` }),
  ];
  if (headerEnd > at + FIXED_IPV4) fields.push(opaque(bytes, at + FIXED_IPV4, headerEnd, 'Options'));
  if (end > headerEnd) fields.push(opaque(bytes, headerEnd, end, 'Extension headers'));
  return field('IPv4', `${source} to ${destination}`, at, end, { spec: 'RFC 791 3.1', children: fields });
}

function ipv6Field(bytes: Uint8Array, at: number, end: number): Field {
  const first = u32(bytes, at);
  const [source, destination] = [formatAddress(bytes, at + 8, 16), formatAddress(bytes, at + 24, 16)];
  const fields = [
    field('Version', '6', at, at + 4),
    ...serviceFields((first >>> 20) & 0xff, at, at + 4, 'ipv6.tclass'),
    field('Flow Label', hexadecimal(first & 0xf_ffff, 5), at, at + 4, { filter: `ipv6.flow == ${hexadecimal(first & 0xf_ffff, 5)}` }),
    field('Payload Length', String(u16(bytes, at + 4)), at + 4, at + 6, { filter: `ipv6.plen == ${u16(bytes, at + 4)}` }),
    field('Next Header', String(bytes[at + 6]), at + 6, at + 7, { meaning: protocols[bytes[at + 6]!], filter: `ipv6.nxt == ${bytes[at + 6]}` }),
    field('Hop Limit', String(bytes[at + 7]), at + 7, at + 8, { filter: `ipv6.hlim == ${bytes[at + 7]}` }),
    field('Source Address', source, at + 8, at + 24, { filter: `ipv6.src == ${source}` }),
    field('Destination Address', destination, at + 24, at + 40, { filter: `ipv6.dst == ${destination}` }),
  ];
  if (end > at + FIXED_IPV6) fields.push(opaque(bytes, at + FIXED_IPV6, end, 'Extension headers'));
  return field('IPv6', `${source} to ${destination}`, at, end, { spec: 'RFC 8200 3', children: fields });
}

function serviceFields(service: number, start: number, end: number, filter: string): readonly Field[] {
  const [codePoint, notification] = [service >> 2, service & 3];
  return [
    field('Differentiated Services Code Point', String(codePoint), start, end, { meaning: codePoints[codePoint], filter: `${filter}.dscp == ${codePoint}` }),
    field('Explicit Congestion Notification', String(notification), start, end, {
      meaning: congestion[notification], filter: `${filter}.ecn == ${notification}`,
    }),
  ];
}

/** RFC 1071. */
function checksumGrade(bytes: Uint8Array, start: number, end: number): string {
  let sum = 0;
  for (let at = start; at + 2 <= end; at += 2) sum += u16(bytes, at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  if (sum === 0xffff) return 'good';
  return u16(bytes, start + 10) === 0 ? 'left to the network card (checksum offload)' : 'wrong';
}
