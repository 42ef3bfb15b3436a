/**
 * pcapng: sections of blocks, each block with its length at both ends. Frames come in Enhanced (6), Simple (3) and the obsolete
 * Packet Blocks (2) of interfaces that earlier blocks describe; all other blocks are passed over.
 * https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html
 *
 *   | type | total length | body, padded to 4 … | total length |
 */
import { noteGap } from '../trace/gap.ts';
import { MOST_DESCRIPTIONS, type Input } from '../trace/input.ts';
import type { RecordSink } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import type { Format, Reader } from './format.ts';
import type { Usual } from '../usual/usual.ts';
import { Frames } from './frames.ts';
import { CaptureInterface } from './pcapngInterface.ts';
import { Options, readUint64 } from './pcapngOptions.ts';
import { TornBytes } from './tornBytes.ts';
import { UsualFrames } from './usualFrames.ts';

const Block = {
  Interface: 1,
  Packet: 2,
  SimplePacket: 3,
  NameResolution: 4,
  InterfaceStatistics: 5,
  EnhancedPacket: 6,
  JournalExport: 9,
  Custom: 0x0bad,
  UncopiedCustom: 0x40000bad,
  Section: 0x0a0d0d0a,
} as const;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const BYTE_ORDER_SWAPPED = 0x4d3c2b1a;
/** Type, length, and the byte-order magic, without which a section's length cannot be read. */
const BLOCK_HEAD = 12;
const SHORTEST_BLOCK = 12;
/** Wireshark's limit for blocks of any kind. */
const LONGEST_BLOCK = 16 * 1024 * 1024;
const OPTION_COMMENT = 1;
/** What a live capture says of a stretch in which it heard nothing; losses that it counted are drops. */
const GAP = 'gap: ';
const TOLD_GAP = /^gap: (unknown|\d{1,15}) packets lost, (.+)$/;
const UNCOUNTED_GAP = 'gap: unknown packets lost';
const OPTION_PACKET_FLAGS = 2;
const OPTION_PACKET_DROPS = 4;
/** Of the flags. */
const CHECKSUM_NOT_READY = 1 << 9;
/** The obsolete packet block says "not known" this way. */
const DROPS_UNKNOWN = 0xffff;

class PcapngReader implements Reader {
  readonly #input: Input;
  readonly #trace: Trace;
  readonly #frames: Frames;
  readonly #torn = new TornBytes(this);
  readonly #options = new Options();
  readonly #usual: UsualFrames | undefined;
  /** Of this section, in the order of their blocks. */
  #interfaces: CaptureInterface[] = [];
  #little = true;
  #needed = BLOCK_HEAD;
  /** Looking for a block after damage, since this stream offset. */
  #lostAt = -1;

  constructor(input: Input, trace: Trace, sink: RecordSink, usual?: Usual) {
    this.#input = input;
    this.#trace = trace;
    this.#frames = new Frames(input, trace, sink);
    this.#usual = usual?.packets && new UsualFrames(usual.packets, input.id, trace, this.#frames, true);
    input.kind = 'pcapng';
    input.clock = 'epoch';
    input.clockResolution = 1e3;
  }

  push(bytes: Uint8Array): void {
    this.#input.bytes += bytes.length;
    this.#torn.push(bytes);
    this.#frames.flush();
  }

