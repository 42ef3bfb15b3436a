/**
 * Link layer headers: from a captured frame to the network packet in it.
 * https://www.tcpdump.org/linktypes.html; IEEE 802.1Q, 802.1ad; RFC 1661, 1662, 2516 (PPP, PPPoE); RFC 3032 (MPLS).
 */
import { EtherType, ipVersionType, type NetworkHeader } from './networkHeader.ts';

const LinkType = {
  Null: 0,
  Ethernet: 1,
  Ppp: 9,
  RawBsd: 12,
  RawOpenBsd: 14,
  PppHdlc: 50,
  PppEther: 51,
  Raw: 101,
  CiscoHdlc: 104,
  Loop: 108,
  LinuxSll: 113,
  PppWithDirection: 204,
  Mpls: 219,
  Ipv4: 228,
  Ipv6: 229,
  LinuxSll2: 276,
} as const;

/** SCTP without link and network layer. */
export const LINK_TYPE_SCTP = 248;

/** Below it the field is an 802.3 length and LLC follows. */
const LEAST_ETHER_TYPE = 0x600;
/** SLL protocol of a frame that begins with LLC. */
const SLL_LLC = 4;
/** Tags of any kind in a row; real frames have at most a handful of VLAN tags or MPLS labels. */
const MOST_TAGS = 16;

/** Finds the network packet of a frame. False when the link type is not known. */
export function readLink(linkType: number, bytes: Uint8Array, start: number, end: number, found: NetworkHeader): boolean {
  switch (linkType) {
    case LinkType.Ethernet:
      readEthernet(bytes, start, end, found);
      return true;
    case LinkType.LinuxSll:
      readTyped(bytes, start + 14, end, found);
      return true;
    case LinkType.LinuxSll2:
      if (end - start < 20) none(found);
      else readTags(bytes, start + 20, end, (bytes[start] << 8) | bytes[start + 1], found);
      return true;
    case LinkType.Raw:
    case LinkType.RawBsd:
    case LinkType.RawOpenBsd:
    case LinkType.Ipv4:
    case LinkType.Ipv6:
      readIp(bytes, start, end, found);
      return true;
    case LinkType.Null:
    case LinkType.Loop:
      // The address family differs from system to system, and its byte order too: the version nibble is the same everywhere.
      readIp(bytes, start + 4, end, found);
      return true;
    case LinkType.Ppp:
    case LinkType.PppHdlc:
      readPpp(bytes, start, end, found);
      return true;
    case LinkType.PppWithDirection:
      readPpp(bytes, start + 1, end, found);
      return true;
    case LinkType.PppEther:
      readTags(bytes, start, end, EtherType.PppoeSession, found);
      return true;
    case LinkType.Mpls:
      readTags(bytes, start, end, EtherType.Mpls, found);
      return true;
    case LinkType.CiscoHdlc:
      readTyped(bytes, start + 2, end, found);
      return true;
    default:
      none(found);
      return false;
  }
}

/** An Ethernet frame, captured or carried in a tunnel. */
export function readEthernet(bytes: Uint8Array, start: number, end: number, found: NetworkHeader): void {
  readTyped(bytes, start + 12, end, found);
}

function none(found: NetworkHeader): void {
  found.etherType = EtherType.None;
}

function readIp(bytes: Uint8Array, at: number, end: number, found: NetworkHeader): void {
  found.etherType = ipVersionType(bytes, at, end);
  found.start = at;
}

/** An EtherType (or an 802.3 length) at `at`, then what it says. */
function readTyped(bytes: Uint8Array, at: number, end: number, found: NetworkHeader): void {
  if (at + 2 > end) {
    none(found);
    return;
  }
  const etherType = (bytes[at] << 8) | bytes[at + 1];
  if (etherType === EtherType.Ipv4 || etherType === EtherType.Ipv6) {
    found.etherType = etherType;
    found.start = at + 2;
    return;
  }
  readTags(bytes, at + 2, end, etherType, found);
}

/** Skips what may stand between a link header and the network packet. `start` is behind the field that held `first`. */
export function readTags(bytes: Uint8Array, start: number, end: number, first: number, found: NetworkHeader): void {
  let at = start;
  let etherType = first;
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    switch (etherType) {
      case EtherType.Vlan:
      case EtherType.ServiceVlan:
      case EtherType.OldServiceVlan:
        if (at + 4 > end) return none(found);
        etherType = (bytes[at + 2] << 8) | bytes[at + 3];
        at += 4;
        continue;
      case EtherType.Mpls:
      case EtherType.MplsMulticast: {
        if (at + 4 > end) return none(found);
        const bottomOfStack = (bytes[at + 2] & 1) !== 0;
        at += 4;
        if (bottomOfStack) return readBehindLabels(bytes, at, end, found);
        continue;
      }
      case EtherType.PppoeSession:
        return readPpp(bytes, at + 6, end, found);
      case EtherType.Ppp:
        return readPpp(bytes, at, end, found);
      case EtherType.FabricPath:
        // The outer header has the form of an Ethernet header and ends with a two-byte tag; the inner frame follows.
        found.etherType = EtherType.Ethernet;
        found.start = at + 2;
        return;
      case EtherType.Ipv4:
      case EtherType.Ipv6:
        found.etherType = etherType;
        found.start = at;
        return;
      default:
        if (etherType >= LEAST_ETHER_TYPE) return none(found);
        // Jumbo frames and SLL number LLC differently; SNAP is recognised by its own bytes.
        if (at + 8 > end || bytes[at] !== 0xaa || bytes[at + 1] !== 0xaa || bytes[at + 2] !== 3) return none(found);
        if (etherType < SLL_LLC) return none(found);
        etherType = (bytes[at + 6] << 8) | bytes[at + 7];
        if (etherType < LEAST_ETHER_TYPE) return none(found);
        at += 8;
    }
  }
  none(found);
}

/** MPLS does not say what it carries: IP by its version, or Ethernet behind a control word, which begins with 0 (RFC 4385 3). */
function readBehindLabels(bytes: Uint8Array, at: number, end: number, found: NetworkHeader): void {
  readIp(bytes, at, end, found);
  if (found.etherType !== EtherType.None || at >= end || bytes[at] >> 4 !== 0) return;
  found.etherType = EtherType.Ethernet;
  found.start = at + 4;
}

/** PPP with or without address and control bytes; the protocol field has one byte when its lowest bit is set (RFC 1661 6.5). */
function readPpp(bytes: Uint8Array, start: number, end: number, found: NetworkHeader): void {
  let at = start;
  if (at + 2 <= end && bytes[at] === 0xff && bytes[at + 1] === 3) at += 2;
  if (at + 2 > end) return none(found);
  let protocol = bytes[at];
  at++;
  if ((protocol & 1) === 0) {
    protocol = (protocol << 8) | bytes[at];
    at++;
  }
  switch (protocol) {
    case 0x0021:
      found.etherType = EtherType.Ipv4;
      break;
    case 0x0057:
      found.etherType = EtherType.Ipv6;
      break;
    case 0x0281:
    case 0x0283:
      return readTags(bytes, at, end, EtherType.Mpls, found);
    default:
      return none(found);
  }
  found.start = at;
}
