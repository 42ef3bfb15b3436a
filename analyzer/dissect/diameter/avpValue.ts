/**
 * The data of one AVP in, text as a person reads it out. RFC 6733 4.2 and 4.3 for the formats; the specifications beside the
 * special ones. Data of a wrong length are shown as hexadecimal and named as a problem.
 */
import { formatAddress } from '../address.ts';
import type { AvpType } from './avpDefinition.ts';
import { VENDOR_3GPP } from './resultCodes.ts';

export interface AvpValue {
  readonly text: string;
  /** Integers of up to 32 bits: what enumerations are looked up by. */
  readonly integer?: number;
  readonly problem?: string;
}

/** Bytes of an octet string that are shown. */
const MOST_SHOWN = 65_536;
/** 1900-01-01 to 1970-01-01, RFC 5905. */
const NTP_TO_UNIX_SECONDS = 2_208_988_800;
/** The NTP era that begins 2036-02-07: times with the top bit clear are of it, RFC 4330 3. */
const NTP_ERA_SECONDS = 0x1_0000_0000;

const utf8 = new TextDecoder('utf-8', { fatal: false });

export function hex(bytes: Uint8Array, start: number, end: number): string {
  let text = '0x';
  for (let i = start; i < Math.min(end, start + MOST_SHOWN); i++) text += (bytes[i]! >> 4).toString(16) + (bytes[i]! & 15).toString(16);
  return end - start > MOST_SHOWN ? `${text}… (${end - start} bytes)` : text;
}

function isPrintable(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! < 0x20 || bytes[i]! > 0x7e) return false;
  return end > start;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  const shown = utf8.decode(bytes.subarray(start, Math.min(end, start + MOST_SHOWN)));
  return end - start > MOST_SHOWN ? `${shown}… (${end - start} bytes)` : shown;
}

function wrongLength(bytes: Uint8Array, start: number, end: number, wanted: string): AvpValue {
  return { text: end > start ? hex(bytes, start, end) : '', problem: `${end - start} bytes of data where ${wanted} are due` };
}

/** Telephony digits, two a byte, low half first, 0xf fills the last. 3GPP TS 29.002 TBCD-STRING. */
function telephonyDigits(bytes: Uint8Array, start: number, end: number): string {
  let digits = '';
  for (let i = start; i < end; i++) {
    for (const half of [bytes[i]! & 15, bytes[i]! >> 4]) if (half !== 15) digits += '0123456789*#abc'[half]!;
  }
  return digits;
}

/** Mobile country and network code, 3 bytes, 3GPP TS 23.003 and 29.272 7.3.9: "262-01". */
function plmn(bytes: Uint8Array, start: number, end: number): string {
  if (end - start !== 3) return hex(bytes, start, end);
  const [a, b, c] = [bytes[start]!, bytes[start + 1]!, bytes[start + 2]!];
  const third = b >> 4;
  return `${a & 15}${a >> 4}${b & 15}-${c & 15}${c >> 4}${third === 15 ? '' : third}`;
}

/** Geographic location types of 3GPP TS 29.274 8.21.1 as TS 29.061 16.4.7.2 carries them: a type, then the identities. */
const locationTypes: Readonly<Record<number, string>> = {
  0: 'CGI', 1: 'SAI', 2: 'RAI', 128: 'TAI', 129: 'ECGI', 130: 'TAI and ECGI', 131: 'eNodeB', 132: 'TAI and eNodeB', 135: 'NCGI',
  136: '5GS TAI', 137: '5GS TAI and NCGI',
};

function userLocation(bytes: Uint8Array, start: number, end: number): string {
  const type = locationTypes[bytes[start]!];
  if (type === undefined || end - start < 4) return hex(bytes, start, end);
  return `${type} ${plmn(bytes, start + 1, start + 4)} ${hex(bytes, start + 4, end)}`;
}

function bareAddress(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  return length === 4 || length === 16 ? formatAddress(bytes, start, length) : hex(bytes, start, end);
}

/** RFC 3162 2.3: a reserved byte, the prefix length, up to 16 bytes of prefix. */
function prefix(bytes: Uint8Array, start: number, end: number): string {
  if (end - start < 2 || end - start > 18) return hex(bytes, start, end);
  const whole = new Uint8Array(16);
  whole.set(bytes.subarray(start + 2, end));
  return `${formatAddress(whole, 0, 16)}/${bytes[start + 1]}`;
}

type Special = (bytes: Uint8Array, start: number, end: number) => string;

