/**
 * A Diameter message as fields: header, flags and the tree of its AVPs with their bytes. What the AVPs mean is read by
 * dissect/diameter/avpTree.ts. RFC 6733 3 and 4.1.
 */
import { readDiameter, type Avp, type DiameterMessage } from '../dissect/diameter/avpTree.ts';
import type { Dictionary } from '../dissect/diameter/dictionary.ts';
import { diameterLength } from '../dissect/messages.ts';
import { u16 } from '../dissect/bigEndian.ts';
import { avpFilter } from './avpFilter.ts';
import { Children, field, hexadecimal, opaque, type Field } from './field.ts';

const HEADER_BYTES = 20;
const AVP_HEADER_BYTES = 8;
const [REQUEST, PROXIABLE, ERROR, RETRANSMITTED] = [0x80, 0x40, 0x20, 0x10];
const [VENDOR, MANDATORY, PROTECTED] = [0x80, 0x40, 0x20];
/** AVPs of one message whose headers are taken apart: those behind are shown with their values only. */
const MOST_WITH_HEADER = 2000;

interface Walk {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly dictionary: Dictionary;
  /** What took the rest of the message away: "cut by strace -s 256". */
  readonly cutBy: string | undefined;
  withHeader: number;
}

/** Is `bytes[start, end)` a Diameter message, or the beginning of one that is longer? */
export function isDiameter(bytes: Uint8Array, start: number, end: number): boolean {
  return diameterLength(bytes, start, end) > 0;
}

/** One message in `bytes[start, end)`, cut where it is longer; undefined where there is no whole header. */
export function diameterField(bytes: Uint8Array, start: number, end: number, dictionary: Dictionary, cutBy?: string): Field | undefined {
  const message = readDiameter(bytes, start, end, dictionary);
  if (!message) return undefined;
  const messageEnd = Math.min(end, start + Math.max(message.length, HEADER_BYTES));
  const walk: Walk = { bytes, end: messageEnd, dictionary, cutBy, withHeader: MOST_WITH_HEADER };
  const isCut = message.length > end - start;
  return field('Diameter', message.commandName, start, messageEnd, {
    meaning: message.command === message.commandName ? undefined : message.command,
    spec: 'RFC 6733 3', filter: commandFilter(message),
    problem: isCut ? withCut(message.problem!, cutBy) : message.problem,
    children: [...headerFields(start, message), ...avpFields(walk, message.avps, start + HEADER_BYTES, messageEnd)],
  });
}

/** All messages in a row, as TCP and some senders pack them; what is none is shown as bytes. */
export function diameterSequence(bytes: Uint8Array, start: number, end: number, dictionary: Dictionary, cutBy?: string): readonly Field[] {
  const children = new Children();
  let at = start;
  while (at < end && isDiameter(bytes, at, end)) {
    const from = at;
    at = Math.min(end, from + diameterLength(bytes, from, end));
    children.add(from, at, () => diameterField(bytes, from, end, dictionary, cutBy) ?? opaque(bytes, from, end, 'Bytes'));
  }
  if (at < end) children.push(opaque(bytes, at, end, 'Bytes'));
  return children.end('messages');
}

function commandFilter({ commandCode, flags, applicationId }: DiameterMessage): string {
  return `diameter.cmd.code == ${commandCode} && diameter.flags.request == ${(flags & REQUEST) === 0 ? 0 : 1} && diameter.applicationId == ${applicationId}`;
}

function headerFields(at: number, message: DiameterMessage): readonly Field[] {
  const { flags } = message;
  const id = (value: number): string => hexadecimal(value, 8);
  const bit = (name: string, mask: number, meaning: string, filter: string): Field =>
    bitField(name, flags, mask, at + 4, meaning, `diameter.flags.${filter}`);
  return [
    field('Version', String(message.version), at, at + 1, { filter: `diameter.version == ${message.version}` }),
    field('Message Length', String(message.length), at + 1, at + 4, { filter: `diameter.length == ${message.length}` }),
    field('Command Flags', hexadecimal(flags, 2), at + 4, at + 5, {
      meaning: flagNames(flags, 'RPET'), filter: `diameter.flags == ${hexadecimal(flags, 2)}`,
      children: [
        bit('R', REQUEST, 'request', 'request'), bit('P', PROXIABLE, 'may be proxied, relayed or redirected', 'proxyable'),
        bit('E', ERROR, 'error answer', 'error'), bit('T', RETRANSMITTED, 'possibly sent before, after a link failure', 'T'),
      ],
    }),
    field('Command Code', String(message.commandCode), at + 5, at + 8, {
      meaning: message.commandName, filter: `diameter.cmd.code == ${message.commandCode}`,
    }),
    field('Application-ID', String(message.applicationId), at + 8, at + 12, {
      meaning: message.application, filter: `diameter.applicationId == ${message.applicationId}`,
    }),
    field('Hop-by-Hop Identifier', id(message.hopByHopId), at + 12, at + 16, { filter: `diameter.hopbyhopid == ${id(message.hopByHopId)}` }),
    field('End-to-End Identifier', id(message.endToEndId), at + 16, at + 20, { filter: `diameter.endtoendid == ${id(message.endToEndId)}` }),
  ];
}

