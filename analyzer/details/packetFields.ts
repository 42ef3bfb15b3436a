/**
 * All layers of one captured frame as fields: the same steps as dissect/packet.ts takes, each of which leaves a field behind. What
 * cannot be told from this frame alone, such as IP packets in several frames, is said.
 */
import type { Dictionary } from '../dissect/diameter/dictionary.ts';
import { IpProtocol, readIpv4, readIpv6, type IpPacket } from '../dissect/ip.ts';
import { LINK_TYPE_SCTP, readEthernet, readLink, readTags } from '../dissect/link.ts';
import { EtherType, type NetworkHeader } from '../dissect/networkHeader.ts';
import { readGeneve, readGre, readGtp, readVxlan, TunnelPort } from '../dissect/tunnels.ts';
import { UDP_HEADER, UdpEncapsulation } from '../dissect/udp.ts';
import { u16 } from '../dissect/bigEndian.ts';
import { formatTimeOfDay } from '../trace/time.ts';
import { field, opaque, remark, type Field } from './field.ts';
import type { CapturedFrame } from './frameReader.ts';
import { ipField } from './ipFields.ts';
import { ethernetField, linkFields, linkTypeName, tagFields } from './linkFields.ts';
import { sctpField, tcpField, udpField } from './transportFields.ts';

export interface FrameFields {
  readonly fields: readonly Field[];
  /** The SCTP packet or TCP segment in the frame's bytes, where there is one. */
  readonly transport: { readonly start: number; readonly end: number } | undefined;
}

export interface FrameContext {
  readonly dictionary: Dictionary;
  /** Its place in the capture, 1-based, where it is known. */
  readonly frame?: number | undefined;
  /** Other packets of the same ports proved that they carry SCTP in UDP. */
  readonly isUdpEncapsulated?: boolean | undefined;
}

const MOST_LAYERS = 8;
/** Larger than any header in front of a network packet that was not found. */
const LINK_BYTES = 64;

export function frameFields(frame: CapturedFrame, context: FrameContext): FrameFields {
  const walk = new FrameWalk(frame, context);
  walk.run();
  return { fields: [frameField(frame, context), ...walk.fields], transport: walk.transport };
}

function frameField({ bytes, originalLength, linkType, seconds, nanoseconds }: CapturedFrame, { frame }: FrameContext): Field {
  const isCut = bytes.length < originalLength;
  const date = new Date(seconds * 1000);
  const day = Number.isNaN(date.getTime()) ? '' : `${date.toISOString().slice(0, 10)} `;
  return remark('Frame', frame === undefined ? '' : String(frame), {
    meaning: `${bytes.length} bytes`, filter: frame === undefined ? undefined : `frame.number == ${frame}`,
    problem: isCut ? `${bytes.length} of ${originalLength} bytes were captured` : undefined,
    children: [
      remark('Arrival Time', `${day}${formatTimeOfDay(seconds, nanoseconds, 9)} UTC`),
      remark('Captured Length', `${bytes.length} bytes`, { filter: `frame.cap_len == ${bytes.length}` }),
      remark('Length on the Wire', `${originalLength} bytes`, { filter: `frame.len == ${originalLength}` }),
      remark('Link Type', String(linkType), { meaning: linkTypeName(linkType) }),
    ],
  });
}

