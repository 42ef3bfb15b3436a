/**
 * The chunks of one SCTP packet as fields: flags, parameters and error causes with their names and what they mean. What they consist
 * of is dissect/chunkLayouts.ts. Every length is checked: ranges never leave the bytes, and what does not fit is shown as bytes.
 */
import { formatAddress } from '../dissect/address.ts';
import { u16, u32 } from '../dissect/bigEndian.ts';
import { causeLayouts, chunkLayouts, parameterLayouts, type FieldLayout, type Layout, type Rest } from '../dissect/chunkLayouts.ts';
import { causeName, chunkName, parameterName } from '../dissect/sctpNames.ts';
import { Children, field, hexadecimal, opaque, type Field } from './field.ts';

/** The user data of a DATA or I-DATA chunk. */
export interface UserData {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** User data by the chunk header; larger than end - start when the packet was cut. */
  readonly length: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** 0 where the chunk carries none: in a later I-DATA fragment. */
  readonly ppid: number;
}

export type UserDataField = (data: UserData) => Field;

const HEADER_BYTES = 4;
const I_DATA = 64;
/** Flag bits of DATA and I-DATA. */
const [END, BEGIN] = [1, 2];
/** Parameters in parameters, chunks in causes: no RFC nests deeper. */
const MOST_DEPTH = 6;

const nothing: Layout = { fields: [] };

/** What is a type, a length and a value: parameters and error causes. */
interface ElementKind {
  readonly noun: string;
  readonly nameOf: (type: number) => string;
  readonly layouts: Readonly<Record<number, Layout>>;
  readonly typeName: string;
  readonly lengthName: string;
  readonly prefix: string;
  readonly typeFilter: string;
}

const parameter: ElementKind = {
  noun: 'parameters', nameOf: parameterName, layouts: parameterLayouts, typeName: 'Parameter Type', lengthName: 'Parameter Length',
  prefix: 'sctp.parameter', typeFilter: 'sctp.parameter_type',
};
const cause: ElementKind = {
  noun: 'error causes', nameOf: causeName, layouts: causeLayouts, typeName: 'Cause Code', lengthName: 'Cause Length',
  prefix: 'sctp.cause', typeFilter: 'sctp.cause_code',
};

/** One chunk, or what the fields of its value need to know of it. */
interface Place {
  readonly bytes: Uint8Array;
  readonly depth: number;
  readonly userData: UserDataField | undefined;
  /** Of the chunk: its beginning, flags and length. */
  readonly chunk: number;
}

/** `bytes[start, end)` are chunks: what follows the common header, or one chunk of it. */
export function chunkFields(bytes: Uint8Array, start: number, end: number, userData?: UserDataField, depth = 0): readonly Field[] {
  const children = new Children();
  let at = start;
  while (at + HEADER_BYTES <= end) {
    const chunk = at;
    const length = u16(bytes, at + 2);
    if (length < HEADER_BYTES) {
      children.add(at, end, () => opaque(bytes, chunk, end, 'Malformed chunk', { problem: `length ${length} is shorter than a chunk header` }));
      return children.end('chunks');
    }
    const next = Math.min(at + ((length + 3) & ~3), end);
    children.add(at, next, () => chunkField(bytes, chunk, next, end, userData, depth));
    at = next;
  }
  if (at < end) children.add(at, end, () => opaque(bytes, at, end, 'Bytes', { problem: 'too short for a chunk' }));
  return children.end('chunks');
}

function chunkField(bytes: Uint8Array, at: number, next: number, end: number, userData: UserDataField | undefined, depth: number): Field {
  const type = bytes[at]!;
  const length = u16(bytes, at + 2);
  const chunkEnd = Math.min(at + length, end);
  const layout = chunkLayouts[type] ?? nothing;
  const children = [
    field('Chunk Type', String(type), at, at + 1, { meaning: chunkName(type), filter: `sctp.chunk_type == ${type}` }),
    flagsField(bytes, at + 1, layout),
    field('Length', String(length), at + 2, at + 4, { filter: `sctp.chunk_length == ${length}` }),
    ...layoutFields({ bytes, depth, userData, chunk: at }, at + HEADER_BYTES, chunkEnd, layout),
  ];
  const problem = cutNote(at, length, end);
  return field(chunkName(type), '', at, next, {
    spec: layout.spec, problem,
    ...(problem === undefined ? { filter: `sctp.chunk_type == ${type}`, children } : { children: children.map(withoutFilter) }),
  });
}

