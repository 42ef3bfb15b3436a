// @ts-check
/**
 * Diameter messages (RFC 6733, credit control RFC 8506) of fixed layout: a message is a few numbers, and its bytes are a template with
 * those numbers patched in, so that a retransmission or a log line can write them again at any time.
 */

const CLASS = 25;
const HOST_IP_ADDRESS = 257;
const AUTH_APPLICATION_ID = 258;
const SESSION_ID = 263;
const ORIGIN_HOST = 264;
const VENDOR_ID = 266;
const RESULT_CODE = 268;
const PRODUCT_NAME = 269;
const DESTINATION_REALM = 283;
const ORIGIN_REALM = 296;
const CC_REQUEST_NUMBER = 415;
const CC_REQUEST_TYPE = 416;
const SERVICE_CONTEXT_ID = 461;

const CREDIT_CONTROL = 4;
const LONGEST_FILLER = 2048;
/** Digits in the Session-Id that tell sessions apart. */
const SESSION_DIGITS = 8;

/**
 * @typedef {{ template: Buffer, commandFlags: number, session: number, number: number, resultCode: number }} Kind Offsets of what is patched, 0 for what the kind lacks.
 * @typedef {{ kind: Kind, length: number, hopByHopId: number, endToEndId: number, session: number, number: number, resultCode: number }} Message
 */

/** @type {(code: number, value: Buffer | string | number) => Buffer} */
function avp(code, value) {
  const data = typeof value === 'number' ? word(value) : Buffer.from(value);
  const length = 8 + data.length;
  const bytes = Buffer.alloc((length + 3) & ~3);
  bytes.writeUInt32BE(code, 0);
  bytes.writeUInt32BE((0x40 << 24 | length) >>> 0, 4);
  data.copy(bytes, 8);
  return bytes;
}

/** @type {(value: number) => Buffer} */
function word(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** @type {(command: number, flags: number, application: number, avps: readonly Buffer[]) => Kind} */
function defineKind(command, flags, application, avps) {
  const template = Buffer.concat([Buffer.alloc(20), ...avps]);
  template[0] = 1;
  template.writeUIntBE(template.length, 1, 3);
  template[4] = flags;
  template.writeUIntBE(command, 5, 3);
  template.writeUInt32BE(application, 8);
  const kind = { template, commandFlags: flags, session: 0, number: 0, resultCode: 0 };
  for (let at = 20; at < template.length; ) {
    const code = template.readUInt32BE(at);
    const length = template.readUIntBE(at + 5, 3);
    if (code === SESSION_ID) kind.session = at + length - SESSION_DIGITS;
    if (code === CC_REQUEST_NUMBER) kind.number = at + 8;
    if (code === RESULT_CODE) kind.resultCode = at + 8;
    at += (length + 3) & ~3;
  }
  return kind;
}

const origin = [avp(ORIGIN_HOST, 'node.bench.example'), avp(ORIGIN_REALM, 'bench.example')];
const session = avp(SESSION_ID, 'node.bench.example;1790000000;00000000');
const capabilities = [
  ...origin, avp(HOST_IP_ADDRESS, Buffer.from([0, 1, 10, 9, 0, 1])), avp(VENDOR_ID, 0), avp(PRODUCT_NAME, 'stallscope-bench'),
  avp(AUTH_APPLICATION_ID, CREDIT_CONTROL),
];
const creditControl = [...origin, avp(AUTH_APPLICATION_ID, CREDIT_CONTROL), avp(CC_REQUEST_TYPE, 2), avp(CC_REQUEST_NUMBER, 0)];
/** Makes sizes vary; always the last AVP. */
const filler = avp(CLASS, 'x'.repeat(LONGEST_FILLER));

const SUCCESS = avp(RESULT_CODE, 2001);

export const CapabilitiesRequest = defineKind(257, 0x80, 0, capabilities);
export const CapabilitiesAnswer = defineKind(257, 0, 0, [SUCCESS, ...capabilities]);
export const WatchdogRequest = defineKind(280, 0x80, 0, origin);
export const WatchdogAnswer = defineKind(280, 0, 0, [SUCCESS, ...origin]);
export const CreditControlRequest = defineKind(272, 0xc0, CREDIT_CONTROL, [
  session, ...creditControl, avp(DESTINATION_REALM, 'charging.example'), avp(SERVICE_CONTEXT_ID, '32251@3gpp.org'), filler,
]);
export const CreditControlAnswer = defineKind(272, 0x40, CREDIT_CONTROL, [session, SUCCESS, ...creditControl, filler]);

/** @type {Map<Kind, Kind>} */
export const answerTo = new Map([
  [CapabilitiesRequest, CapabilitiesAnswer],
  [WatchdogRequest, WatchdogAnswer],
  [CreditControlRequest, CreditControlAnswer],
]);

/**
 * @param {Kind} kind
 * @param {number} fillerLength of the last AVP of a credit control message, bytes, a multiple of 4
 * @param {{ hopByHopId: number, endToEndId: number, session: number, number: number }} ids
 * @param {number} resultCode
 * @returns {Message}
 */
export function createMessage(kind, fillerLength, { hopByHopId, endToEndId, session, number }, resultCode = 2001) {
  const length = kind.session === 0 ? kind.template.length : kind.template.length - LONGEST_FILLER + fillerLength;
  return { kind, length, hopByHopId, endToEndId, session, number, resultCode };
}

/** @param {Message} message */
export const isRequest = (message) => (message.kind.commandFlags & 0x80) !== 0;

/**
 * Writes the message at `into[at]`; `into` has room for it.
 * @param {Message} message
 * @param {Buffer} into
 * @param {number} at
 */
export function writeMessage(message, into, at) {
  const { kind, length } = message;
  kind.template.copy(into, at, 0, length);
  into.writeUIntBE(length, at + 1, 3);
  into.writeUInt32BE(message.hopByHopId, at + 12);
  into.writeUInt32BE(message.endToEndId, at + 16);
  if (kind.resultCode !== 0) into.writeUInt32BE(message.resultCode, at + kind.resultCode);
  if (kind.session === 0) return;
  for (let i = SESSION_DIGITS - 1, rest = message.session; i >= 0; i--, rest = Math.floor(rest / 10)) {
    into[at + kind.session + i] = 0x30 + (rest % 10);
  }
  into.writeUInt32BE(message.number, at + kind.number);
  into.writeUIntBE(8 + length - (kind.template.length - LONGEST_FILLER), at + kind.template.length - LONGEST_FILLER - 3, 3);
}