/** Octet strings with an inner form, by vendor and code. */
const specials: ReadonlyMap<number, ReadonlyMap<number, Special>> = new Map([
  [0, new Map<number, Special>([
    [8, bareAddress], // Framed-IP-Address
    [9, bareAddress], // Framed-IP-Netmask
    [4, bareAddress], // NAS-IP-Address
    [14, bareAddress], // Login-IP-Host
    [95, bareAddress], // NAS-IPv6-Address
    [98, bareAddress], // Login-IPv6-Host
    [97, prefix], // Framed-IPv6-Prefix
    [123, prefix], // Delegated-IPv6-Prefix
  ])],
  [VENDOR_3GPP, new Map<number, Special>([
    [4, bareAddress], // 3GPP-CG-Address
    [6, bareAddress], // 3GPP-SGSN-Address
    [7, bareAddress], // 3GPP-GGSN-Address
    [15, bareAddress], // 3GPP-SGSN-IPv6-Address
    [16, bareAddress], // 3GPP-GGSN-IPv6-Address
    [22, userLocation], // 3GPP-User-Location-Info
    [701, telephonyDigits], // MSISDN
    [1407, plmn], // Visited-PLMN-Id
    [1433, telephonyDigits], // STN-SR
    [1474, telephonyDigits], // GMLC-Number
    [1489, telephonyDigits], // SGSN-Number
    [1645, telephonyDigits], // MME-Number-for-MT-SMS
    [2403, telephonyDigits], // MSC-Number
    [3300, telephonyDigits], // SC-Address
    [3338, telephonyDigits], // SMSF-3GPP-Number
    [3339, telephonyDigits], // SMSF-Non-3GPP-Number
  ])],
]);

/** Text where all of it is printable ASCII, else hexadecimal. */
export function octets(bytes: Uint8Array, start: number, end: number): string {
  if (end === start) return '';
  return isPrintable(bytes, start, end) ? text(bytes, start, end) : hex(bytes, start, end);
}

/** RFC 6733 4.3.1: two bytes of address family (IANA: 1 IPv4, 2 IPv6, 8 E.164), then the address. */
function address(bytes: Uint8Array, start: number, end: number): AvpValue {
  const length = end - start - 2;
  const family = length >= 0 ? (bytes[start]! << 8) | bytes[start + 1]! : -1;
  if ((family === 1 && length === 4) || (family === 2 && length === 16)) return { text: formatAddress(bytes, start + 2, length) };
  if (family === 8) return { text: text(bytes, start + 2, end) };
  if (family < 0) return wrongLength(bytes, start, end, 'at least 2');
  if (family === 1 || family === 2) return wrongLength(bytes, start, end, family === 1 ? '6' : '18');
  return { text: hex(bytes, start, end) };
}

function time(view: DataView): string {
  const seconds = view.getUint32(0);
  const sinceEra = seconds >= 0x8000_0000 ? seconds : seconds + NTP_ERA_SECONDS;
  return new Date((sinceEra - NTP_TO_UNIX_SECONDS) * 1000).toISOString().replace('.000Z', 'Z');
}

const widths: Partial<Record<AvpType, number>> = {
  Integer32: 4, Unsigned32: 4, Enumerated: 4, Float32: 4, Time: 4, Integer64: 8, Unsigned64: 8, Float64: 8,
};

/** The data are `bytes[start, end)`. Never throws; Grouped data are the tree's affair and shown as octets here. */
export function decodeValue(bytes: Uint8Array, start: number, end: number, type: AvpType, code: number, vendor: number): AvpValue {
  const special = specials.get(vendor)?.get(code);
  if (special && type === 'OctetString') return { text: special(bytes, start, end) };
  const width = widths[type];
  if (width !== undefined && end - start !== width) return wrongLength(bytes, start, end, String(width));
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  switch (type) {
    case 'Unsigned32': return { text: String(view.getUint32(0)), integer: view.getUint32(0) };
    case 'Integer32': return { text: String(view.getInt32(0)), integer: view.getInt32(0) };
    // RFC 6733 derives Enumerated from Integer32; TS 29.214 writes Media-Type OTHER as 0xffffffff.
    case 'Enumerated': return { text: String(view.getInt32(0)), integer: view.getInt32(0) };
    case 'Unsigned64': return { text: String(view.getBigUint64(0)) };
    case 'Integer64': return { text: String(view.getBigInt64(0)) };
    case 'Float32': return { text: String(view.getFloat32(0)) };
    case 'Float64': return { text: String(view.getFloat64(0)) };
    case 'Time': return { text: time(view) };
    case 'Address': return address(bytes, start, end);
    case 'OctetString':
    case 'Grouped': return { text: octets(bytes, start, end) };
    default: return { text: text(bytes, start, end) };
  }
}
