/** A classic little-endian capture of IPv4 in Ethernet as records, to be damaged and put together again. */
import { createCrc32c } from '../../analyzer/trace/crc32c.ts';

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const IP_START = 14;
const SCTP_START = IP_START + 20;
const CHECKSUM_AT = SCTP_START + 8;
const crc32c = createCrc32c();

export interface Capture {
  readonly header: Uint8Array;
  /** Headers and bytes of each record. */
  readonly records: readonly Uint8Array[];
}

export function splitCapture(bytes: Uint8Array): Capture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const records: Uint8Array[] = [];
  for (let at = FILE_HEADER; at + RECORD_HEADER <= bytes.length; ) {
    const next = at + RECORD_HEADER + view.getUint32(at + 8, true);
    records.push(bytes.slice(at, next));
    at = next;
  }
  return { header: bytes.slice(0, FILE_HEADER), records };
}

export function joinCapture({ header }: Capture, records: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat([header, ...records]));
}

/** The same as pcapng, in turns from an interface of microseconds and one of nanoseconds; every tenth block has an option. */
export function joinBlocks(records: readonly Uint8Array[]): Uint8Array {
  const blocks = [block(0x0a0d0d0a, words(0x1a2b3c4d, 1, 0xffff_ffff, 0xffff_ffff)), block(1, words(1, 0)), block(1, words(1, 0, 0x0001_0009, 9, 0))];
  for (const [i, record] of records.entries()) {
    const view = new DataView(record.buffer, record.byteOffset, record.length);
    const [seconds, microseconds, captured, original] = [0, 4, 8, 12].map((at) => view.getUint32(at, true)) as [number, number, number, number];
    const isFine = i % 2 === 1;
    const ticks = BigInt(seconds) * (isFine ? 1_000_000_000n : 1_000_000n) + BigInt(microseconds) * (isFine ? 1000n : 1n);
    const head = words(isFine ? 1 : 0, Number(ticks >> 32n), Number(ticks & 0xffff_ffffn), captured, original);
    const frame = new Uint8Array((record.length - RECORD_HEADER + 3) & ~3);
    frame.set(record.subarray(RECORD_HEADER));
    blocks.push(block(6, Buffer.concat([head, frame, i % 10 === 9 ? words(0x0004_0002, 0, 0) : words()])));
  }
  return Uint8Array.from(Buffer.concat(blocks));
}

function block(type: number, body: Uint8Array): Uint8Array {
  const length = body.length + 12;
  return Buffer.concat([words(type, length), body, words(length)]);
}

function words(...values: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

/** Where the SCTP packet of a record begins; undefined when the record is no SCTP packet as most are. */
export function sctpIn(record: Uint8Array): number | undefined {
  const ip = RECORD_HEADER + IP_START;
  return record[ip] === 0x45 && record[ip + 9] === 132 ? RECORD_HEADER + SCTP_START : undefined;
}

/** A record with a byte of its IP header changed. */
export function changeIpByte(record: Uint8Array, at: number, value: number): Uint8Array {
  const changed = record.slice();
  changed[RECORD_HEADER + IP_START + at] = value;
  return changed;
}

/** A record with bytes of its Ethernet and IP headers changed. */
export function changeHeaders(record: Uint8Array, edits: readonly { at: number; value: number }[]): Uint8Array {
  const changed = record.slice();
  for (const { at, value } of edits) changed[RECORD_HEADER + Math.floor(at * SCTP_START)] = value;
  return changed;
}

/** A record with bytes changed and the checksum made good again, so that what the bytes say is believed. */
export function changeRecord(record: Uint8Array, edits: readonly { at: number; value: number }[]): Uint8Array {
  const changed = record.slice();
  const start = sctpIn(record);
  for (const { at, value } of edits) changed[(start ?? 0) + Math.floor(at * (record.length - (start ?? 0)))] = value;
  if (start === undefined) return changed;
  const end = Math.min(changed.length, start - 20 + ((changed[start - 18]! << 8) | changed[start - 17]!));
  if (end - start < 12) return changed;
  new DataView(changed.buffer).setUint32(RECORD_HEADER + CHECKSUM_AT, crc32c.ofPacket(changed, start, end), true);
  return changed;
}
