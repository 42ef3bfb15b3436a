/**
 * Which association a packet belongs to, and who of the two sent it. Source of truth: RFC 9260 8.5 (verification tags), 8.5.1 (tag
 * 0 on INIT, reflected tags), 5.2 (restart and collision of INITs).
 *
 * A packet carries the tag that its receiver chose, so that tag and ports name an association over all its addresses. Where the
 * setup was not captured each direction shows a tag of its own: they are paired by the reversed addresses and ports, and
 * across paths by ports and by TSNs that fit acknowledgements.
 */
import { fnv1a } from '../trace/head.ts';
import { PacketFlag } from '../trace/schema.ts';
import type { Trace } from '../trace/trace.ts';
import type { UsualPackets } from '../usual/usualPackets.ts';
import { i32, u16, u32 } from './bigEndian.ts';
import { CHUNK_HEADER_BYTES } from './chunks/chunk.ts';
import { INIT_BYTES } from './chunks/init.ts';
import { Conversation, other, type Side } from './conversation.ts';
import type { Datagram } from './datagram.ts';
import { fits } from './evidence.ts';
import { KnownFlows } from './knownFlows.ts';
import { addressHash, hash3, pairHash } from './pairHash.ts';
import type { TsnTable } from './seenTsns.ts';
import { TagTable } from './tagTable.ts';
import { type WaitingHeartbeat, WaitingHeartbeats } from './waitingHeartbeats.ts';

export const COMMON_HEADER_BYTES = 12;

const ChunkType = { Data: 0, Sack: 3, Init: 1, InitAck: 2, Heartbeat: 4, HeartbeatAck: 5, Abort: 6, CookieEcho: 10, CookieAck: 11, ShutdownComplete: 14 } as const;
const REFLECTED = 1;

/** Tags are random (RFC 9260 5.3.1); packets made by hand count from 1 and share them. Those need their addresses, too. */
const WEAK_TAGS = 1 << 16;
/** Associations of which one side only was seen. A flood of INITs makes no more of them; an answer still makes one. */
const MOST_ONE_SIDED = 4096;
/** Addresses and ports of packets that got no association for that reason: a power of two. */
const STRANGERS = 4096;
/** Of one tag: more of them make an association of their own, for a capture of an idle one in one direction. */
const HEARTBEATS_THAT_WAIT = 2;
/** Associations between the same ports that are looked at, latest first. */
const MOST_CANDIDATES = 64;

export class Conversations {
  /** What `find` found; undefined for a packet of no association. */
  conversation: Conversation | undefined;
  from: Side = 0;
  path = 0;
  /** The packet answers one that belongs to no association any more (RFC 9260 8.4). */
  outOfTheBlue = false;
  /** Hash of (source, destination). */
  pair = 0;

  readonly #trace: Trace;
  /** By half of their id2. */
  readonly all: Conversation[] = [];
  readonly #tags = new TagTable();
  readonly #flows: KnownFlows;
  readonly #tsns: TsnTable | undefined;
  /** conversation * 2 + sender of the latest conversation between two addresses and ports. */
  readonly #onPair = new Map<number, number>();
  /** Latest conversation between two ports, either way. */
  readonly #onPorts = new Map<number, Conversation>();
  readonly #waiting = new WaitingHeartbeats();
  readonly #strangers = new Int32Array(STRANGERS);
  #oneSided = 0;
  #ports = 0;
  #source = 0;
  #destination = 0;

  /** What is known of flows and TSNs is kept where `usual` reads it. */
  constructor(trace: Trace, usual?: UsualPackets) {
    this.#trace = trace;
    this.#flows = new KnownFlows(usual?.flows);
    this.#tsns = usual?.tsns;
  }

  /** Finds the conversation of a packet that has a whole common header, or begins one. `end` ends the captured bytes. */
  find(datagram: Datagram, end: number): void {
    const { bytes, start } = datagram;
    const type = end - start >= COMMON_HEADER_BYTES + CHUNK_HEADER_BYTES ? bytes[start + COMMON_HEADER_BYTES] : -1;
    // DATA and SACK bring nothing new of who talks to whom.
    if (datagram.addressLength !== 4 || (type !== ChunkType.Data && type !== ChunkType.Sack)) return this.#find(datagram, end);
    const { addressBytes } = datagram;
    const flows = this.#flows;
    const slot = flows.slotOf(
      i32(bytes, start + 4), i32(bytes, start), i32(addressBytes, datagram.source), i32(addressBytes, datagram.destination),
    );
    const known = flows.conversation[slot]!;
    if (known >= 0) {
      this.#take(known);
      this.path = flows.path[slot]!;
      this.pair = flows.pair[slot]!;
      this.outOfTheBlue = false;
      return;
    }
    this.#find(datagram, end);
    if (this.conversation !== undefined) flows.keep(slot, this.conversation.id2 + this.from, this.path, this.pair);
  }

