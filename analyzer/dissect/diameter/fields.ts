/**
 * A Diameter message in, the few fields that a verdict names out: whose session, between whom, which step, how it ended.
 * RFC 6733 (base), RFC 8506 (CC-*, Subscription-Id), RFC 7683 (OC-OLR). One walk over the top level and into two groups.
 */
export interface DiameterFields {
  sessionId?: string;
  originHost?: string;
  originRealm?: string;
  destinationHost?: string;
  destinationRealm?: string;
  userName?: string;
  /** Subscription-Id-Data of the first Subscription-Id: an MSISDN, an IMSI. */
  subscriptionId?: string;
  /** CC-Request-Type: 1 initial, 2 update, 3 termination, 4 event. */
  requestType?: number;
  requestNumber?: number;
  disconnectCause?: number;
  resultCode?: number;
  /** `resultCode` came from Experimental-Result. */
  isExperimental?: true;
  /** OC-OLR: the answering node asks for less traffic. */
  isOverloaded?: true;
}

type TextField = 'sessionId' | 'originHost' | 'originRealm' | 'destinationHost' | 'destinationRealm' | 'userName' | 'subscriptionId';
type NumberField = 'requestType' | 'requestNumber' | 'disconnectCause' | 'resultCode';

const texts: ReadonlyMap<number, TextField> = new Map([
  [1, 'userName'], [263, 'sessionId'], [264, 'originHost'], [296, 'originRealm'], [293, 'destinationHost'], [283, 'destinationRealm'],
  [444, 'subscriptionId'],
]);
const numbers: ReadonlyMap<number, NumberField> = new Map([
  [268, 'resultCode'], [298, 'resultCode'], [273, 'disconnectCause'], [415, 'requestNumber'], [416, 'requestType'],
]);

const HEADER_BYTES = 20;
const AVP_HEADER_BYTES = 8;
const VENDOR = 0x80;
const EXPERIMENTAL_RESULT = 297;
const EXPERIMENTAL_RESULT_CODE = 298;
const SUBSCRIPTION_ID = 443;
const OC_OLR = 623;
/** RFC 6733 1.3: identities are at most 255 octets; session ids are longer at times. */
const MOST_TEXT_BYTES = 1024;

const utf8 = new TextDecoder('utf-8', { fatal: false });

/** The first occurrence of each field counts. Bytes may be cut; what is there is read. */
export function diameterFields(bytes: Uint8Array, start: number, end: number): DiameterFields {
  const fields: DiameterFields = {};
  const last = Math.min(end, bytes.length);
  if (last - start >= HEADER_BYTES) collect(bytes, start + HEADER_BYTES, last, true, fields);
  return fields;
}

function collect(bytes: Uint8Array, start: number, end: number, isTop: boolean, fields: DiameterFields): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = start; at + AVP_HEADER_BYTES <= end;) {
    const code = view.getUint32(at);
    const length = view.getUint32(at + 4) & 0xff_ffff;
    if (length < AVP_HEADER_BYTES || at + length > end) return;
    if ((bytes[at + 4]! & VENDOR) === 0) {
      const data = at + AVP_HEADER_BYTES;
      const dataEnd = at + length;
      const text = texts.get(code);
      const number = numbers.get(code);
      if (text !== undefined) {
        fields[text] ??= utf8.decode(bytes.subarray(data, Math.min(dataEnd, data + MOST_TEXT_BYTES)));
      } else if (number !== undefined && dataEnd - data === 4 && fields[number] === undefined) {
        fields[number] = view.getUint32(data);
        if (code === EXPERIMENTAL_RESULT_CODE) fields.isExperimental = true;
      } else if (code === OC_OLR) {
        fields.isOverloaded = true;
      } else if (isTop && (code === SUBSCRIPTION_ID || code === EXPERIMENTAL_RESULT)) {
        collect(bytes, data, dataEnd, false, fields);
      }
    }
    at += (length + 3) & ~3;
  }
}
