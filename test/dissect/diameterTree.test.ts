/** AVP trees: golden dumps, hostile AVPs, and what holds for any bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDiameter, type Avp } from '../../analyzer/dissect/diameter/avpTree.ts';
import { decodeValue } from '../../analyzer/dissect/diameter/avpValue.ts';
import { Dictionary } from '../../analyzer/dissect/diameter/dictionary.ts';
import { diameterFields } from '../../analyzer/dissect/diameter/fields.ts';
import { avp, join, message, u32 } from './diameterBytes.ts';
import { diameterText } from './diameterText.ts';

const folder = new URL('../fixtures/diameter/', import.meta.url);
const dictionary = new Dictionary();

const fixture = (name: string): Uint8Array => Uint8Array.from(Buffer.from(readFileSync(new URL(name, folder), 'utf8').replace(/\s/g, ''), 'hex'));
const names = readdirSync(folder).filter((name) => name.endsWith('.hex'));

test.each(names)('%s reads as its golden dump', async (name) => {
  const bytes = fixture(name);
  const dump = diameterText(readDiameter(bytes, 0, bytes.length, dictionary)!);
  await expect(dump).toMatchFileSnapshot(fileURLToPath(new URL(name.replace('.hex', '.txt'), folder)));
});

test.each(names)('%s cut at any byte, inside a larger buffer, is read as far as it goes', (name) => {
  const bytes = fixture(name);
  const buffer = join(new Uint8Array(3).fill(0xee), bytes, new Uint8Array(64).fill(0xee));
  for (let cut = 0; cut <= bytes.length; cut++) {
    const read = readDiameter(buffer, 3, 3 + cut, dictionary);
    if (cut < 20) expect(read).toBeUndefined();
    else if (cut < bytes.length) expect(read!.problem).toBe(`${cut} of ${bytes.length} bytes are there`);
    else expect(read!.avps.length).toBeGreaterThan(1);
    expect(() => diameterFields(buffer, 3, 3 + cut)).not.toThrow();
  }
});

const tree = (...avps: Uint8Array[]): readonly Avp[] => {
  const bytes = message({}, ...avps);
  return readDiameter(bytes, 0, bytes.length, dictionary)!.avps;
};
const nest = (levels: number): Uint8Array => {
  let inner = avp(450, 1);
  for (let i = 0; i < levels; i++) inner = avp(443, inner);
  return inner;
};
const depth = (avps: readonly Avp[]): number => Math.max(0, ...avps.map((one) => 1 + depth(one.children ?? [])));
const count = (avps: readonly Avp[]): number => avps.reduce((sum, one) => sum + 1 + count(one.children ?? []), 0);

describe('hostile AVPs', () => {
  test('groups in groups end at a depth', () => {
    const deep = tree(nest(5000));
    expect(depth(deep)).toBe(17);
    expect(JSON.stringify(deep)).toContain('groups nest deeper than 16');
  });

  test('a length of 0 ends the walk', () => {
    const [first, second] = tree(avp(263, 'abc', { length: 0 }), avp(264, 'host'));
    expect(first).toMatchObject({ code: 263, problem: 'AVP length 0 is shorter than its header' });
    expect(second).toBeUndefined();
  });

  test('the V flag without room for a vendor', () => {
    expect(tree(avp(263, '', { flags: 0xc0, length: 8 }))[0]).toMatchObject({ vendor: 0, problem: 'AVP length 8 is shorter than its header' });
  });

  test('the padding of the last AVP may be missing', () => {
    const bytes = message({}, avp(264, 'hosts'));
    const read = readDiameter(bytes.subarray(0, bytes.length - 3), 0, bytes.length - 3, dictionary)!;
    expect(read.avps[0]).toMatchObject({ value: 'hosts', length: 13 });
    expect(read.avps[0]!.problem).toBeUndefined();
    const grouped = tree(avp(443, avp(444, 'ab').subarray(0, 10), { length: 18 }));
    expect(grouped[0]!.children).toMatchObject([{ name: 'Subscription-Id-Data', value: 'ab' }]);
    expect(grouped[0]!.problem).toBeUndefined();
  });

  test('two million AVPs are not all made', () => {
    const bytes = message({}, new Uint8Array(0xfffff0 - 20));
    for (let at = 20; at < bytes.length; at += 8) bytes[at + 7] = 8;
    const read = readDiameter(bytes, 0, bytes.length, dictionary)!;
    expect(count(read.avps)).toBe(20_000);
    expect(read.problem).toBe('more than 20000 AVPs: the rest is left out');
  });

  test('any bytes: nothing throws, depth and number are bounded', () => {
    const inner = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.tuple(fc.constantFrom(443, 297, 260, 456, 268, 55, 257, 8, 1), fc.uint8Array({ maxLength: 40 }), fc.nat(60)).map(([code, data, length]) => avp(code, data, { length })));
    const outer = fc.tuple(fc.constantFrom(443, 297, 260, 456, 1400), fc.array(inner, { maxLength: 5 }), fc.constantFrom(undefined, 10415)).map(([code, parts, vendor]) => avp(code, join(...parts), vendor === undefined ? {} : { vendor }));
    fc.assert(fc.property(fc.array(fc.oneof(inner, outer), { maxLength: 8 }), fc.nat(255), (parts, flags) => {
      const bytes = message({ flags }, ...parts);
      const read = readDiameter(bytes, 0, bytes.length, dictionary)!;
      expect(count(read.avps)).toBeLessThanOrEqual(bytes.length / 4);
      expect(depth(read.avps)).toBeLessThanOrEqual(17);
      expect(diameterText(read).length).toBeGreaterThan(0);
      diameterFields(bytes, 0, bytes.length);
    }), { seed: 6733, numRuns: 3000 });
  });
});

describe('values', () => {
  const value = (type: Parameters<typeof decodeValue>[3], data: Uint8Array, code = 0, vendor = 0): unknown => decodeValue(data, 0, data.length, type, code, vendor);
  const bytes = (...all: number[]): Uint8Array => Uint8Array.from(all);

  test('of every format', () => {
    expect(value('Unsigned32', u32(0xffffffff))).toEqual({ text: '4294967295', integer: 4294967295 });
    expect(value('Integer32', u32(0xffffffff))).toEqual({ text: '-1', integer: -1 });
    expect(value('Unsigned64', bytes(255, 255, 255, 255, 255, 255, 255, 255))).toEqual({ text: '18446744073709551615' });
    expect(value('Integer64', bytes(255, 255, 255, 255, 255, 255, 255, 254))).toEqual({ text: '-2' });
    expect(value('Float32', bytes(0x40, 0x20, 0, 0))).toEqual({ text: '2.5' });
    expect(value('Float64', bytes(0x40, 0x04, 0, 0, 0, 0, 0, 0))).toEqual({ text: '2.5' });
    expect(value('Address', bytes(0, 1, 10, 0, 0, 1))).toEqual({ text: '10.0.0.1' });
    expect(value('Address', bytes(0, 2, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))).toEqual({ text: '2001:db8::1' });
    expect(value('Address', bytes(0, 8, 0x34, 0x39))).toEqual({ text: '49' });
    expect(value('OctetString', bytes(0x61, 0x62))).toEqual({ text: 'ab' });
    expect(value('OctetString', bytes(0x61, 0))).toEqual({ text: '0x6100' });
    expect(value('UTF8String', bytes(0xc3, 0xa4, 0xff))).toEqual({ text: 'ä\ufffd' });
  });

  test('times of both NTP eras', () => {
    expect(value('Time', u32(3_944_678_400))).toEqual({ text: '2025-01-01T00:00:00Z' });
    expect(value('Time', u32(0))).toEqual({ text: '2036-02-07T06:28:16Z' });
    expect(value('Time', u32(0x80000000))).toEqual({ text: '1968-01-20T03:14:08Z' });
  });

  test('of a wrong length', () => {
    expect(value('Unsigned32', bytes(1, 2, 3))).toEqual({ text: '0x010203', problem: '3 bytes of data where 4 are due' });
    expect(value('Address', bytes(0, 1, 10))).toEqual({ text: '0x00010a', problem: '3 bytes of data where 6 are due' });
    expect(value('Time', bytes())).toEqual({ text: '', problem: '0 bytes of data where 4 are due' });
  });

  test('octet strings with an inner form', () => {
    expect(value('OctetString', bytes(0x62, 0xf2, 0x10), 1407, 10415)).toEqual({ text: '262-01' });
    expect(value('OctetString', bytes(0x13, 0x00, 0x62), 1407, 10415)).toEqual({ text: '310-260' });
    expect(value('OctetString', bytes(0x94, 0x71, 0xf6), 701, 10415)).toEqual({ text: '49176' });
    expect(value('OctetString', bytes(0x82, 0x62, 0xf2, 0x10, 0, 1, 0x62, 0xf2, 0x10, 0, 0, 0, 1), 22, 10415)).toEqual({ text: 'TAI and ECGI 262-01 0x000162f21000000001' });
    expect(value('OctetString', bytes(10, 0, 0, 1), 8, 0)).toEqual({ text: '10.0.0.1' });
    expect(value('OctetString', bytes(0, 64, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 1), 97, 0)).toEqual({ text: '2001:db8:0:1::/64' });
    expect(value('OctetString', bytes(1), 97, 0)).toEqual({ text: '0x01' });
  });
});

test('the same number as Result-Code and as Experimental-Result-Code', () => {
  expect(tree(avp(268, 5001))[0]!.meaning).toBe('DIAMETER_AVP_UNSUPPORTED');
  const experimental = (vendor: number): string | undefined => tree(avp(297, join(avp(266, vendor), avp(298, 5001))))[0]!.children![1]!.meaning;
  expect(experimental(10415)).toBe('DIAMETER_ERROR_USER_UNKNOWN');
  expect(experimental(4711)).toBeUndefined();
});

test('the M bit against the specification is a remark', () => {
  expect(tree(avp(263, 'a;1', { flags: 0 }))[0]).toMatchObject({ remark: 'the M bit must be set (RFC 6733)' });
  expect(tree(avp(263, 'a;1'))[0]!.remark).toBeUndefined();
});

test('fields of a verdict', () => {
  const ccr = fixture('ccr.hex');
  expect(diameterFields(ccr, 0, 100_000)).toEqual(diameterFields(ccr, 0, ccr.length));
  expect(diameterFields(ccr, 0, ccr.length)).toMatchObject({ originHost: 'client.lab.example', destinationRealm: 'lab.example', requestType: 2, requestNumber: 1, subscriptionId: '001010000000001' });
  const dpr = message({ command: 282, application: 0 }, avp(264, 'a'), avp(296, 'b'), avp(273, 1));
  expect(diameterFields(dpr, 0, dpr.length)).toEqual({ originHost: 'a', originRealm: 'b', disconnectCause: 1 });
  const answer = message({ flags: 0x40 }, avp(297, join(avp(266, 10415), avp(298, 5001))), avp(623, avp(624, 1)), avp(443, join(avp(450, 1), avp(444, '00101'))), avp(443, avp(444, '49')), avp(1, 'u@r'));
  expect(diameterFields(answer, 0, answer.length)).toEqual({ resultCode: 5001, isExperimental: true, isOverloaded: true, subscriptionId: '00101', userName: 'u@r' });
});
