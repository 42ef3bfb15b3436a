/**
 * Fragments of user messages in, whole messages out, for one direction of an association. The fragments of a message have
 * consecutive TSNs in DATA (RFC 9260 6.9) and consecutive fragment sequence numbers in I-DATA (RFC 8260 2.1); stream, sequence
 * and the U bit say which belong together. A run of neighbours is one `Part`; parts grow and join until one has both B and E.
 * Bytes are copied until the message is whole, and no more than MOST_PENDING_BYTES of them.
 */
import { DataFlag, MessageFlag } from '../trace/schema.ts';
import { serialAdd, serialDistance } from '../trace/serial.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { SctpPacket } from './chunks/chunk.ts';
import { addMessage } from './messages.ts';

/** The oldest parts are given up beyond this. Larger than any receive window in use. */
const MOST_PENDING_BYTES = 16 << 20;
/** What a part costs beside its bytes. */
const PART_BYTES = 256;
/** Holes within one message: more is no capture of one. */
const MOST_PARTS = 64;
/** Oldest messages that one acknowledgement looks at. */
const MOST_LOOKED_AT = 64;
/** A fragment this far behind the peer's acknowledgement was not captured: it arrived, and will not be sent again. */
const ACKNOWLEDGED_SLACK = 256;

/** Neighbouring fragments of one message. */
class Part {
  key = 0;
  /** TSN (DATA) or FSN (I-DATA) of the first and the last fragment. */
  first = 0;
  last = 0;
  begins = false;
  ends = false;
  /** Rows in dataChunks, in order. */
  chunks: number[] = [];
  highestTsn = 0;
  lowestTsn = 0;
  /** Highest packet row. */
  lastPacket = 0;
  /** User data by the chunk headers, and how much of its beginning is in `bytes`. */
  size = 0;
  known = 0;
  bytes = new Uint8Array(0);

  append(bytes: Uint8Array, start: number, end: number, size: number): void {
    if (this.known === this.size && end > start) {
      const known = this.known + end - start;
      if (known > this.bytes.length) this.#grow(known);
      if (end - start < 256) for (let i = start, to = this.known; i < end; i++, to++) this.bytes[to] = bytes[i]!;
      else this.bytes.set(bytes.subarray(start, end), this.known);
      this.known = known;
    }
    this.size += size;
  }

  #grow(least: number): void {
    const bytes = new Uint8Array(Math.max(least, this.bytes.length * 2));
    bytes.set(this.bytes.subarray(0, this.known));
    this.bytes = bytes;
  }
}

export class Reassembly {
  readonly #trace: Trace;
  /** By message: DATA by stream, U and SSN; I-DATA by stream, U and MID. In the order begun. */
  readonly #pending = new Map<number, Part[]>();
  #pendingBytes = 0;
  /** The part that grew last: the next fragment mostly belongs to it. */
  #current: Part | undefined;
  #spare: Part | undefined;
  /** FSN that stands for a first fragment. RFC 8260 2.1 counts it as 0; Linux gives 0 to the second, which makes it -1. */
  #begin = 0;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Chunk `row` is one fragment, not seen before; `bytes[start, end)` is what was captured of it. */
  receive(packet: SctpPacket, row: number, start: number, end: number): void {
    const chunks = this.#trace.dataChunks;
    const flags = chunks.flags[row]!;
    const tsn = chunks.tsn[row]!;
    const interleaved = (flags & DataFlag.IData) !== 0;
    const begins = (flags & DataFlag.Begin) !== 0;
    if (interleaved && !begins && chunks.ppid[row] === 0 && this.#begin === 0) this.#countFromZero();
    const order = !interleaved ? tsn : begins ? this.#begin : chunks.ppid[row]!;
    const key = keyOf(chunks.streamId[row]!, chunks.sequence[row]!, flags);
    const previous = begins ? undefined : this.#endingAt(key, serialAdd(order, -1));
    const part = previous ?? this.#open(key, order);
    if (begins) part.begins = true;
    part.last = order;
    part.ends = (flags & DataFlag.End) !== 0;
    part.append(packet.bytes, start, end, chunks.size[row]!);
    this.#pendingBytes += chunks.size[row]!;
    this.#note(part, row, tsn, packet.row);
    const whole = part.ends ? part : this.#joinNext(part);
    this.#current = whole;
    if (whole.begins && whole.ends) this.#finish(whole, packet);
    else if (this.#pendingBytes > MOST_PENDING_BYTES) this.#giveUpOldest();
  }

  get isPending(): boolean {
    return this.#pending.size > 0;
  }

  /** The peer has everything up to `tsn`. */
  acknowledge(tsn: number): void {
    if (this.#pending.size > 0) this.giveUpTo((tsn - ACKNOWLEDGED_SLACK) >>> 0);
  }

  /** No fragment up to `tsn` will come any more. */
  giveUpTo(tsn: number): void {
    let looked = 0;
    for (const parts of this.#pending.values()) {
      if (++looked > MOST_LOOKED_AT) return;
      let lowest = parts[0]!.lowestTsn;
      let highest = parts[0]!.highestTsn;
      for (const part of parts) {
        if (serialDistance(part.lowestTsn, lowest) < 0) lowest = part.lowestTsn;
        if (serialDistance(part.highestTsn, highest) > 0) highest = part.highestTsn;
      }
      // Begun in this order, so that the rest is later: no need to look at all of them for each acknowledgement.
      if (serialDistance(lowest, tsn) > 0) return;
      if (serialDistance(highest, tsn) <= 0) this.#giveUp(parts);
    }
  }

  giveUpAll(): void {
    for (const parts of this.#pending.values()) this.#giveUp(parts);
  }

  #countFromZero(): void {
    this.#begin = serialAdd(0, -1);
    for (const parts of this.#pending.values()) {
      for (const part of parts) {
        if (!part.begins || part.last !== 0) continue;
        part.first = this.#begin;
        part.last = this.#begin;
      }
    }
  }

  #endingAt(key: number, last: number): Part | undefined {
    const current = this.#current;
    if (current !== undefined && current.key === key && current.last === last && !current.ends) return current;
    return this.#pending.get(key)?.find((part) => part.last === last && !part.ends);
  }

  #open(key: number, order: number): Part {
    const part = this.#spare ?? new Part();
    this.#spare = undefined;
    part.key = key;
    part.first = order;
    part.begins = false;
    part.ends = false;
    part.chunks.length = 0;
    part.size = 0;
    part.known = 0;
    this.#pendingBytes += PART_BYTES;
    const parts = this.#pending.get(key);
    if (parts === undefined) {
      this.#pending.set(key, [part]);
    } else {
      if (parts.length >= MOST_PARTS) {
        this.#giveUp(parts);
        this.#pending.set(key, [part]);
      } else {
        parts.push(part);
      }
    }
    return part;
  }

  #note(part: Part, row: number, tsn: number, packet: number): void {
    if (part.chunks.length === 0) {
      part.highestTsn = part.lowestTsn = tsn;
      part.lastPacket = packet;
    } else {
      if (serialDistance(tsn, part.highestTsn) > 0) part.highestTsn = tsn;
      if (serialDistance(tsn, part.lowestTsn) < 0) part.lowestTsn = tsn;
      if (packet > part.lastPacket) part.lastPacket = packet;
    }
    part.chunks.push(row);
  }

