/**
 * The chunks of one packet, field by field with name and value, for whoever looks at it: made on demand, never for all packets. What they
 * consist of is chunkLayouts.ts. Every length is checked: lines never point outside the bytes, and what does not fit is shown as
 * bytes.
 */
import { formatAddress } from './address.ts';
import { u16, u32 } from './bigEndian.ts';
import { causeLayouts, chunkLayouts, parameterLayouts, type Field, type Layout, type Rest } from './chunkLayouts.ts';
import { causeName, chunkName, parameterName } from './sctpNames.ts';

export interface DetailLine {
  /** In the bytes that were given. */
  readonly offset: number;
  readonly length: number;
  readonly name: string;
  readonly value: string;
  /** 0 for a chunk, 1 for its fields, and so on. */
  readonly indent: number;
}

const HEADER_BYTES = 4;
/** Parameters in parameters, chunks in causes: no RFC nests deeper. */
const MOST_INDENT = 6;
/** Of opaque bytes. */
const SHOWN_BYTES = 16;

const nothing: Layout = { fields: [] };

/** `bytes[start, end)` are chunks: what follows the common header, or one chunk of it. */
export function* chunkLines(bytes: Uint8Array, start: number, end: number, indent = 0): Generator<DetailLine, void> {
  for (let at = start; at + HEADER_BYTES <= end;) {
    const type = bytes[at]!;
    const flags = bytes[at + 1]!;
    const length = u16(bytes, at + 2);
    if (length < HEADER_BYTES) {
      yield opaque(bytes, at, end, 'Malformed chunk', indent);
      return;
    }
    const chunkEnd = Math.min(at + length, end);
    const layout = chunkLayouts[type] ?? nothing;
    yield { offset: at, length: chunkEnd - at, name: chunkName(type), value: cutNote(at, length, end), indent };
    yield { offset: at + 1, length: 1, name: 'Flags', value: flagsText(flags, layout), indent: indent + 1 };
    yield { offset: at + 2, length: 2, name: 'Length', value: String(length), indent: indent + 1 };
    yield* layoutLines(bytes, at + HEADER_BYTES, chunkEnd, layout, indent + 1);
    at += (length + 3) & ~3;
  }
}

/** Parameters and error causes: type (or cause code), length, value. */
function* elementLines(
  bytes: Uint8Array, start: number, end: number, indent: number, nameOf: (type: number) => string,
  layouts: Readonly<Record<number, Layout>>,
): Generator<DetailLine, void> {
  for (let at = start; at < end;) {
    const length = at + HEADER_BYTES <= end ? u16(bytes, at + 2) : 0;
    if (length < HEADER_BYTES || indent >= MOST_INDENT) {
      yield opaque(bytes, at, end, 'Bytes', indent);
      return;
    }
    const type = u16(bytes, at);
    const elementEnd = Math.min(at + length, end);
    yield { offset: at, length: elementEnd - at, name: nameOf(type), value: cutNote(at, length, end), indent };
    yield* layoutLines(bytes, at + HEADER_BYTES, elementEnd, layouts[type] ?? nothing, indent + 1);
    at += (length + 3) & ~3;
  }
}

function* layoutLines(bytes: Uint8Array, start: number, end: number, layout: Layout, indent: number): Generator<DetailLine, void> {
  let at = start;
  for (const field of layout.fields) {
    if (at + field.size > end) break;
    yield fieldLine(bytes, at, field, indent);
    at += field.size;
  }
  if (at >= end) return;
  yield* restLines(bytes, start, at, end, layout.rest ?? { kind: 'bytes', name: 'Bytes' }, indent);
}

