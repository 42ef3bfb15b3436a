/** Rows of packets, dataChunks, sacks, gapBlocks and messages that wait to be taken: columns as in trace/schema.ts. Numbers of rows count from the first that waits. */

/** Rows of one table, and how many one packet may add. */
export const MOST_ROWS: i32 = 2048;
const MOST_A_PACKET: i32 = 256;

export const packetTime: usize = memory.data(2048 * 8, 16);
export const packetOffset: usize = memory.data(2048 * 8, 16);
export const packetFrame: usize = memory.data(2048 * 4, 16);
export const packetAssociation: usize = memory.data(2048 * 4, 16);
export const packetSize: usize = memory.data(2048 * 4, 16);
export const packetContentHash: usize = memory.data(2048 * 4, 16);
export const packetFlags: usize = memory.data(2048 * 2, 16);
export const packetPath: usize = memory.data(2048, 16);

export const chunkPacket: usize = memory.data(2048 * 4, 16);
export const chunkOffset: usize = memory.data(2048 * 4, 16);
export const chunkTsn: usize = memory.data(2048 * 4, 16);
export const chunkSequence: usize = memory.data(2048 * 4, 16);
export const chunkPpid: usize = memory.data(2048 * 4, 16);
export const chunkSize: usize = memory.data(2048 * 4, 16);
/** -1 without a message. */
export const chunkMessage: usize = memory.data(2048 * 4, 16);
export const chunkStreamId: usize = memory.data(2048 * 2, 16);
export const chunkFlags: usize = memory.data(2048, 16);

export const sackPacket: usize = memory.data(2048 * 4, 16);
export const sackCumulativeTsnAck: usize = memory.data(2048 * 4, 16);
export const sackARwnd: usize = memory.data(2048 * 4, 16);
export const sackGapStart: usize = memory.data(2048 * 4, 16);
export const sackGapCount: usize = memory.data(2048 * 2, 16);

export const gapStart: usize = memory.data(2048 * 2, 16);
export const gapEnd: usize = memory.data(2048 * 2, 16);

export const messagePacket: usize = memory.data(2048 * 4, 16);
export const messageDataChunk: usize = memory.data(2048 * 4, 16);
export const messageSize: usize = memory.data(2048 * 4, 16);
export const messageHead0: usize = memory.data(2048 * 4, 16);
export const messageHead1: usize = memory.data(2048 * 4, 16);
export const messageHead2: usize = memory.data(2048 * 4, 16);
export const messageHead3: usize = memory.data(2048 * 4, 16);
export const messageHead4: usize = memory.data(2048 * 4, 16);
export const messageBodyHash: usize = memory.data(2048 * 4, 16);
export const messageResultCode: usize = memory.data(2048 * 4, 16);
export const messageKnown: usize = memory.data(2048, 16);
export const messageProtocol: usize = memory.data(2048, 16);
export const messageFlags: usize = memory.data(2048, 16);

export let packets: i32 = 0;
export let chunks: i32 = 0;
export let sacks: i32 = 0;
export let gaps: i32 = 0;
export let messages: i32 = 0;

/** Chunks, and gap blocks, of one packet that there is always room for. */
export function isPacketFull(): bool {
  return packets === MOST_ROWS || max(max(chunks, sacks), max(gaps, messages)) > MOST_ROWS - MOST_A_PACKET;
}

export function fitsPacket(count: i32): bool {
  return count < MOST_A_PACKET;
}

export function clearPacketRows(): void {
  packets = chunks = sacks = gaps = messages = 0;
}

export function addPacket(time: f64, offset: f64, frame: i32, association: i32, path: i32, size: i32, hash: u32, flags: i32): void {
  const row = <usize>packets;
  store<f64>(packetTime + row * 8, time);
  store<f64>(packetOffset + row * 8, offset);
  store<i32>(packetFrame + row * 4, frame);
  store<i32>(packetAssociation + row * 4, association);
  store<i32>(packetSize + row * 4, size);
  store<u32>(packetContentHash + row * 4, hash);
  store<u16>(packetFlags + row * 2, <u16>flags);
  store<u8>(packetPath + row, <u8>path);
  packets++;
}

export function addChunk(offset: i32, tsn: u32, streamId: i32, sequence: i32, ppid: u32, size: i32, flags: i32, message: i32): void {
  const row = <usize>chunks;
  store<i32>(chunkPacket + row * 4, packets - 1);
  store<i32>(chunkOffset + row * 4, offset);
  store<u32>(chunkTsn + row * 4, tsn);
  store<i32>(chunkSequence + row * 4, sequence);
  store<u32>(chunkPpid + row * 4, ppid);
  store<i32>(chunkSize + row * 4, size);
  store<i32>(chunkMessage + row * 4, message);
  store<u16>(chunkStreamId + row * 2, <u16>streamId);
  store<u8>(chunkFlags + row, <u8>flags);
  chunks++;
}

export function addSack(cumulativeTsnAck: u32, aRwnd: u32, gapCount: i32): void {
  const row = <usize>sacks;
  store<i32>(sackPacket + row * 4, packets - 1);
  store<u32>(sackCumulativeTsnAck + row * 4, cumulativeTsnAck);
  store<u32>(sackARwnd + row * 4, aRwnd);
  store<i32>(sackGapStart + row * 4, gaps);
  store<u16>(sackGapCount + row * 2, <u16>gapCount);
  sacks++;
}

export function addGap(start: i32, end: i32): void {
  store<u16>(gapStart + <usize>gaps * 2, <u16>start);
  store<u16>(gapEnd + <usize>gaps * 2, <u16>end);
  gaps++;
}

/** A message of the packet and the chunk that are being added. */
export function addMessage(size: i32, known: i32, head: usize, bodyHash: u32, protocol: i32, resultCode: u32, flags: i32): i32 {
  const row = <usize>messages;
  store<i32>(messagePacket + row * 4, packets - 1);
  store<i32>(messageDataChunk + row * 4, chunks);
  store<i32>(messageSize + row * 4, size);
  store<u32>(messageHead0 + row * 4, bswap<u32>(load<u32>(head)));
  store<u32>(messageHead1 + row * 4, bswap<u32>(load<u32>(head, 4)));
  store<u32>(messageHead2 + row * 4, bswap<u32>(load<u32>(head, 8)));
  store<u32>(messageHead3 + row * 4, bswap<u32>(load<u32>(head, 12)));
  store<u32>(messageHead4 + row * 4, bswap<u32>(load<u32>(head, 16)));
  store<u32>(messageBodyHash + row * 4, bodyHash);
  store<u32>(messageResultCode + row * 4, resultCode);
  store<u8>(messageKnown + row, <u8>known);
  store<u8>(messageProtocol + row, <u8>protocol);
  store<u8>(messageFlags + row, <u8>flags);
  return messages++;
}
