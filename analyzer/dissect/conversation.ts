/**
 * One SCTP association while packets are read: its row in trace.associations, and what its two directions have carried so far.
 * What packets do to it is RFC 9260 5 (setup), 5.2 (restart), 6.9 (reassembly), 9 (end).
 */
import type { Association, Endpoint, Ending, Path } from '../trace/association.ts';
import { serialDistance } from '../trace/serial.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import { formatAddress } from './address.ts';
import type { SctpPacket } from './chunks/chunk.ts';
import { addressHash, pairHash } from './pairHash.ts';
import { Reassembly } from './reassembly.ts';
import { SeenTsns, type TsnTable } from './seenTsns.ts';

/** Index into Association.endpoints: who sends. */
export type Side = 0 | 1;

export const other = (side: Side): Side => (side === 0 ? 1 : 0);

/** packets.path is a byte; a hostile capture must not grow the lists. Further addresses and paths count as the last. */
const MOST_ADDRESSES = 255;
const MOST_PATHS = 255;
/** Kept apart in Association.ppids. */
const MOST_PPIDS = 64;
/** Heartbeats of one endpoint that may still be answered: one a path. */
const MOST_HEARTBEATS = 8;
/** TSN and acknowledgement of one association lie at most this far apart: a 2^-15 chance for strangers. */
const PLAUSIBLE_DISTANCE = 1 << 16;

/** What one endpoint has sent. */
class Direction {
  readonly seen: SeenTsns;
  reassembly: Reassembly | undefined;
  /** Cumulative TSN ack that this endpoint sent last, of the other direction's TSNs. */
  acknowledged = 0;
  hasAcknowledged = false;
  /** Hashes of the info of its latest heartbeats. */
  readonly heartbeats: number[] = [];

  constructor(seen: SeenTsns) {
    this.seen = seen;
  }
}

class PpidCounts {
  readonly #counts = new Map<number, number>();
  /** The latest is counted here until somebody asks: a Map a chunk costs too much. */
  #latest = 0;
  #count = 0;

  add(ppid: number): void {
    if (ppid !== this.#latest) {
      this.counts();
      this.#latest = ppid;
    }
    this.#count++;
  }

  /** So many more of the latest. */
  addMore(count: number): void {
    this.#count += count;
  }

  get latest(): number {
    return this.#latest;
  }