/** Wireshark reads nothing of a chunk that is cut. */
function withoutFilter(one: Field): Field {
  const { filter, children, ...rest } = one;
  if (filter === undefined && !children) return one;
  return children ? { ...rest, children: children.map(withoutFilter) } : rest;
}

function flagsField(bytes: Uint8Array, at: number, { flags }: Layout): Field {
  const value = bytes[at]!;
  const notes = { filter: `sctp.chunk_flags == ${hexadecimal(value, 2)}` };
  if (!flags) return field('Flags', hexadecimal(value, 2), at, at + 1, notes);
  const bits = flags.map(({ name, meaning, filter }, bit) => {
    const isSet = (value >> bit) & 1;
    return field(name, String(isSet), at, at + 1, {
      meaning: isSet === 1 ? meaning : undefined, filter: filter === undefined ? undefined : `${filter} == ${isSet}`,
    });
  }).toReversed();
  const names = bits.filter((bit) => bit.value === '1').map((bit) => bit.name).join(' ');
  return field('Flags', hexadecimal(value, 2), at, at + 1, { ...notes, meaning: names === '' ? undefined : names, children: bits });
}

function elementFields(place: Place, start: number, end: number, kind: ElementKind): readonly Field[] {
  const { bytes } = place;
  const children = new Children();
  for (let at = start; at < end;) {
    const element = at;
    const length = at + HEADER_BYTES <= end ? u16(bytes, at + 2) : 0;
    if (length < HEADER_BYTES || place.depth >= MOST_DEPTH) {
      children.add(at, end, () => opaque(bytes, element, end, 'Bytes', { problem: length < HEADER_BYTES ? `no ${kind.typeName} fits` : undefined }));
      break;
    }
    const next = Math.min(at + ((length + 3) & ~3), end);
    children.add(at, next, () => elementField(place, element, next, end, kind));
    at = next;
  }
  return children.end(kind.noun);
}

function elementField(place: Place, at: number, next: number, end: number, kind: ElementKind): Field {
  const { bytes } = place;
  const type = u16(bytes, at);
  const length = u16(bytes, at + 2);
  const elementEnd = Math.min(at + length, end);
  const layout = kind.layouts[type] ?? nothing;
  const filter = `${kind.typeFilter} == ${hexadecimal(type, 4)}`;
  const children = [
    field(kind.typeName, hexadecimal(type, 4), at, at + 2, { meaning: kind.nameOf(type), filter }),
    field(kind.lengthName, String(length), at + 2, at + 4, { filter: `${kind.prefix}_length == ${length}` }),
    ...layoutFields({ ...place, depth: place.depth + 1 }, at + HEADER_BYTES, elementEnd, layout),
  ];
  return field(kind.nameOf(type), '', at, next, { spec: layout.spec, filter, children, problem: cutNote(at, length, end) });
}

function layoutFields(place: Place, start: number, end: number, layout: Layout): readonly Field[] {
  const fields: Field[] = [];
  let at = start;
  for (const one of layout.fields) {
    if (at + one.size > end) break;
    fields.push(numberField(place.bytes, at, one));
    at += one.size;
  }
  if (at < end) fields.push(...restFields(place, start, at, end, layout.rest ?? { kind: 'bytes', name: 'Bytes' }));
  return fields;
}

function restFields(place: Place, start: number, at: number, end: number, rest: Rest): readonly Field[] {
  const { bytes } = place;
  switch (rest.kind) {
    case 'parameters':
      return elementFields(place, at, end, parameter);
    case 'causes':
      return elementFields(place, at, end, cause);
    case 'chunks':
      return place.depth < MOST_DEPTH ? chunkFields(bytes, at, end, undefined, place.depth + 1) : [opaque(bytes, at, end, 'Bytes')];
    case 'list':
      return listFields(bytes, at, end, rest.fields);
    case 'gapBlocks':
      return gapBlockFields(bytes, start, at, end, rest);
    case 'userData':
      return [userDataField(place, at, end)];
    case 'text':
      return [field(rest.name, printable(bytes, at, end), at, end)];
    case 'address': {
      if (end - at !== 4 && end - at !== 16) return [opaque(bytes, at, end, rest.name)];
      const text = formatAddress(bytes, at, end - at);
      return [field(rest.name, text, at, end, { filter: rest.filter === undefined ? undefined : `${rest.filter} == ${text}` })];
    }
    case 'bytes':
      return [opaque(bytes, at, end, rest.name, { filter: bytesFilter(rest.filter, bytes, at, end) })];
  }
}

