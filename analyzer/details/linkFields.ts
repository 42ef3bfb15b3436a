/**
 * Link layer headers as fields: from the first byte of a frame, or of an Ethernet frame in a tunnel, to the network packet that
 * dissect/link.ts found in it. https://www.tcpdump.org/linktypes.html; IEEE 802.3, 802.1Q; RFC 3032.
 */
import { u16, u32 } from '../dissect/bigEndian.ts';
import { EtherType } from '../dissect/networkHeader.ts';
import { field, hexadecimal, opaque, type Field } from './field.ts';

const etherTypes: Readonly<Record<number, string>> = {
  [EtherType.Ipv4]: 'IPv4', [EtherType.Ipv6]: 'IPv6', [EtherType.Vlan]: 'VLAN tag', [EtherType.ServiceVlan]: 'service VLAN tag',
  [EtherType.OldServiceVlan]: 'service VLAN tag', [EtherType.Mpls]: 'MPLS', [EtherType.MplsMulticast]: 'MPLS multicast',
  [EtherType.PppoeSession]: 'PPPoE session', [EtherType.FabricPath]: 'FabricPath', 0x0806: 'ARP',
};
/** Below it the field is an 802.3 length. */
const LEAST_ETHER_TYPE = 0x600;

/** LINKTYPE_ values, and what is known of their headers. */
const linkNames: Readonly<Record<number, string>> = {
  0: 'BSD loopback', 1: 'Ethernet', 9: 'PPP', 50: 'PPP in HDLC', 51: 'PPPoE', 104: 'Cisco HDLC', 108: 'OpenBSD loopback', 113: 'Linux cooked capture v1',
  204: 'PPP with direction', 219: 'MPLS', 276: 'Linux cooked capture v2',
};
const packetTypes: Readonly<Record<number, string>> = {
  0: 'to this host', 1: 'broadcast', 2: 'multicast', 3: 'to somebody else', 4: 'sent by this host',
};

export function linkTypeName(linkType: number): string {
  return linkNames[linkType] ?? `link type ${linkType}`;
}

/** The header `bytes[start, end)` of the link layer; nothing where a frame begins with its network packet. */
export function linkFields(linkType: number, bytes: Uint8Array, start: number, end: number): readonly Field[] {
  if (end <= start) return [];
  switch (linkType) {
    case 1: return [ethernetField(bytes, start, end)];
    case 113: if (end - start >= 16) return [cookedField(bytes, start, end)]; break;
    case 276: if (end - start >= 20) return [cooked2Field(bytes, start, end)]; break;
    default:
  }
  return [opaque(bytes, start, end, linkTypeName(linkType))];
}

export function ethernetField(bytes: Uint8Array, start: number, end: number): Field {
  if (end - start < 14) return opaque(bytes, start, end, 'Ethernet', { problem: 'too short for its header' });
  const [destination, source] = [hardwareAddress(bytes, start, 6), hardwareAddress(bytes, start + 6, 6)];
  return field('Ethernet', `${source} to ${destination}`, start, end, {
    spec: 'IEEE 802.3',
    children: [
      field('Destination', destination, start, start + 6, { filter: `eth.dst == ${destination}` }),
      field('Source', source, start + 6, start + 12, { filter: `eth.src == ${source}` }),
      ...typedFields(bytes, start + 12, end, 'eth.type'),
    ],
  });
}

function cookedField(bytes: Uint8Array, start: number, end: number): Field {
  const packetType = u16(bytes, start);
  return field('Linux cooked capture v1', packetTypes[packetType] ?? '', start, end, {
    spec: 'LINKTYPE_LINUX_SLL',
    children: [
      field('Packet Type', String(packetType), start, start + 2, { meaning: packetTypes[packetType], filter: `sll.pkttype == ${packetType}` }),
      field('ARPHRD Type', String(u16(bytes, start + 2)), start + 2, start + 4, { filter: `sll.hatype == ${u16(bytes, start + 2)}` }),
      ...cookedAddress(bytes, start + 4, 2, start + 6),
      ...typedFields(bytes, start + 14, end, 'sll.etype'),
    ],
  });
}

