// @ts-check
/**
 * Diameter messages (RFC 6733, credit control RFC 8506) of fixed layout: a message is a few numbers, and its bytes are a template with
 * those numbers patched in, so that a retransmission or a log line can write them again at any time.
 */

/** AVP codes. */
const Code = {
  UserName: 1, Class: 25, EventTimestamp: 55, HostIpAddress: 257, AuthApplicationId: 258, SessionId: 263, OriginHost: 264, VendorId: 266,
  ResultCode: 268, ProductName: 269, OriginStateId: 278, DestinationRealm: 283, DestinationHost: 293, OriginRealm: 296, CcInputOctets: 412,
  CcOutputOctets: 414, CcRequestNumber: 415, CcRequestType: 416, CcSessionFailover: 418, CcTime: 420, CcTotalOctets: 421,
  GrantedServiceUnit: 431, RatingGroup: 432, RequestedServiceUnit: 437, ServiceIdentifier: 439, SubscriptionId: 443,
  SubscriptionIdData: 444, UsedServiceUnit: 446, ValidityTime: 448, SubscriptionIdType: 450, MultipleServicesIndicator: 455,
  MultipleServicesCreditControl: 456, UserEquipmentInfo: 458, UserEquipmentInfoType: 459, UserEquipmentInfoValue: 460,
  ServiceContextId: 461,
};

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
    if (code === Code.SessionId) kind.session = at + length - SESSION_DIGITS;
    if (code === Code.CcRequestNumber) kind.number = at + 8;
    if (code === Code.ResultCode) kind.resultCode = at + 8;
    at += (length + 3) & ~3;
  }
  return kind;
}

/** @type {(code: number, ...members: readonly Buffer[]) => Buffer} */
const group = (code, ...members) => avp(code, Buffer.concat(members));

/** @type {(high: number, low: number) => Buffer} */
const word64 = (high, low) => Buffer.concat([word(high), word(low)]);

const origin = [avp(Code.OriginHost, 'node.bench.example'), avp(Code.OriginRealm, 'bench.example')];
const session = avp(Code.SessionId, 'node.bench.example;1790000000;00000000');
const capabilities = [
  ...origin, avp(Code.HostIpAddress, Buffer.from([0, 1, 10, 9, 0, 1])), avp(Code.VendorId, 0), avp(Code.ProductName, 'stallscope-bench'),
  avp(Code.AuthApplicationId, CREDIT_CONTROL),
];
const creditControl = [
  ...origin, avp(Code.AuthApplicationId, CREDIT_CONTROL), avp(Code.CcRequestType, 2), avp(Code.CcRequestNumber, 0),
];
const demand = [
  avp(Code.DestinationRealm, 'charging.example'), avp(Code.DestinationHost, 'ocs.charging.example'), avp(Code.UserName, '001010000000001'),
  avp(Code.OriginStateId, 1_790_000_000), avp(Code.EventTimestamp, 3_998_937_600), avp(Code.ServiceContextId, '32251@3gpp.org'),
  group(Code.SubscriptionId, avp(Code.SubscriptionIdType, 0), avp(Code.SubscriptionIdData, '491700000001')),
  group(Code.SubscriptionId, avp(Code.SubscriptionIdType, 1), avp(Code.SubscriptionIdData, '001010000000001')),
  avp(Code.MultipleServicesIndicator, 1),
  group(
    Code.MultipleServicesCreditControl,
    group(Code.RequestedServiceUnit, avp(Code.CcTotalOctets, word64(0, 1 << 20))),
    group(Code.UsedServiceUnit, avp(Code.CcTime, 60), avp(Code.CcInputOctets, word64(0, 81_920)), avp(Code.CcOutputOctets, word64(0, 9_216))),
    avp(Code.ServiceIdentifier, 7), avp(Code.RatingGroup, 100),
  ),
  group(Code.UserEquipmentInfo, avp(Code.UserEquipmentInfoType, 0), avp(Code.UserEquipmentInfoValue, '3520990017614823')),
];
/** Makes sizes vary; always the last AVP. */
const filler = avp(Code.Class, 'x'.repeat(LONGEST_FILLER));

const SUCCESS = avp(Code.ResultCode, 2001);
const grant = [
  avp(Code.CcSessionFailover, 1),
  group(
    Code.MultipleServicesCreditControl,
    group(Code.GrantedServiceUnit, avp(Code.CcTotalOctets, word64(0, 1 << 20))), avp(Code.RatingGroup, 100), avp(Code.ValidityTime, 3_600), SUCCESS,
  ),
];

export const CapabilitiesRequest = defineKind(257, 0x80, 0, capabilities);
export const CapabilitiesAnswer = defineKind(257, 0, 0, [SUCCESS, ...capabilities]);
export const WatchdogRequest = defineKind(280, 0x80, 0, origin);
export const WatchdogAnswer = defineKind(280, 0, 0, [SUCCESS, ...origin]);
export const CreditControlRequest = defineKind(272, 0xc0, CREDIT_CONTROL, [
  session, ...creditControl, ...demand, filler,
]);
export const CreditControlAnswer = defineKind(272, 0x40, CREDIT_CONTROL, [session, SUCCESS, ...creditControl, ...grant, filler]);

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
