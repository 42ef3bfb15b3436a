/**
 * A Diameter message in, its header and the tree of its AVPs out, with names, types, flags and decoded values. For details on
 * demand, not for the hot path. RFC 6733 3 and 4.1.
 *
 *   | AVP code                                        |
 *   | V M P r r r r r | AVP length (header and data)  |
 *   | vendor id, where V is set                       |
 *   | data, padded to a multiple of 4                 |
 *
 * Lengths are checked before they are used. What cannot be right is shown as far as it goes, with a `problem`.
 */
import type { AvpDefinition, AvpType } from './avpDefinition.ts';
import { decodeValue, hex, octets } from './avpValue.ts';
import { commandFullName } from './commands.ts';
import type { Dictionary } from './dictionary.ts';
import { experimentalResultName, resultCodeName, VENDOR_3GPP } from './resultCodes.ts';

export interface Avp {
  readonly code: number;
  /** 0 without the V flag. */
  readonly vendor: number;
  /** "AVP 4711" when no dictionary has it. */
  readonly name: string;
  readonly known: boolean;
  readonly type: AvpType;
  /** The flags byte: V 0x80, M 0x40, P 0x20. */
  readonly flags: number;
  /** Of the AVP header in the bytes given. */
  readonly offset: number;
  /** By the header: header and data, without padding. */
  readonly length: number;
  /** The decoded data; empty for a grouped AVP. */
  readonly value: string;
  /** Name of the value, where an enumeration or a table of result codes has it. */
  readonly meaning?: string;
  readonly children?: readonly Avp[];
  readonly problem?: string;
  /** The M bit is not as the specification wants it. Many nodes deviate: a remark, not a problem. */
  readonly remark?: string;
}

export interface DiameterMessage {
  readonly version: number;
  readonly length: number;
  /** R 0x80, P 0x40, E 0x20, T 0x10. */
  readonly flags: number;
  readonly commandCode: number;
  /** "CCR". */
  readonly command: string;
  /** "Credit-Control-Request". */
  readonly commandName: string;
  readonly applicationId: number;
  readonly application: string;
  readonly hopByHopId: number;
  readonly endToEndId: number;
  readonly avps: readonly Avp[];
  readonly problem?: string;
}

const HEADER_BYTES = 20;
const AVP_HEADER_BYTES = 8;
const REQUEST = 0x80;
const VENDOR = 0x80;
const MANDATORY = 0x40;
const RESULT_CODE = 268;
const EXPERIMENTAL_RESULT_CODE = 298;
const VENDOR_ID = 266;

/** Groups in groups: the deepest of the specifications (Service-Information of Ro) has six. */
const MOST_DEPTH = 16;
/** AVPs of one message: real ones have some hundreds; a message of 16 MB could hold two million. */
const MOST_AVPS = 20_000;

interface Walk {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly dictionary: Dictionary;
  remaining: number;
}