function cooked2Field(bytes: Uint8Array, start: number, end: number): Field {
  const packetType = bytes[start + 10]!;
  const [type] = typedFields(bytes, start, start + 2, 'sll.etype');
  return field('Linux cooked capture v2', packetTypes[packetType] ?? '', start, end, {
    spec: 'LINKTYPE_LINUX_SLL2',
    children: [
      type!,
      field('Reserved', hexadecimal(u16(bytes, start + 2), 4), start + 2, start + 4),
      field('Interface Index', String(u32(bytes, start + 4)), start + 4, start + 8, { filter: `sll.ifindex == ${u32(bytes, start + 4)}` }),
      field('ARPHRD Type', String(u16(bytes, start + 8)), start + 8, start + 10, { filter: `sll.hatype == ${u16(bytes, start + 8)}` }),
      field('Packet Type', String(packetType), start + 10, start + 11, { meaning: packetTypes[packetType], filter: `sll.pkttype == ${packetType}` }),
      ...cookedAddress(bytes, start + 11, 1, start + 12),
      ...tagFields(bytes, start + 20, end, u16(bytes, start)),
    ],
  });
}

function cookedAddress(bytes: Uint8Array, lengthAt: number, lengthSize: 1 | 2, at: number): readonly Field[] {
  const length = lengthSize === 1 ? bytes[lengthAt]! : u16(bytes, lengthAt);
  const shown = Math.min(length, 8);
  const text = hardwareAddress(bytes, at, shown);
  const fields = [field('Link-Layer Address Length', String(length), lengthAt, lengthAt + lengthSize, { filter: `sll.halen == ${length}` })];
  if (shown > 0) fields.push(field('Link-Layer Address', text, at, at + shown, { filter: length === 6 ? `sll.src.eth == ${text}` : undefined }));
  if (shown < 8) fields.push(opaque(bytes, at + shown, at + 8, 'Unused'));
  return fields;
}

/** The EtherType (or 802.3 length) at `at`, and the tags behind it up to `end`. */
export function typedFields(bytes: Uint8Array, at: number, end: number, filter: string): readonly Field[] {
  if (at + 2 > end) return at < end ? [opaque(bytes, at, end, 'Bytes')] : [];
  const type = u16(bytes, at);
  const isLength = type < LEAST_ETHER_TYPE;
  const typeField = isLength
    ? field('Length', String(type), at, at + 2, { filter: filter === 'eth.type' ? `eth.len == ${type}` : undefined })
    : field('Type', hexadecimal(type, 4), at, at + 2, { meaning: etherTypes[type], filter: `${filter} == ${hexadecimal(type, 4)}` });
  return [typeField, ...tagFields(bytes, at + 2, end, type)];
}

/** VLAN tags and MPLS labels in `bytes[at, end)`, the first of the kind that `first` says; anything else as bytes. */
export function tagFields(bytes: Uint8Array, start: number, end: number, first: number): readonly Field[] {
  const fields: Field[] = [];
  let at = start;
  let type = first;
  while (at + 4 <= end) {
    if (type === EtherType.Vlan || type === EtherType.ServiceVlan || type === EtherType.OldServiceVlan) {
      fields.push(vlanField(bytes, at));
      type = u16(bytes, at + 2);
    } else if (type === EtherType.Mpls || type === EtherType.MplsMulticast) {
      fields.push(labelField(bytes, at));
      if ((bytes[at + 2]! & 1) !== 0) type = EtherType.None;
    } else {
      break;
    }
    at += 4;
  }
  if (at < end) fields.push(opaque(bytes, at, end, etherTypes[type] ?? 'Bytes'));
  return fields;
}

function vlanField(bytes: Uint8Array, at: number): Field {
  const control = u16(bytes, at);
  const [priority, id] = [control >> 13, control & 0xfff];
  return field('VLAN', String(id), at, at + 4, {
    spec: 'IEEE 802.1Q', filter: `vlan.id == ${id}`,
    children: [
      field('Priority', String(priority), at, at + 2, { filter: `vlan.priority == ${priority}` }),
      field('VLAN ID', String(id), at, at + 2, { filter: `vlan.id == ${id}` }),
      ...typedFields(bytes, at + 2, at + 4, 'vlan.etype'),
    ],
  });
}

function labelField(bytes: Uint8Array, at: number): Field {
  const entry = u32(bytes, at);
  const label = entry >>> 12;
  return field('MPLS Label', String(label), at, at + 4, {
    spec: 'RFC 3032 2.1', filter: `mpls.label == ${label}`,
    children: [
      field('Label', String(label), at, at + 3, { filter: `mpls.label == ${label}` }),
      field('Traffic Class', String((entry >>> 9) & 7), at, at + 3),
      field('Bottom of Stack', String((entry >>> 8) & 1), at, at + 3, { filter: `mpls.bottom == ${(entry >>> 8) & 1}` }),
      field('TTL', String(entry & 0xff), at + 3, at + 4, { filter: `mpls.ttl == ${entry & 0xff}` }),
    ],
  });
}

function hardwareAddress(bytes: Uint8Array, start: number, length: number): string {
  return Array.from(bytes.subarray(start, start + length), (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
