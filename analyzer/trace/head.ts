/**
 * The head of a user message as columns: what joins a send() call to the message on the wire. Both sides fill it here, so that
 * equal bytes give equal columns. A send shows at least 32 bytes (strace's default -s): a Diameter header (RFC 6733 3) and 12 more.
 */

/** Bytes in head0-head4. */
export const HEAD_BYTES = 20;
/** Bytes that head and bodyHash cover together. */
export const HASHED_BYTES = 32;

/** The head columns of messages and transfers. */
export interface HeadColumns {
  readonly known: Uint8Array;
  readonly head0: Uint32Array;
  readonly head1: Uint32Array;
  readonly head2: Uint32Array;
  readonly head3: Uint32Array;
  readonly head4: Uint32Array;
  readonly bodyHash: Uint32Array;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a, 32 bit, of bytes[start, end). http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fnv1a(bytes: Uint8Array, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, FNV_PRIME);
  return hash >>> 0;
}

/** Big-endian word at `at`; bytes from `end` on count as zero. */
function word(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 <= end) return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  let value = 0;
  for (let i = at; i < at + 4; i++) value = (value << 8) | (i < end ? bytes[i]! : 0);
  return value;
}

/** Fills the head columns of `row` from the message that begins at `start`; bytes up to `end` are known. */
export function loadHead(bytes: Uint8Array, start: number, end: number, columns: HeadColumns, row: number): void {
  if (end - start >= HASHED_BYTES) return loadWholeHead(bytes, start, columns, row);
  columns.known[row] = Math.max(0, Math.min(end - start, HEAD_BYTES));
  columns.head0[row] = word(bytes, start, end);
  columns.head1[row] = word(bytes, start + 4, end);
  columns.head2[row] = word(bytes, start + 8, end);
  columns.head3[row] = word(bytes, start + 12, end);
  columns.head4[row] = word(bytes, start + 16, end);
  columns.bodyHash[row] = 0;
}

/** The bytes that were read last: many messages lie in the same. */
let viewed: Uint8Array | undefined;
let view: DataView = new DataView(new ArrayBuffer(0));

/** Most messages: all that columns can take is known. */
function loadWholeHead(bytes: Uint8Array, start: number, columns: HeadColumns, row: number): void {
  if (bytes !== viewed) {
    viewed = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  columns.known[row] = HEAD_BYTES;
  columns.head0[row] = view.getInt32(start);
  columns.head1[row] = view.getInt32(start + 4);
  columns.head2[row] = view.getInt32(start + 8);
  columns.head3[row] = view.getInt32(start + 12);
  columns.head4[row] = view.getInt32(start + 16);
  columns.bodyHash[row] = fnv1a(bytes, start + HEAD_BYTES, start + HASHED_BYTES);
}
