/**
 * Wireshark's display filter for one AVP: by its name and value where Wireshark has that name, by code and vendor elsewhere. A test
 * compares with `tshark -G fields`.
 */
import type { Avp } from '../dissect/diameter/avpTree.ts';
import type { AvpDefinition, AvpType } from '../dissect/diameter/avpDefinition.ts';

/** Specifications whose AVPs Wireshark names as they do. */
const sources: ReadonlySet<string> = new Set([
  'RFC 6733', 'RFC 7155', 'RFC 8506', 'RFC 4072', 'RFC 7683', '3GPP TS 29.272', '3GPP TS 29.229', '3GPP TS 29.212', '3GPP TS 29.214',
]);

/** Names of these specifications that it lacks, has for another AVP, or knows with another type. */
const strangers: ReadonlySet<string> = new Set([
  'Acct-Multi-Session-Id', 'Framed-IPX-Network', 'Subscription-Id-E164', 'Subscription-Id-IMSI', 'Subscription-Id-SIP-URI',
  'Subscription-Id-NAI', 'Subscription-Id-Private', 'Redirect-Address-URL', 'Redirect-Address-SIP-URI', 'SIP-Authentication-Scheme',
  'Wildcarded-Public-Identity', 'RTR-Flags', 'TCP-Source-Port', 'Media-Component-Status', 'SIP-Number-Auth-Items', 'SIP-Item-Number',
  '3GPP-PS-Data-Off-Status',
]);

const isNumber: Partial<Record<AvpType, true>> = { Integer32: true, Integer64: true, Unsigned32: true, Unsigned64: true, Enumerated: true };
const isText: Partial<Record<AvpType, true>> = { UTF8String: true, DiameterIdentity: true, DiameterURI: true, IPFilterRule: true };
/** A longer filter is no help to anybody. */
const MOST_TEXT = 200;

export function hasNamedFilter({ name, source, type }: AvpDefinition): boolean {
  return sources.has(source) && !strangers.has(name) && (isNumber[type] === true || isText[type] === true);
}

export function avpFilter(avp: Avp, definition: AvpDefinition | undefined): string {
  const code = `diameter.avp.code == ${avp.code}`;
  const plain = avp.vendor === 0 ? code : `${code} && diameter.avp.vendorId == ${avp.vendor}`;
  if (!definition || avp.problem !== undefined || !hasNamedFilter(definition)) return plain;
  if (isNumber[avp.type]) return `diameter.${avp.name} == ${avp.value}`;
  if (avp.value.length > MOST_TEXT || !/^[\x20-\x7e]+$/.test(avp.value)) return plain;
  return `diameter.${avp.name} == "${avp.value.replaceAll(/["\\]/g, '\\$&')}"`;
}
