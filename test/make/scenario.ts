/**
 * A story of one node and its peers as the two recordings tell it: what the application called becomes an strace log, what the wire carried
 * a capture. Times are ms on the true clock, which is the capture's; messages are told apart by their Diameter header.
 */
import { Engine } from '../../analyzer/analyze.ts';
import { Correlation } from '../../analyzer/correlate/correlation.ts';
import { diagnose, type Diagnosis } from '../../analyzer/diagnose/diagnosis.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { pcap, type Packet } from './captures.ts';
import { chunk, dataChunk, ethernet, ipv4, join, sctp, u16, u32, type Bytes } from './packets.ts';
import { diameterBytes, quote, straceLog, type Call, type LogFlags, type MessageFields } from './straceLog.ts';

/** 2026-06-15 12:00:00 UTC. */
export const NOON = 1_781_524_800;
export const REFUSED = '-1 EAGAIN (Resource temporarily unavailable)';
/** send() to capture point, ms: the least usual delay of a real machine. */
export const TO_WIRE = 0.3;
const NANOSECOND_MAGIC = 0xa1b23c4d;

export interface Message {
  readonly bytes: Bytes;
}

interface WirePacket {
  readonly at: number;
  readonly fromHere: boolean;
  readonly bytes: Bytes;
}

/** A capture point: what its clock adds, and how far from the node it is, ms. */
export interface Tap {
  readonly offset?: number;
  readonly transit?: number;
}

export interface PeerFields {
  readonly fd?: number;
  readonly address?: string;
  readonly port?: number;
  readonly localPort?: number;
  /** TSN of the first DATA from here. */
  readonly firstTsn?: number;
  /** Advertised by the peer in its INIT ACK and, unless told otherwise, in its SACKs. */
  readonly aRwnd?: number;
  /** Second addresses: path n goes from the n-th address here to the n-th there. */
  readonly paths?: readonly (readonly [string, string])[];
}

export class Scenario {
  readonly calls: Call[] = [];
  readonly packets: WirePacket[] = [];
  readonly flags: LogFlags;
  readonly start: number;
  #lastId = 0;

  constructor(flags: LogFlags = {}, start = NOON) {
    this.flags = flags;
    this.start = start;
  }

  /** Any call: its text up to the closing bracket. */
  call(at: number, text: string, result = '0', took = 0.02, pid = 100): this {
    this.calls.push({ at, text, result, took, pid });
    return this;
  }

  /** Any other line of the log. */
  line(at: number, text: string, pid = 100): this {
    this.calls.push({ at, text, result: undefined, took: 0, pid });
    return this;
  }

  /** socket(), and what the program set on it. */
  socket(at: number, { fd = 3, oneToMany = false, nonBlocking = true, noDelay = false, sndbuf }: { fd?: number; oneToMany?: boolean; nonBlocking?: boolean; noDelay?: boolean; sndbuf?: number } = {}): this {
    this.call(at, `socket(AF_INET, ${oneToMany ? 'SOCK_SEQPACKET' : 'SOCK_STREAM'}, IPPROTO_SCTP)`, String(fd));
    if (nonBlocking) this.call(at + 0.1, `fcntl(${fd}, F_SETFL, O_RDWR|O_NONBLOCK)`);
    if (noDelay) this.call(at + 0.2, `setsockopt(${fd}, SOL_SCTP, SCTP_NODELAY, [1], 4)`);
    if (sndbuf !== undefined) this.call(at + 0.3, `setsockopt(${fd}, SOL_SOCKET, SO_SNDBUF, [${sndbuf}], 4)`);
    return this;
  }

