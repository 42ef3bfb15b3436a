/** Texts that came before and what they say; the tables are filled by the other side, which has read each of them once. */
import { byte, isSame } from './bytes';
import { ENDING_SLOTS, EVENT_BYTES, EVENT_SLOTS, EVENT_WAYS, OPENING_BYTES, OPENING_SLOTS, TEXT_BYTES } from '../sizes';

/** dissect/syscalls/openings.ts */
export const openingLengths: usize = memory.data(256 * 2, 16);
export const openingNameLengths: usize = memory.data(256 * 2, 16);
export const openingPeers: usize = memory.data(256 * 4, 16);
export const openingBytes: usize = memory.data(256 * 256 + 16, 16);

/** What stands after the length of a message: flags of the message and of the call, and whether there is ancillary data of SCTP. dissect/syscalls/message.ts */
export const endingLengths: usize = memory.data(8 * 2, 16);
export const endingBytes: usize = memory.data(8 * 512 + 16, 16);
export const endingFlags: usize = memory.data(8 * 2 * 4, 16);
export const endingSctp: usize = memory.data(8, 16);

/** Members of what epoll_wait and poll print. dissect/syscalls/eventTexts.ts */
export const eventLengths: usize = memory.data(256 * 2, 16);
export const eventBytes: usize = memory.data(256 * 128 + 16, 16);
export const eventBits: usize = memory.data(256 * 2, 16);
export const eventData: usize = memory.data(256 * 8, 16);

/** Where the port stands in a msghdr, the address, and the length of its field. */
const NAME: usize = 10;
const PORT: usize = 46;
const ADDRESS: usize = 72;
const ADDRESS_END: usize = 112;
const UNNAMED_SLOTS: u32 = 2;
const OPEN_BRACE: i32 = 0x7b;
const CLOSE_BRACE: i32 = 0x7d;
/** Bytes at the end of a member that choose its slot. */
const TELLING_BYTES: usize = 12;

let lastEnding: i32 = 0;

/** Slot of the opening that stands at `start`, -1 for a new one. */
export function openingAt(start: usize, end: usize, isSend: bool): i32 {
  const slot = openingSlot(start, end, isSend ? 1 : 0);
  const length = <usize>load<u16>(openingLengths + <usize>slot * 2);
  if (length === 0 || length > end - start) return -1;
  return isSame(start, openingBytes + <usize>slot * OPENING_BYTES, length) ? slot : -1;
}

export function openingLength(slot: i32): usize {
  return <usize>load<u16>(openingLengths + <usize>slot * 2);
}

/** Id in Trace.strings of the peer that an opening names, 0 when it names none, -1 when nobody asked for it yet. */
export function openingPeer(slot: i32): i32 {
  if (load<u16>(openingNameLengths + <usize>slot * 2) === 0) return 0;
  return load<i32>(openingPeers + <usize>slot * 4) - 1;
}

/** The hash of Openings.slotOf. */
function openingSlot(start: usize, end: usize, kind: u32): i32 {
  if (end - start < ADDRESS_END || byte(start + NAME) !== OPEN_BRACE) return kind;
  let hash = load<u32>(start + PORT);
  for (let at = start + ADDRESS; at < start + ADDRESS_END; at += 4) {
    hash = (hash ^ load<u32>(at)) * 0x9e3779b1;
    hash ^= hash >> 16;
  }
  const slot = (hash & (OPENING_SLOTS - 1)) ^ kind;
  return slot < UNNAMED_SLOTS ? slot + UNNAMED_SLOTS : slot;
}

/** Slot of the ending that is [start, end), -1 for a new one. */
export function endingOf(start: usize, end: usize): i32 {
  const length = end - start;
  let slot = lastEnding;
  for (let tries = 0; tries < ENDING_SLOTS; tries++) {
    if (<usize>load<u16>(endingLengths + <usize>slot * 2) === length && isSame(start, endingBytes + <usize>slot * TEXT_BYTES, length)) return (lastEnding = slot);
    slot = (slot + 1) & (ENDING_SLOTS - 1);
  }
  return -1;
}

/** Where the member that begins at `start` ends, with all its braces. */
export function memberEnd(start: usize, end: usize): usize {
  let at = start;
  while (at < end && byte(at) !== CLOSE_BRACE) at++;
  while (at < end && byte(at) === CLOSE_BRACE) at++;
  return at;
}

/** Slot of the member [start, end), -1 for a new one. */
export function eventOf(start: usize, end: usize): i32 {
  const length = end - start;
  if (length < TELLING_BYTES || length > <usize>EVENT_BYTES) return -1;
  let hash = <u32>length;
  for (let at = end - TELLING_BYTES; at < end; at += 4) {
    hash = (hash ^ load<u32>(at)) * 0x9e3779b1;
    hash ^= hash >> 16;
  }
  const first = <usize>(hash & (EVENT_SLOTS - EVENT_WAYS));
  for (let slot = first; slot < first + EVENT_WAYS; slot++) {
    if (<usize>load<u16>(eventLengths + slot * 2) === length && isSame(start, eventBytes + slot * EVENT_BYTES, length)) return <i32>slot;
  }
  return -1;
}

/** POLL* bits of the member in a slot. */
export function eventsIn(slot: i32): i32 {
  return <i32>load<u16>(eventBits + <usize>slot * 2);
}

/** The descriptor that a member of poll's lists names. */
export function eventDescriptor(slot: i32): i32 {
  return <i32>load<f64>(eventData + <usize>slot * 8);
}