/** Undefined where there is no whole header. The message may be cut: `end` is where its bytes end. */
export function readDiameter(bytes: Uint8Array, start: number, end: number, dictionary: Dictionary): DiameterMessage | undefined {
  if (end - start < HEADER_BYTES || end > bytes.length || start < 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(start) & 0xff_ffff;
  const flags = bytes[start + 4]!;
  const commandCode = view.getUint32(start + 4) & 0xff_ffff;
  const isRequest = (flags & REQUEST) !== 0;
  const walk: Walk = { bytes, view, dictionary, remaining: MOST_AVPS };
  const last = Math.min(end, start + Math.max(length, HEADER_BYTES));
  const avps: Avp[] = [];
  const inside = readAvps(walk, start + HEADER_BYTES, last, 0, avps);
  const problem = bytes[start] !== 1 ? `version ${bytes[start]}`
    : length < HEADER_BYTES ? `message length ${length} is shorter than the header`
    : length > end - start ? `${end - start} of ${length} bytes are there`
    : inside;
  return {
    version: bytes[start]!,
    length,
    flags,
    commandCode,
    command: dictionary.commandName(commandCode, isRequest),
    commandName: commandFullName(commandCode, isRequest) ?? dictionary.commandName(commandCode, isRequest),
    applicationId: view.getUint32(start + 8),
    application: dictionary.applicationName(view.getUint32(start + 8)),
    hopByHopId: view.getUint32(start + 12),
    endToEndId: view.getUint32(start + 16),
    avps,
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Adds the AVPs of `[start, end)`; answers what is wrong with the sequence itself. */
function readAvps(walk: Walk, start: number, end: number, depth: number, into: Avp[]): string | undefined {
  let at = start;
  while (at + AVP_HEADER_BYTES <= end) {
    if (walk.remaining-- <= 0) return `more than ${MOST_AVPS} AVPs: the rest is left out`;
    const avp = readAvp(walk, at, end, depth, into);
    into.push(avp);
    if (avp.length < AVP_HEADER_BYTES) return undefined;
    at += (avp.length + 3) & ~3;
  }
  return at < end ? `${end - at} bytes after the last AVP` : undefined;
}

function readAvp(walk: Walk, at: number, end: number, depth: number, before: readonly Avp[]): Avp {
  const { bytes, view, dictionary } = walk;
  const code = view.getUint32(at);
  const flags = bytes[at + 4]!;
  const length = view.getUint32(at + 4) & 0xff_ffff;
  const hasVendor = (flags & VENDOR) !== 0;
  const header = hasVendor ? AVP_HEADER_BYTES + 4 : AVP_HEADER_BYTES;
  const isVendorThere = hasVendor && at + header <= end;
  const vendor = isVendorThere ? view.getUint32(at + 8) : 0;
  const definition = dictionary.avp(code, vendor);
  const type = definition?.type ?? 'OctetString';
  const base = { code, vendor, name: definition?.name ?? `AVP ${code}`, known: definition !== undefined, type, flags, offset: at, length };
  if (length < header || at + header > end) {
    return { ...base, value: hex(bytes, Math.min(at + AVP_HEADER_BYTES, end), end), problem: `AVP length ${length} is shorter than its header` };
  }
  const dataEnd = Math.min(at + length, end);
  const cut = at + length > end ? `${end - at} of ${length} bytes are there` : undefined;
  const remark = remarkOf(flags, definition);
  const extra = remark === undefined ? {} : { remark };
  if (type === 'Grouped' && depth < MOST_DEPTH) {
    const children: Avp[] = [];
    const inside = readAvps(walk, at + header, dataEnd, depth + 1, children);
    if (cut === undefined && children[0] !== undefined && !fits(children[0], dataEnd)) {
      return { ...base, ...extra, value: octets(bytes, at + header, dataEnd), problem: 'a group whose data are no AVPs' };
    }
    const problem = cut ?? inside;
    return { ...base, ...extra, value: '', children, ...(problem === undefined ? {} : { problem }) };
  }
  if (cut !== undefined) return { ...base, ...extra, value: octets(bytes, at + header, dataEnd), problem: cut };
  const value = decodeValue(bytes, at + header, dataEnd, type, code, vendor);
  const meaning = value.integer === undefined ? undefined : meaningOf(code, vendor, value.integer, definition, before);
  const problem = type === 'Grouped' ? `groups nest deeper than ${MOST_DEPTH}` : value.problem;
  return {
    ...base, ...extra, value: value.text,
    ...(meaning === undefined ? {} : { meaning }), ...(problem === undefined ? {} : { problem }),
  };
}

function fits(avp: Avp, end: number): boolean {
  return avp.length >= AVP_HEADER_BYTES && avp.offset + avp.length <= end;
}

/** Only for the IETF's AVPs: 3GPP gives one AVP other rules in another application. */
function remarkOf(flags: number, definition: AvpDefinition | undefined): string | undefined {
  if (definition === undefined || definition.vendor !== 0 || definition.mandatoryBit === 'may') return undefined;
  const isSet = (flags & MANDATORY) !== 0;
  if (isSet === (definition.mandatoryBit === 'must')) return undefined;
  return `the M bit ${definition.mandatoryBit} be set (${definition.source})`;
}

/** `before` are the AVPs in front of it in the same group: Experimental-Result names the vendor first. */
function meaningOf(
  code: number, vendor: number, value: number, definition: AvpDefinition | undefined, before: readonly Avp[],
): string | undefined {
  if (vendor === 0 && code === RESULT_CODE) return resultCodeName(value);
  if (vendor === 0 && code === EXPERIMENTAL_RESULT_CODE) {
    const beside = before.find((avp) => avp.code === VENDOR_ID && avp.vendor === 0);
    return experimentalResultName(value, beside ? Number(beside.value) : VENDOR_3GPP);
  }
  return definition?.values.get(value) ?? definition?.values.get(value >>> 0);
}
