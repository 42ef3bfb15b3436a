/** Names of system calls that came before, each with what is done with it (dissect/syscalls/names.ts). */
import { copy, isSame } from './bytes';

/** Act of a name that was never looked up. */
export const UNTOLD: i32 = -2;

const LONGEST_NAME: usize = 28;
const ENTRY_BYTES: usize = 48;
const ENTRIES: u32 = 128;
const entries: usize = memory.data(128 * 48, 16);

/** A name of `length` bytes: its act, -1 for a call that does not matter, UNTOLD. */
export function actOf(name: usize, length: usize): i32 {
  const entry = entryOf(name, length);
  if (<usize>load<u8>(entry) !== length || !isSame(name, entry + 16, length)) return UNTOLD;
  return <i32>load<i8>(entry, 1);
}

export function learnName(name: usize, length: usize, act: i32): void {
  if (length === 0 || length > LONGEST_NAME) return;
  const entry = entryOf(name, length);
  store<u8>(entry, <u8>length);
  store<i8>(entry, <i8>act, 1);
  copy(entry + 16, name, length);
}

function entryOf(name: usize, length: usize): usize {
  const first = length < 4 ? load<u32>(name) & ((1 << (<u32>length * 8)) - 1) : load<u32>(name);
  const last = length < 4 ? 0 : load<u32>(name + length - 4);
  const hash = (first * 0x9e3779b1) ^ (last * 0x85ebca6b) ^ <u32>length;
  return entries + <usize>((hash ^ (hash >> 15)) & (ENTRIES - 1)) * ENTRY_BYTES;
}
