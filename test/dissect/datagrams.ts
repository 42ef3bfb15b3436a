/** Walks frames down to their SCTP packets and TCP segments; the datagram is reused, so each is copied. */
import { createPacketDissector } from '../../analyzer/dissect/packet.ts';
import type { Datagram } from '../../analyzer/dissect/datagram.ts';
import { Trace } from '../../analyzer/trace/trace.ts';

export interface Frame {
  readonly bytes: Uint8Array;
  readonly linkType?: number;
  readonly originalLength?: number;
  /** ns. */
  readonly time?: number;
}

export interface FoundDatagram {
  readonly transport: 'sctp' | 'tcp';
  readonly frame: number;
  readonly payload: Uint8Array;
  readonly wireLength: number;
  readonly source: string;
  readonly destination: string;
  readonly identification: number;
  readonly udpPorts: readonly [number, number];
  readonly reassembled: boolean;
  readonly tunnelled: boolean;
}

function addressText({ addressBytes, addressLength }: Datagram, at: number): string {
  const bytes = addressBytes.subarray(at, at + addressLength);
  if (addressLength === 4) return bytes.join('.');
  return Array.from({ length: 8 }, (_, n) => (((bytes[2 * n]! << 8) | bytes[2 * n + 1]!) >>> 0).toString(16)).join(':');
}

export function copyDatagram(transport: 'sctp' | 'tcp', datagram: Datagram): FoundDatagram {
  return {
    transport,
    frame: datagram.record.frame,
    payload: new Uint8Array(datagram.bytes.subarray(datagram.start, datagram.end)),
    wireLength: datagram.wireLength,
    source: addressText(datagram, datagram.source),
    destination: addressText(datagram, datagram.destination),
    identification: datagram.identification,
    udpPorts: [datagram.udpSource, datagram.udpDestination],
    reassembled: datagram.reassembled,
    tunnelled: datagram.tunnelled,
  };
}

/** Each frame lies in the middle of a larger buffer, so that reading beyond its ends shows. */
export function walk(frames: readonly Frame[]): { trace: Trace; found: FoundDatagram[] } {
  const trace = new Trace();
  trace.addInput('frames');
  const found: FoundDatagram[] = [];
  const dissector = createPacketDissector(trace, {
    sctp: (datagram) => found.push(copyDatagram('sctp', datagram)),
    tcp: (datagram) => found.push(copyDatagram('tcp', datagram)),
  });
  frames.forEach(({ bytes, linkType = 1, originalLength = bytes.length, time = 0 }, n) => {
    const buffer = new Uint8Array(bytes.length + 200).fill(0x5a);
    buffer.set(bytes, 100);
    dissector.packet({
      input: 0, frame: n + 1, offset: 100 * n, time, linkType, bytes: buffer, start: 100, end: 100 + bytes.length, originalLength,
    });
    buffer.fill(0xee);
  });
  dissector.end();
  return { trace, found };
}