function* restLines(bytes: Uint8Array, start: number, at: number, end: number, rest: Rest, indent: number): Generator<DetailLine, void> {
  switch (rest.kind) {
    case 'parameters':
      yield* elementLines(bytes, at, end, indent, parameterName, parameterLayouts);
      return;
    case 'causes':
      yield* elementLines(bytes, at, end, indent, causeName, causeLayouts);
      return;
    case 'chunks':
      if (indent < MOST_INDENT) yield* chunkLines(bytes, at, end, indent);
      return;
    case 'list':
      yield* listLines(bytes, at, end, rest.fields, indent);
      return;
    case 'gapBlocks':
      yield* gapBlockLines(bytes, start, at, end, rest.names, indent);
      return;
    case 'text':
      yield { offset: at, length: end - at, name: rest.name, value: printable(bytes, at, end), indent };
      return;
    case 'address':
      if (end - at !== 4 && end - at !== 16) yield opaque(bytes, at, end, rest.name, indent);
      else yield { offset: at, length: end - at, name: rest.name, value: formatAddress(bytes, at, end - at), indent };
      return;
    case 'bytes':
      yield opaque(bytes, at, end, rest.name, indent);
  }
}

function* listLines(bytes: Uint8Array, start: number, end: number, fields: readonly Field[], indent: number): Generator<DetailLine, void> {
  const size = fields.reduce((sum, field) => sum + field.size, 0);
  let at = start;
  for (; at + size <= end;) {
    for (const field of fields) {
      yield fieldLine(bytes, at, field, indent);
      at += field.size;
    }
  }
  if (at < end) yield opaque(bytes, at, end, 'Bytes', indent);
}

/** `start` is that of the fields: the cumulative TSN ack, and at 8 the counts. */
function* gapBlockLines(
  bytes: Uint8Array, start: number, first: number, end: number, names: readonly string[], indent: number,
): Generator<DetailLine, void> {
  const cumulativeTsnAck = u32(bytes, start);
  let at = first;
  for (const [kind, name] of names.entries()) {
    for (let left = u16(bytes, start + 8 + kind * 2); left > 0 && at + 4 <= end; left--, at += 4) {
      const [from, to] = [u16(bytes, at), u16(bytes, at + 2)];
      const tsns = `TSN ${(cumulativeTsnAck + from) >>> 0}-${(cumulativeTsnAck + to) >>> 0}`;
      yield { offset: at, length: 4, name, value: `${from}-${to} (${tsns})`, indent };
    }
  }
  for (; at + 4 <= end; at += 4) yield { offset: at, length: 4, name: 'Duplicate TSN', value: String(u32(bytes, at)), indent };
  if (at < end) yield opaque(bytes, at, end, 'Bytes', indent);
}

function fieldLine(bytes: Uint8Array, at: number, field: Field, indent: number): DetailLine {
  const value = field.size === 4 ? u32(bytes, at) : field.size === 2 ? u16(bytes, at) : bytes[at]!;
  return { offset: at, length: field.size, name: field.name, value: field.show?.(value) ?? String(value), indent };
}

function cutNote(at: number, length: number, end: number): string {
  return at + length > end ? `${end - at} of ${length} bytes` : '';
}

/** "0x03 B E", highest bit first. */
function flagsText(flags: number, layout: Layout): string {
  const set = (layout.flags ?? []).filter((_, bit) => (flags & (1 << bit)) !== 0).toReversed();
  return [`0x${flags.toString(16).padStart(2, '0')}`, ...set].join(' ');
}

function opaque(bytes: Uint8Array, at: number, end: number, name: string, indent: number): DetailLine {
  let value = `${end - at} bytes:`;
  for (let i = at; i < Math.min(end, at + SHOWN_BYTES); i++) value += ` ${bytes[i]!.toString(16).padStart(2, '0')}`;
  return { offset: at, length: end - at, name, value: end - at > SHOWN_BYTES ? `${value} ...` : value, indent };
}

function printable(bytes: Uint8Array, at: number, end: number): string {
  let text = '';
  for (let i = at; i < end; i++) {
    const byte = bytes[i]!;
    if (byte !== 0) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return text;
}
