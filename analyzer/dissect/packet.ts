/**
 * From a captured frame to the SCTP packet or TCP segment in it: link layer, IP, and again inside tunnels. What is neither is passed
 * over at the cost of a look at its headers; packets quoted in ICMP errors are not packets of their own.
 */
import type { PacketRecord } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import type { Datagram, TransportSink } from './datagram.ts';
import { Fragments } from './fragments.ts';
import { IpProtocol, readIpv4, readIpv6, skipExtensions, type IpPacket } from './ip.ts';
import { LINK_TYPE_SCTP, readEthernet, readLink, readTags } from './link.ts';
import { EtherType, type NetworkHeader } from './networkHeader.ts';
import { readGeneve, readGre, readGtp, readVxlan, TunnelPort } from './tunnels.ts';
import { UDP_HEADER, UdpEncapsulation } from './udp.ts';

export interface PacketDissector {
  packet(record: PacketRecord): void;
  /** Reports the fragments whose other parts never came. */
  end(): void;
}

/** Network packets inside each other before the rest is left alone. */
const MOST_LAYERS = 8;
const NO_BYTES = new Uint8Array(0);
const NO_ADDRESS = new Uint8Array(4);

export function createPacketDissector(trace: Trace, transport: TransportSink): PacketDissector {
  const walk = new PacketWalk(trace, transport);
  return { packet: (record) => walk.packet(record), end: () => walk.end() };
}

const noRecord: PacketRecord = {
  input: 0, frame: 0, offset: 0, time: 0.5, linkType: 0, bytes: NO_BYTES, start: 0, end: 0, originalLength: 0, checksumDue: false,
};

