/** A conversation written as a test reads it: who sends which chunks when. Becomes a capture with Ethernet, IPv4 and right checksums. */
import { dissectCapture } from './dissectCapture.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { pcap, type Packet } from '../make/captures.ts';
import { address, chunk, ethernet, ipv4, join, sctp, u16, u32, type Bytes } from '../make/packets.ts';

export interface Sender {
  readonly address: string;
  readonly port: number;
}

export const client: Sender = { address: '10.0.0.1', port: 40_000 };
export const server: Sender = { address: '10.0.0.2', port: 3868 };
export const secondClient: Sender = { address: '10.0.1.1', port: 40_000 };
export const secondServer: Sender = { address: '10.0.1.2', port: 3868 };

export class Wire {
  readonly packets: Packet[] = [];
  #time = 0;
  #identification = 1;

  /** `tag` is the receiver's. A millisecond passes before each packet. */
  send(from: Sender, to: Sender, tag: number, ...chunks: readonly Uint8Array[]): this {
    return this.sendAs(this.#identification++, from, to, tag, ...chunks);
  }

  /** With an IP identification of the test's own. */
  sendAs(identification: number, from: Sender, to: Sender, tag: number, ...chunks: readonly Uint8Array[]): this {
    const payload = sctp(chunks, from.port, to.port, tag);
    const packet = ipv4(132, payload, { source: from.address, destination: to.address, identification });
    this.#time += 1000;
    this.packets.push({ seconds: 1_000_000 + Math.floor(this.#time / 1e6), fraction: this.#time % 1e6, bytes: ethernet(0x0800, packet) });
    return this;
  }

  /** The last packet once more, `microseconds` later. */
  again(microseconds: number): this {
    const last = this.packets.at(-1)!;
    this.packets.push({ ...last, fraction: last.fraction + microseconds });
    return this;
  }

  wait(microseconds: number): this {
    this.#time += microseconds;
    return this;
  }

  capture(): Bytes {
    return pcap(this.packets);
  }

  dissect(): Trace {
    return dissectCapture([this.capture()]);
  }
}

export const parameter = (type: number, value: Uint8Array | readonly number[]): Bytes =>
  join(u16(type), u16(4 + value.length), value, new Uint8Array(-value.length & 3));
export const ipv4Parameter = (text: string): Bytes => parameter(5, address(text));

const initBody = (tag: number, tsn: number, parameters: readonly Uint8Array[]): Bytes =>
  join(u32(tag), u32(100_000), u16(10), u16(20), u32(tsn), ...parameters);
export const init = (tag: number, tsn: number, ...parameters: readonly Uint8Array[]): Bytes => chunk(1, 0, initBody(tag, tsn, parameters));
export const initAck = (tag: number, tsn: number, ...parameters: readonly Uint8Array[]): Bytes => chunk(2, 0, initBody(tag, tsn, parameters));
export const cookieEcho = (): Bytes => chunk(10, 0, [1, 2, 3, 4]);
export const cookieAck = (): Bytes => chunk(11, 0, []);
export const sack = (cumulativeTsnAck: number, aRwnd = 50_000): Bytes => chunk(3, 0, join(u32(cumulativeTsnAck), u32(aRwnd), u32(0)));
export const heartbeat = (): Bytes => chunk(4, 0, parameter(1, [9, 9, 9, 9]));
export const heartbeatAck = (): Bytes => chunk(5, 0, parameter(1, [9, 9, 9, 9]));
export const abort = (flags = 0, causes: Uint8Array | readonly number[] = []): Bytes => chunk(6, flags, causes);
export const shutdown = (tsn: number): Bytes => chunk(7, 0, u32(tsn));
export const shutdownAck = (): Bytes => chunk(8, 0, []);
export const shutdownComplete = (flags = 0): Bytes => chunk(14, flags, []);

export interface Fragment {
  readonly flags?: number;
  readonly streamId?: number;
  readonly sequence?: number;
  /** PPID; FSN of later I-DATA fragments. */
  readonly ppid?: number;
}

export function data(tsn: number, text: string, { flags = 3, streamId = 0, sequence = 0, ppid = 46 }: Fragment = {}): Bytes {
  return chunk(0, flags, join(u32(tsn), u16(streamId), u16(sequence), u32(ppid), new TextEncoder().encode(text)));
}

export function iData(tsn: number, text: string, { flags = 3, streamId = 0, sequence = 0, ppid = 46 }: Fragment = {}): Bytes {
  return chunk(64, flags, join(u32(tsn), u16(streamId), u16(0), u32(sequence), u32(ppid), new TextEncoder().encode(text)));
}

/** Tags and first TSNs of a set up association. */
export interface Numbers {
  readonly clientTag: number;
  readonly serverTag: number;
}

/** The four packets of the setup. First TSNs are 1000 (client) and 5000 (server). */
export function setUp(wire: Wire, { clientTag, serverTag }: Numbers, ...parameters: readonly Uint8Array[]): Wire {
  return wire
    .send(client, server, 0, init(clientTag, 1000, ...parameters))
    .send(server, client, clientTag, initAck(serverTag, 5000))
    .send(client, server, serverTag, cookieEcho())
    .send(server, client, clientTag, cookieAck());
}

/** One line an association: "10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 open 3/2". */
export function summary(trace: Trace): string[] {
  return trace.associations.map((association) => {
    const [first, second] = association.endpoints.map(
      (endpoint) => `${endpoint.addresses.join('+')}:${endpoint.port} ${endpoint.verificationTag.toString(16)}`,
    );
    const paths = association.paths.map((path) => `${path.first}-${path.second}`).join(' ');
    return `${first} -> ${second} paths ${paths} ${association.ending} ${association.packets.join('/')}`;
  });
}

/** Of each packet: association, sender, path. */
export function owners(trace: Trace): string {
  const { packets } = trace;
  return Array.from({ length: packets.length }, (_, row) => {
    const association = packets.association[row] === 0xffff_ffff ? '-' : packets.association[row];
    return `${association}${(packets.flags[row]! & 1) === 0 ? '>' : '<'}${packets.path[row]}`;
  }).join(' ');
}
