/**
 * Which TCP connection a segment belongs to: a table of the connections that carry Diameter, and a table of fixed size of the
 * last SYNs, which tell who opened a connection and when. A flow is the pair of (address, port) in either order.
 */
import type { Association } from '../trace/association.ts';
import { NONE } from '../trace/table.ts';
import type { Nanoseconds } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { formatAddress } from './address.ts';
import { u16 } from './bigEndian.ts';
import type { Datagram } from './datagram.ts';
import type { TcpStream } from './tcpStream.ts';

/** Connections with one hash, more are replaced: chosen addresses must not make the search linear. */
const LONGEST_CHAIN = 16;
/** Connections that open while others wait for their first message: 64 k of them need 1.3 MB. */
const SYN_SLOTS = 1 << 16;

/** FNV-1a of addresses and ports, the same for both directions: each end is hashed alone and the two are added. */
export function flowHash(datagram: Datagram): number {
  const first = endHash(datagram, datagram.source, datagram.start);
  const second = endHash(datagram, datagram.destination, datagram.start + 2);
  return (first + second) >>> 0;
}

function endHash(datagram: Datagram, address: number, port: number): number {
  const { addressBytes, addressLength, bytes } = datagram;
  let hash = 0x811c9dc5;
  for (let at = address; at < address + addressLength; at++) hash = Math.imul(hash ^ addressBytes[at]!, 0x01000193);
  hash = Math.imul(hash ^ bytes[port]!, 0x01000193);
  hash = Math.imul(hash ^ bytes[port + 1]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

/** What the table of SYNs knows of a connection. */
export interface Syn {
  readonly time: Nanoseconds;
  readonly sequence: number;
  /** The sender of the segment in hand sent it. */
  readonly fromSource: boolean;
}

/** The last SYN of every slot: a later connection takes the slot of an earlier one. */
export class SynTable {
  readonly #hash = new Uint32Array(SYN_SLOTS);
  readonly #time = new Float64Array(SYN_SLOTS);
  readonly #sequence = new Uint32Array(SYN_SLOTS);
  readonly #opener = new Uint32Array(SYN_SLOTS);

  /** A SYN without ACK names the opener by its sender, a SYN-ACK by its receiver. */
  put(hash: number, datagram: Datagram, sequence: number, fromSource: boolean): void {
    const slot = hash & (SYN_SLOTS - 1);
    const opener = (fromSource
      ? endHash(datagram, datagram.source, datagram.start)
      : endHash(datagram, datagram.destination, datagram.start + 2)) >>> 0;
    if (!fromSource && this.#hash[slot] === hash && this.#opener[slot] === opener) return;
    this.#hash[slot] = hash;
    this.#time[slot] = datagram.record.time;
    this.#sequence[slot] = fromSource ? sequence : NONE;
    this.#opener[slot] = opener;
  }

  take(hash: number, datagram: Datagram): Syn | undefined {
    const slot = hash & (SYN_SLOTS - 1);
    if (this.#hash[slot] !== hash || this.#opener[slot] === 0) return undefined;
    const fromSource = this.#opener[slot] === endHash(datagram, datagram.source, datagram.start) >>> 0;
    return { time: this.#time[slot]!, sequence: this.#sequence[slot]!, fromSource };
  }
}

/** A connection that carries Diameter. The first end is the one that opened it. */
export class Connection {
  readonly association: Association;
  readonly streams: readonly [TcpStream, TcpStream];
  readonly hash: number;
  /** Of the SYN, NONE when it was not seen. */
  readonly synSequence: number;
  /** Address and port of the first end, then of the second. */
  readonly #ends: Uint8Array;
  readonly #width: number;

  constructor(
    association: Association, hash: number, datagram: Datagram, syn: Syn | undefined, streams: readonly [TcpStream, TcpStream],
  ) {
    this.association = association;
    this.streams = streams;
    this.hash = hash;
    this.synSequence = syn?.sequence ?? NONE;
    this.#width = datagram.addressLength;
    const { addressBytes, addressLength, bytes, source, destination, start } = datagram;
    const width = addressLength + 2;
    this.#ends = new Uint8Array(2 * width);
    const sourceAt = syn && !syn.fromSource ? width : 0;
    const destinationAt = width - sourceAt;
    this.#ends.set(addressBytes.subarray(source, source + addressLength), sourceAt);
    this.#ends.set(bytes.subarray(start, start + 2), sourceAt + addressLength);
    this.#ends.set(addressBytes.subarray(destination, destination + addressLength), destinationAt);
    this.#ends.set(bytes.subarray(start + 2, start + 4), destinationAt + addressLength);
  }

  has(datagram: Datagram): boolean {
    if (datagram.addressLength !== this.#width) return false;
    const width = this.#width + 2;
    return this.#is(datagram, 0, width) || this.#is(datagram, width, 0);
  }

  /** Which end sent it. */
  sideOf(datagram: Datagram): 0 | 1 {
    return this.#is(datagram, 0, this.#width + 2) ? 0 : 1;
  }

  #is(datagram: Datagram, sourceAt: number, destinationAt: number): boolean {
    const { addressBytes, addressLength, bytes, source, destination, start } = datagram;
    const ends = this.#ends;
    for (let i = 0; i < addressLength; i++) {
      if (ends[sourceAt + i] !== addressBytes[source + i] || ends[destinationAt + i] !== addressBytes[destination + i]) return false;
    }
    const sourcePort = sourceAt + addressLength;
    const destinationPort = destinationAt + addressLength;
    return ends[sourcePort] === bytes[start] && ends[sourcePort + 1] === bytes[start + 1]
      && ends[destinationPort] === bytes[start + 2] && ends[destinationPort + 1] === bytes[start + 3];
  }
}

export class ConnectionTable {
  readonly #chains = new Map<number, Connection[]>();

  get size(): number {
    return this.#chains.size;
  }

  find(hash: number, datagram: Datagram): Connection | undefined {
    const chain = this.#chains.get(hash);
    if (!chain) return undefined;
    for (let i = 0; i < chain.length; i++) if (chain[i]!.has(datagram)) return chain[i];
    return undefined;
  }

  /** A new association; `datagram` is the first segment that carries a message. */
  add(trace: Trace, hash: number, datagram: Datagram, syn: Syn | undefined, first: TcpStream, second: TcpStream): Connection {
    const { addressBytes, addressLength, bytes, source, destination, start, record } = datagram;
    const from = { addresses: [formatAddress(addressBytes, source, addressLength)], port: u16(bytes, start), verificationTag: 0 };
    const to = { addresses: [formatAddress(addressBytes, destination, addressLength)], port: u16(bytes, start + 2), verificationTag: 0 };
    const association: Association = {
      id: trace.associations.length,
      transport: 'tcp',
      endpoints: syn && !syn.fromSource ? [to, from] : [from, to],
      paths: [{ first: 0, second: 0 }],
      initSeen: syn !== undefined,
      start: syn?.time ?? record.time,
      end: record.time,
      ending: 'open',
      endPacket: NONE,
      interleaving: false,
      packets: [0, 0],
      ppids: new Map(),
    };
    trace.associations.push(association);
    const connection = new Connection(association, hash, datagram, syn, [first, second]);
    const chain = this.#chains.get(hash);
    if (!chain) this.#chains.set(hash, [connection]);
    else if (chain.push(connection) > LONGEST_CHAIN) chain.shift();
    return connection;
  }

  remove(connection: Connection): void {
    const chain = this.#chains.get(connection.hash);
    if (!chain) return;
    const at = chain.indexOf(connection);
    if (at >= 0) chain.splice(at, 1);
    if (chain.length === 0) this.#chains.delete(connection.hash);
  }
}