  /** Joins the part that begins right after this one, when there is one. */
  #joinNext(part: Part): Part {
    const parts = this.#pending.get(part.key)!;
    if (parts.length === 1) return part;
    const next = serialAdd(part.last, 1);
    const at = parts.findIndex((later) => later.first === next && !later.begins && later !== part);
    if (at < 0) return part;
    const later = parts[at]!;
    parts.splice(at, 1);
    part.append(later.bytes, 0, later.known, later.size);
    part.last = later.last;
    part.ends = later.ends;
    for (const row of later.chunks) part.chunks.push(row);
    if (serialDistance(later.highestTsn, part.highestTsn) > 0) part.highestTsn = later.highestTsn;
    if (serialDistance(later.lowestTsn, part.lowestTsn) < 0) part.lowestTsn = later.lowestTsn;
    if (later.lastPacket > part.lastPacket) part.lastPacket = later.lastPacket;
    this.#pendingBytes -= PART_BYTES;
    return part;
  }

  #finish(part: Part, packet: SctpPacket): void {
    const parts = this.#pending.get(part.key)!;
    if (parts.length === 1) this.#pending.delete(part.key);
    else parts.splice(parts.indexOf(part), 1);
    const message = this.#addMessage(part);
    packet.onMessage?.(message, part.bytes, 0, part.known);
    this.#release(part);
  }

  #giveUpOldest(): void {
    for (const parts of this.#pending.values()) {
      this.#giveUp(parts);
      if (this.#pendingBytes <= MOST_PENDING_BYTES / 2) return;
    }
  }

  /** Rows for what was seen of these messages: each part that begins one starts another row. */
  #giveUp(parts: Part[]): void {
    const trace = this.#trace;
    const chunks = trace.dataChunks;
    const { input, offset, frame } = trace.packets;
    parts.sort((a, b) => serialDistance(a.first, b.first));
    let message = NONE;
    for (const part of parts) {
      if (message === NONE || part.begins) {
        message = this.#addMessage(part);
        trace.messages.flags[message]! |= MessageFlag.Incomplete;
        const packet = chunks.packet[part.chunks[0]!]!;
        trace.problems.report('message-incomplete', input[packet]!, offset[packet]!, frame[packet]!);
      } else {
        trace.messages.size[message]! += part.size;
        if (part.lastPacket > trace.messages.lastPacket[message]!) trace.messages.lastPacket[message] = part.lastPacket;
        for (const row of part.chunks) chunks.message[row] = message;
      }
      if (part.ends) message = NONE;
      this.#release(part);
    }
    this.#pending.delete(parts[0]!.key);
  }

  #addMessage(part: Part): number {
    const trace = this.#trace;
    const chunks = trace.dataChunks;
    const first = part.chunks[0]!;
    const packet = chunks.packet[first]!;
    // Without its beginning the first bytes are no head.
    const known = part.begins ? part.known : 0;
    const ppid = part.begins || (chunks.flags[first]! & DataFlag.IData) === 0 ? chunks.ppid[first]! : 0;
    const message = addMessage(trace, packet, part.lastPacket, first, part.bytes, 0, known, part.size, ppid);
    for (const row of part.chunks) chunks.message[row] = message;
    return message;
  }

  #release(part: Part): void {
    this.#pendingBytes -= part.size + PART_BYTES;
    if (this.#current === part) this.#current = undefined;
    this.#spare = part;
  }
}

/**
 * One number for stream, U and sequence: 16 + 1 + 32 bits. The SSN of unordered DATA means nothing (RFC 9260 3.3.1), so that all
 * unordered fragments of a stream share a key.
 */
function keyOf(streamId: number, sequence: number, flags: number): number {
  const unordered = (flags & DataFlag.Unordered) !== 0;
  const used = unordered && (flags & DataFlag.IData) === 0 ? 0 : sequence;
  return (streamId * 2 + (unordered ? 1 : 0)) * 0x1_0000_0000 + used;
}

