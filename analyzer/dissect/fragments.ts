/**
 * Reassembly of IP fragments, RFC 791 3.2 and RFC 8200 4.5. Memory is bounded by count and bytes; the oldest unfinished datagram goes first.
 * Fragments may come in any order, twice, and overlapping: bytes that are there already stay.
 */
import type { IpPacket } from './ip.ts';

const MOST_PENDING = 4096;
const MOST_BYTES = 64 * 1024 * 1024;
/** Linux drops unfinished datagrams after this time (net.ipv4.ipfrag_time), ns: later fragments belong to another one. */
const LIFETIME = 30e9;
/** Fragments of a finished datagram that come again within this time are copies of the capture, not a reused identification, ns. */
const COPIES = 50e6;
/** Offsets count in units of 8 bytes; the last unit may be shorter. */
const UNIT = 8;
const LONGEST = 65_535;
const UNITS = LONGEST / UNIT + 1;
const FIRST_CAPACITY = 4096;
const NO_BYTES = new Uint8Array(0);

/** One datagram in the making, or one that was just finished. */
interface Pending {
  readonly hash: number;
  readonly key: Uint8Array;
  readonly input: number;
  /** Of the first fragment that came. */
  readonly offset: number;
  readonly frame: number;
  /** Of the last fragment that came, ns. */
  time: number;
  bytes: Uint8Array;
  /** One bit a unit that is there. */
  readonly units: Uint8Array;
  unitCount: number;
  /** Bytes in all, -1 until the last fragment came. */
  length: number;
  finished: boolean;
}

/** Told of a datagram that was given up. */
export type GivenUp = (input: number, offset: number, frame: number) => void;

export class Fragments {
  readonly #givenUp: GivenUp;
  readonly #pending = new Map<number, Pending>();
  #bytes = 0;

  constructor(givenUp: GivenUp) {
    this.#givenUp = givenUp;
  }

  /** Adds the fragment that `ip` describes; returns the whole payload when it was the last part missing. */
  add(bytes: Uint8Array, ip: IpPacket, input: number, offset: number, frame: number, time: number): Uint8Array | undefined {
    const pending = this.#find(bytes, ip, input, offset, frame, time);
    if (!pending || !this.#store(pending, bytes, ip)) return undefined;
    pending.finished = true;
    const whole = pending.bytes.subarray(0, pending.length);
    this.#bytes -= pending.bytes.length;
    pending.bytes = NO_BYTES;
    return whole;
  }

  /** Gives up what is unfinished. */
  clear(): void {
    for (const pending of this.#pending.values()) this.#drop(pending);
  }

  #find(bytes: Uint8Array, ip: IpPacket, input: number, offset: number, frame: number, time: number): Pending | undefined {
    const hash = hashKey(bytes, ip);
    let pending = this.#pending.get(hash);
    if (pending) {
      const age = Math.abs(time - pending.time);
      const same = pending.input === input && isKey(pending.key, bytes, ip);
      if (same && pending.finished && age <= COPIES) return undefined;
      if (!same || pending.finished || age > LIFETIME) {
        this.#drop(pending);
        pending = undefined;
      }
    }
    if (!pending) {
      pending = {
        hash, key: keyOf(bytes, ip), input, offset, frame, time, bytes: NO_BYTES, units: new Uint8Array(UNITS / 8), unitCount: 0,
        length: -1, finished: false,
      };
      this.#pending.set(hash, pending);
      this.#bytes += pending.units.length;
      this.#makeRoom(pending);
    }
    pending.time = time;
    return pending;
  }

  /** True when nothing is missing any more. */
  #store(pending: Pending, bytes: Uint8Array, ip: IpPacket): boolean {
    const length = ip.end - ip.start;
    const end = ip.fragmentOffset + length;
    const torn = ip.moreFragments && length % UNIT !== 0;
    const beyond = pending.length >= 0 && end > pending.length;
    if (length === 0 || end > LONGEST || torn || beyond) return false;
    if (!ip.moreFragments) pending.length = Math.max(pending.length, end);
    this.#reserve(pending, end);
    for (let at = ip.fragmentOffset; at < end; at += UNIT) {
      const unit = at / UNIT;
      const bit = 1 << (unit & 7);
      if ((pending.units[unit >> 3] & bit) !== 0) continue;
      pending.units[unit >> 3] |= bit;
      pending.unitCount++;
      const from = ip.start + at - ip.fragmentOffset;
      const to = Math.min(from + UNIT, ip.end);
      for (let n = from; n < to; n++) pending.bytes[at + n - from] = bytes[n];
    }
    return pending.length >= 0 && pending.unitCount === Math.ceil(pending.length / UNIT);
  }

  #reserve(pending: Pending, end: number): void {
    if (end <= pending.bytes.length) return;
    const grown = new Uint8Array(Math.max(FIRST_CAPACITY, Math.min(2 * end, LONGEST)));
    grown.set(pending.bytes);
    this.#bytes += grown.length - pending.bytes.length;
    pending.bytes = grown;
    this.#makeRoom(pending);
  }

  #makeRoom(kept: Pending): void {
    for (const oldest of this.#pending.values()) {
      if (this.#pending.size <= MOST_PENDING && this.#bytes <= MOST_BYTES) break;
      if (oldest !== kept) this.#drop(oldest);
    }
  }

  #drop(pending: Pending): void {
    this.#pending.delete(pending.hash);
    this.#bytes -= pending.bytes.length + pending.units.length;
    if (!pending.finished) this.#givenUp(pending.input, pending.offset, pending.frame);
  }
}

/** Addresses, protocol and identification, RFC 791 3.2: FNV-1a. */
function hashKey(bytes: Uint8Array, ip: IpPacket): number {
  let hash = Math.imul(ip.protocol ^ ip.identification ^ 0x811c9dc5, 0x01000193);
  for (let n = 0; n < ip.addressLength; n++) {
    hash = Math.imul(hash ^ bytes[ip.source + n], 0x01000193);
    hash = Math.imul(hash ^ bytes[ip.destination + n], 0x01000193);
  }
  return hash >>> 0;
}

function keyOf(bytes: Uint8Array, ip: IpPacket): Uint8Array {
  const { addressLength, identification } = ip;
  const key = new Uint8Array(2 * addressLength + 5);
  for (let n = 0; n < addressLength; n++) {
    key[n] = bytes[ip.source + n];
    key[addressLength + n] = bytes[ip.destination + n];
  }
  key[2 * addressLength] = ip.protocol;
  for (let n = 0; n < 4; n++) key[2 * addressLength + 1 + n] = identification >>> (8 * n);
  return key;
}

function isKey(key: Uint8Array, bytes: Uint8Array, ip: IpPacket): boolean {
  const { addressLength, identification } = ip;
  if (key.length !== 2 * addressLength + 5 || key[2 * addressLength] !== ip.protocol) return false;
  for (let n = 0; n < 4; n++) if (key[2 * addressLength + 1 + n] !== ((identification >>> (8 * n)) & 255)) return false;
  for (let n = 0; n < addressLength; n++) {
    if (key[n] !== bytes[ip.source + n] || key[addressLength + n] !== bytes[ip.destination + n]) return false;
  }
  return true;
}
