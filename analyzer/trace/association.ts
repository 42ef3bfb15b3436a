/** SCTP associations (RFC 9260 1.3), and TCP connections that carry Diameter. Few, so they are objects. */
import type { Nanoseconds } from './time.ts';

export interface Endpoint {
  /** Transport addresses, in the order they became known ("10.0.0.1", "fd00::1"). */
  readonly addresses: string[];
  port: number;
  /** The tag this endpoint chose: packets *to* it carry it. 0 while unknown. */
  verificationTag: number;
  /** From its INIT or INIT ACK; undefined when the capture starts later. */
  init?: {
    readonly aRwnd: number;
    readonly outboundStreams: number;
    readonly inboundStreams: number;
    readonly initialTsn: number;
  };
}

/** A pair of transport addresses: index into endpoints[0].addresses and endpoints[1].addresses. */
export interface Path {
  readonly first: number;
  readonly second: number;
}

export type Ending =
  /** SHUTDOWN COMPLETE seen. */
  | 'shutdown'
  /** ABORT seen. */
  | 'abort'
  /** A new association took its place on the same addresses and ports (restart). */
  | 'restart'
  /** The capture ends first. */
  | 'open';

/** As it is now: the other goes on changing while packets are read. */
export function copyOf(association: Association): Association {
  const [first, second] = association.endpoints;
  return {
    ...association,
    endpoints: [{ ...first, addresses: first.addresses.slice() }, { ...second, addresses: second.addresses.slice() }],
    paths: association.paths.slice(), packets: [...association.packets], ppids: new Map(association.ppids),
  };
}

export interface Association {
  readonly id: number;
  readonly transport: 'sctp' | 'tcp';
  /** [0] sent the INIT (or the SYN); where that was not seen, [0] sent the first packet seen. */
  readonly endpoints: readonly [Endpoint, Endpoint];
  readonly paths: Path[];
  /** The capture shows its INIT: it begins inside the capture. */
  initSeen: boolean;
  start: Nanoseconds;
  end: Nanoseconds;
  ending: Ending;
  /** Packet row of the chunk that ended it, NONE while open. */
  endPacket: number;
  /** The ABORT, when there was one: first cause code (RFC 9260 3.3.10), who sent it (0 or 1), T bit, and where. */
  abort?: { readonly cause: number; readonly from: 0 | 1; readonly reflected: boolean; readonly packet: number; readonly reason: string };
  /** Packet row of the first SHUTDOWN chunk, and who sent it. */
  shutdown?: { readonly from: 0 | 1; readonly packet: number };
  /** I-DATA (RFC 8260) is in use. */
  interleaving: boolean;
  /** Packets by sender, duplicates left out. */
  readonly packets: [number, number];
  /** DATA chunks by PPID. Bounded; further PPIDs count under the last. */
  readonly ppids: Map<number, number>;
}
