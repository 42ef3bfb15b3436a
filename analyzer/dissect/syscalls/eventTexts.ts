/**
 * The members of what epoll_wait and poll print, of which a log has few: a socket, and its few sets of events.
 *
 *   {events=EPOLLIN, data={u32=17, u64=17}}   {fd=3, events=POLLIN}   {fd=3, revents=POLLIN}
 *
 * Each is read once and recognised from then on. The slot of a text is chosen by the bytes in which sockets differ.
 */
import { EVENT_BYTES as LONGEST_TEXT, EVENT_SLOTS as SLOTS, EVENT_WAYS as WAYS } from '../../usual/sizes.ts';
import { isSameText } from './sameText.ts';

const CLOSE_BRACE = 0x7d;
/** Bytes before the end that choose the slot; shorter texts are not kept. */
const TELLING_BYTES = 12;

/** Where texts are kept, and what they say. */
export interface EventTable {
  readonly lengths: Uint16Array;
  readonly bytes: Uint8Array;
  readonly events: Uint16Array;
  readonly data: Float64Array;
}

const ownTable = (): EventTable => ({
  lengths: new Uint16Array(SLOTS), bytes: new Uint8Array(SLOTS * LONGEST_TEXT), events: new Uint16Array(SLOTS), data: new Float64Array(SLOTS),
});

export class EventTexts {
  /** By slot: POLL* bits. */
  readonly events: Uint16Array;
  /** By slot: the low word of epoll data, or the descriptor. */
  readonly data: Float64Array;
  readonly #lengths: Uint16Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #next = 0;

  constructor({ lengths, bytes, events, data } = ownTable()) {
    this.events = events;
    this.data = data;
    this.#lengths = lengths;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Slot of the member [start, end), -1 when it was not read yet. */
  find(view: DataView, start: number, end: number): number {
    const length = end - start;
    const first = firstSlot(view, start, end);
    if (first < 0) return -1;
    for (let slot = first; slot < first + WAYS; slot++) {
      if (this.#lengths[slot] === length && isSameText(view, start, this.#view, slot * LONGEST_TEXT, length)) return slot;
    }
    return -1;
  }

  /** Keeps what the member [start, end) says, in the place of another when all of its slots are taken. Returns the slot, -1 when it is too long or too short. */
  keep(view: DataView, start: number, end: number, events: number, data: number): number {
    const first = firstSlot(view, start, end);
    if (first < 0) return -1;
    let slot = first;
    while (slot < first + WAYS && this.#lengths[slot] !== 0) slot++;
    if (slot === first + WAYS) slot = first + (this.#next++ & (WAYS - 1));
    for (let i = 0; i < end - start; i++) this.#bytes[slot * LONGEST_TEXT + i] = view.getUint8(start + i);
    this.#lengths[slot] = end - start;
    this.events[slot] = events;
    this.data[slot] = data;
    return slot;
  }
}

/** The first of the slots of a text, -1 for one that is not kept. */
function firstSlot(view: DataView, start: number, end: number): number {
  if (end - start < TELLING_BYTES || end - start > LONGEST_TEXT) return -1;
  let hash = end - start;
  for (let at = end - TELLING_BYTES; at < end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    hash ^= hash >>> 16;
  }
  return hash & (SLOTS - WAYS);
}

/** Where the member that begins at `start` ends, with all its braces. */
export function memberEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== CLOSE_BRACE) at++;
  while (at < end && bytes[at] === CLOSE_BRACE) at++;
  return at;
}