  counts(): Map<number, number> {
    const counts = this.#counts;
    if (this.#count === 0) return counts;
    const known = counts.get(this.#latest);
    if (known === undefined && counts.size >= MOST_PPIDS) {
      const last = [...counts.keys()].at(-1)!;
      counts.set(last, counts.get(last)! + this.#count);
    } else {
      counts.set(this.#latest, (known ?? 0) + this.#count);
    }
    this.#count = 0;
    return counts;
  }
}

/** A class, because a literal with a getter is kept as a dictionary: writing `end` for each packet would cost ten times as much. */
class SctpAssociation implements Association {
  readonly id: number;
  readonly transport = 'sctp';
  readonly endpoints: readonly [Endpoint, Endpoint];
  readonly paths: Path[] = [];
  initSeen = false;
  start: number;
  end: number;
  ending: Ending = 'open';
  endPacket = NONE;
  abort?: NonNullable<Association['abort']>;
  shutdown?: NonNullable<Association['shutdown']>;
  interleaving = false;
  readonly packets: [number, number] = [0, 0];
  readonly #ppids: PpidCounts;

  /** `ports` as in the common header of the first endpoint's packets. */
  constructor(id: number, time: number, ports: number, ppids: PpidCounts) {
    this.id = id;
    this.endpoints = [endpoint(ports >>> 16), endpoint(ports & 0xffff)];
    this.start = time;
    this.end = time;
    this.#ppids = ppids;
  }

  get ppids(): Map<number, number> {
    return this.#ppids.counts();
  }
}

export class Conversation {
  readonly id: number;
  readonly association: Association;
  /** Packets of both sides were seen. */
  confirmed = false;
  /** Its cookie, data or acknowledgements were seen. */
  established = false;
  ended = false;
  /** Where it ended: an INIT with the same tag later in the same input is another association. */
  endInput = -1;
  /** An older association on the same addresses, which ends when this one stands. */
  replaces: Conversation | undefined;
  /** Next older one with the same ports. */
  olderOnPorts: Conversation | undefined;
  /** id * 2: with the side added, a value of the tables that find it. */
  readonly id2: number;
  /** Source and destination port of the first endpoint's packets. */
  readonly #ports: number;

  readonly #trace: Trace;
  readonly #directions: readonly [Direction, Direction];

  /** Hashes of address pairs, one a path, as the first and as the second endpoint sends. */
  readonly #pathsFromFirst: number[] = [];
  readonly #pathsFromSecond: number[] = [];
  #lastPath = 0;
  readonly #addressHashes: readonly [number[], number[]] = [[], []];
  readonly #ppids = new PpidCounts();

  /** `ports` as in the common header of the first endpoint's packets. `tsns` has a place for each id2 and side, if it is long enough. */
  constructor(trace: Trace, time: number, id2: number, ports: number, tsns?: TsnTable) {
    this.#trace = trace;
    const place = tsns && id2 + 1 < tsns.highest.length ? tsns : undefined;
    this.#directions = [new Direction(new SeenTsns(place, place && id2)), new Direction(new SeenTsns(place, place && id2 + 1))];
    this.id = trace.associations.length;
    this.id2 = id2;
    this.#ports = ports;
    this.association = new SctpAssociation(this.id, time, ports, this.#ppids);
    trace.associations.push(this.association);
  }

  /** Row in association.paths for a packet of `side` between these addresses; -1 when the pair is new. */
  findPath(side: Side, pair: number): number {
    const paths = side === 0 ? this.#pathsFromFirst : this.#pathsFromSecond;
    if (paths[this.#lastPath] === pair) return this.#lastPath;
    const path = paths.indexOf(pair);
    if (path >= 0) this.#lastPath = path;
    return path;
  }

  /** Adds the pair of addresses, and those of them that are new to their endpoint. */
  addPath(side: Side, bytes: Uint8Array, source: number, destination: number, length: 4 | 16): number {
    const paths = this.association.paths;
    if (paths.length >= MOST_PATHS) return MOST_PATHS - 1;
    const from = this.addAddress(side, bytes, source, length);
    const to = this.addAddress(other(side), bytes, destination, length);
    const sourceHash = addressHash(bytes, source, length);
    const destinationHash = addressHash(bytes, destination, length);
    this.#pathsFromFirst.push(side === 0 ? pairHash(sourceHash, destinationHash) : pairHash(destinationHash, sourceHash));
    this.#pathsFromSecond.push(side === 0 ? pairHash(destinationHash, sourceHash) : pairHash(sourceHash, destinationHash));
    this.#lastPath = paths.length;
    paths.push(side === 0 ? { first: from, second: to } : { first: to, second: from });
    return this.#lastPath;
  }

  /** Index in the endpoint's addresses. The wildcard address is none (RFC 5061 4.2.1). */
  addAddress(side: Side, bytes: Uint8Array, at: number, length: 4 | 16): number {
    const hashes = this.#addressHashes[side];
    const hash = addressHash(bytes, at, length);
    const known = hashes.indexOf(hash);
    if (known >= 0) return known;
    if (hashes.length >= MOST_ADDRESSES) return MOST_ADDRESSES - 1;
    let zero = true;
    for (let i = at; i < at + length; i++) if (bytes[i] !== 0) zero = false;
    if (zero && hashes.length > 0) return 0;
    hashes.push(hash);
    this.association.endpoints[side].addresses.push(formatAddress(bytes, at, length));
    return hashes.length - 1;
  }

  /** Whether packets of `side` have these ports. */
  hasPorts(side: Side, ports: number): boolean {
    return ports === (side === 0 ? this.#ports : ((this.#ports << 16) | (this.#ports >>> 16)) >>> 0);
  }

  hasAddress(side: Side, hash: number): boolean {
    return this.#addressHashes[side].includes(hash);
  }

  /** Every packet that was not captured before. */
  count(side: Side, time: number): void {
    const association = this.association;
    association.packets[side]++;
    if (time > association.end) association.end = time;
    else if (time < association.start) association.start = time;
  }

  /** So many packets of `side` between two times. */
  countAll(side: Side, count: number, first: number, last: number): void {
    if (count === 0) return;
    const association = this.association;
    association.packets[side] += count;
    if (last > association.end) association.end = last;
    if (first < association.start) association.start = first;
  }

  /** Payload protocol identifier of the latest chunk. */
  get latestPpid(): number {
    return this.#ppids.latest;
  }

  /** So many more chunks had the latest one. */
  countPpids(count: number): void {
    this.#ppids.addMore(count);
  }

  /** Fragments that `side` sent wait for others. */
  hasPending(side: Side): boolean {
    return this.#directions[side].reassembly?.isPending === true;
  }

  countPpid(ppid: number): void {
    this.#ppids.add(ppid);
  }

  interleaves(): void {
    this.association.interleaving = true;
  }

  /** A TSN sent by `side`; false when it was sent before. */
  see(side: Side, tsn: number, input: number): boolean {
    return this.#directions[side].seen.add(tsn, input);
  }

  reassembly(side: Side): Reassembly {
    return (this.#directions[side].reassembly ??= new Reassembly(this.#trace));
  }

  /** `side` has received everything up to `tsn`. */
  acknowledge(side: Side, tsn: number): void {
    const direction = this.#directions[side];
    direction.acknowledged = tsn;
    direction.hasAcknowledged = true;
    this.#directions[other(side)].reassembly?.acknowledge(tsn);
  }

  sendsHeartbeat(side: Side, info: number): void {
    const { heartbeats } = this.#directions[side];
    if (heartbeats.length >= MOST_HEARTBEATS) heartbeats.shift();
    heartbeats.push(info);
  }

  hasSentHeartbeat(side: Side, info: number): boolean {
    return this.#directions[side].heartbeats.includes(info);
  }

  /** `side` gives up what is still missing up to `tsn`. RFC 3758 3.5. */
  forward(side: Side, tsn: number): void {
    this.#directions[side].reassembly?.giveUpTo(tsn);
  }

  /** `side` has performed a reset of streams of the other endpoint: all before it has arrived. RFC 6525 5.2. */
  resetStreams(side: Side): void {
    const direction = this.#directions[side];
    if (direction.hasAcknowledged) this.forward(other(side), direction.acknowledged);
  }

  /** RFC 6525 4.4: both directions go on with new numbers. */
  resetTsns(side: Side, nextOfSide: number, nextOfOther: number): void {
    this.#restart(side, nextOfSide);
    this.#restart(other(side), nextOfOther);
  }

  #restart(side: Side, next: number): void {
    const direction = this.#directions[side];
    direction.reassembly?.giveUpAll();
    direction.seen.restart(next);
    direction.hasAcknowledged = false;
  }

  /** Whether a TSN sent by `side`, or its acknowledgement by the other, fits what was seen; undefined when nothing was. */
  fitsTsn(side: Side, tsn: number): boolean | undefined {
    const { seen } = this.#directions[side];
    const answer = this.#directions[other(side)];
    if (!seen.empty) return Math.abs(serialDistance(tsn, seen.highest)) < PLAUSIBLE_DISTANCE;
    if (answer.hasAcknowledged) return Math.abs(serialDistance(tsn, answer.acknowledged)) < PLAUSIBLE_DISTANCE;
    return undefined;
  }

  /** The association stands: an older one in its place is over. */
  establish(packet: SctpPacket): void {
    if (this.established) return;
    this.established = true;
    const replaced = this.replaces;
    if (replaced === undefined) return;
    this.replaces = undefined;
    if (!replaced.ended) replaced.finish('restart', packet);
  }

  /** SHUTDOWN was sent; the association goes on until it is complete. */
  shutdown(packet: SctpPacket): void {
    this.association.shutdown ??= { from: packet.from, packet: packet.row };
  }

  abort(packet: SctpPacket, cause: number, reflected: boolean, reason: string): void {
    if (this.ended) return;
    this.association.abort = { cause, from: packet.from, reflected, packet: packet.row, reason };
    this.finish('abort', packet);
  }

  finish(ending: Ending, packet: SctpPacket): void {
    if (this.ended) return;
    this.ended = true;
    this.endInput = packet.input;
    this.association.ending = ending;
    this.association.endPacket = packet.row;
    for (const direction of this.#directions) direction.reassembly?.giveUpAll();
  }
}

function endpoint(port: number): Endpoint {
  return { addresses: [], port, verificationTag: 0 };
}