/** A longer filter is no help to anybody. */
const MOST_FILTER_BYTES = 64;

function bytesFilter(name: string | undefined, bytes: Uint8Array, start: number, end: number): string | undefined {
  if (name === undefined || end - start > MOST_FILTER_BYTES || end === start) return undefined;
  return `${name} == ${Array.from(bytes.subarray(start, end), (byte) => byte.toString(16).padStart(2, '0')).join(':')}`;
}

function userDataField({ bytes, chunk, userData }: Place, at: number, end: number): Field {
  const flags = bytes[chunk + 1]!;
  const isFirst = (flags & BEGIN) !== 0;
  const hasPpid = bytes[chunk] !== I_DATA || isFirst;
  if (!userData) return opaque(bytes, at, end, 'User Data');
  return userData({
    bytes, start: at, end, length: u16(bytes, chunk + 2) - (at - chunk), isFirst, isLast: (flags & END) !== 0,
    ppid: hasPpid ? u32(bytes, at - 4) : 0,
  });
}

function listFields(bytes: Uint8Array, start: number, end: number, fields: readonly FieldLayout[]): readonly Field[] {
  const children = new Children();
  const size = fields.reduce((sum, one) => sum + one.size, 0);
  let at = start;
  while (at + size <= end) {
    for (const one of fields) {
      const from = at;
      children.add(from, from + one.size, () => numberField(bytes, from, one));
      at += one.size;
    }
  }
  if (at < end) children.push(opaque(bytes, at, end, 'Bytes'));
  return children.end('fields');
}

/** `start` is that of the fields: the cumulative TSN ack, and at 8 the counts. */
function gapBlockFields(bytes: Uint8Array, start: number, first: number, end: number, rest: Rest & { readonly kind: 'gapBlocks' }): readonly Field[] {
  const children = new Children();
  const cumulativeTsnAck = u32(bytes, start);
  let at = first;
  for (const [kind, name] of rest.names.entries()) {
    for (let left = u16(bytes, start + 8 + kind * 2); left > 0 && at + 4 <= end; left--, at += 4) {
      const block = at;
      children.add(at, at + 4, () => gapBlockField(bytes, block, name, rest.filters[kind]!, cumulativeTsnAck));
    }
  }
  for (; at + 4 <= end; at += 4) {
    const [tsn, from] = [u32(bytes, at), at];
    children.add(at, at + 4, () => field('Duplicate TSN', String(tsn), from, from + 4, {
      meaning: hexadecimal(tsn, 8), filter: `${rest.duplicateFilter} == ${tsn}`,
    }));
  }
  if (at < end) children.push(opaque(bytes, at, end, 'Bytes'));
  return children.end('blocks and TSNs');
}

function gapBlockField(bytes: Uint8Array, at: number, name: string, filter: string, cumulativeTsnAck: number): Field {
  const [from, to] = [u16(bytes, at), u16(bytes, at + 2)];
  const [first, last] = [(cumulativeTsnAck + from) >>> 0, (cumulativeTsnAck + to) >>> 0];
  return field(name, `${from}-${to}`, at, at + 4, {
    meaning: `TSN ${first}-${last}`,
    problem: from === 0 || to < from ? 'no block can be like this' : undefined,
    children: [
      field(`${name} Start`, String(from), at, at + 2, { meaning: `TSN ${first}`, filter: `${filter}_start == ${from}` }),
      field(`${name} End`, String(to), at + 2, at + 4, { meaning: `TSN ${last}`, filter: `${filter}_end == ${to}` }),
    ],
  });
}

function numberField(bytes: Uint8Array, at: number, { name, size, show, meaning, filter }: FieldLayout): Field {
  const value = size === 4 ? u32(bytes, at) : size === 2 ? u16(bytes, at) : bytes[at]!;
  return field(name, show?.(value) ?? String(value), at, at + size, {
    meaning: meaning?.(value), filter: filter === undefined ? undefined : `${filter} == ${value}`,
  });
}

function cutNote(at: number, length: number, end: number): string | undefined {
  return at + length > end ? `${end - at} of ${length} bytes are there` : undefined;
}

function printable(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte !== 0) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return text;
}
