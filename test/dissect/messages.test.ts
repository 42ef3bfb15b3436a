/** What a user message is, by content and by PPID, and the result code of an answer. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMessage } from '../../analyzer/dissect/messages.ts';
import { MessageFlag, Protocol } from '../../analyzer/trace/schema.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { avp, join, message, u32 } from './diameterBytes.ts';

function added(bytes: Uint8Array, options: { ppid?: number; length?: number } = {}): { protocol: number; resultCode: number; flags: number; known: number } {
  const trace = new Trace();
  // Neither at the beginning nor at the end of the buffer.
  const buffer = join(new Uint8Array(5), bytes, new Uint8Array(7).fill(0xff));
  const row = addMessage(trace, 3, 4, NONE, buffer, 5, 5 + bytes.length, options.length ?? bytes.length, options.ppid ?? 0);
  const { messages } = trace;
  expect([messages.packet[row], messages.lastPacket[row], messages.size[row]]).toEqual([3, 4, options.length ?? bytes.length]);
  return { protocol: messages.protocol[row]!, resultCode: messages.resultCode[row]!, flags: messages.flags[row]!, known: messages.known[row]! };
}

const answer = (...avps: Uint8Array[]): Uint8Array => message({ flags: 0x40 }, avp(263, 'a;1;2'), ...avps);
const tooBusy = answer(avp(268, 3004), avp(264, 'host'));

describe('protocol', () => {
  test.each([0, 46, 0x2e000000, 18, 4711])('a Diameter message is one with PPID %i', (ppid) => {
    expect(added(tooBusy, { ppid }).protocol).toBe(Protocol.Diameter);
  });

  test('a message without AVPs is Diameter', () => expect(added(message({})).protocol).toBe(Protocol.Diameter));

  test('a message cut by the snap length keeps its protocol', () => {
    expect(added(tooBusy.subarray(0, 24), { length: tooBusy.length }).protocol).toBe(Protocol.Diameter);
    expect(added(tooBusy.subarray(0, 20), { length: tooBusy.length }).protocol).toBe(Protocol.Diameter);
  });

  test('a message whose last fragments are missing keeps its protocol, where an AVP follows the header', () => {
    expect(added(tooBusy.subarray(0, 28)).protocol).toBe(Protocol.Diameter);
    expect(added(tooBusy.subarray(0, 24)).protocol).toBe(Protocol.Unknown);
  });

  test.each([
    ['another version', (bytes: Uint8Array) => (bytes[0] = 2)],
    ['a shorter length of its own', (bytes: Uint8Array) => (bytes[3]! -= 4)],
    ['reserved command flags', (bytes: Uint8Array) => (bytes[4]! |= 1)],
    ['an error that is a request', (bytes: Uint8Array) => (bytes[4] = 0xa0)],
    ['a RADIUS code', (bytes: Uint8Array) => (bytes[6] = 0)],
    ['a first AVP longer than the message', (bytes: Uint8Array) => (bytes[26] = 0xff)],
    ['a first AVP with reserved flags', (bytes: Uint8Array) => (bytes[24] = 0x41)],
  ])('with %s it is not Diameter', (_, damage) => {
    const bytes = tooBusy.slice();
    damage(bytes);
    expect(added(bytes).protocol).toBe(Protocol.Unknown);
  });

  test('the PPID decides where the content does not', () => {
    const m3ua = join(u32(0x01000101), u32(16), u32(0), u32(0));
    expect(added(m3ua, { ppid: 3 }).protocol).toBe(Protocol.M3ua);
    expect(added(m3ua, { ppid: 0x03000000 }).protocol).toBe(Protocol.M3ua);
    expect(added(m3ua, { ppid: 18 }).protocol).toBe(Protocol.Other);
    expect(added(m3ua, { ppid: 0 }).protocol).toBe(Protocol.Unknown);
    expect(added(m3ua, { ppid: 4711 }).protocol).toBe(Protocol.Unknown);
  });

  test('an M3UA message that looks like Diameter stays M3UA', () => {
    const bytes = tooBusy.slice();
    expect(added(bytes, { ppid: 3 }).protocol).toBe(Protocol.M3ua);
  });
});

describe('result code', () => {
  test('of an answer', () => expect(added(tooBusy)).toMatchObject({ resultCode: 3004, flags: 0 }));
  test('of a request is none', () => expect(added(message({}, avp(268, 2001))).resultCode).toBe(0));
  test('the first counts', () => expect(added(answer(avp(268, 2001), avp(268, 5012))).resultCode).toBe(2001));

  test('from Experimental-Result', () => {
    const bytes = answer(avp(297, join(avp(266, 10415), avp(298, 5001))));
    expect(added(bytes)).toMatchObject({ resultCode: 5001, flags: MessageFlag.ExperimentalResult });
  });

  test('an AVP of a vendor with the same code is none', () => {
    expect(added(answer(avp(268, 1, { vendor: 10415 }), avp(268, 2002))).resultCode).toBe(2002);
  });

  test('behind lengths that lie is not found, and nothing hangs', () => {
    expect(added(answer(avp(1, 'x', { length: 0 }), avp(268, 2001))).resultCode).toBe(0);
    expect(added(answer(avp(1, 'x', { length: 0xffffff }), avp(268, 2001))).resultCode).toBe(0);
    expect(added(answer(avp(268, new Uint8Array(2)))).resultCode).toBe(0);
    expect(added(answer(avp(297, avp(298, 1, { length: 3 })))).resultCode).toBe(0);
  });

  test('beyond the cut is not found', () => {
    for (let cut = 20; cut < 48; cut++) expect(added(tooBusy.subarray(0, cut), { length: tooBusy.length }).resultCode).toBe(0);
    expect(added(tooBusy.subarray(0, 48), { length: tooBusy.length }).resultCode).toBe(3004);
  });
});

test('any bytes make a row', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(100), fc.integer({ min: 0, max: 0xffffffff }), (bytes, more, ppid) => {
    const row = added(bytes, { length: bytes.length + more, ppid });
    expect(row.known).toBe(Math.min(20, bytes.length));
  }), { seed: 6733, numRuns: 2000 });
});
