/** Broken packets: nothing throws, and no table grows beyond what the bytes can hold. Seeds are fixed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { array, assert, constantFrom, integer, nat, property, record, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { corpusFolder, needs } from '../needs.ts';
import { chunk, join, sctp, u16, u32 } from '../make/packets.ts';
import { SctpPackets } from './sctpPackets.ts';
import { abort, cookieEcho, data, iData, init, initAck, ipv4Parameter, parameter, sack, shutdown } from './wire.ts';

/** Every chunk takes at least 4 bytes, a DATA chunk 16, a gap block 4. */
function expectBounded(trace: Trace, bytes: number): void {
  expect(trace.controlChunks.length * 4 + trace.dataChunks.length * 16 + trace.sacks.length * 16).toBeLessThanOrEqual(bytes);
  expect(trace.gapBlocks.length * 4).toBeLessThanOrEqual(bytes);
  expect(trace.messages.length).toBeLessThanOrEqual(trace.dataChunks.length);
  expect(trace.problems.all.length).toBeLessThanOrEqual(100);
}

const packets = [
  sctp([init(1, 2, ipv4Parameter('10.0.0.1'), parameter(0x8008, [130, 192]))], 5, 6, 0),
  sctp([initAck(3, 4, parameter(7, new Uint8Array(40)))], 6, 5, 1),
  sctp([cookieEcho(), data(2, 'hello world', { flags: 2 }), data(3, 'again', { flags: 1 })], 5, 6, 3),
  sctp([sack(3), chunk(3, 0, join(u32(3), u32(1000), u16(2), u16(1), u16(1), u16(2), u16(4), u16(9), u32(1)))], 6, 5, 1),
  sctp([iData(9, 'interleaved', { flags: 2 }), iData(10, 'end', { flags: 1, ppid: 1 })], 5, 6, 3),
  sctp([chunk(16, 0, join(u32(3), u32(1000), u16(1), u16(1), u16(1), u16(0), u16(1), u16(2), u16(4), u16(9), u32(1)))], 6, 5, 1),
  sctp([chunk(130, 0, join(parameter(13, join(u32(1), u32(2), u32(3), u16(1))), parameter(16, join(u32(1), u32(1), u32(9), u32(9)))))], 5, 6, 3),
  sctp([chunk(193, 0, join(u32(1), ipv4Parameter('10.0.0.1'), parameter(0xc001, join(u32(1), ipv4Parameter('10.0.0.9')))))], 5, 6, 3),
  sctp([chunk(15, 0, join(u16(1), u16(1), new Uint8Array(20))), chunk(192, 0, join(u32(9), u16(0), u16(1)))], 5, 6, 3),
  sctp([chunk(129, 0, join(u32(1000), u32(0), u16(0), u16(0), data(5, 'dropped'))), chunk(194, 0, join(u32(12), u16(0), u16(0), u32(1)))], 5, 6, 3),
  sctp([shutdown(9), chunk(9, 0, parameter(3, u32(5))), abort(0, parameter(12, [65, 66, 67]))], 6, 5, 1),
];

test('packets with bytes changed, cut and grown', () => {
  const change = record({ at: nat(), value: integer({ min: 0, max: 255 }) });
  const edit = record({ packet: nat(packets.length - 1), changes: array(change, { maxLength: 8 }), cut: nat(200), more: constantFrom(0, 0, 1, 60) });
  assert(
    property(array(edit, { minLength: 1, maxLength: 30 }), (edits) => {
      const packetsIn = new SctpPackets();
      let total = 0;
      for (const { packet, changes, cut, more } of edits) {
        const bytes = packets[packet]!.slice(0, Math.max(0, packets[packet]!.length - (cut > 60 ? 0 : cut)));
        for (const { at, value } of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        packetsIn.push(bytes, bytes.length + more);
        total += bytes.length;
      }
      expectBounded(packetsIn.trace, total);
    }),
    { seed: 9260, numRuns: 300 },
  );
});

test('noise', () => {
  assert(
    property(array(uint8Array({ maxLength: 300 }), { maxLength: 10 }), (all) => {
      const packetsIn = new SctpPackets();
      for (const bytes of all) {
        packetsIn.push(bytes);
      }
      expectBounded(packetsIn.trace, all.reduce((sum, bytes) => sum + bytes.length, 0));
    }),
    { seed: 4960, numRuns: 300 },
  );
});

test('a packet of 16000 chunks has 16000 rows', () => {
  const packetsIn = new SctpPackets();
  packetsIn.push(sctp(Array.from({ length: 16_000 }, () => chunk(11, 0, [])), 5, 6, 7));
  expect(packetsIn.trace.controlChunks.length).toBe(16_000);
});

test('fragments that never become whole do not pile up', () => {
  const packetsIn = new SctpPackets();
  for (let i = 0; i < 2000; i++) packetsIn.push(sctp([data(i * 2, 'x'.repeat(10_000), { flags: 2, streamId: i & 7, sequence: i })], 5, 6, 7));
  expect(packetsIn.trace.messages.length).toBeGreaterThan(300);
  expect(packetsIn.trace.problems.all.map(({ kind }) => kind)).toEqual(['message-incomplete']);
});

test('raw packets of a fuzzing corpus', needs('corpus'), () => {
  const folder = joinPath(corpusFolder, 'corpus/fuzz');
  if (!existsSync(folder)) return;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(50);
  const together = new SctpPackets();
  let total = 0;
  for (const file of files) {
    const bytes = Uint8Array.from(readFileSync(joinPath(file.parentPath, file.name)));
    for (const packet of [bytes, join(u16(5), u16(6), u32(7), u32(0), bytes)]) {
      const alone = new SctpPackets();
      alone.push(packet);
      expectBounded(alone.trace, packet.length);
      together.push(packet);
      total += packet.length;
    }
  }
  expectBounded(together.trace, total);
});
