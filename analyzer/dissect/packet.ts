/**
 * From a captured frame to the SCTP packet or TCP segment in it: link layer, IP, and again inside tunnels. What is neither is passed
 * over at the cost of a look at its headers.
 */
import type { PacketRecord } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import type { Datagram, TransportSink } from './datagram.ts';
import { IpProtocol, readIpv4, readIpv6, type IpPacket } from './ip.ts';
import { readEthernet, readLink } from './link.ts';
import { EtherType, type NetworkHeader } from './networkHeader.ts';

export interface PacketDissector {
  packet(record: PacketRecord): void;
}

/** Network packets inside each other before the rest is left alone. */
const MOST_LAYERS = 8;

export function createPacketDissector(trace: Trace, transport: TransportSink): PacketDissector {
  const walk = new PacketWalk(trace, transport);
  return { packet: (record) => walk.packet(record) };
}

class PacketWalk {
  readonly #trace: Trace;
  readonly #transport: TransportSink;
  readonly #header: NetworkHeader = { etherType: 0, start: 0 };
  readonly #ip: IpPacket = {
    protocol: 0, start: 0, end: 0, wireLength: 0, source: 0, destination: 0, addressLength: 4, identification: 0, fragmentOffset: 0,
    moreFragments: false,
  };
  #datagram: Datagram | undefined;

  constructor(trace: Trace, transport: TransportSink) {
    this.#trace = trace;
    this.#transport = transport;
  }

  packet(record: PacketRecord): void {
    const header = this.#header;
    const { bytes, start, end } = record;
    if (!readLink(record.linkType, bytes, start, end, header)) {
      this.#trace.problems.report('link-type-unknown', record.input, record.offset, record.frame, `link type ${record.linkType}`);
      return;
    }
    const wireEnd = start + Math.max(record.originalLength, end - start);
    const ip = this.#ip;
    for (let layer = 0; layer < MOST_LAYERS; layer++) {
      switch (header.etherType) {
        case EtherType.Ethernet:
          readEthernet(bytes, header.start, end, header);
          continue;
        case EtherType.Ipv4:
          if (!readIpv4(bytes, header.start, end, wireEnd, ip)) return this.#malformed(record);
          break;
        case EtherType.Ipv6:
          if (!readIpv6(bytes, header.start, end, wireEnd, ip)) return this.#malformed(record);
          break;
        default:
          return;
      }
      if (ip.protocol === IpProtocol.Sctp) this.#transport.sctp(this.#fill(record));
      else if (ip.protocol === IpProtocol.Tcp) this.#transport.tcp(this.#fill(record));
      return;
    }
  }

  #malformed(record: PacketRecord): void {
    this.#trace.problems.report('packet-malformed', record.input, record.offset, record.frame);
  }

  #fill(record: PacketRecord): Datagram {
    const ip = this.#ip;
    const datagram = (this.#datagram ??= emptyDatagram(record));
    datagram.record = record;
    datagram.bytes = record.bytes;
    datagram.start = ip.start;
    datagram.end = ip.end;
    datagram.wireLength = ip.wireLength;
    datagram.addressBytes = record.bytes;
    datagram.source = ip.source;
    datagram.destination = ip.destination;
    datagram.addressLength = ip.addressLength;
    datagram.identification = ip.identification;
    return datagram;
  }
}

function emptyDatagram(record: PacketRecord): Datagram {
  return {
    record, bytes: record.bytes, start: 0, end: 0, wireLength: 0, addressBytes: record.bytes, source: 0, destination: 0,
    addressLength: 4, identification: 0, udpSource: 0, udpDestination: 0, reassembled: false, tunnelled: false,
  };
}
