/** Where a header ends and what follows it: every link layer and every tunnel answers in this form. One reused object. */

/** EtherTypes, https://www.iana.org/assignments/ieee-802-numbers; also used for what raw links and tunnels carry. */
export const EtherType = {
  /** Nothing that is read. */
  None: 0,
  Ipv4: 0x0800,
  /** Transparent Ethernet Bridging: an Ethernet frame, as in GRE. */
  Ethernet: 0x6558,
  Vlan: 0x8100,
  Ipv6: 0x86dd,
  Mpls: 0x8847,
  MplsMulticast: 0x8848,
  PppoeSession: 0x8864,
  Ppp: 0x880b,
  ServiceVlan: 0x88a8,
  FabricPath: 0x8903,
  OldServiceVlan: 0x9100,
} as const;

export interface NetworkHeader {
  /** EtherType of what begins at `start`, 0 when it is nothing to us. */
  etherType: number;
  start: number;
}

/** What an IP packet without a type field is, by its version nibble. */
export function ipVersionType(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return EtherType.None;
  const version = bytes[at] >> 4;
  return version === 4 ? EtherType.Ipv4 : version === 6 ? EtherType.Ipv6 : EtherType.None;
}