class PacketWalk {
  readonly #trace: Trace;
  readonly #transport: TransportSink;
  readonly #encapsulation = new UdpEncapsulation();
  readonly #fragments: Fragments;
  readonly #header: NetworkHeader = { etherType: 0, start: 0 };
  readonly #ip: IpPacket = {
    protocol: 0, start: 0, end: 0, wireLength: 0, source: 0, destination: 0, addressLength: 4, identification: 0, fragmentOffset: 0,
    moreFragments: false,
  };
  readonly #datagram: Datagram = {
    record: noRecord, bytes: NO_BYTES, start: 0, end: 0, wireLength: 0, addressBytes: NO_BYTES, source: 0, destination: 0,
    addressLength: 4, identification: 0, udpSource: 0, udpDestination: 0, reassembled: false, tunnelled: false,
  };
  /** What is walked: the frame, or a reassembled datagram. */
  #bytes: Uint8Array = NO_BYTES;
  #end = 0;
  /** Where the bytes would end had all of them been captured. */
  #wireEnd = 0;

  /** The last unknown link type and its name, so that not every frame makes a string. */
  #strangeLink = -1;
  #strangeDetail = '';

  constructor(trace: Trace, transport: TransportSink) {
    this.#trace = trace;
    this.#transport = transport;
    this.#fragments = new Fragments((input, offset, frame) => trace.problems.report('fragment-incomplete', input, offset, frame));
  }

  end(): void {
    this.#fragments.clear();
  }

  packet(record: PacketRecord): void {
    const header = this.#header;
    const { start, end } = record;
    if (!readLink(record.linkType, record.bytes, start, end, header)) {
      this.#unknownLink(record);
      return;
    }
    const datagram = this.#datagram;
    // Most frames share these: what is not stored need not be told to the garbage collector.
    if (datagram.record !== record) datagram.record = record;
    datagram.reassembled = false;
    if (this.#bytes !== record.bytes) this.#bytes = record.bytes;
    this.#end = end;
    this.#wireEnd = start + Math.max(record.originalLength, end - start);
    for (let layer = 0; layer < MOST_LAYERS; layer++) {
      datagram.tunnelled = layer > 0;
      while (header.etherType !== EtherType.Ipv4 && header.etherType !== EtherType.Ipv6) {
        if (header.etherType === EtherType.None) return;
        if (header.etherType === EtherType.Ethernet) readEthernet(this.#bytes, header.start, this.#end, header);
        else readTags(this.#bytes, header.start, this.#end, header.etherType, header);
      }
      if (!this.#readIp(record)) return;
      switch (this.#ip.protocol) {
        case IpProtocol.Sctp:
          this.#fill();
          datagram.udpSource = datagram.udpDestination = 0;
          this.#transport.sctp(datagram);
          return;
        case IpProtocol.Tcp:
          this.#fill();
          datagram.udpSource = datagram.udpDestination = 0;
          this.#transport.tcp(datagram);
          return;
        default:
          if (!this.#enterTunnel()) return;
      }
    }
  }

  /** Reads the IP packet at the header, and the whole of it when this is the last of its fragments. */
  #readIp(record: PacketRecord): boolean {
    const ip = this.#ip;
    const { etherType, start } = this.#header;
    const readable = etherType === EtherType.Ipv4
      ? readIpv4(this.#bytes, start, this.#end, this.#wireEnd, ip)
      : readIpv6(this.#bytes, start, this.#end, this.#wireEnd, ip);
    if (!readable) {
      // A header that the snap length cut contradicts nothing.
      if (this.#end >= this.#wireEnd) this.#trace.problems.report('packet-malformed', record.input, record.offset, record.frame);
      return false;
    }
    if (this.#datagram.addressBytes !== this.#bytes) this.#datagram.addressBytes = this.#bytes;
    if (!ip.moreFragments && ip.fragmentOffset === 0) return true;
    return this.#joinFragments(record);
  }

  #joinFragments(record: PacketRecord): boolean {
    const ip = this.#ip;
    // A cut fragment joins nothing, but the first one has the headers: it goes up as a cut packet.
    if (ip.end - ip.start < ip.wireLength) return ip.fragmentOffset === 0;
    const whole = this.#fragments.add(this.#bytes, ip, record.input, record.offset, record.frame, record.time);
    if (!whole) return false;
    this.#bytes = whole;
    this.#end = this.#wireEnd = whole.length;
    this.#datagram.reassembled = true;
    ip.start = 0;
    ip.end = whole.length;
    if (!skipExtensions(whole, ip)) return false;
    ip.wireLength = whole.length - ip.start;
    return true;
  }

  /** Sets the header to the network packet inside, or hands up SCTP in UDP. False when there is nothing more to read. */
  #enterTunnel(): boolean {
    const ip = this.#ip;
    const header = this.#header;
    this.#end = ip.end;
    this.#wireEnd = ip.start + ip.wireLength;
    switch (ip.protocol) {
      case IpProtocol.Udp:
        return this.#readUdp();
      case IpProtocol.Ipv4:
        header.etherType = EtherType.Ipv4;
        header.start = ip.start;
        return true;
      case IpProtocol.Ipv6:
        header.etherType = EtherType.Ipv6;
        header.start = ip.start;
        return true;
      case IpProtocol.Gre:
        return readGre(this.#bytes, ip.start, ip.end, header);
      default:
        return false;
    }
  }

  #readUdp(): boolean {
    const ip = this.#ip;
    const bytes = this.#bytes;
    const at = ip.start;
    if (ip.end - at < UDP_HEADER) return false;
    const source = (bytes[at] << 8) | bytes[at + 1];
    const destination = (bytes[at + 2] << 8) | bytes[at + 3];
    const length = (bytes[at + 4] << 8) | bytes[at + 5];
    ip.start = at + UDP_HEADER;
    // 0 stands for a length that the field cannot say; the IP header decides, as it does for a length beyond it.
    if (length >= UDP_HEADER && length - UDP_HEADER < ip.wireLength - UDP_HEADER) {
      ip.wireLength = length;
      ip.end = Math.min(ip.end, at + length);
    }
    ip.wireLength -= UDP_HEADER;
    this.#end = ip.end;
    this.#wireEnd = ip.start + ip.wireLength;
    switch (destination) {
      case TunnelPort.Vxlan:
      case TunnelPort.LinuxVxlan:
        if (readVxlan(bytes, ip.start, ip.end, this.#header)) return true;
        break;
      case TunnelPort.Geneve:
        if (readGeneve(bytes, ip.start, ip.end, this.#header)) return true;
        break;
      case TunnelPort.Gtp:
        if (readGtp(bytes, ip.start, ip.end, this.#header)) return true;
        break;
      default:
    }
    if (this.#encapsulation.isSctp(bytes, ip.start, ip.end, ip.end - ip.start < ip.wireLength, source, destination)) {
      this.#fill();
      this.#datagram.udpSource = source;
      this.#datagram.udpDestination = destination;
      this.#transport.sctp(this.#datagram);
    }
    return false;
  }

  #fill(): void {
    const ip = this.#ip;
    const datagram = this.#datagram;
    if (datagram.bytes !== this.#bytes) datagram.bytes = this.#bytes;
    datagram.start = ip.start;
    datagram.end = ip.end;
    datagram.wireLength = ip.wireLength;
    datagram.source = ip.source;
    datagram.destination = ip.destination;
    datagram.addressLength = ip.addressLength;
    datagram.identification = ip.identification;
  }

  #unknownLink(record: PacketRecord): void {
    if (record.linkType !== LINK_TYPE_SCTP) {
      if (record.linkType !== this.#strangeLink) {
        this.#strangeLink = record.linkType;
        this.#strangeDetail = `link type ${record.linkType}`;
      }
      this.#trace.problems.report('link-type-unknown', record.input, record.offset, record.frame, this.#strangeDetail);
      return;
    }
    // SCTP without any network layer, as user-space stacks write it: there are no addresses.
    const datagram = this.#datagram;
    datagram.record = record;
    datagram.bytes = record.bytes;
    datagram.start = record.start;
    datagram.end = record.end;
    datagram.wireLength = Math.max(record.originalLength, record.end - record.start);
    datagram.addressBytes = NO_ADDRESS;
    datagram.source = datagram.destination = 0;
    datagram.addressLength = 4;
    datagram.identification = datagram.udpSource = datagram.udpDestination = 0;
    datagram.reassembled = datagram.tunnelled = false;
    this.#transport.sctp(datagram);
  }
}
