/**
 * Which TSNs one direction of an association has carried: tells a retransmission from a first sighting that is late. A bitmap of
 * the last WINDOW TSNs; older ones count as seen. RFC 9260 6.1; TSNs compare as in 1.6.
 */
import { serialDistance } from '../trace/serial.ts';

/** More than a sender has outstanding: 4096 chunks of 100 bytes fill a window of 400 kB. */
const WINDOW = 4096;
const WORDS = WINDOW / 32;
/** No sender leaves so many TSNs behind: the numbers started anew (stream reset, another time in another capture). */
const ANEW = 1 << 24;

export class SeenTsns {
  /** Highest TSN; meaningless while `empty`. */
  highest = 0;
  empty = true;
  readonly #bits = new Uint32Array(WORDS);
  #input = -1;
  #time = 0;

  /** Marks a TSN; true when this is its first sighting. Another input may show another time of the association. */
  add(tsn: number, input: number, time: number): boolean {
    if (this.empty) {
      this.#begin(tsn);
    } else if (input !== this.#input && time < this.#time && Math.abs(serialDistance(tsn, this.highest)) >= WINDOW) {
      this.#begin(tsn);
    }
    this.#input = input;
    this.#time = time;
    const ahead = serialDistance(tsn, this.highest);
    if (ahead > 0) {
      this.#advance(ahead);
      this.highest = tsn;
    } else if (ahead <= -ANEW) {
      this.#begin(tsn);
    } else if (ahead <= -WINDOW) {
      return false;
    }
    const word = (tsn >>> 5) & (WORDS - 1);
    const bit = 1 << (tsn & 31);
    if ((this.#bits[word]! & bit) !== 0) return false;
    this.#bits[word]! |= bit;
    return true;
  }

  /** The next new TSN is this one. RFC 6525 4.4. */
  restart(next: number): void {
    this.#begin((next - 1) >>> 0);
  }

  #begin(tsn: number): void {
    this.empty = false;
    this.highest = tsn;
    this.#bits.fill(0);
  }

  /** The window moves up by `ahead`: the TSNs that come into it are not seen. */
  #advance(ahead: number): void {
    if (ahead >= WINDOW) {
      this.#bits.fill(0);
      return;
    }
    for (let i = 1; i <= ahead; i++) {
      const tsn = this.highest + i;
      if ((tsn & 31) === 0 && ahead - i >= 31) {
        this.#bits[(tsn >>> 5) & (WORDS - 1)] = 0;
        i += 31;
      } else {
        this.#bits[(tsn >>> 5) & (WORDS - 1)]! &= ~(1 << (tsn & 31));
      }
    }
  }
}
