/** The threads of the log at hand, a slot each, and the call that strace has begun to print of each and not finished. */
import { copy } from './bytes';
import { HERE, MOST_SLOTS, NO_CALL } from '../sizes';

/** Longer texts are kept by the other side. */
const LONGEST_TEXT: usize = 2048;
const SLOT_BYTES: usize = 64 + 2048 + 32;
/** Open addressing by tid: slot + 1. */
const TABLE: u32 = 1024;

/** By slot, read and written by both sides: where its open call is, its row in Trace.threads (-1 while that is not known), and what it does. */
export const slotStates: usize = memory.data(256, 16);
export const slotThreads: usize = memory.data(256 * 4, 16);
export const slotHabits: usize = memory.data(256, 16);

@unmanaged
export class Slot {
  tid: i32;
  line: i32;
  nameEnd: i32;
  argumentsStart: i32;
  length: i32;
  index: i32;
  time: f64;
  offset: f64;

  get state(): i32 {
    return <i32>load<u8>(slotStates + this.index);
  }

  set state(value: i32) {
    store<u8>(slotStates + this.index, <u8>value);
  }

  get thread(): i32 {
    return load<i32>(slotThreads + <usize>this.index * 4);
  }

  get habits(): i32 {
    return <i32>load<u8>(slotHabits + this.index);
  }

  set habits(value: i32) {
    store<u8>(slotHabits + this.index, <u8>value);
  }

  /** The text of the open call. */
  get text(): usize {
    return changetype<usize>(this) + 64;
  }

  /** Keeps [start, end), the beginning of a call. False when it is too long. */
  begin(start: usize, nameEnd: usize, end: usize): bool {
    const length = end - start;
    if (length > LONGEST_TEXT) return false;
    copy(this.text, start, length);
    this.length = <i32>length;
    this.nameEnd = <i32>(nameEnd - start);
    this.argumentsStart = this.nameEnd + 1;
    this.state = HERE;
    return true;
  }

  /** Puts [start, end) after the text, which stays as long as it was. False when it is too long. */
  join(start: usize, end: usize): bool {
    const length = end - start;
    if (<usize>this.length + length > LONGEST_TEXT) return false;
    copy(this.text + this.length, start, length);
    return true;
  }
}

const slots: usize = memory.data(256 * (64 + 2048 + 32), 16);
const table: usize = memory.data(1024 * 2, 16);
export let slotCount: i32 = 0;

export function slotAt(index: i32): Slot {
  return changetype<Slot>(slots + <usize>index * SLOT_BYTES);
}

/** Slot of a thread, null for one that is not known. */
export function slotOf(tid: i32): Slot | null {
  let at = hash(tid);
  while (true) {
    const index = <i32>load<u16>(table + <usize>at * 2) - 1;
    if (index < 0) return null;
    const slot = slotAt(index);
    if (slot.tid === tid) return slot;
    at = (at + 1) & (TABLE - 1);
  }
}

/** Index of a new slot, -1 when there is no room. */
export function addSlot(tid: i32): i32 {
  if (slotCount === MOST_SLOTS) return -1;
  const slot = slotAt(slotCount);
  slot.tid = tid;
  slot.index = slotCount;
  slot.state = NO_CALL;
  slot.habits = 0;
  store<i32>(slotThreads + <usize>slotCount * 4, -1);
  let at = hash(tid);
  while (load<u16>(table + <usize>at * 2) !== 0) at = (at + 1) & (TABLE - 1);
  store<u16>(table + <usize>at * 2, <u16>++slotCount);
  return slotCount - 1;
}

export function clearSlots(): void {
  memory.fill(table, 0, TABLE * 2);
  slotCount = 0;
}

function hash(tid: i32): u32 {
  return (<u32>tid * 0x9e3779b1) >> 22;
}
