/**
 * Packets that were captured before: by another interface of the same capture, or by another capture. Equal are addresses, IP
 * identification and all SCTP bytes but the checksum, which a network card may fill in between two places.
 */
import { PacketFlag } from '../trace/schema.ts';
import type { Trace } from '../trace/trace.ts';
import { MICROSECOND, SECOND } from '../trace/time.ts';
import { RECENT_PACKETS as RECENT } from '../usual/sizes.ts';
import { mix } from './pairHash.ts';

/** Copies of one packet by several interfaces come within microseconds, through a middle box within milliseconds. */
const COPY_WITHIN = SECOND;
/** Without an IP identification a copy and a packet sent again are equal: two SACKs of a full window follow within 0.5 ms. */
const UNIDENTIFIED_COPY_WITHIN = 100 * MICROSECOND;

const FIRST_SLOTS = 1024;
/** Counts are bytes: an equal packet that came more often counts as a copy. */
const MOST = 255;

export class Duplicates {
  readonly #trace: Trace;
  /** Packet row + 1 by hash and input. */
  readonly #recent: Uint32Array;
  readonly #recentHashes: Uint32Array;
  #firstInput = -1;
  /** Filled once there is a second capture: hash, and input << 16 | count there << 8 | most in any other input. */
  #slots = 0;
  #used = 0;
  #hashes = new Uint32Array(0);
  #counts = new Uint32Array(0);

  /** `recent` is where the packets of an input that came last are noted. */
  constructor(trace: Trace, recent: { rows: Uint32Array; hashes: Uint32Array } = { rows: new Uint32Array(RECENT), hashes: new Uint32Array(RECENT) }) {
    this.#trace = trace;
    this.#recent = recent.rows;
    this.#recentHashes = recent.hashes;
  }

  /** The only input with packets so far, -1 when there are none or several. */
  get onlyInput(): number {
    return this.#slots === 0 ? this.#firstInput : -1;
  }

  /** Whether the packet in `row`, the last one, was captured before. */
  isCopy(row: number, hash: number, input: number, time: number, identified: boolean): boolean {
    return this.#isRecent(row, hash, input, time, identified) || this.#isElsewhere(row, hash, input);
  }

  #isRecent(row: number, hash: number, input: number, time: number, identified: boolean): boolean {
    const slot = (hash ^ Math.imul(input, 0x9e37_79b1)) & (RECENT - 1);
    if (this.#recentHashes[slot] === hash) {
      const packets = this.#trace.packets;
      const earlier = this.#recent[slot]! - 1;
      if (earlier >= 0 && packets.input[earlier] === input) {
        const distance = Math.abs(time - packets.time[earlier]!);
        if (distance < (identified ? COPY_WITHIN : UNIDENTIFIED_COPY_WITHIN)) return true;
      }
    }
    this.#recentHashes[slot] = hash;
    this.#recent[slot] = row + 1;
    return false;
  }

  /** The nth occurrence in this input is a copy when another input has n of them. */
  #isElsewhere(row: number, hash: number, input: number): boolean {
    if (this.#slots === 0) {
      if (this.#firstInput === -1) this.#firstInput = input;
      if (this.#firstInput === input) return false;
      this.#countFirst(row);
    }
    return this.#count(hash, input);
  }

  /** A second capture begins: what the first one showed becomes the table. */
  #countFirst(rows: number): void {
    this.#grow(FIRST_SLOTS);
    const { contentHash, flags, input } = this.#trace.packets;
    for (let row = 0; row < rows; row++) {
      if ((flags[row]! & (PacketFlag.Duplicate | PacketFlag.Tcp)) === 0) this.#count(contentHash[row]!, input[row]!);
    }
  }

  #count(hash: number, input: number): boolean {
    const mask = this.#slots - 1;
    let slot = mix(hash) & mask;
    while (this.#counts[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & mask;
    const counts = this.#counts[slot]!;
    const lastInput = counts >>> 16;
    let here = (counts >>> 8) & MOST;
    let elsewhere = counts & MOST;
    if (counts !== 0 && lastInput !== input) {
      elsewhere = Math.max(elsewhere, here);
      here = 0;
    }
    const copy = here < elsewhere || (here === MOST && elsewhere === MOST);
    this.#hashes[slot] = hash;
    this.#counts[slot] = (input << 16) | (Math.min(here + 1, MOST) << 8) | elsewhere;
    if (counts === 0 && ++this.#used * 2 > this.#slots) this.#grow(this.#slots * 2);
    return copy;
  }

  #grow(slots: number): void {
    const hashes = this.#hashes;
    const counts = this.#counts;
    this.#slots = slots;
    this.#hashes = new Uint32Array(slots);
    this.#counts = new Uint32Array(slots);
    for (let i = 0; i < counts.length; i++) {
      if (counts[i] === 0) continue;
      let slot = mix(hashes[i]!) & (slots - 1);
      while (this.#counts[slot] !== 0) slot = (slot + 1) & (slots - 1);
      this.#hashes[slot] = hashes[i]!;
      this.#counts[slot] = counts[i]!;
    }
  }
}
