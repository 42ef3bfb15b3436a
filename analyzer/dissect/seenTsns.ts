/**
 * Which TSNs one direction of an association has carried: tells a retransmission from a first sighting that is late. A bitmap of
 * the last WINDOW TSNs; older ones count as seen. RFC 9260 6.1; TSNs compare as in 1.6.
 */
import { serialDistance } from '../trace/serial.ts';

/** More than a sender has outstanding: 4064 chunks of 100 bytes fill a window of 400 kB. */
const WINDOW = 4064;
/** And the word that the highest TSN is in, which may have just begun. */
const WORDS = WINDOW / 32 + 1;
/** No sender leaves so many TSNs behind: the numbers started anew. */
const ANEW = 1 << 24;

const NO_BITS = new Uint32Array(0);

/** TSNs that another input has shown. */
interface Span {
  readonly lowest: number;
  readonly highest: number;
}

export class SeenTsns {
  /** Meaningless while `empty`. */
  highest = 0;
  empty = true;
  #lowest = 0;
  #input = -1;
  /** Allocated with the first TSN: most associations of a scan carry none. */
  #bits = NO_BITS;
  readonly #spans: Span[] = [];

  /** Marks a TSN of an input; true when this is its first sighting. */
  add(tsn: number, input: number): boolean {
    if (this.empty) this.#begin(tsn);
    if (input !== this.#input) this.#enter(tsn, input);
    const ahead = serialDistance(tsn, this.highest);
    if (ahead > 0) {
      if (this.#spans.length > 0 && this.#wasShown(tsn)) return false;
      this.#advance(ahead);
      this.highest = tsn;
    } else if (ahead <= -ANEW) {
      this.#begin(tsn);
    } else if (ahead < -WINDOW) {
      return false;
    }
    if (serialDistance(tsn, this.#lowest) < 0) this.#lowest = tsn;
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
    if (this.#input >= 0 && serialDistance(tsn, this.#lowest) < 0) {
      this.#spans.push({ lowest: this.#lowest, highest: this.highest });
      this.#begin(tsn);
    }
    this.#input = input;
  }

  #wasShown(tsn: number): boolean {
    for (const { lowest, highest } of this.#spans) {
      if (serialDistance(tsn, lowest) >= 0 && serialDistance(tsn, highest) <= 0) return true;
    }
    return false;
  }

  #begin(tsn: number): void {
    this.empty = false;
    this.highest = tsn;
    this.#lowest = tsn;
    if (this.#bits.length === 0) this.#bits = new Uint32Array(WORDS);
    else this.#bits.fill(0);
  }

  /** The window moves up by `ahead`: the words that come into it hold TSNs that are not seen. */
  #advance(ahead: number): void {
    const words = Math.min(((this.highest & 31) + ahead) >>> 5, WORDS);
    const first = (this.highest >>> 5) + 1;
    for (let i = 0; i < words; i++) this.#bits[(first + i) & (WORDS - 1)] = 0;
  }
}
