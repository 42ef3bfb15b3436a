/**
 * An interface of a pcapng section: its link type, its clock, and how many packets it dropped.
 * https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html 4.2 and 4.6.
 */
import type { Trace } from '../trace/trace.ts';
import { readUint64, type Options } from './pcapngOptions.ts';
import type { CaptureClock } from './usualFrames.ts';

const OPTION_RESOLUTION = 9;
const OPTION_OFFSET = 14;
const OPTION_START = 2;
const OPTION_END = 3;
const OPTION_INTERFACE_DROPS = 5;
const OPTION_SYSTEM_DROPS = 7;

const DEFAULT_UNITS = 1e6;
/** The low word is added to a remainder smaller than this in exact float arithmetic; finer clocks take the bigint way. */
const MOST_EXACT_UNITS = 1e9;
const WORD = 32n;

export class CaptureInterface {
  readonly linkType: number;
  /** 0 means no limit. */
  readonly snapLength: number;
  readonly #unitsPerSecond: number;
  /** Only where a second has more units than MOST_EXACT_UNITS. */
  readonly #fineUnits: bigint | undefined;
  readonly #nanosecondsPerUnit: number;
  readonly #offsetSeconds: number;
  /** The last high word, and its part of the time: it changes every 4 s (ns) or 71 minutes (us). */
  #high = -1;
  #highSeconds = 0;
  #highRest = 0;
  /** By the interface statistics, which count from the beginning of the capture. */
  #statedDrops = 0;
  /** By the packets, each of which counts from the one before. */
  #packetDrops = 0;
  #knownDrops = 0;

  constructor(linkType: number, snapLength: number, options: Options) {
    this.linkType = linkType;
    this.snapLength = snapLength;
    const resolution = options.find(OPTION_RESOLUTION, 1);
    let units = BigInt(DEFAULT_UNITS);
    if (resolution >= 0) {
      const code = options.view.getUint8(resolution);
      units = (code & 0x80 ? 2n : 10n) ** BigInt(code & 0x7f);
    }
    this.#unitsPerSecond = Number(units);
    this.#fineUnits = this.#unitsPerSecond > MOST_EXACT_UNITS ? units : undefined;
    this.#nanosecondsPerUnit = 1e9 / this.#unitsPerSecond;
    const offset = options.find(OPTION_OFFSET, 8);
    this.#offsetSeconds = offset < 0 ? 0 : Number(options.view.getBigInt64(offset, options.little));
  }

  /** For whoever reads its packets, too. */
  get clock(): CaptureClock {
    return { linkType: this.linkType, unitsPerSecond: this.#offsetSeconds === 0 ? this.#unitsPerSecond : 0 };
  }

  /** Smallest step of its clock, ns. */
  get resolution(): number {
    return Math.max(1, Math.floor(this.#nanosecondsPerUnit));
  }

  /** Exact to the ns; units below it are cut off. */
  time(trace: Trace, high: number, low: number): number {
    if (this.#fineUnits !== undefined) return this.#fineTime(trace, high, low, this.#fineUnits);
    if (high !== this.#high) this.#setHigh(high);
    const units = this.#highRest + low;
    const seconds = Math.floor(units / this.#unitsPerSecond);
    const nanoseconds = Math.floor((units - seconds * this.#unitsPerSecond) * this.#nanosecondsPerUnit);
    return trace.at(this.#highSeconds + seconds + this.#offsetSeconds, nanoseconds);
  }

  /** The stretch that interface statistics speak of, where they say it. */
  stretch(trace: Trace, options: Options): readonly [number, number] | undefined {
    const [from, until] = [options.find(OPTION_START, 8), options.find(OPTION_END, 8)];
    if (from < 0 || until < 0) return undefined;
    const timeAt = (at: number): number => this.time(trace, options.view.getUint32(at, options.little), options.view.getUint32(at + 4, options.little));
    return [timeAt(from), timeAt(until)];
  }

  #setHigh(high: number): void {
    const units = BigInt(high) << WORD;
    const perSecond = BigInt(this.#unitsPerSecond);
    this.#high = high;
    this.#highSeconds = Number(units / perSecond);
    this.#highRest = Number(units % perSecond);
  }

  #fineTime(trace: Trace, high: number, low: number, perSecond: bigint): number {
    const units = (BigInt(high) << WORD) + BigInt(low);
    const seconds = Number(units / perSecond) + this.#offsetSeconds;
    return trace.at(seconds, Number(((units % perSecond) * 1_000_000_000n) / perSecond));
  }

  /** Adds what one packet counts; returns how many drops were not known of. */
  countPacketDrops(dropped: number): number {
    this.#packetDrops += dropped;
    return this.#newDrops();
  }

  /** As `countPacketDrops`, from an interface statistics block. */
  readStatistics(options: Options): number {
    const stated = readCount(options, OPTION_INTERFACE_DROPS) + readCount(options, OPTION_SYSTEM_DROPS);
    this.#statedDrops = Math.max(this.#statedDrops, stated);
    return this.#newDrops();
  }

  /** The two counts tell of the same losses: the larger one holds. */
  #newDrops(): number {
    const known = this.#knownDrops;
    this.#knownDrops = Math.max(this.#statedDrops, this.#packetDrops);
    return this.#knownDrops - known;
  }
}

function readCount(options: Options, code: number): number {
  const at = options.find(code, 8);
  return at < 0 ? 0 : readUint64(options.view, at, options.little);
}
