/** The built-in tables are whole, and names are found by number. */
import { expect, test } from 'vitest';
import { avpTypes } from '../../analyzer/dissect/diameter/avpDefinition.ts';
import { applicationIds, applicationName, commandCodes, commandFullName, commandName } from '../../analyzer/dissect/diameter/commands.ts';
import { Dictionary, dictionaryParts, parsePart } from '../../analyzer/dissect/diameter/dictionary.ts';
import { experimentalResultCodes, experimentalResultName, resultCodeName, resultCodes } from '../../analyzer/dissect/diameter/resultCodes.ts';

const all = dictionaryParts.flatMap(parsePart);

test('every line of every table is whole', () => {
  const wrong = all.filter((avp) => !Number.isInteger(avp.code) || avp.code <= 0 || !/^[A-Za-z0-9][\w/+-]*$/.test(avp.name) || !avpTypes.includes(avp.type));
  expect(wrong.map((avp) => `${avp.code} ${avp.name} ${avp.type}`)).toEqual([]);
  const strange = all.filter((avp) => [...avp.values].some(([value, name]) => !Number.isInteger(value) || name === ''));
  expect(strange.map((avp) => avp.name)).toEqual([]);
  const named = all.filter((avp) => avp.values.size > 0 && !['Enumerated', 'Unsigned32', 'Integer32'].includes(avp.type));
  expect(named.map((avp) => avp.name)).toEqual([]);
});

test('a code of a vendor stands once, in the order of the codes', () => {
  expect(new Dictionary().size).toBe(all.length);
  for (const part of dictionaryParts) {
    const codes = parsePart(part).map((avp) => avp.code);
    expect(codes).toEqual([...codes].sort((a, b) => a - b));
  }
});

test.each([
  [263, 0, 'Session-Id', 'UTF8String'], [623, 0, 'OC-OLR', 'Grouped'], [652, 0, 'Load-Value', 'Unsigned64'], [301, 0, 'DRMP', 'Enumerated'],
  [416, 0, 'CC-Request-Type', 'Enumerated'], [462, 0, 'EAP-Payload', 'OctetString'], [97, 0, 'Framed-IPv6-Prefix', 'OctetString'], [106, 0, 'Digest-Response-Auth', 'UTF8String'],
  [1400, 10415, 'Subscription-Data', 'Grouped'], [1445, 10415, 'Equipment-Status', 'Enumerated'], [606, 10415, 'User-Data', 'OctetString'], [702, 10415, 'User-Data', 'OctetString'],
  [1001, 10415, 'Charging-Rule-Install', 'Grouped'], [517, 10415, 'Media-Component-Description', 'Grouped'], [873, 10415, 'Service-Information', 'Grouped'],
  [1500, 10415, 'Non-3GPP-User-Data', 'Grouped'], [2400, 10415, 'LMSI', 'OctetString'], [2501, 10415, 'LCS-EPS-Client-Name', 'Grouped'], [2901, 10415, 'Policy-Counter-Identifier', 'UTF8String'],
  [2203, 10415, 'Subsession-Operation', 'Enumerated'], [3300, 10415, 'SC-Address', 'OctetString'], [3102, 10415, 'User-Identifier', 'Grouped'], [458, 13019, 'Reservation-Priority', 'Enumerated'],
])('AVP %i of vendor %i is %s, %s', (code, vendor, name, type) => {
  expect(new Dictionary().avp(code, vendor)).toMatchObject({ name, type });
});

test('the same code of another vendor is another AVP', () => {
  const dictionary = new Dictionary();
  expect(dictionary.avp(650, 0)!.name).toBe('Load');
  expect(dictionary.avp(650, 10415)!.name).toBe('Session-Priority');
  expect(dictionary.avp(650, 4711)).toBeUndefined();
});

test('commands', () => {
  expect([257, 258, 271, 272, 274, 275, 280, 282, 316, 318, 303].map((code) => commandName(code, true))).toEqual(['CER', 'RAR', 'ACR', 'CCR', 'ASR', 'STR', 'DWR', 'DPR', 'ULR', 'AIR', 'MAR']);
  expect([272, 280, 8388635].map((code) => commandName(code, false))).toEqual(['CCA', 'DWA', 'SLA']);
  expect(commandFullName(316, false)).toBe('Update-Location-Answer');
  expect(commandName(4711, true)).toBeUndefined();
  expect(new Dictionary().commandName(4711, true)).toBe('command 4711 request');
  expect(new Set(commandCodes.map((code) => commandFullName(code, true))).size).toBeGreaterThan(70);
});

test('applications', () => {
  expect([0, 4, 16777216, 16777217, 16777236, 16777238, 16777251, 16777252, 16777265, 16777272, 16777291, 4294967295].map(applicationName))
    .toEqual(['base', 'credit control (Gy/Ro)', 'Cx/Dx', 'Sh', 'Rx', 'Gx', 'S6a/S6d', 'S13', 'SWx', 'S6b', 'SLh', 'relay']);
  expect(new Dictionary().applicationName(99)).toBe('application 99');
  expect(new Set(applicationIds).size).toBe(applicationIds.length);
});

test('result codes differ by kind and vendor', () => {
  expect([2001, 3002, 3004, 4012, 5012].map(resultCodeName)).toEqual(['DIAMETER_SUCCESS', 'DIAMETER_UNABLE_TO_DELIVER', 'DIAMETER_TOO_BUSY', 'DIAMETER_CREDIT_LIMIT_REACHED', 'DIAMETER_UNABLE_TO_COMPLY']);
  expect([resultCodeName(5001), experimentalResultName(5001)]).toEqual(['DIAMETER_AVP_UNSUPPORTED', 'DIAMETER_ERROR_USER_UNKNOWN']);
  expect([resultCodeName(5041), experimentalResultName(5041), experimentalResultName(5041, 13019)]).toEqual(['DIAMETER_ERROR_MIP6_AUTH_MODE', 'DIAMETER_ERROR_USER_NO_WLAN_SUBSCRIPTION', 'MODIFICATION_FAILURE']);
  expect(experimentalResultName(5001, 4711)).toBeUndefined();
  expect(new Set(resultCodes).size).toBe(resultCodes.length);
  expect(new Set(experimentalResultCodes).size).toBe(experimentalResultCodes.length);
});
