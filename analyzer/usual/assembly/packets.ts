/**
 * Most packets of most captures bring DATA and SACK chunks of an association that is known and goes on as before. They are read here; every
 * other packet is left to TypeScript as if it had not been looked at. Compiled from AssemblyScript, see build.mjs.
 */
import { byte } from './bytes';
import { crc32cOfPacket } from './crc32c';
import {
  acknowledged, countPacket, forgetTouched, hasAcknowledged, hasPending, isSettled, ppidCounts, ppidKinds, ppids, seeTsn, takesTsn, touchedCount,
} from './directions';
import { flowConversations, flowOf, flowPairs, flowPaths, recentHashes, recentRows, recentSlot } from './flows';
import { hash3 } from './hashes';
import { be16, be32 } from './network';
import {
  addChunk, addGap, addPacket, addSack, chunks, clearPacketRows, fitsPacket, gaps, isPacketFull, messages, packets, sacks,
} from './packetRows';
import { addUserMessage } from './userMessage';
import { DONE, FULL, MOST_DIRECTIONS, MOST_INTERFACES, ODD } from '../sizes';

export * from './crc32c';
export * from './directions';
export * from './flows';
export * from './packetRows';

const RECORD_HEADER: usize = 16;
/** Of pcapng: an Enhanced Packet Block before the frame, and all of one but the frame. */
const ENHANCED_PACKET: u32 = 6;
const BLOCK_HEADER: usize = 28;
const PACKET_BLOCK: usize = 32;
const IP_HEADER: usize = 20;
const COMMON_HEADER: usize = 12;
const CHUNK_HEADER: usize = 4;
/** Of DATA before its user data, and of SACK before its gap blocks. */
const FIXED_BYTES: usize = 16;
const SCTP: i32 = 132;
const IPV4: i32 = 0x0800;
/** Version 4, no options. */
const IP_FIRST_BYTE: i32 = 0x45;
const FRAGMENT_BITS: i32 = 0x3fff;
const SECOND: f64 = 1e9;

const DATA: i32 = 0;
const SACK: i32 = 3;
const WHOLE: i32 = 3;
const CHUNK_FLAGS: i32 = 0x0f;
const FLAG_RETRANSMITTED: i32 = 32;

/** PacketFlag of trace/schema.ts. */
const FROM_SECOND: i32 = 1;
const CHECKSUM_GOOD: i32 = 256;

const LINK_ETHERNET: i32 = 1;
const LINK_RAW: i32 = 101;
const LINK_SLL: i32 = 113;
const LINK_IPV4: i32 = 228;
const LINK_SLL2: i32 = 276;

/** The piece of a capture at hand. */
export const windowBytes: usize = memory.data(262_144 + 64, 16);
/** Words told: frames read, rows of packets, chunks, sacks, gaps and messages, conversations touched, why the run stopped, seconds of the last frame. */
export const words: usize = memory.data(16 * 4, 16);
/** Earliest, latest and last time of the frames read. */
export const times: usize = memory.data(3 * 8, 8);

let input: i32 = 0;
let isBigEndian: bool = false;
let linkType: i32 = 0;
let epochSeconds: f64 = 0;
/** Units of a second, and how many nanoseconds one is. */
let units: u32 = 1_000_000;
let unitNanoseconds: f64 = 1000;

/** Interfaces of a pcapng section: link type and units of a second, 0 for one that is not read here. */
const linkTypes: usize = memory.data(8 * 4, 16);
const unitsOf: usize = memory.data(8 * 4, 16);

/** What is read from now on. */
export function setCapture(id: i32, bigEndian: bool, epoch: f64): void {
  input = id;
  isBigEndian = bigEndian;
  epochSeconds = epoch;
}

export function setInterface(index: i32, link: i32, unitsOfSecond: i32): void {
  store<i32>(linkTypes + <usize>index * 4, link);
  store<i32>(unitsOf + <usize>index * 4, unitsOfSecond);
}

function chooseInterface(index: usize): bool {
  linkType = load<i32>(linkTypes + index * 4);
  units = load<u32>(unitsOf + index * 4);
  unitNanoseconds = units === 1_000_000 ? 1000 : 1;
  return units !== 0;
}

@inline
function field(at: usize): u32 {
  const value = load<u32>(at);
  return isBigEndian ? bswap<u32>(value) : value;
}

let count: i32 = 0;
let earliest: f64 = 0;
let latest: f64 = 0;
let last: f64 = 0;
let seconds: u32 = 0;
let firstFrame: i32 = 0;
let firstRow: i32 = 0;

