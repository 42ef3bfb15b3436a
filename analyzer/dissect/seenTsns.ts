/**
 * Which TSNs one direction of an association has carried: tells a retransmission from a first sighting that is late. A bitmap of
 * the last WINDOW TSNs; older ones count as seen. RFC 9260 6.1; TSNs compare as in 1.6.
 */
import { serialDistance } from '../trace/serial.ts';
import { TSN_WORDS as WORDS } from '../usual/sizes.ts';

/** More than a sender has outstanding: 4064 chunks of 100 bytes fill a window of 400 kB. One word is that of the highest TSN, which may have just begun. */
const WINDOW = (WORDS - 1) * 32;
/** No sender leaves so many TSNs behind: the numbers started anew. */
const ANEW = 1 << 24;

/** TSNs that another input has shown. */
interface Span {
  readonly lowest: number;
  readonly highest: number;
}

/** Where the TSNs of several directions are kept, WORDS words of bits for each. */
export interface TsnTable {
  readonly highest: Uint32Array;
  readonly lowest: Uint32Array;
  readonly inputs: Int32Array;
  /** 1 while there are no TSNs, or when other inputs have shown some. */
  readonly isOdd: Uint8Array;
  readonly bits: Uint32Array;
}

const NO_BITS = new Uint32Array(0);
const ownTable = (): TsnTable => ({ highest: new Uint32Array(1), lowest: new Uint32Array(1), inputs: new Int32Array(1), isOdd: new Uint8Array(1), bits: NO_BITS });

export class SeenTsns {
  empty = true;
  readonly #table: TsnTable;
  readonly #at: number;
  /** Allocated with the first TSN: most associations of a scan carry none. */
  #bits: Uint32Array = NO_BITS;
  readonly #spans: Span[] = [];

  constructor(table = ownTable(), at = 0) {
    this.#table = table;
    this.#at = at;
    table.inputs[at] = -1;
    table.isOdd[at] = 1;
  }

  /** Meaningless while `empty`. */
  get highest(): number {
    return this.#table.highest[this.#at]!;
  }

  /** Marks a TSN of an input; true when this is its first sighting. */
  add(tsn: number, input: number): boolean {
    if (this.empty) this.#begin(tsn);
    if (input !== this.#table.inputs[this.#at]) this.#enter(tsn, input);
    const ahead = serialDistance(tsn, this.highest);
    if (ahead > 0) {
      if (this.#spans.length > 0 && this.#wasShown(tsn)) return false;
      this.#advance(ahead);
      this.#table.highest[this.#at] = tsn;
    } else if (ahead <= -ANEW) {
      this.#begin(tsn);
    } else if (ahead < -WINDOW) {
      return false;
    }
    if (serialDistance(tsn, this.#table.lowest[this.#at]!) < 0) this.#table.lowest[this.#at] = tsn;
    const word = (tsn >>> 5) & (WORDS - 1);
    const bit = 1 << (tsn & 31);
    if ((this.#bits[word]! & bit) !== 0) return false;
    this.#bits[word]! |= bit;
    return true;
  }

  /** The next new TSN is this one. RFC 6525 4.4. */
  restart(next: number): void {
    this.#spans.length = 0;
    this.#begin((next - 1) >>> 0);
  }

  /** Another input may show an earlier time of the association: what was shown up to now is a span above it. */
  #enter(tsn: number, input: number): void {
    const lowest = this.#table.lowest[this.#at]!;
    if (this.#table.inputs[this.#at]! >= 0 && serialDistance(tsn, lowest) < 0) {
      this.#spans.push({ lowest, highest: this.highest });
      this.#begin(tsn);
    }
    this.#table.inputs[this.#at] = input;
  }

  #wasShown(tsn: number): boolean {
    for (const { lowest, highest } of this.#spans) {
      if (serialDistance(tsn, lowest) >= 0 && serialDistance(tsn, highest) <= 0) return true;
    }
    return false;
  }

  #begin(tsn: number): void {
    this.empty = false;
    const { highest, lowest, isOdd, bits } = this.#table;
    highest[this.#at] = tsn;
    lowest[this.#at] = tsn;
    isOdd[this.#at] = this.#spans.length > 0 ? 1 : 0;
    if (this.#bits.length > 0) this.#bits.fill(0);
    else this.#bits = bits.length > 0 ? bits.subarray(this.#at * WORDS, (this.#at + 1) * WORDS) : new Uint32Array(WORDS);
  }

  /** The window moves up by `ahead`: the words that come into it hold TSNs that are not seen. */
  #advance(ahead: number): void {
    const words = Math.min(((this.highest & 31) + ahead) >>> 5, WORDS);
    const first = (this.highest >>> 5) + 1;
    for (let i = 0; i < words; i++) this.#bits[(first + i) & (WORDS - 1)] = 0;
  }
}
