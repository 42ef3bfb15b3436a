/**
 * Tunnels: from the payload of GRE or of a UDP port to the network packet in it. GRE RFC 2784, 2890 and 2637; ERSPAN
 * draft-foschiano-erspan; VXLAN RFC 7348; Geneve RFC 8926; GTP-U 3GPP TS 29.281 5.
 */
import { EtherType, ipVersionType, type NetworkHeader } from './networkHeader.ts';

const GRE_CHECKSUM = 0x8000;
const GRE_ROUTING = 0x4000;
const GRE_KEY = 0x2000;
const GRE_SEQUENCE = 0x1000;
const GRE_ACKNOWLEDGMENT = 0x0080;
const GRE_PPP = 0x880b;
const GRE_ERSPAN = 0x88be;
const GRE_ERSPAN3 = 0x22eb;
const ERSPAN2_HEADER = 8;
const ERSPAN3_HEADER = 12;
const ERSPAN3_SUBHEADER = 8;

export const TunnelPort = { Vxlan: 4789, LinuxVxlan: 8472, Geneve: 6081, Gtp: 2152 } as const;

const VXLAN_HEADER = 8;
const VXLAN_HAS_NETWORK = 0x08;
const GENEVE_HEADER = 8;
const GENEVE_OPTIONS = 0x3f;
const GTP_HEADER = 8;
const GTP_VERSION_AND_TYPE = 0xf0;
/** Version 1, protocol type GTP. */
const GTP_V1 = 0x30;
const GTP_OPTIONAL = 7;
const GTP_EXTENSION = 4;
const GTP_PACKET = 255;
const MOST_GTP_EXTENSIONS = 16;

function found(header: NetworkHeader, etherType: number, start: number): boolean {
  header.etherType = etherType;
  header.start = start;
  return etherType !== EtherType.None;
}

/** False when nothing that is read is inside. */
export function readGre(bytes: Uint8Array, start: number, end: number, header: NetworkHeader): boolean {
  if (end - start < 4) return false;
  const flags = (bytes[start] << 8) | bytes[start + 1];
  const protocol = (bytes[start + 2] << 8) | bytes[start + 3];
  if ((flags & GRE_ROUTING) !== 0) return false;
  let at = start + 4;
  if ((flags & GRE_CHECKSUM) !== 0) at += 4;
  if ((flags & GRE_KEY) !== 0) at += 4;
  if ((flags & GRE_SEQUENCE) !== 0) at += 4;
  if ((flags & GRE_ACKNOWLEDGMENT) !== 0) at += 4;
  if (at >= end) return false;
  switch (protocol) {
    case EtherType.Ipv4:
    case EtherType.Ipv6:
    case EtherType.Ethernet:
    case EtherType.Vlan:
    case EtherType.Mpls:
      return found(header, protocol, at);
    case GRE_PPP:
      return found(header, EtherType.Ppp, at);
    case GRE_ERSPAN:
      // Type I has neither sequence number nor header of its own.
      return found(header, EtherType.Ethernet, (flags & GRE_SEQUENCE) === 0 ? at : at + ERSPAN2_HEADER);
    case GRE_ERSPAN3: {
      if (end - at < ERSPAN3_HEADER) return false;
      const hasSubheader = (bytes[at + ERSPAN3_HEADER - 1] & 1) !== 0;
      return found(header, EtherType.Ethernet, at + ERSPAN3_HEADER + (hasSubheader ? ERSPAN3_SUBHEADER : 0));
    }
    default:
      return false;
  }
}

export function readVxlan(bytes: Uint8Array, start: number, end: number, header: NetworkHeader): boolean {
  if (end - start <= VXLAN_HEADER || (bytes[start] & VXLAN_HAS_NETWORK) === 0) return false;
  return found(header, EtherType.Ethernet, start + VXLAN_HEADER);
}

export function readGeneve(bytes: Uint8Array, start: number, end: number, header: NetworkHeader): boolean {
  if (end - start <= GENEVE_HEADER || bytes[start] >> 6 !== 0) return false;
  const protocol = (bytes[start + 2] << 8) | bytes[start + 3];
  const at = start + GENEVE_HEADER + ((bytes[start] & GENEVE_OPTIONS) << 2);
  const isRead = protocol === EtherType.Ethernet || protocol === EtherType.Ipv4 || protocol === EtherType.Ipv6;
  return at < end && isRead && found(header, protocol, at);
}

export function readGtp(bytes: Uint8Array, start: number, end: number, header: NetworkHeader): boolean {
  if (end - start <= GTP_HEADER || (bytes[start] & GTP_VERSION_AND_TYPE) !== GTP_V1 || bytes[start + 1] !== GTP_PACKET) return false;
  let at = start + GTP_HEADER;
  if ((bytes[start] & GTP_OPTIONAL) !== 0) {
    at += 4; // sequence number, N-PDU number, type of the first extension
    if (at > end) return false;
    let more = (bytes[start] & GTP_EXTENSION) !== 0 && bytes[at - 1] !== 0;
    for (let n = 0; more; n++) {
      if (at >= end || bytes[at] === 0 || n === MOST_GTP_EXTENSIONS) return false;
      at += bytes[at] << 2;
      if (at > end) return false;
      more = bytes[at - 1] !== 0;
    }
  }
  return found(header, ipVersionType(bytes, at, end), at);
}