function begin(frame: i32, row: i32, previous: f64): void {
  count = 0;
  earliest = Infinity;
  latest = -Infinity;
  last = previous;
  seconds = 0;
  firstFrame = frame;
  firstRow = row;
}

/** Takes a frame whose record or block is at `offset`. */
function takeFrame(start: usize, end: usize, offset: f64, second: u32, fraction: u32): bool {
  const time = (<f64>second - epochSeconds) * SECOND + <f64>fraction * unitNanoseconds;
  if (!(time >= last) || !take(start, end, offset, time)) return false;
  count++;
  if (time < earliest) earliest = time;
  if (time > latest) latest = time;
  last = time;
  seconds = second;
  return true;
}

function tell(reason: i32): void {
  store<f64>(times, earliest);
  store<f64>(times, latest, 8);
  store<f64>(times, last, 16);
  store<i32>(words, count, 0);
  store<i32>(words, packets, 4);
  store<i32>(words, chunks, 8);
  store<i32>(words, sacks, 12);
  store<i32>(words, gaps, 16);
  store<i32>(words, messages, 20);
  store<i32>(words, touchedCount, 24);
  store<i32>(words, reason, 28);
  store<u32>(words, seconds, 32);
}

/**
 * Takes records of a classic capture, of interface 0, from `start` on that end before `end`, as many as are usual. The first byte of the window
 * is at `offset` of the capture; `frame` frames and `row` packets came before, the last one at `previous`. Returns where it stopped.
 */
export function runRecords(start: i32, end: i32, offset: f64, frame: i32, row: i32, previous: f64): i32 {
  const first = windowBytes;
  const stop = first + end;
  let at = first + start;
  let reason = DONE;
  begin(frame, row, previous);
  chooseInterface(0);
  while (at + RECORD_HEADER <= stop) {
    if (isPacketFull()) {
      reason = FULL;
      break;
    }
    const captured = <usize>field(at + 8);
    const from = at + RECORD_HEADER;
    if (captured > <usize>(stop - from)) break;
    const fraction = field(at + 4);
    if (captured !== <usize>field(at + 12) || fraction >= units || !takeFrame(from, from + captured, offset + <f64>(at - first), field(at), fraction)) {
      reason = ODD;
      break;
    }
    at = from + captured;
  }
  tell(reason);
  return <i32>(at - first);
}

/** The same for blocks of a pcapng section: Enhanced Packet Blocks without options. */
export function runBlocks(start: i32, end: i32, offset: f64, frame: i32, row: i32, previous: f64): i32 {
  const first = windowBytes;
  const stop = first + end;
  let at = first + start;
  let reason = DONE;
  begin(frame, row, previous);
  while (at + PACKET_BLOCK <= stop) {
    if (isPacketFull()) {
      reason = FULL;
      break;
    }
    const length = <usize>field(at + 4);
    if (field(at) === ENHANCED_PACKET && length > <usize>(stop - at)) break;
    if (!takeBlock(at, length, offset + <f64>(at - first))) {
      reason = ODD;
      break;
    }
    at += length;
  }
  tell(reason);
  return <i32>(at - first);
}

function takeBlock(at: usize, length: usize, offset: f64): bool {
  if (field(at) !== ENHANCED_PACKET || length < PACKET_BLOCK || (length & 3) !== 0 || <usize>field(at + length - 4) !== length) return false;
  const captured = <usize>field(at + 20);
  if (captured !== <usize>field(at + 24) || captured > length || ((captured + 3) & ~3) + PACKET_BLOCK !== length) return false;
  const index = field(at + 8);
  if (index >= <u32>MOST_INTERFACES || !chooseInterface(<usize>index)) return false;
  const ticks = (<u64>field(at + 12) << 32) | <u64>field(at + 16);
  const second = ticks / <u64>units;
  const from = at + BLOCK_HEADER;
  return second <= <u64>u32.MAX_VALUE && takeFrame(from, from + captured, offset, <u32>second, <u32>(ticks % <u64>units));
}

/** Where the IPv4 header of a frame is, 0 when there is none in its usual place. */
function networkOf(start: usize, end: usize): usize {
  if (end < start + 48) return 0;
  switch (linkType) {
    case LINK_ETHERNET: return be16(start + 12) === IPV4 ? start + 14 : 0;
    case LINK_SLL: return be16(start + 14) === IPV4 ? start + 16 : 0;
    case LINK_SLL2: return be16(start) === IPV4 ? start + 20 : 0;
    case LINK_RAW:
    case LINK_IPV4: return start;
    default: return 0;
  }
}