  #find(datagram: Datagram, end: number): void {
    const { bytes, start, addressBytes, addressLength } = datagram;
    const source = addressHash(addressBytes, datagram.source, addressLength);
    const destination = addressHash(addressBytes, datagram.destination, addressLength);
    this.#source = source;
    this.#destination = destination;
    this.pair = pairHash(source, destination);
    this.#ports = u32(bytes, start);
    this.outOfTheBlue = false;
    this.conversation = undefined;
    const tag = u32(bytes, start + 4);
    const first = start + COMMON_HEADER_BYTES;
    const type = end - first >= 4 && u16(bytes, first + 2) >= 4 ? bytes[first]! : -1;
    if (type === ChunkType.Init && tag === 0) {
      if (end - first >= INIT_BYTES) this.#findInit(datagram, u32(bytes, first + 4));
    } else {
      this.#findTag(datagram, end, type, tag);
    }
    this.#findPath(datagram);
  }

  #findPath(datagram: Datagram): void {
    const conversation = this.conversation;
    if (conversation === undefined) {
      this.outOfTheBlue = true;
      this.from = 0;
      this.path = 0;
      return;
    }
    this.path = conversation.findPath(this.from, this.pair);
    if (this.path < 0) this.#addPath(datagram, conversation);
  }

  /** After `find` and `count`, for a packet that was not captured before: takes the tags that it brings. */
  learn(datagram: Datagram, end: number): void {
    const conversation = this.conversation;
    if (conversation === undefined) return;
    const { bytes, start } = datagram;
    const { association } = conversation;
    if (!conversation.confirmed && association.packets[0] > 0 && association.packets[1] > 0) {
      conversation.confirmed = true;
      this.#oneSided--;
    }
    const first = start + COMMON_HEADER_BYTES;
    if (end - first < 8) return;
    const type = bytes[first];
    if (type === ChunkType.Init || type === ChunkType.InitAck) {
      if (type === ChunkType.Init) association.initSeen = true;
      this.#setTag(conversation, this.from, u32(bytes, first + 4));
    } else if (type === ChunkType.CookieEcho && u32(bytes, start + 4) !== 0) {
      // Each INIT that was sent again may have been answered with another tag: the cookie that comes back decides.
      association.endpoints[other(this.from)].verificationTag = u32(bytes, start + 4);
    }
  }

  #findTag(datagram: Datagram, end: number, type: number, tag: number): void {
    const { bytes, start } = datagram;
    const first = start + COMMON_HEADER_BYTES;
    const last = type === ChunkType.Abort || type === ChunkType.ShutdownComplete;
    if (last && (bytes[first + 1]! & REFLECTED) !== 0) {
      // T bit: the tag is that of the packet which this one answers.
      const answered = this.#tags.find(tag, swap(this.#ports), tag < WEAK_TAGS ? this.#reverse() : 0);
      if (answered >= 0) {
        this.#take(answered ^ 1);
        this.outOfTheBlue = this.conversation!.ended;
        return;
      }
    }
    const known = this.#tags.find(tag, this.#ports, tag < WEAK_TAGS ? this.pair : 0);
    if (known >= 0) return this.#take(known);
    if (type < 0 || (last && tag === 0)) return;
    this.#findByAddresses(bytes, first, end, tag);
    if (this.conversation !== undefined) {
      if (!last) this.#setTag(this.conversation, other(this.from), tag);
      return;
    }
    if (last || type === ChunkType.Init) return;
    const heartbeat = type === ChunkType.Heartbeat || type === ChunkType.HeartbeatAck;
    const info = heartbeat ? fnv1a(bytes, first + 4, Math.min(first + u16(bytes, first + 2), end)) : 0;
    const opposite = heartbeat ? this.#waiting.findOpposite(swap(this.#ports), this.#reverse(), info) : undefined;
    if (heartbeat && opposite === undefined && this.#waiting.count(tag, this.#ports) < HEARTBEATS_THAT_WAIT) {
      this.#waiting.add(this.#trace.packets.length, tag, this.#ports, this.pair, this.#reverse(), info, datagram);
      return;
    }
    if (!this.#mayOpen()) return;
    // The answers of the setup come from the endpoint that did not begin it.
    this.from = type === ChunkType.InitAck || type === ChunkType.CookieAck ? 1 : 0;
    const older = type === ChunkType.InitAck ? this.#onAddresses() : undefined;
    const conversation = this.#open(datagram);
    conversation.replaces = older;
    this.#setTag(conversation, other(this.from), tag);
    if (opposite !== undefined) this.#setTag(conversation, this.from, opposite.tag);
  }

  #findInit(datagram: Datagram, initiateTag: number): void {
    const answers = this.#tags.find(initiateTag, swap(this.#ports), initiateTag < WEAK_TAGS ? this.#reverse() : 0);
    if (answers >= 0) {
      this.#take(answers ^ 1);
      const { ended, endInput, association } = this.conversation!;
      // Sent again, or shown by another capture; a tag that comes back later is another association.
      if (!ended || endInput !== datagram.record.input || datagram.record.time <= association.end) return;
      this.conversation = undefined;
    }
    const older = this.#onAddresses();
    if (older !== undefined && !older.established && older.association.initSeen) {
      // RFC 9260 5.2.1: both endpoints begin at once, and each keeps its tag.
      const mine = this.#senderIn(older);
      if (older.association.endpoints[mine].verificationTag === 0) {
        this.conversation = older;
        this.from = mine;
        return;
      }
    }
    if (!this.#mayOpen()) return;
    this.from = 0;
    const conversation = this.#open(datagram);
    conversation.replaces = older;
    conversation.association.initSeen = true;
    this.#setTag(conversation, 0, initiateTag);
  }

  /** The latest conversation between these addresses and ports, when it has not ended. */
  #onAddresses(): Conversation | undefined {
    const value = this.#onPair.get(hash3(this.pair, this.#ports, 0));
    if (value !== undefined) {
      const conversation = this.all[value >>> 1]!;
      return conversation.ended ? undefined : conversation;
    }
    let candidate = this.#onPorts.get(symmetric(this.#ports));
    for (let i = 0; i < MOST_CANDIDATES && candidate !== undefined; i++, candidate = candidate.olderOnPorts) {
      const side = this.#senderIn(candidate);
      if (candidate.ended || !candidate.hasPorts(side, this.#ports)) continue;
      if (candidate.hasAddress(side, this.#source) && candidate.hasAddress(other(side), this.#destination)) return candidate;
    }
    return undefined;
  }

  #senderIn(conversation: Conversation): Side {
    if (!conversation.hasPorts(0, this.#ports)) return 1;
    if (!conversation.hasPorts(1, this.#ports)) return 0;
    return conversation.hasAddress(1, this.#source) || conversation.hasAddress(0, this.#destination) ? 1 : 0;
  }

  /** A tag not seen before: the other direction of a conversation whose setup was not captured, or one more path. */
  #findByAddresses(bytes: Uint8Array, first: number, end: number, tag: number): void {
    let best = 0;
    const onPair = this.#onPair.get(hash3(this.pair, this.#ports, 0));
    let candidate = onPair === undefined ? this.#onPorts.get(symmetric(this.#ports)) : this.all[onPair >>> 1];
    let listed = onPair === undefined;
    for (let i = 0; i < MOST_CANDIDATES && candidate !== undefined; i++) {
      const side = this.#senderIn(candidate);
      const score = this.#score(candidate, side, bytes, first, end, tag);
      if (score > best) {
        best = score;
        this.conversation = candidate;
        this.from = side;
      }
      candidate = listed ? candidate.olderOnPorts : this.#onPorts.get(symmetric(this.#ports));
      listed = true;
    }
  }

  /** How well the packet fits as one that `side` sent; 0 when it does not. */
  #score(candidate: Conversation, side: Side, bytes: Uint8Array, first: number, end: number, tag: number): number {
    if (!candidate.hasPorts(side, this.#ports)) return 0;
    const known = candidate.association.endpoints[other(side)].verificationTag;
    if (known !== 0 && tag !== 0 && known !== tag) return 0;
    const says = fits(candidate, side, bytes, first, end);
    if (says === false) return 0;
    const addresses = (candidate.hasAddress(side, this.#source) ? 1 : 0) + (candidate.hasAddress(other(side), this.#destination) ? 1 : 0);
    const enough = says === true || addresses === 2 || (known === tag && tag !== 0 && addresses > 0);
    if (!enough) return 0;
    return 1 + (says === true ? 8 : 0) + addresses * 2 + (candidate.ended ? 0 : 1);
  }

  /** Hash of (destination, source): few packets need it. */
  #reverse(): number {
    return pairHash(this.#destination, this.#source);
  }

  #take(value: number): void {
    this.conversation = this.all[value >>> 1]!;
    this.from = (value & 1) as Side;
  }

  #open(datagram: Datagram): Conversation {
    const ports = this.from === 0 ? this.#ports : swap(this.#ports);
    const conversation = new Conversation(this.#trace, datagram.record.time, this.all.length * 2, ports, this.#tsns);
    this.all.push(conversation);
    this.#oneSided++;
    const key = symmetric(ports);
    conversation.olderOnPorts = this.#onPorts.get(key);
    this.#onPorts.set(key, conversation);
    this.conversation = conversation;
    return conversation;
  }

  #addPath(datagram: Datagram, conversation: Conversation): void {
    const { addressBytes, source, destination, addressLength } = datagram;
    this.path = conversation.addPath(this.from, addressBytes, source, destination, addressLength);
    this.#nowOnPair(conversation, this.from, this.pair, this.#reverse(), this.#ports);
    if (conversation.association.endpoints[this.from].verificationTag !== 0) return;
    const opposite = this.#waiting.findOpposite(swap(this.#ports), this.#reverse(), 0);
    if (opposite !== undefined) this.#setTag(conversation, this.from, opposite.tag);
  }

  #nowOnPair(conversation: Conversation, side: Side, pair: number, reverse: number, ports: number): void {
    this.#onPair.set(hash3(pair, ports, 0), conversation.id2 + side);
    this.#onPair.set(hash3(reverse, swap(ports), 0), conversation.id2 + other(side));
  }

  /** `side` chose this tag: packets to it carry it. */
  #setTag(conversation: Conversation, side: Side, tag: number): void {
    if (tag === 0) return;
    const endpoint = conversation.association.endpoints[side];
    if (!conversation.established || endpoint.verificationTag === 0) endpoint.verificationTag = tag;
    const toSide = side === this.from;
    const pair = toSide ? this.#reverse() : this.pair;
    const ports = toSide ? swap(this.#ports) : this.#ports;
    this.#tags.set(tag, ports, tag < WEAK_TAGS ? pair : 0, conversation.id2 + other(side));
    this.#flows.clear();
    for (let waiting = this.#waiting.find(tag, ports); waiting !== undefined; waiting = this.#waiting.find(tag, ports)) {
      this.#attach(waiting, conversation, other(side));
    }
  }

  /** A heartbeat that `side` sent before its tag was known. */
  #attach(waiting: WaitingHeartbeat, conversation: Conversation, side: Side): void {
    const { row, pair, reverse, ports, addresses, addressLength } = waiting;
    waiting.row = -1;
    const packets = this.#trace.packets;
    let path = conversation.findPath(side, pair);
    if (path < 0) {
      path = conversation.addPath(side, addresses, 0, addressLength, addressLength);
      this.#nowOnPair(conversation, side, pair, reverse, ports);
    }
    packets.association[row] = conversation.id;
    packets.path[row] = path;
    packets.flags[row]! &= ~PacketFlag.OutOfTheBlue;
    if (side === 1) packets.flags[row]! |= PacketFlag.FromSecond;
    if ((packets.flags[row]! & PacketFlag.Duplicate) === 0) conversation.count(side, packets.time[row]!);
  }

  /** Beyond MOST_ONE_SIDED only where the other direction of these addresses and ports was seen. */
  #mayOpen(): boolean {
    if (this.#oneSided < MOST_ONE_SIDED) return true;
    const forward = hash3(this.pair, this.#ports, 0);
    const backward = hash3(this.#reverse(), swap(this.#ports), 0);
    if (this.#strangers[backward & (STRANGERS - 1)] === backward) return true;
    this.#strangers[forward & (STRANGERS - 1)] = forward;
    return false;
  }
}

function swap(ports: number): number {
  return ((ports << 16) | (ports >>> 16)) >>> 0;
}

/** The same number for both directions. */
function symmetric(ports: number): number {
  return Math.min(ports, swap(ports));
}
