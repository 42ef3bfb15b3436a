/** What the network layer hands to the transport layer: one SCTP packet, one TCP segment. Reused, never kept. */
import type { PacketRecord } from '../trace/records.ts';

export interface Datagram {
  /** The frame it came in; the last of them when it was joined from IP fragments. */
  record: PacketRecord;
  /** The frame's own buffer, or a reassembly buffer. */
  bytes: Uint8Array;
  /** Transport header to the last captured byte. */
  start: number;
  end: number;
  /** Transport header and payload by the IP header, bytes; larger than end - start when the frame was cut. */
  wireLength: number;
  /** Source and destination address: `addressLength` (4 or 16) bytes each in `addressBytes`. */
  addressBytes: Uint8Array;
  source: number;
  destination: number;
  addressLength: 4 | 16;
  /** IPv4 identification; IPv6 fragment identification when there was a fragment header; else 0. */
  identification: number;
  /** UDP ports when SCTP is carried in UDP (RFC 6951), else 0. */
  udpSource: number;
  udpDestination: number;
  reassembled: boolean;
  tunnelled: boolean;
}

export interface TransportSink {
  sctp(datagram: Datagram): void;
  tcp(datagram: Datagram): void;
}
