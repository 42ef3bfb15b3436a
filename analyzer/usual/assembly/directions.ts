/**
 * What each direction of an association has carried so far (dissect/conversation.ts, dissect/seenTsns.ts). `direction` is conversation * 2 +
 * side, the side that sends. Both sides of the module read and write the TSNs; counts and acknowledgements are taken over by the other one.
 */
import { TSN_WORDS } from '../sizes';

/** By conversation: 1 when nothing that DATA or SACK chunks could tell is new. */
export const isSettled: usize = memory.data(256, 16);
/** By conversation: the payload protocol identifier of the last chunk, what it stands for, and how many chunks had it since. */
export const ppids: usize = memory.data(256 * 4, 16);
export const ppidKinds: usize = memory.data(256, 16);
export const ppidCounts: usize = memory.data(256 * 4, 16);
/** By conversation: earliest and latest packet since. */
export const firstTimes: usize = memory.data(256 * 8, 16);
export const lastTimes: usize = memory.data(256 * 8, 16);
/** Conversations that had packets since. */
export const touched: usize = memory.data(256 * 2, 16);
export let touchedCount: i32 = 0;

/** By direction: highest and lowest TSN, the input that showed it, whether there are none or other inputs showed some, and the bitmap. */
export const highestTsns: usize = memory.data(512 * 4, 16);
export const lowestTsns: usize = memory.data(512 * 4, 16);
export const tsnInputs: usize = memory.data(512 * 4, 16);
export const isTsnOdd: usize = memory.data(512, 16);
export const tsnBits: usize = memory.data(512 * 128 * 4, 16);
/** By direction: fragments wait for others. */
export const hasPending: usize = memory.data(512, 16);
/** By direction: packets since, and the last cumulative TSN ack that was sent since. */
export const packetCounts: usize = memory.data(512 * 4, 16);
export const acknowledged: usize = memory.data(512 * 4, 16);
export const hasAcknowledged: usize = memory.data(512, 16);

/** dissect/seenTsns.ts */
const WINDOW: i32 = 4064;
const ANEW: i32 = 1 << 24;

/** May TSNs near this one be added here? Chunks of one packet are near to each other. */
export function takesTsn(direction: i32, tsn: u32, input: i32): bool {
  const at = <usize>direction * 4;
  if (load<u8>(isTsnOdd + <usize>direction) !== 0 || load<i32>(tsnInputs + at) !== input) return false;
  const ahead = <i32>(tsn - load<u32>(highestTsns + at));
  return ahead > -(ANEW >> 1) && ahead < 1 << 29;
}

/** SeenTsns.add: true when this is the first sighting. */
export function seeTsn(direction: i32, tsn: u32): bool {
  const at = <usize>direction * 4;
  const highest = load<u32>(highestTsns + at);
  const bits = tsnBits + <usize>direction * (TSN_WORDS * 4);
  const ahead = <i32>(tsn - highest);
  if (ahead > 0) {
    let words = <i32>(((highest & 31) + <u32>ahead) >> 5);
    if (words > TSN_WORDS) words = TSN_WORDS;
    const first = (highest >> 5) + 1;
    for (let i = 0; i < words; i++) store<u32>(bits + <usize>(((first + <u32>i) & (TSN_WORDS - 1)) << 2), 0);
    store<u32>(highestTsns + at, tsn);
  } else if (ahead < -WINDOW) {
    return false;
  }
  if (<i32>(tsn - load<u32>(lowestTsns + at)) < 0) store<u32>(lowestTsns + at, tsn);
  const word = bits + <usize>(((tsn >> 5) & (TSN_WORDS - 1)) << 2);
  const bit: u32 = 1 << (tsn & 31);
  const seen = load<u32>(word);
  if ((seen & bit) !== 0) return false;
  store<u32>(word, seen | bit);
  return true;
}

export function countPacket(direction: i32, time: f64): void {
  const conversation = <usize>(direction >> 1);
  const count = packetCounts + <usize>direction * 4;
  const other = packetCounts + <usize>(direction ^ 1) * 4;
  if (load<u32>(count) === 0 && load<u32>(other) === 0) {
    store<u16>(touched + <usize>touchedCount * 2, <u16>conversation);
    touchedCount++;
    store<f64>(firstTimes + conversation * 8, time);
    store<f64>(lastTimes + conversation * 8, time);
  } else {
    if (time > load<f64>(lastTimes + conversation * 8)) store<f64>(lastTimes + conversation * 8, time);
    if (time < load<f64>(firstTimes + conversation * 8)) store<f64>(firstTimes + conversation * 8, time);
  }
  store<u32>(count, load<u32>(count) + 1);
}

export function forgetTouched(): void {
  touchedCount = 0;
}