  message(fields: MessageFields = {}): Message {
    return { bytes: diameterBytes({ id: ++this.#lastId, ...fields }) };
  }

  peer(fields: PeerFields = {}): Peer {
    return new Peer(this, fields);
  }

  log(flags: LogFlags = this.flags): Bytes {
    return straceLog(this.calls, this.start, flags);
  }

  capture({ offset = 0, transit = 0 }: Tap = {}): Bytes {
    const seen = this.packets.map(({ at, fromHere, bytes }) => ({ at: at + offset + (fromHere ? transit : -transit), bytes })).toSorted((a, b) => a.at - b.at);
    const packets: Packet[] = seen.map(({ at, bytes }) => {
      const nanos = Math.round(at * 1e6);
      const seconds = Math.floor(nanos / 1e9);
      return { seconds: this.start + seconds, fraction: nanos - seconds * 1e9, bytes };
    });
    return pcap(packets, { magic: NANOSECOND_MAGIC });
  }

  correlate(): Correlation {
    return correlate(this.calls.length > 0 && this.log(), this.packets.length > 0 && this.capture());
  }

  diagnose(): Diagnosis {
    return diagnose(this.correlate());
  }
}

/** Reads inputs one after the other; `false` stands for one that is not there. */
export function read(...inputs: readonly (Bytes | false)[]): Trace {
  const engine = new Engine();
  for (const [i, bytes] of inputs.entries()) {
    if (bytes === false) continue;
    const reader = engine.open(`input-${i}`);
    reader.push(bytes);
    reader.end();
  }
  engine.end();
  return engine.trace;
}

export const correlate = (...inputs: readonly (Bytes | false)[]): Correlation => new Correlation(read(...inputs));

export interface SackFields {
  /** a_rwnd of this and of later SACKs. */
  readonly aRwnd?: number;
  /** Gap ack blocks: first and last offset from the cumulative TSN ack. */
  readonly gaps?: readonly (readonly [number, number])[];
  /** Duplicate TSNs. */
  readonly duplicates?: readonly number[];
  readonly path?: number;
}

const TAG_HERE = 0x1111;
const TAG_THERE = 0x2222;
const FIRST_TSN_THERE = 5000;
let lastIdentification = 0;

/** One association, from the traced node ("here") to its peer ("there"). */
export class Peer {
  readonly #story: Scenario;
  readonly #fd: number;
  readonly #paths: readonly (readonly [string, string])[];
  readonly #port: number;
  readonly #localPort: number;
  readonly #tsns = new Map<Message, number>();
  readonly #firstTsn: number;
  #nextTsn: number;
  #nextTsnThere = FIRST_TSN_THERE;
  #aRwnd: number;

  constructor(story: Scenario, { fd = 3, address = '10.0.0.2', port = 3868, localPort = 40_000, firstTsn = 1000, aRwnd = 100_000, paths }: PeerFields) {
    this.#story = story;
    this.#fd = fd;
    this.#paths = paths ?? [['10.0.0.1', address]];
    this.#port = port;
    this.#localPort = localPort;
    this.#firstTsn = this.#nextTsn = firstTsn;
    this.#aRwnd = aRwnd;
  }

  /** Any packet. */
  packet(at: number, from: 'here' | 'there', chunks: readonly Uint8Array[], path = 0): this {
    const fromHere = from === 'here';
    const isInit = chunks[0]![0] === 1;
    const tag = isInit ? 0 : (fromHere ? TAG_THERE : TAG_HERE) + this.#localPort;
    const [here, there] = this.#paths[path]!;
    const payload = fromHere ? sctp(chunks, this.#localPort, this.#port, tag) : sctp(chunks, this.#port, this.#localPort, tag);
    lastIdentification = (lastIdentification + 1) & 0xffff;
    const fields = { source: fromHere ? here : there, destination: fromHere ? there : here, identification: lastIdentification };
    this.#story.packets.push({ at, fromHere, bytes: ethernet(0x0800, ipv4(132, payload, fields)) });
    return this;
  }

  /** The four packets of the setup, 1 ms in all. */
  handshake(at: number): this {
    const addresses = (side: 0 | 1): Uint8Array[] => this.#paths.slice(1).map((path) => join(u16(5), u16(8), path[side].split('.').map(Number)));
    const init = (type: number, tag: number, aRwnd: number, tsn: number, side: 0 | 1): Bytes => chunk(type, 0, join(u32(tag), u32(aRwnd), u16(10), u16(10), u32(tsn), ...addresses(side)));
    return this
      .packet(at, 'here', [init(1, TAG_HERE + this.#localPort, 100_000, this.#firstTsn, 0)])
      .packet(at + 0.3, 'there', [init(2, TAG_THERE + this.#localPort, this.#aRwnd, FIRST_TSN_THERE, 1)])
      .packet(at + 0.6, 'here', [chunk(10, 0, [1, 2, 3, 4])])
      .packet(at + 1, 'there', [chunk(11, 0, [])]);
  }

  /** A send() that the kernel took. `name`: the peer's address is printed. */
  send(at: number, message: Message = this.#story.message(), took = 0.1, name = false): Message {
    this.#story.call(at, this.sendText(message, name), String(message.bytes.length), took);
    return message;
  }

  /** A send() that answered EAGAIN. */
  refuse(at: number, message: Message = this.#story.message(), took = 0.05, name = false): Message {
    this.#story.call(at, this.sendText(message, name), REFUSED, took);
    return message;
  }

  sendText({ bytes }: Message, name = false): string {
    const peer = name ? `{sa_family=AF_INET, sin_port=htons(${this.#port}), sin_addr=inet_addr("${this.#paths[0]![1]}")}, msg_namelen=16` : 'NULL, msg_namelen=0';
    return `sendmsg(${this.#fd}, {msg_name=${peer}, msg_iov=[{iov_base=${this.#shown(bytes)}, iov_len=${bytes.length}}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL)`;
  }

  /** A receive that returned at `at`, having waited `took`. */
  receive(at: number, { bytes }: Message, took = 0.1): this {
    const text = `recvmsg(${this.#fd}, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=${this.#shown(bytes)}, iov_len=70000}], msg_iovlen=1, msg_controllen=0, msg_flags=MSG_EOR}, 0)`;
    this.#story.call(at - took, text, String(bytes.length), took);
    return this;
  }

  #shown(bytes: Uint8Array): string {
    return quote(bytes, this.#story.flags.shown ?? 256);
  }

  /** One packet of DATA from here, each message in one chunk with the next TSN. */
  wire(at: number, ...messages: readonly Message[]): this {
    return this.wireOn(0, at, ...messages);
  }

  wireOn(path: number, at: number, ...messages: readonly Message[]): this {
    return this.packet(at, 'here', messages.map((message) => {
      this.#tsns.set(message, this.#nextTsn);
      this.#nextTsn = (this.#nextTsn + 1) >>> 0;
      return this.#chunkOf(message);
    }), path);
  }

  /** The same TSN once more. */
  again(at: number, message: Message, path = 0): this {
    return this.packet(at, 'here', [this.#chunkOf(message)], path);
  }

  #chunkOf(message: Message): Bytes {
    const tsn = this.tsnOf(message);
    return dataChunk(tsn, message.bytes, 1, tsn & 0xffff);
  }

  tsnOf(message: Message): number {
    const tsn = this.#tsns.get(message);
    if (tsn === undefined) throw new Error('the story has not put this message on the wire');
    return tsn;
  }

  /** DATA from there. */
  arrive(at: number, message: Message): this {
    return this.packet(at, 'there', [dataChunk(this.#nextTsnThere++, message.bytes, 1, this.#nextTsnThere & 0xffff)]);
  }

  /** A SACK from there of all up to a message or TSN. */
  sack(at: number, upTo: Message | number, { aRwnd = this.#aRwnd, gaps = [], duplicates = [], path = 0 }: SackFields = {}): this {
    this.#aRwnd = aRwnd;
    const tsn = typeof upTo === 'number' ? upTo : this.tsnOf(upTo);
    const value = join(u32(tsn), u32(aRwnd), u16(gaps.length), u16(duplicates.length), ...gaps.map(([from, to]) => [...u16(from), ...u16(to)]), ...duplicates.map(u32));
    return this.packet(at, 'there', [chunk(3, 0, value)], path);
  }

  /** A message sent, on the wire at once and acknowledged a round trip later. */
  pass(at: number, fields: MessageFields = {}, roundTrip = 2): Message {
    const message = this.send(at, this.#story.message(fields));
    this.wire(at + TO_WIRE, message).sack(at + TO_WIRE + roundTrip, message);
    return message;
  }

  /** `count` messages that pass, `every` ms. */
  flow(at: number, count: number, every: number, fields: MessageFields = {}, roundTrip = 2): this {
    for (let i = 0; i < count; i++) this.pass(at + i * every, fields, roundTrip);
    return this;
  }

  /** A request that is answered, the answer read `delay` after it arrived. */
  transaction(at: number, answerAfter = 1.5, delay = 0.2, command = 272): Message {
    const id = 1_000_000 + this.#story.calls.length;
    const request = this.pass(at, { id, command });
    const answer = this.#story.message({ id, command, request: false, size: 200 });
    this.arrive(at + TO_WIRE + answerAfter, answer).receive(at + TO_WIRE + answerAfter + delay, answer);
    return request;
  }

  /** `count` messages that the kernel takes and keeps. */
  queue(at: number, count: number, every: number, fields: MessageFields = {}): Message[] {
    return Array.from({ length: count }, (_, i) => this.send(at + i * every, this.#story.message(fields)));
  }

  heartbeat(at: number, info: number, path = 0): this {
    return this.packet(at, 'here', [chunk(4, 0, join(u16(1), u16(8), u32(info)))], path);
  }

  heartbeatAck(at: number, info: number, path = 0): this {
    return this.packet(at, 'there', [chunk(5, 0, join(u16(1), u16(8), u32(info)))], path);
  }

  /** Cause 12: user initiated; 13: protocol violation, with its text. */
  abort(at: number, from: 'here' | 'there', cause = 12, text = ''): this {
    const reason = new TextEncoder().encode(text);
    return this.packet(at, from, [chunk(6, 0, join(u16(cause), u16(4 + reason.length), reason))]);
  }

  shutdown(at: number, from: 'here' | 'there', tsn = 0): this {
    return this.packet(at, from, [chunk(7, 0, u32(tsn))]);
  }
}
