/**
 * One frame of a capture by the offset of its record, without what lies before: the file's own header (pcap), or the section and
 * interface blocks that describe it (pcapng), and the record go through the same reader as a whole file does.
 */
import { openInput } from '../readers/formats.ts';
import { MOST_DESCRIPTIONS, type ByteSource, type Input } from '../trace/input.ts';
import type { PacketRecord } from '../trace/records.ts';
import type { Bytes, Nanoseconds } from '../trace/time.ts';
import { SECOND } from '../trace/time.ts';
import { Trace } from '../trace/trace.ts';
import { joined } from './joined.ts';

export interface CapturedFrame {
  /** Link layer to the last captured byte. */
  readonly bytes: Uint8Array;
  /** Bytes on the wire. */
  readonly originalLength: Bytes;
  readonly linkType: number;
  /** Seconds since 1970 and ns of that second. */
  readonly seconds: number;
  readonly nanoseconds: Nanoseconds;
}

const PCAP_HEADER = 24;
/** Most records are shorter; the longest block of a pcapng is not longer than the second figure. */
const READS: readonly Bytes[] = [16 * 1024, 16 * 1024 * 1024 + 64];
const BLOCK_HEAD = 12;
/** Of a section or an interface: they hold names, addresses and filters. */
const MOST_BLOCK = 64 * 1024;
/** Interfaces of one section: `-i any` is one of them. */
const MOST_INTERFACES = 1024;
/** A section's byte order as its first bytes say it. */
const LITTLE_ENDIAN_MAGIC = 0x4d;

export class FrameReader {
  readonly #source: ByteSource;
  readonly #input: Input;
  /** What stands before the records: by the offset of their section, 0 for a pcap. */
  #head: { readonly section: Bytes; readonly interfaces: number; readonly bytes: Uint8Array } | undefined;

  constructor(source: ByteSource, input: Input) {
    this.#source = source;
    this.#input = input;
  }

  /** Undefined where the source cannot go back, and where no whole record begins at `offset`. */
  async read(offset: Bytes): Promise<CapturedFrame | undefined> {
    const head = await this.#headOf(offset);
    if (!head) return undefined;
    for (const length of READS) {
      const bytes = await this.#source.read?.(offset, length);
      if (!bytes) return undefined;
      const frame = firstFrame(head, bytes);
      if (frame !== undefined || bytes.length < length) return frame;
    }
    return undefined;
  }

  async #headOf(offset: Bytes): Promise<Uint8Array | undefined> {
    const { kind, sections, interfaces } = this.#input;
    if (kind !== 'pcap' && kind !== 'pcapng') return undefined;
    const section = kind === 'pcap' ? 0 : sections.findLast((at) => at < offset);
    if (section === undefined) return undefined;
    if (sections.length === MOST_DESCRIPTIONS || interfaces.length === MOST_DESCRIPTIONS) return undefined;
    const described = kind === 'pcap' ? [] : interfaces.filter((at) => at > section && at < offset);
    if (this.#head?.section === section && this.#head.interfaces === described.length) return this.#head.bytes;
    const bytes = kind === 'pcap' ? await this.#source.read?.(0, PCAP_HEADER) : await this.#blocks(section, described);
    if (bytes) this.#head = { section, interfaces: described.length, bytes };
    return bytes;
  }

  async #blocks(section: Bytes, interfaces: readonly Bytes[]): Promise<Uint8Array | undefined> {
    if (interfaces.length > MOST_INTERFACES) return undefined;
    const parts: Uint8Array[] = [];
    let little = true;
    for (const at of [section, ...interfaces]) {
      const bytes = await this.#source.read?.(at, MOST_BLOCK);
      if (!bytes || bytes.length < BLOCK_HEAD) return undefined;
      if (at === section) little = bytes[8] === LITTLE_ENDIAN_MAGIC;
      const length = (new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(4, little) + 3) & ~3;
      if (length < BLOCK_HEAD || length > bytes.length) return undefined;
      parts.push(bytes.subarray(0, length));
    }
    return joined(parts);
  }
}

/** The frame of the record with which `bytes` begin. */
function firstFrame(head: Uint8Array, bytes: Uint8Array): CapturedFrame | undefined {
  const trace = new Trace();
  let frame: CapturedFrame | undefined;
  let isFirst = true;
  const packet = (record: PacketRecord): void => {
    if (!isFirst) return;
    isFirst = false;
    if (record.offset !== head.length) return;
    const whole = Math.floor(record.time / SECOND);
    frame = {
      bytes: record.bytes.slice(record.start, record.end), originalLength: record.originalLength, linkType: record.linkType,
      seconds: (trace.epochSeconds ?? 0) + whole, nanoseconds: record.time - whole * SECOND,
    };
  };
  const reader = openInput(trace.addInput(''), trace, { packet, syscall: () => {}, status: () => {}, state: () => {} });
  reader.push(head);
  reader.push(bytes);
  return frame;
}