  end(): void {
    if (this.#lostAt >= 0) {
      this.#torn.finish((bytes, start, end, base) => this.#walk(bytes, start, end, base, true));
      this.#frames.flush();
    }
    if (this.#lostAt >= 0) this.#report('capture-bad-record', this.#lostAt, 'the rest of the file is left out');
    else if (this.#torn.pending > 0) this.#report('capture-cut-short', this.#torn.offset);
  }

  needed(): number {
    return this.#needed;
  }

  walk(bytes: Uint8Array, start: number, end: number, base: number): number {
    return this.#walk(bytes, start, end, base, false);
  }

  /** `last`: nothing follows, so that a block that does not fit is no block. */
  #walk(bytes: Uint8Array, start: number, end: number, base: number, last: boolean): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = start;
    this.#usual?.begin(this.#little);
    for (;;) {
      if (this.#lostAt >= 0) {
        at = this.#findBlock(view, at, end, last);
        if (this.#lostAt >= 0) return at;
      }
      this.#needed = BLOCK_HEAD;
      if (this.#usual) at = this.#usual.skim(bytes, at, end, base);
      if (end - at < BLOCK_HEAD) return at;
      const type = view.getUint32(at, this.#little);
      if (type === Block.Section && !this.#readByteOrder(view, at)) {
        this.#lostAt = base + at++;
        continue;
      }
      const stated = view.getUint32(at + 4, this.#little);
      if (stated < SHORTEST_BLOCK || stated > LONGEST_BLOCK) {
        this.#lostAt = base + at++;
        continue;
      }
      // Some writers leave the padding out of the length, though not out of the file.
      const length = (stated + 3) & ~3;
      if (end - at < length) {
        this.#needed = length;
        return at;
      }
      if (view.getUint32(at + length - 4, this.#little) !== stated) {
        if (!isKnown(type)) {
          this.#lostAt = base + at++;
          continue;
        }
        this.#report('capture-bad-record', base + at, 'a block says two different lengths');
      }
      this.#readBlock(type, view, bytes, at, at + length - 4, base + at);
      at += length;
    }
  }

  #readByteOrder(view: DataView, at: number): boolean {
    const magic = view.getUint32(at + 8, this.#little);
    if (magic === BYTE_ORDER_SWAPPED) {
      this.#little = !this.#little;
      this.#usual?.begin(this.#little);
    }
    return magic === BYTE_ORDER_MAGIC || magic === BYTE_ORDER_SWAPPED;
  }

  /** `at` is the block's type field, `end` its second length. */
  #readBlock(type: number, view: DataView, bytes: Uint8Array, at: number, end: number, offset: number): void {
    const little = this.#little;
    switch (type) {
      case Block.EnhancedPacket:
        if (end - at >= 28) {
          this.#readPacket(view, bytes, at + 8, end, offset, view.getUint32(at + 8, little));
          return;
        }
        break;
      case Block.Packet:
        if (end - at >= 28) {
          const dropped = view.getUint16(at + 10, little);
          const found = this.#interfaces[view.getUint16(at + 8, little)];
          if (found && dropped < DROPS_UNKNOWN) this.#addDrops(found.countPacketDrops(dropped), offset);
          this.#readPacket(view, bytes, at + 8, end, offset, view.getUint16(at + 8, little));
          return;
        }
        break;
      case Block.SimplePacket:
        if (end - at >= 12) {
          this.#readSimplePacket(view, bytes, at + 8, end, offset);
          return;
        }
        break;
      case Block.Interface:
        if (end - at >= 16) {
          note(this.#input.interfaces, offset);
          this.#readInterface(view, at + 8, end);
          return;
        }
        break;
      case Block.InterfaceStatistics:
        if (end - at >= 20) {
          const found = this.#interfaces[view.getUint32(at + 8, little)];
          const options = this.#options.set(view, at + 20, end, little);
          if (options.startsWith(OPTION_COMMENT, UNCOUNTED_GAP)) this.#report('capture-gap', offset);
          if (found && options.startsWith(OPTION_COMMENT, GAP)) this.#noteGap(found, options, offset);
          if (found) this.#addDrops(found.readStatistics(options), offset);
          return;
        }
        break;
      case Block.Section:
        note(this.#input.sections, offset);
        this.#interfaces = [];
        this.#usual?.beginSection();
        return;
      case Block.JournalExport:
      case Block.Custom:
      case Block.UncopiedCustom:
        this.#frames.passOver();
        return;
      default:
        return;
    }
    this.#report('capture-bad-record', offset, `a block of type ${type} is too short`);
  }

  /** Enhanced and obsolete packet blocks agree from the time on; `at` is the body. */
  #readPacket(view: DataView, bytes: Uint8Array, at: number, end: number, offset: number, interfaceId: number): void {
    const little = this.#little;
    const found = this.#interfaces[interfaceId];
    if (!found) {
      this.#report('capture-bad-record', offset, 'a packet of an interface that is not described');
      return;
    }
    const captured = view.getUint32(at + 12, little);
    const from = at + 20;
    if (captured > end - from) {
      this.#report('capture-bad-record', offset, 'a packet is longer than its block');
      return;
    }
    const optionsStart = from + ((captured + 3) & ~3);
    let checksumDue = false;
    if (end - optionsStart >= 8) {
      const options = this.#options.set(view, optionsStart, end, little);
      const drops = options.find(OPTION_PACKET_DROPS, 8);
      if (drops >= 0) this.#addDrops(found.countPacketDrops(readUint64(view, drops, little)), offset);
      const flags = options.find(OPTION_PACKET_FLAGS, 4);
      checksumDue = flags >= 0 && (view.getUint32(flags, little) & CHECKSUM_NOT_READY) !== 0;
    }
    const time = found.time(this.#trace, view.getUint32(at + 4, little), view.getUint32(at + 8, little));
    this.#frames.emit(offset, time, found.linkType, bytes, from, from + captured, view.getUint32(at + 16, little), checksumDue);
  }

  /** A simple packet has neither time nor captured length: it takes the time of the packet before it. */
  #readSimplePacket(view: DataView, bytes: Uint8Array, at: number, end: number, offset: number): void {
    const found = this.#interfaces[0];
    if (!found) {
      this.#report('capture-bad-record', offset, 'a packet of an interface that is not described');
      return;
    }
    const original = view.getUint32(at, this.#little);
    const limit = found.snapLength === 0 ? original : Math.min(original, found.snapLength);
    const captured = Math.min(limit, end - at - 4);
    this.#report('capture-no-time', offset);
    const time = Math.max(this.#frames.lastTime, 0);
    this.#frames.emit(offset, time, found.linkType, bytes, at + 4, at + 4 + captured, original);
  }

  #readInterface(view: DataView, at: number, end: number): void {
    const little = this.#little;
    const options = this.#options.set(view, at + 8, end, little);
    const found = new CaptureInterface(view.getUint16(at, little), view.getUint32(at + 4, little), options);
    this.#interfaces.push(found);
    this.#usual?.addInterface(found.clock);
    this.#input.clockResolution = Math.min(this.#input.clockResolution, found.resolution);
  }

  /** As stallscope-capture comments its statistics: "gap: 7312 packets lost, kernel", with start and end. */
  #noteGap(found: CaptureInterface, options: Options, offset: number): void {
    const stretch = found.stretch(this.#trace, options);
    const told = TOLD_GAP.exec(options.text(OPTION_COMMENT));
    if (!stretch || !told) return;
    const [from, until] = stretch;
    noteGap(this.#trace.gaps, { input: this.#input.id, offset, place: this.#frames.next, from, until, lost: told[1] === 'unknown' ? undefined : Number(told[1]), cause: told[2]! });
  }

  #addDrops(fresh: number, offset: number): void {
    if (fresh === 0) return;
    this.#input.dropped += fresh;
    this.#trace.problems.report('capture-dropped', this.#input.id, offset, this.#frames.next, undefined, fresh);
  }

  /** Goes on at the first place where a block begins whose lengths at both ends agree. Clears `#lostAt` when it found one. */
  #findBlock(view: DataView, start: number, end: number, last: boolean): number {
    for (let at = start; end - at >= BLOCK_HEAD; at++) {
      const type = view.getUint32(at, this.#little);
      if (!isKnown(type) || (type === Block.Section && !this.#readByteOrder(view, at))) continue;
      const length = view.getUint32(at + 4, this.#little);
      if (length < SHORTEST_BLOCK || length > LONGEST_BLOCK || (length & 3) !== 0) continue;
      if (end - at < length) {
        if (last) continue;
        this.#needed = length;
        return at;
      }
      if (view.getUint32(at + length - 4, this.#little) !== length) continue;
      this.#report('capture-bad-record', this.#lostAt, 'read on after the damage');
      this.#lostAt = -1;
      return at;
    }
    this.#needed = BLOCK_HEAD;
    return Math.max(start, end - BLOCK_HEAD + 1);
  }

  #report(kind: 'capture-bad-record' | 'capture-cut-short' | 'capture-no-time' | 'capture-gap', offset: number, detail?: string): void {
    this.#trace.problems.report(kind, this.#input.id, offset, this.#frames.next, detail);
  }
}

function note(offsets: number[], offset: number): void {
  if (offsets.length < MOST_DESCRIPTIONS) offsets.push(offset);
}

function isKnown(type: number): boolean {
  return (type >= Block.Interface && type <= Block.EnhancedPacket) || type === Block.Section;
}

export const pcapngFormat: Format = {
  name: 'pcapng',
  sniff: (head) => {
    if (head.length < BLOCK_HEAD) return false;
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const magic = view.getUint32(8, true);
    return view.getUint32(0, true) === Block.Section && (magic === BYTE_ORDER_MAGIC || magic === BYTE_ORDER_SWAPPED);
  },
  open: (input, trace, sink, usual) => new PcapngReader(input, trace, sink, usual),
};
