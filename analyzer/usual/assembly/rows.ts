/** Rows of trace.calls, transfers and polls that wait to be taken: columns as in trace/schema.ts. Numbers of rows count from the first that waits. */
import { MOST_ROWS } from '../sizes';

export const callTime: usize = memory.data(2048 * 8, 16);
export const callDuration: usize = memory.data(2048 * 8, 16);
export const callOffset: usize = memory.data(2048 * 8, 16);
export const callLine: usize = memory.data(2048 * 4, 16);
export const callEndLine: usize = memory.data(2048 * 4, 16);
export const callThread: usize = memory.data(2048 * 4, 16);
export const callFd: usize = memory.data(2048 * 4, 16);
export const callSocket: usize = memory.data(2048 * 4, 16);
export const callReturnValue: usize = memory.data(2048 * 4, 16);
/** Row in transfers or polls, -1 for none. */
export const callDetail: usize = memory.data(2048 * 4, 16);
export const callSyscall: usize = memory.data(2048, 16);
export const callErrno: usize = memory.data(2048, 16);

export const transferCall: usize = memory.data(2048 * 4, 16);
export const transferSize: usize = memory.data(2048 * 4, 16);
export const transferFlags: usize = memory.data(2048 * 4, 16);
export const transferHead0: usize = memory.data(2048 * 4, 16);
export const transferHead1: usize = memory.data(2048 * 4, 16);
export const transferHead2: usize = memory.data(2048 * 4, 16);
export const transferHead3: usize = memory.data(2048 * 4, 16);
export const transferHead4: usize = memory.data(2048 * 4, 16);
export const transferBodyHash: usize = memory.data(2048 * 4, 16);
export const transferPeer: usize = memory.data(2048 * 2, 16);
export const transferKnown: usize = memory.data(2048, 16);

export const pollCall: usize = memory.data(2048 * 4, 16);
export const pollFd: usize = memory.data(2048 * 4, 16);
export const pollSocket: usize = memory.data(2048 * 4, 16);
/** POLL* bits asked for, and answered. */
export const pollArmed: usize = memory.data(2048 * 2, 16);
export const pollReady: usize = memory.data(2048 * 2, 16);

export let calls: i32 = 0;
export let transfers: i32 = 0;
export let polls: i32 = 0;

/** Descriptors of one call; more are left to the other side. */
export const MOST_MEMBERS: i32 = 64;

/** A call adds one row to other tables at most. */
export function isFull(): bool {
  return calls === MOST_ROWS || polls > MOST_ROWS - MOST_MEMBERS;
}

export function clearRows(): void {
  calls = transfers = polls = 0;
}

export function addCall(
  syscall: i32, thread: i32, fd: i32, socket: i32, detail: i32, time: f64, duration: f64, offset: f64, line: i32, endLine: i32, returnValue: i32, errno: i32,
): i32 {
  const row = <usize>calls;
  store<f64>(callTime + row * 8, time);
  store<f64>(callDuration + row * 8, duration);
  store<f64>(callOffset + row * 8, offset);
  store<i32>(callLine + row * 4, line);
  store<i32>(callEndLine + row * 4, endLine);
  store<i32>(callThread + row * 4, thread);
  store<i32>(callFd + row * 4, fd);
  store<i32>(callSocket + row * 4, socket);
  store<i32>(callReturnValue + row * 4, returnValue);
  store<i32>(callDetail + row * 4, detail);
  store<u8>(callSyscall + row, <u8>syscall);
  store<u8>(callErrno + row, <u8>errno);
  return calls++;
}

/** Head of 32 bytes at `head`, of which `known` are known and the others zero. trace/head.ts */
export function addTransfer(call: i32, size: i32, flags: i32, head: usize, known: i32, peer: i32): i32 {
  const row = <usize>transfers;
  store<i32>(transferCall + row * 4, call);
  store<i32>(transferSize + row * 4, size);
  store<i32>(transferFlags + row * 4, flags);
  store<u32>(transferHead0 + row * 4, bswap<u32>(load<u32>(head)));
  store<u32>(transferHead1 + row * 4, bswap<u32>(load<u32>(head, 4)));
  store<u32>(transferHead2 + row * 4, bswap<u32>(load<u32>(head, 8)));
  store<u32>(transferHead3 + row * 4, bswap<u32>(load<u32>(head, 12)));
  store<u32>(transferHead4 + row * 4, bswap<u32>(load<u32>(head, 16)));
  let hash: u32 = 0;
  if (known >= 32) {
    hash = 0x811c9dc5;
    for (let i: usize = 20; i < 32; i++) hash = (hash ^ <u32>load<u8>(head + i)) * 0x01000193;
  }
  store<u32>(transferBodyHash + row * 4, hash);
  store<u16>(transferPeer + row * 2, <u16>peer);
  store<u8>(transferKnown + row, <u8>min(known, 20));
  return transfers++;
}

export function addPoll(call: i32, fd: i32, socket: i32, armed: i32, ready: i32): void {
  const row = <usize>polls;
  store<i32>(pollCall + row * 4, call);
  store<i32>(pollFd + row * 4, fd);
  store<i32>(pollSocket + row * 4, socket);
  store<u16>(pollArmed + row * 2, <u16>armed);
  store<u16>(pollReady + row * 2, <u16>ready);
  polls++;
}

/** Answers for `fd` in the first of the rows from `row` on that asks for it; returns the row after it, `row` when none does. */
export function answerPoll(row: i32, fd: i32, ready: i32): i32 {
  for (let i = row; i < polls; i++) {
    if (load<i32>(pollFd + <usize>i * 4) !== fd) continue;
    store<u16>(pollReady + <usize>i * 2, <u16>ready);
    return i + 1;
  }
  return row;
}

/** Takes back the polls from `row` on: their call is not taken. */
export function dropPolls(row: i32): void {
  polls = row;
}