class FrameWalk {
  readonly fields: Field[] = [];
  transport: { readonly start: number; readonly end: number } | undefined;
  readonly #frame: CapturedFrame;
  readonly #context: FrameContext;
  readonly #bytes: Uint8Array;
  readonly #header: NetworkHeader = { etherType: 0, start: 0 };
  readonly #ip: IpPacket = {
    protocol: 0, start: 0, end: 0, wireLength: 0, source: 0, destination: 0, addressLength: 4, identification: 0, fragmentOffset: 0,
    moreFragments: false,
  };
  #end: number;
  #wireEnd: number;

  constructor(frame: CapturedFrame, context: FrameContext) {
    this.#frame = frame;
    this.#context = context;
    this.#bytes = frame.bytes;
    this.#end = frame.bytes.length;
    this.#wireEnd = Math.max(frame.originalLength, this.#end);
  }

  run(): void {
    const bytes = this.#bytes;
    const { linkType } = this.#frame;
    if (linkType === LINK_TYPE_SCTP) return this.#sctp(0, this.#end, this.#wireEnd);
    const isKnown = readLink(linkType, bytes, 0, this.#end, this.#header);
    if (!isKnown || this.#header.etherType === EtherType.None) {
      const linkEnd = isKnown ? Math.min(this.#end, linkType === 1 ? 14 : LINK_BYTES) : 0;
      this.fields.push(...linkFields(linkType, bytes, 0, linkEnd));
      return this.#rest(linkEnd, this.#end, isKnown ? 'no IP packet is in it' : `link type ${linkType} is not read`);
    }
    this.fields.push(...linkFields(linkType, bytes, 0, Math.min(this.#header.start, this.#end)));
    const after = this.#layers();
    const covered = this.transport?.end ?? after;
    if (covered !== undefined && covered < bytes.length) this.fields.push(opaque(bytes, covered, bytes.length, 'Trailer', { meaning: 'padding, or a frame check sequence' }));
  }

  /** Answers where the last field ends when no transport packet was found. */
  #layers(): number | undefined {
    for (let layer = 0; layer < MOST_LAYERS; layer++) {
      if (!this.#toNetworkPacket() || !this.#ipPacket()) return undefined;
      const ip = this.#ip;
      if (ip.fragmentOffset > 0 || (ip.moreFragments && ip.protocol !== IpProtocol.Sctp)) {
        this.#rest(ip.start, ip.end, `fragment from byte ${ip.fragmentOffset} of an IP packet: its other parts are in other frames`);
        return ip.end;
      }
      switch (ip.protocol) {
        case IpProtocol.Sctp:
          this.#sctp(ip.start, ip.end, ip.start + ip.wireLength);
          return undefined;
        case IpProtocol.Tcp:
          this.fields.push(tcpField(this.#bytes, ip.start, ip.end, this.#context.dictionary));
          this.transport = { start: ip.start, end: ip.end };
          return undefined;
        default:
          if (!this.#enterTunnel()) return this.#ip.end;
      }
    }
    this.#rest(this.#header.start, this.#end, `more than ${MOST_LAYERS} network packets in each other`);
    return undefined;
  }

  /** Over Ethernet headers and tags inside tunnels. */
  #toNetworkPacket(): boolean {
    const header = this.#header;
    while (header.etherType !== EtherType.Ipv4 && header.etherType !== EtherType.Ipv6) {
      const { start, etherType } = header;
      const isEthernet = etherType === EtherType.Ethernet;
      if (isEthernet) readEthernet(this.#bytes, start, this.#end, header);
      else readTags(this.#bytes, start, this.#end, etherType, header);
      if (header.etherType === EtherType.None || header.start > this.#end) {
        this.#rest(start, this.#end, 'no IP packet is in it');
        return false;
      }
      if (isEthernet) this.fields.push(ethernetField(this.#bytes, start, header.start));
      else this.fields.push(...tagFields(this.#bytes, start, header.start, etherType));
    }
    return true;
  }

  #ipPacket(): boolean {
    const { etherType, start } = this.#header;
    const read = etherType === EtherType.Ipv4 ? readIpv4 : readIpv6;
    if (!read(this.#bytes, start, this.#end, this.#wireEnd, this.#ip) || this.#ip.start > this.#end || this.#ip.end > this.#end || this.#ip.start > this.#ip.end) {
      this.#rest(start, this.#end, 'its IP header contradicts its length');
      return false;
    }
    this.fields.push(ipField(this.#bytes, start, this.#ip.start));
    return true;
  }

  #enterTunnel(): boolean {
    const ip = this.#ip;
    const header = this.#header;
    this.#end = ip.end;
    this.#wireEnd = ip.start + ip.wireLength;
    switch (ip.protocol) {
      case IpProtocol.Udp:
        return this.#udp();
      case IpProtocol.Ipv4:
      case IpProtocol.Ipv6:
        header.etherType = ip.protocol === IpProtocol.Ipv4 ? EtherType.Ipv4 : EtherType.Ipv6;
        header.start = ip.start;
        return true;
      case IpProtocol.Gre:
        if (this.#tunnel('GRE', 'RFC 2784', ip.start, readGre(this.#bytes, ip.start, ip.end, header))) return true;
        break;
      default:
    }
    this.#rest(ip.start, ip.end, undefined);
    return false;
  }

  #udp(): boolean {
    const ip = this.#ip;
    const bytes = this.#bytes;
    const { start } = ip;
    this.fields.push(udpField(bytes, start, ip.end));
    if (ip.end - start < UDP_HEADER) return false;
    const [source, destination, length] = [u16(bytes, start), u16(bytes, start + 2), u16(bytes, start + 4)];
    if (length >= UDP_HEADER && length < ip.wireLength) {
      ip.wireLength = length;
      ip.end = Math.min(ip.end, start + length);
    }
    ip.start = start + UDP_HEADER;
    ip.wireLength -= UDP_HEADER;
    this.#end = ip.end;
    this.#wireEnd = ip.start + ip.wireLength;
    const inside = ip.start;
    switch (destination) {
      case TunnelPort.Vxlan:
      case TunnelPort.LinuxVxlan:
        if (this.#tunnel('VXLAN', 'RFC 7348', inside, readVxlan(bytes, inside, ip.end, this.#header))) return true;
        break;
      case TunnelPort.Geneve:
        if (this.#tunnel('Geneve', 'RFC 8926', inside, readGeneve(bytes, inside, ip.end, this.#header))) return true;
        break;
      case TunnelPort.Gtp:
        if (this.#tunnel('GTP-U', '3GPP TS 29.281 5', inside, readGtp(bytes, inside, ip.end, this.#header))) return true;
        break;
      default:
    }
    const isCut = ip.end < this.#wireEnd;
    if (this.#context.isUdpEncapsulated === true || new UdpEncapsulation().isSctp(bytes, inside, ip.end, isCut, source, destination)) {
      this.#sctp(inside, ip.end, this.#wireEnd);
      return false;
    }
    this.#rest(inside, ip.end, undefined);
    return false;
  }

  #tunnel(name: string, spec: string, start: number, isFound: boolean): boolean {
    if (!isFound || this.#header.start > this.#end) return false;
    this.fields.push(opaque(this.#bytes, start, this.#header.start, name, { spec }));
    return true;
  }

  #sctp(start: number, end: number, wireEnd: number): void {
    const last = Math.min(end, wireEnd);
    const cut = last < wireEnd ? `${last - start} of ${wireEnd - start} bytes were captured`
      : this.#ip.moreFragments ? 'first fragment of an IP packet: its other parts are in other frames'
      : undefined;
    this.transport = { start, end: last };
    this.fields.push(sctpField(this.#bytes, start, last, cut, this.#context.dictionary));
  }

  #rest(start: number, end: number, problem: string | undefined): void {
    if (start < end) this.fields.push(opaque(this.#bytes, start, end, 'Payload', { problem }));
    else if (problem !== undefined) this.fields.push(field('Payload', '', end, end, { problem }));
  }
}
