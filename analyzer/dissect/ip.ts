/**
 * IPv4 (RFC 791) and IPv6 (RFC 8200) headers: from a network packet to the protocol it carries, over options and extension headers.
 */

export const IpProtocol = {
  HopByHop: 0,
  Ipv4: 4,
  Tcp: 6,
  Udp: 17,
  Ipv6: 41,
  Routing: 43,
  Fragment: 44,
  Gre: 47,
  Authentication: 51,
  NoNext: 59,
  DestinationOptions: 60,
  Sctp: 132,
  Mobility: 135,
  Hip: 139,
  Shim6: 140,
} as const;

/** One reused object. */
export interface IpPacket {
  protocol: number;
  /** Payload as captured. */
  start: number;
  end: number;
  /** Payload by the header, bytes. */
  wireLength: number;
  /** Where the addresses stand in the packet's bytes. */
  source: number;
  destination: number;
  addressLength: 4 | 16;
  identification: number;
  /** Of this payload in the whole one, bytes. */
  fragmentOffset: number;
  moreFragments: boolean;
}

/** Extension headers in a row before a packet counts as malformed. */
const MOST_EXTENSIONS = 32;

/** `wireEnd` is where the packet would end had all of it been captured. False when the header contradicts its length. */
export function readIpv4(bytes: Uint8Array, at: number, end: number, wireEnd: number, ip: IpPacket): boolean {
  if (end - at < 20) return false;
  const headerLength = (bytes[at] & 15) << 2;
  if (bytes[at] >> 4 !== 4 || headerLength < 20 || headerLength > end - at) return false;
  let totalLength = (bytes[at + 2] << 8) | bytes[at + 3];
  // Segmentation offload leaves 0 in packets that are longer than the field can say: the frame decides.
  if (totalLength === 0) totalLength = wireEnd - at;
  if (totalLength < headerLength) return false;
  const fragment = (bytes[at + 6] << 8) | bytes[at + 7];
  ip.protocol = bytes[at + 9];
  ip.start = at + headerLength;
  ip.end = Math.min(end, at + totalLength);
  ip.wireLength = totalLength - headerLength;
  ip.source = at + 12;
  ip.destination = at + 16;
  ip.addressLength = 4;
  ip.identification = (bytes[at + 4] << 8) | bytes[at + 5];
  ip.fragmentOffset = (fragment & 0x1fff) << 3;
  ip.moreFragments = (fragment & 0x2000) !== 0;
  if (ip.protocol !== IpProtocol.Authentication || ip.fragmentOffset > 0 || ip.moreFragments) return true;
  if (!skipExtensions(bytes, ip)) return false;
  ip.wireLength = at + totalLength - ip.start;
  return true;
}

export function readIpv6(bytes: Uint8Array, at: number, end: number, wireEnd: number, ip: IpPacket): boolean {
  if (end - at < 40 || bytes[at] >> 4 !== 6) return false;
  let payloadLength = (bytes[at + 4] << 8) | bytes[at + 5];
  // 0 is a jumbogram (RFC 2675) or segmentation offload: the frame decides.
  if (payloadLength === 0) payloadLength = wireEnd - at - 40;
  const payloadEnd = at + 40 + payloadLength;
  ip.source = at + 8;
  ip.destination = at + 24;
  ip.addressLength = 16;
  ip.identification = 0;
  ip.fragmentOffset = 0;
  ip.moreFragments = false;
  ip.end = Math.min(end, payloadEnd);
  ip.protocol = bytes[at + 6];
  ip.start = at + 40;
  if (!skipExtensions(bytes, ip)) return false;
  ip.wireLength = payloadEnd - ip.start;
  return ip.wireLength >= 0;
}

/** Moves `ip.start` over the extension headers up to the transport header, or up to the payload of a fragment. */
export function skipExtensions(bytes: Uint8Array, ip: IpPacket): boolean {
  for (let n = 0; n < MOST_EXTENSIONS; n++) {
    const at = ip.start;
    switch (ip.protocol) {
      case IpProtocol.HopByHop:
      case IpProtocol.Routing:
      case IpProtocol.DestinationOptions:
      case IpProtocol.Mobility:
      case IpProtocol.Hip:
      case IpProtocol.Shim6:
        if (ip.end - at < 8) return false;
        ip.protocol = bytes[at];
        ip.start = at + ((bytes[at + 1] + 1) << 3);
        break;
      case IpProtocol.Authentication:
        if (ip.end - at < 8) return false;
        ip.protocol = bytes[at];
        ip.start = at + ((bytes[at + 1] + 2) << 2);
        break;
      case IpProtocol.Fragment: {
        if (ip.end - at < 8) return false;
        const fragment = (bytes[at + 2] << 8) | bytes[at + 3];
        ip.protocol = bytes[at];
        ip.start = at + 8;
        ip.fragmentOffset = fragment & 0xfff8;
        ip.moreFragments = (fragment & 1) !== 0;
        ip.identification = ((bytes[at + 4] << 24) | (bytes[at + 5] << 16) | (bytes[at + 6] << 8) | bytes[at + 7]) >>> 0;
        // What follows in a later fragment is payload, not headers.
        if (ip.fragmentOffset > 0 || ip.moreFragments) return true;
        break;
      }
      default:
        return ip.start <= ip.end;
    }
    if (ip.start > ip.end) return false;
  }
  return false;
}
