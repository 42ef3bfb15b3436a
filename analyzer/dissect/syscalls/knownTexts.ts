/**
 * Pieces of text that came before, each with a number. The msghdrs of a log differ in little but their messages: what stands after
 * the message is looked at once and recognised from then on.
 */
import { TEXT_BYTES as LONGEST_TEXT } from '../../usual/sizes.ts';
import { isSameText } from './sameText.ts';

/** Where texts are kept; longer ones than fit are read anew each time. */
export interface TextTable {
  readonly lengths: Uint16Array;
  readonly bytes: Uint8Array;
}

export class KnownTexts {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #lengths: Uint16Array;
  readonly #slots: number;
  #last = 0;
  #next = 0;

  constructor(slots: number, table: TextTable = { lengths: new Uint16Array(slots), bytes: new Uint8Array(slots * LONGEST_TEXT) }) {
    const { bytes, lengths } = table;
    this.#slots = slots;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#lengths = lengths;
  }

  /** Slot of the known text that is [start, end) of the view, -1 when there is none. The one found last is tried first. */
  find(view: DataView, start: number, end: number): number {
    const length = end - start;
    let slot = this.#last;
    for (let tries = this.#slots; tries > 0; tries--) {
      if (this.#lengths[slot] === length && isSameText(view, start, this.#view, slot * LONGEST_TEXT, length)) return (this.#last = slot);
      slot = slot + 1 === this.#slots ? 0 : slot + 1;
    }
    return -1;
  }

  /** Keeps a text in the place of the one kept longest ago. Returns its slot, -1 when it is too long. */
  keep(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > LONGEST_TEXT) return -1;
    const slot = this.#next;
    this.#next = slot + 1 === this.#slots ? 0 : slot + 1;
    const base = slot * LONGEST_TEXT;
    for (let i = 0; i < end - start; i++) this.#bytes[base + i] = bytes[start + i]!;
    this.#lengths[slot] = end - start;
    return slot;
  }
}
