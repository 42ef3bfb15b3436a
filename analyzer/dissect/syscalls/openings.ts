/**
 * Texts from the brace of a msghdr to the quote of its first buffer, of which a log has one for each peer and kind of call:
 *
 *   {msg_name={sa_family=AF_INET, sin_port=htons(3868), sin_addr=inet_addr("10.0.0.2")}, msg_namelen=16, msg_iov=[{iov_base="
 *
 * What came before is recognised, whatever follows. The slot of a text is chosen by the bytes in which peers differ.
 */
import { OPENING_BYTES as LONGEST_TEXT, OPENING_SLOTS as SLOTS } from '../../usual/sizes.ts';
import { isSameText } from './sameText.ts';

/** The first slots are for msghdrs without a name. */
const UNNAMED_SLOTS = 2;
const NAME = '{msg_name='.length;
/** Where the port stands, IPv4 or IPv6. */
const PORT = 46;
/** Where the address stands, and the length of its field. */
const ADDRESS = 72;
const ADDRESS_END = 112;
const OPEN_BRACE = 0x7b;

/** Where openings are kept. */
export interface OpeningTable {
  readonly lengths: Uint16Array;
  readonly nameLengths: Uint16Array;
  readonly peers: Uint32Array;
  readonly bytes: Uint8Array;
}

const ownTable = (): OpeningTable => ({
  lengths: new Uint16Array(SLOTS), nameLengths: new Uint16Array(SLOTS), peers: new Uint32Array(SLOTS), bytes: new Uint8Array(SLOTS * LONGEST_TEXT),
});

export class Openings {
  /** By slot: bytes before the quote, 0 while it is free. */
  readonly lengths: Uint16Array;
  /** By slot: bytes of the name, 0 when there is none. */
  readonly nameLengths: Uint16Array;
  /** By slot: the name as an id in Trace.strings plus one, 0 while nobody asked for it. */
  readonly peers: Uint32Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor({ lengths, nameLengths, peers, bytes } = ownTable()) {
    this.lengths = lengths;
    this.nameLengths = nameLengths;
    this.peers = peers;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Slot for the msghdr at `start`, be it known or not. */
  slotOf(view: DataView, start: number, end: number, isSend: boolean): number {
    const kind = isSend ? 1 : 0;
    if (end - start < ADDRESS_END || view.getUint8(start + NAME) !== OPEN_BRACE) return kind;
    let hash = view.getInt32(start + PORT, true);
    for (let at = start + ADDRESS; at < start + ADDRESS_END; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
      hash ^= hash >>> 16;
    }
    const slot = (hash & (SLOTS - 1)) ^ kind;
    return slot < UNNAMED_SLOTS ? slot + UNNAMED_SLOTS : slot;
  }

  /** Does the text of the slot stand at `start`? */
  isAt(slot: number, view: DataView, start: number, end: number): boolean {
    const length = this.lengths[slot]!;
    return length > 0 && length <= end - start && isSameText(view, start, this.#view, slot * LONGEST_TEXT, length);
  }

  /** Keeps bytes[start, end), which has a name of so many bytes. False when it is too long. */
  keep(slot: number, bytes: Uint8Array, start: number, end: number, nameLength: number): boolean {
    if (end - start > LONGEST_TEXT) return false;
    this.lengths[slot] = end - start;
    this.nameLengths[slot] = nameLength;
    this.peers[slot] = 0;
    for (let i = start, at = slot * LONGEST_TEXT; i < end; i++, at++) this.#bytes[at] = bytes[i]!;
    return true;
  }
}
