/**
 * Classic capture files: a 24-byte file header, then records of a 16-byte header and the captured bytes.
 * https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html; the variants are those that libpcap's sf-pcap.c reads.
 *
 *   | magic | major u16, minor u16 | zone | accuracy | snap length | FCS bits, link type |
 *   | seconds | fraction | captured length | original length | (modified: interface, protocol, type) | bytes …
 */
import type { Input } from '../trace/input.ts';
import type { RecordSink } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import type { Format, Reader } from './format.ts';
import type { Usual } from '../usual/usual.ts';
import { Frames } from './frames.ts';
import { TornBytes } from './tornBytes.ts';
import { UsualFrames } from './usualFrames.ts';

const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const MAGIC_NANOSECONDS = 0xa1b23c4d;
/** Kuznetzov's patched libpcap: 8 more bytes in each record header. */
const MAGIC_MODIFIED = 0xa1b2cd34;

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MODIFIED_RECORD_HEADER = 24;
/** libpcap's MAXIMUM_SNAPLEN: no tool writes longer records of a network link. */
const MOST_CAPTURED = 262_144;
/** The link type field holds FCS length and flags above these bits. */
const LINK_TYPE_MASK = 0xffff;
/** A record found again after damage lies within this time of the one before it. */
const RESYNC_SECONDS = 86_400;

function isMagic(magic: number): boolean {
  return magic === MAGIC_MICROSECONDS || magic === MAGIC_NANOSECONDS || magic === MAGIC_MODIFIED;
}

function sniffPcap(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return isMagic(view.getUint32(0, true)) || isMagic(view.getUint32(0, false));
}

/** Order of the two lengths in a record header: swapped before version 2.3, either way in 2.3. */
type LengthOrder = 'captured-first' | 'original-first' | 'smaller-first';

class PcapReader implements Reader {
  readonly #input: Input;
  readonly #trace: Trace;
  readonly #frames: Frames;
  readonly #torn = new TornBytes(this);
  readonly #usual: UsualFrames | undefined;
  #little = true;
  #headerLength = 0; // of a record, 0 until the file header is read
  #fractionScale = 1000;
  #fractionLimit = 1e6;
  #linkType = 0;
  #lengthOrder: LengthOrder = 'captured-first';
  #needed = FILE_HEADER;
  #lastSeconds = -1;
  /** Looking for a plausible record after damage, since this stream offset. */
  #lostAt = -1;

  constructor(input: Input, trace: Trace, sink: RecordSink, usual?: Usual) {
    this.#input = input;
    this.#trace = trace;
    this.#frames = new Frames(input, trace, sink);
    this.#usual = usual?.packets && new UsualFrames(usual.packets, input.id, trace, this.#frames, false);
    input.kind = 'pcap';
    input.clock = 'epoch';
  }

  push(bytes: Uint8Array): void {
    this.#input.bytes += bytes.length;
    this.#torn.push(bytes);
    this.#frames.flush();
  }

