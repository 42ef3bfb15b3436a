/**
 * A live capture -> pcapng blocks of one section. A little-endian pcapng stream passes as it is, with the names of its interfaces, its flags and
 * comments; any other capture, and what follows something unexpected, is read and written anew.
 */
import { openInput } from '../../analyzer/readers/formats.ts';
import type { Reader } from '../../analyzer/readers/format.ts';
import type { PacketRecord } from '../../analyzer/trace/records.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import type { Records } from './ingest.ts';
import { Block, BYTE_ORDER_MAGIC, enhancedPacket, interfaceDescription, interfaceStatistics, sectionHeader, unitsOf } from './pcapngWriter.ts';

/** Of a block that is waited for. */
const LONGEST_BLOCK = 1 << 20;
const SHORTEST_BLOCK = 12;
/** ns: the unit of what is written. */
const SECOND = 1_000_000_000n;
/** Up to the bytes of the packet. */
const PACKET_HEAD = 28;
/** The length at a block's end. */
const TRAILER = 4;

export class PacketIngest {
  readonly #name: string;
  readonly #records: Records;
  /** Once the stream is written anew. */
  #reader: Reader | undefined;
  #trace = new Trace();
  /** The stream's own section and interfaces, as long as it passes. */
  readonly #heads: Buffer[] = [];
  #torn = Buffer.alloc(0);
  /** Link types in the order of the interfaces that were written. */
  readonly #interfaces: number[] = [];
  /** By interface of that: units a second. */
  readonly #units: bigint[] = [];
  /** Lost so far, by what was written; and before the stream began again. */
  #told = 0;
  #droppedBefore = 0;
  #gapsTold = 0;
  /** The last packet before the stream ended, until one comes of the next. */
  #deafSince: bigint | undefined;
  #lastTime = 0n;
  packets = 0;

  constructor(name: string, records: Records) {
    this.#name = name;
    this.#records = records;
  }

  push(bytes: Uint8Array): void {
    if (this.#reader) return this.#writeAnew(this.#reader, bytes);
    const data = this.#torn.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#torn, bytes]);
    let at = 0;
    while (data.length - at >= SHORTEST_BLOCK) {
      const length = data.readUInt32LE(at + 4);
      if (!this.#mayPass(data, at, length)) return this.#writeRest(data.subarray(at));
      if (data.length - at < length) break;
      const block = data.subarray(at, at + length);
      if (!this.#pass(block)) return this.#writeRest(data.subarray(at));
      at += length;
    }
    this.#torn = data.subarray(at);
  }

  #mayPass(data: Buffer, at: number, length: number): boolean {
    const isSection = data.readUInt32LE(at) === Block.Section;
    // One section, at the beginning: interfaces are numbered within it.
    if (isSection !== (this.#heads.length === 0) || (isSection && data.readUInt32LE(at + 8) !== BYTE_ORDER_MAGIC)) return false;
    return length >= SHORTEST_BLOCK && length <= LONGEST_BLOCK && length % 4 === 0;
  }

  /** False for what only the reader understands. */
  #pass(block: Buffer): boolean {
    const type = block.readUInt32LE(0);
    if (block.readUInt32LE(block.length - TRAILER) !== block.length || type === Block.ObsoletePacket || type === Block.SimplePacket) return false;
    if (type === Block.Section || type === Block.Interface) {
      if (type === Block.Interface) this.#units.push(unitsOf(block));
      this.#heads.push(block);
      this.#records.head(block);
    } else if (type === Block.Packet) {
      const fits = block.length >= PACKET_HEAD + TRAILER && block.readUInt32LE(8) < this.#units.length && block.readUInt32LE(20) <= block.length - PACKET_HEAD - TRAILER;
      if (!fits) return false;
      this.packets++;
      const units = this.#units[block.readUInt32LE(8)]!;
      const time = (BigInt(block.readUInt32LE(12)) << 32n) | BigInt(block.readUInt32LE(16));
      this.#lastTime = units === SECOND ? time : (time * SECOND) / units;
      this.#records.record(block);
    } else this.#records.other(block);
    return true;
  }

  #writeRest(rest: Buffer): void {
    const reader = this.#openReader();
    if (this.#heads.length === 0) this.#records.head(sectionHeader('Stallscope'));
    for (const head of this.#heads) reader.push(head);
    this.#writeAnew(reader, rest);
  }

  #openReader(): Reader {
    const ignore = (): void => {};
    this.#torn = Buffer.alloc(0);
    this.#trace = new Trace();
    this.#reader = openInput(this.#trace.addInput(this.#name), this.#trace, { packet: (record) => this.#packet(record), syscall: ignore, status: ignore, state: ignore });
    return this.#reader;
  }

  /** Another stream follows, from its beginning; it goes into the same section. */
  restart(): void {
    this.#droppedBefore = this.#told;
    this.#openReader();
    this.#gapsTold = 0;
    if (this.packets > 0) this.#deafSince = this.#lastTime;
  }

  #writeAnew(reader: Reader, bytes: Uint8Array): void {
    reader.push(bytes);
    const dropped = this.#droppedBefore + this.#trace.inputs[0]!.dropped;
    const gaps = this.#trace.gaps.slice(this.#gapsTold);
    if ((dropped <= this.#told && gaps.length === 0) || this.#interfaces.length === 0) return;
    this.#told = Math.max(this.#told, dropped);
    this.#gapsTold += gaps.length;
    for (const { from, until, lost, cause } of gaps) this.#tellGap(this.#since1970(from), this.#since1970(until), `${lost ?? 'unknown'} packets lost, ${cause}`);
    if (gaps.length === 0) this.#records.other(interfaceStatistics(this.#units.length, this.#lastTime, this.#told));
  }

  #tellGap(from: bigint, until: bigint, what: string): void {
    this.#records.other(interfaceStatistics(this.#units.length, until, this.#told, { from, until, comment: `gap: ${what}` }));
  }

  #since1970(time: number): bigint {
    return BigInt(this.#trace.epochSeconds ?? 0) * SECOND + BigInt(Math.round(time));
  }

  #packet({ time, linkType, bytes, start, end, originalLength, checksumDue }: PacketRecord): void {
    let number = this.#interfaces.indexOf(linkType);
    if (number < 0) {
      number = this.#interfaces.push(linkType) - 1;
      this.#records.head(interfaceDescription(linkType, this.#name));
    }
    this.packets++;
    this.#lastTime = this.#since1970(time);
    if (this.#deafSince !== undefined) this.#tellGap(this.#deafSince, this.#lastTime, 'unknown packets lost, the source had ended and was started again');
    this.#deafSince = undefined;
    this.#records.record(enhancedPacket(this.#units.length + number, this.#lastTime, bytes.subarray(start, end), originalLength, checksumDue === true));
  }
}
