/** Names of system calls that came before, each with what is done with it (dissect/syscalls/names.ts). */
import { copy, isSame } from './bytes';

/** Act of a name that was never looked up. */
export const UNTOLD: i32 = -2;

const LONGEST_NAME: usize = 28;
const ENTRY_BYTES: usize = 48;
const ENTRIES: u32 = 256;
const entries: usize = memory.data(256 * 48, 16);

/** A name of `length` bytes: its act, -1 for a call that does not matter, UNTOLD. */
export function actOf(name: usize, length: usize): i32 {
  const entry = entryOf(name, length);
  if (isName(entry, name, length)) return <i32>load<i8>(entry, 1);
  const second = secondOf(entry);
  return isName(second, name, length) ? <i32>load<i8>(second, 1) : UNTOLD;
}

/** In one of two places, so that no two names of a log drive each other out. */
export function learnName(name: usize, length: usize, act: i32): void {
  if (length === 0 || length > LONGEST_NAME) return;
  let entry = entryOf(name, length);
  if (load<u8>(entry) !== 0) entry = secondOf(entry);
  store<u8>(entry, <u8>length);
  store<i8>(entry, <i8>act, 1);
  copy(entry + 16, name, length);
}

@inline
function isName(entry: usize, name: usize, length: usize): bool {
  return <usize>load<u8>(entry) === length && isSame(name, entry + 16, length);
}

function entryOf(name: usize, length: usize): usize {
  const first = length < 4 ? load<u32>(name) & ((1 << (<u32>length * 8)) - 1) : load<u32>(name);
  const last = length < 4 ? 0 : load<u32>(name + length - 4);
  const hash = (first * 0x9e3779b1) ^ (last * 0x85ebca6b) ^ <u32>length;
  return entries + <usize>(((hash ^ (hash >> 15)) * 0x9e3779b1) >> 24) * ENTRY_BYTES;
}

function secondOf(entry: usize): usize {
  return entries + (((entry - entries) / ENTRY_BYTES) ^ (ENTRIES / 2)) * ENTRY_BYTES;
}