  end(): void {
    const { problems } = this.#trace;
    if (this.#lostAt >= 0) {
      this.#torn.finish((bytes, start, end, base) => this.#walk(bytes, start, end, base, true));
      this.#frames.flush();
    }
    if (this.#lostAt >= 0) {
      problems.report('capture-bad-record', this.#input.id, this.#lostAt, this.#frames.next, 'the rest of the file is left out');
    } else if (this.#torn.pending > 0) {
      problems.report('capture-cut-short', this.#input.id, this.#torn.offset, this.#frames.next);
    }
  }

  needed(): number {
    return this.#needed;
  }

  walk(bytes: Uint8Array, start: number, end: number, base: number): number {
    return this.#walk(bytes, start, end, base, false);
  }

  #walk(bytes: Uint8Array, start: number, end: number, base: number, last: boolean): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = start;
    if (this.#headerLength === 0) {
      if (end - at < FILE_HEADER) return at;
      this.#readFileHeader(view, at);
      at += FILE_HEADER;
    }
    for (;;) {
      if (this.#lostAt >= 0) {
        at = this.#findRecord(view, at, end, last);
        if (this.#lostAt >= 0) return at;
      }
      at = this.#walkRecords(view, bytes, at, end, base);
      if (this.#lostAt < 0) return at;
    }
  }

  #readFileHeader(view: DataView, at: number): void {
    const little = isMagic(view.getUint32(at, true));
    this.#little = little;
    const kind = view.getUint32(at, little);
    this.#headerLength = kind === MAGIC_MODIFIED ? MODIFIED_RECORD_HEADER : RECORD_HEADER;
    if (kind === MAGIC_NANOSECONDS) {
      this.#fractionScale = 1;
      this.#fractionLimit = 1e9;
    }
    this.#input.clockResolution = this.#fractionScale;
    const major = view.getUint16(at + 4, little);
    const minor = view.getUint16(at + 6, little);
    if (major < 2 || (major === 2 && minor < 3)) this.#lengthOrder = 'original-first';
    else if (major === 2 && minor === 3) this.#lengthOrder = 'smaller-first';
    this.#linkType = view.getUint32(at + 20, little) & LINK_TYPE_MASK;
    this.#usual?.addInterface({ linkType: this.#linkType, unitsPerSecond: this.#fractionLimit });
    this.#needed = this.#headerLength;
  }

  #walkRecords(view: DataView, bytes: Uint8Array, start: number, end: number, base: number): number {
    const little = this.#little;
    const headerLength = this.#headerLength;
    const scale = this.#fractionScale;
    const straight = this.#lengthOrder === 'captured-first';
    const frames = this.#frames;
    const trace = this.#trace;
    let at = start;
    let seconds = this.#lastSeconds;
    let needed = headerLength;
    const usual = straight && headerLength === RECORD_HEADER ? this.#usual : undefined;
    usual?.begin(little);
    while (end - at >= headerLength) {
      if (usual) {
        at = usual.skim(bytes, at, end, base);
        if (usual.lastSeconds >= 0) seconds = usual.lastSeconds;
        if (end - at < headerLength) break;
      }
      let captured = view.getUint32(at + 8, little);
      let original = view.getUint32(at + 12, little);
      if (!straight && (this.#lengthOrder === 'original-first' || captured > original)) {
        const swapped = captured;
        captured = original;
        original = swapped;
      }
      if (captured > MOST_CAPTURED) {
        this.#lostAt = base + at;
        at++;
        break;
      }
      const from = at + headerLength;
      if (end - from < captured) {
        needed = headerLength + captured;
        break;
      }
      seconds = view.getUint32(at, little);
      frames.emit(
        base + at, trace.at(seconds, view.getUint32(at + 4, little) * scale), this.#linkType, bytes, from, from + captured, original,
      );
      at = from + captured;
    }
    this.#lastSeconds = seconds;
    this.#needed = needed;
    return at;
  }

  /**
   * Goes on at the first place where a record with a plausible time begins that is followed by another, or by the end of the
   * file. Clears `#lostAt` when it found one.
   */
  #findRecord(view: DataView, start: number, end: number, last: boolean): number {
    const headerLength = this.#headerLength;
    for (let at = start; end - at >= headerLength; at++) {
      if (!this.#isPlausible(view, at)) continue;
      const next = at + headerLength + this.#capturedLength(view, at);
      if (next + headerLength > end && !last) {
        this.#needed = next + headerLength - at;
        return at;
      }
      if (next === end || (next + headerLength <= end && this.#isPlausible(view, next))) {
        this.#trace.problems.report('capture-bad-record', this.#input.id, this.#lostAt, this.#frames.next, 'read on after the damage');
        this.#lostAt = -1;
        return at;
      }
    }
    this.#needed = headerLength;
    return Math.max(start, end - headerLength + 1);
  }

  #capturedLength(view: DataView, at: number): number {
    const first = view.getUint32(at + 8, this.#little);
    const second = view.getUint32(at + 12, this.#little);
    return this.#lengthOrder === 'captured-first' ? first : this.#lengthOrder === 'original-first' ? second : Math.min(first, second);
  }

  #isPlausible(view: DataView, at: number): boolean {
    const captured = this.#capturedLength(view, at);
    if (captured === 0 || captured > MOST_CAPTURED) return false;
    const original = Math.max(view.getUint32(at + 8, this.#little), view.getUint32(at + 12, this.#little));
    if (original > MOST_CAPTURED || captured > original) return false;
    if (view.getUint32(at + 4, this.#little) >= this.#fractionLimit) return false;
    const seconds = view.getUint32(at, this.#little);
    return this.#lastSeconds < 0 || Math.abs(seconds - this.#lastSeconds) <= RESYNC_SECONDS;
  }
}

export const pcapFormat: Format = {
  name: 'pcap',
  sniff: sniffPcap,
  open: (input, trace, sink, usual) => new PcapReader(input, trace, sink, usual),
};