function take(start: usize, end: usize, offset: f64, time: f64): bool {
  const network = networkOf(start, end);
  if (network === 0 || byte(network) !== IP_FIRST_BYTE || byte(network + 9) !== SCTP || (be16(network + 6) & FRAGMENT_BITS) !== 0) return false;
  const total = <usize>be16(network + 2);
  const sctp = network + IP_HEADER;
  const last = network + total;
  if (last > end || total < IP_HEADER + COMMON_HEADER + CHUNK_HEADER) return false;
  const flow = flowOf(be32(sctp + 4), be32(sctp), be32(network + 12), be32(network + 16));
  if (flow < 0) return false;
  const direction = load<i32>(flowConversations + <usize>flow * 4);
  if (direction >= MOST_DIRECTIONS || load<u8>(isSettled + <usize>(direction >> 1)) === 0) return false;
  if (!isUsual(sctp + COMMON_HEADER, last, direction)) return false;
  const crc = crc32cOfPacket(sctp, last);
  if (load<u32>(sctp, 8) !== crc) return false;
  const hash = hash3(crc, load<u32>(flowPairs + <usize>flow * 4), <u32>be16(network + 4));
  const recent = recentSlot(hash, input);
  if (load<u32>(recentHashes + recent) === hash) return false;

  store<u32>(recentHashes + recent, hash);
  store<u32>(recentRows + recent, <u32>(firstRow + packets + 1));
  const flags = (direction & 1) !== 0 ? CHECKSUM_GOOD | FROM_SECOND : CHECKSUM_GOOD;
  addPacket(time, offset, firstFrame + count + 1, direction >> 1, <i32>load<u8>(flowPaths + <usize>flow), <i32>(total - IP_HEADER), hash, flags);
  countPacket(direction, time);
  addChunks(sctp, last, direction);
  return true;
}

/** Nothing but whole user messages and acknowledgements, near to what came before. Looks at what addChunks() will see. */
function isUsual(first: usize, end: usize, direction: i32): bool {
  const conversation = <usize>(direction >> 1);
  const other = <usize>(direction ^ 1);
  let rows = 0;
  let at = first;
  while (at + CHUNK_HEADER <= end) {
    const length = <usize>be16(at + 2);
    if (length < FIXED_BYTES || length > end - at) return false;
    const type = byte(at);
    if (type === DATA) {
      if ((byte(at + 1) & WHOLE) !== WHOLE || length === FIXED_BYTES) return false;
      if (be32(at + 12) !== load<u32>(ppids + conversation * 4) || !takesTsn(direction, be32(at + 4), input)) return false;
      rows++;
    } else if (type === SACK) {
      const gapBlocks = be16(at + 12);
      if (be16(at + 14) !== 0 || FIXED_BYTES + <usize>gapBlocks * 4 > length || load<u8>(hasPending + other) !== 0) return false;
      rows += 1 + gapBlocks;
    } else {
      return false;
    }
    at += (length + 3) & ~3;
  }
  return rows > 0 && fitsPacket(rows);
}

function addChunks(sctp: usize, end: usize, direction: i32): void {
  const conversation = <usize>(direction >> 1);
  const kind = <i32>load<u8>(ppidKinds + conversation);
  let at = sctp + COMMON_HEADER;
  while (at + CHUNK_HEADER <= end) {
    const length = <usize>be16(at + 2);
    if (byte(at) === DATA) {
      const ppid = be32(at + 12);
      const tsn = be32(at + 4);
      const payload = at + FIXED_BYTES;
      let flags = byte(at + 1) & CHUNK_FLAGS;
      let message = -1;
      store<u32>(ppidCounts + conversation * 4, load<u32>(ppidCounts + conversation * 4) + 1);
      if (seeTsn(direction, tsn)) message = addUserMessage(payload, at + length, kind);
      else flags |= FLAG_RETRANSMITTED;
      addChunk(<i32>(payload - sctp), tsn, be16(at + 8), be16(at + 10), ppid, <i32>(length - FIXED_BYTES), flags, message);
    } else {
      const gapBlocks = be16(at + 12);
      const cumulativeTsnAck = be32(at + 4);
      addSack(cumulativeTsnAck, be32(at + 8), gapBlocks);
      for (let i: usize = 0; i < <usize>gapBlocks; i++) addGap(be16(at + FIXED_BYTES + i * 4), be16(at + FIXED_BYTES + i * 4 + 2));
      store<u32>(acknowledged + <usize>direction * 4, cumulativeTsnAck);
      store<u8>(hasAcknowledged + <usize>direction, 1);
    }
    at += (length + 3) & ~3;
  }
}

export function clear(): void {
  clearPacketRows();
  forgetTouched();
}