function bitField(name: string, flags: number, mask: number, at: number, meaning: string, filter?: string): Field {
  const isSet = (flags & mask) !== 0;
  return field(name, isSet ? '1' : '0', at, at + 1, {
    meaning: isSet ? meaning : undefined, filter: filter === undefined ? undefined : `${filter} == ${isSet ? 1 : 0}`,
  });
}

/** Names of the bits that are set, highest first. */
function flagNames(flags: number, names: string): string | undefined {
  const set = Array.from(names).filter((_, bit) => (flags & (0x80 >> bit)) !== 0).join(' ');
  return set === '' ? undefined : set;
}

/** The AVPs that fill `[start, end)`, and the bytes behind the last of them. */
function avpFields(walk: Walk, avps: readonly Avp[], start: number, end: number): readonly Field[] {
  const children = new Children();
  let at = start;
  for (const avp of avps) {
    const next = avp.length < AVP_HEADER_BYTES ? end : Math.min(end, avp.offset + ((avp.length + 3) & ~3));
    children.add(avp.offset, next, () => avpField(walk, avp, next));
    at = next;
  }
  if (at < end) children.push(opaque(walk.bytes, at, end, 'Bytes', { problem: withCut('too short for an AVP', end === walk.end ? walk.cutBy : undefined) }));
  return children.end('AVPs');
}

function avpField(walk: Walk, avp: Avp, next: number): Field {
  const definition = walk.dictionary.avp(avp.code, avp.vendor);
  const dataStart = Math.min(next, avp.offset + AVP_HEADER_BYTES + ((avp.flags & VENDOR) === 0 ? 0 : 4));
  const inside = avp.children ? avpFields(walk, avp.children, dataStart, Math.min(next, Math.max(dataStart, avp.offset + avp.length))) : undefined;
  const isCut = avp.offset + avp.length > walk.end;
  return field(avp.name, avp.value, avp.offset, next, {
    meaning: avp.meaning, spec: definition?.source, filter: isCut ? undefined : avpFilter(avp, definition),
    problem: avp.problem === undefined ? avp.remark : withCut(avp.problem, isCut ? walk.cutBy : undefined),
    children: walk.withHeader-- > 0 ? avpParts(walk.bytes, avp, dataStart, next, inside) : inside,
  });
}

function avpParts(bytes: Uint8Array, avp: Avp, dataStart: number, next: number, inside: readonly Field[] | undefined): readonly Field[] {
  const at = avp.offset;
  const { flags } = avp;
  const parts = [
    field('AVP Code', String(avp.code), at, at + 4, { filter: `diameter.avp.code == ${avp.code}` }),
    field('AVP Flags', hexadecimal(flags, 2), at + 4, at + 5, {
      meaning: flagNames(flags, 'VMP'), filter: `diameter.avp.flags == ${hexadecimal(flags, 2)}`,
      children: [
        bitField('V', flags, VENDOR, at + 4, 'a Vendor-ID follows', 'diameter.flags.vendorspecific'),
        bitField('M', flags, MANDATORY, at + 4, 'must be understood', 'diameter.flags.mandatory'),
        bitField('P', flags, PROTECTED, at + 4, 'reserved for end-to-end security'),
      ],
    }),
    field('AVP Length', String(avp.length), at + 5, at + 8, { filter: `diameter.avp.len == ${avp.length}` }),
  ];
  if (dataStart >= at + AVP_HEADER_BYTES + 4) {
    parts.push(field('Vendor-ID', String(avp.vendor), at + 8, at + 12, { filter: `diameter.avp.vendorId == ${avp.vendor}` }));
  }
  const dataEnd = Math.min(next, Math.max(dataStart, at + avp.length));
  if (inside) parts.push(...inside);
  else if (dataEnd > dataStart) parts.push(dataField(bytes, avp, dataStart, dataEnd));
  if (dataEnd < next && avp.length >= AVP_HEADER_BYTES) parts.push(opaque(bytes, dataEnd, next, 'Padding'));
  return parts;
}

/** RFC 6733 4.3.1: an Address begins with its family. */
function dataField(bytes: Uint8Array, avp: Avp, start: number, end: number): Field {
  const data = opaque(bytes, start, end, 'Data');
  if (avp.type !== 'Address' || end - start < 2 || avp.problem !== undefined) return data;
  const family = u16(bytes, start);
  const names: Readonly<Record<number, string>> = { 1: 'IPv4', 2: 'IPv6', 8: 'E.164' };
  const parts = [
    field('Address Family', String(family), start, start + 2, { meaning: names[family] }),
    ...(end > start + 2 ? [opaque(bytes, start + 2, end, 'Address')] : []),
  ];
  return { ...data, children: parts };
}

function withCut(problem: string, cutBy: string | undefined): string {
  return cutBy === undefined ? problem : `${problem}: ${cutBy}`;
}
