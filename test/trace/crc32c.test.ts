import { expect, test } from 'vitest';
import { createCrc32c } from '../../analyzer/trace/crc32c.ts';

const crc32c = createCrc32c();

/** Bit by bit, as RFC 9260 appendix A defines it. */
function slow(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0xffff_ffff;
  for (let i = start; i < end; i++) {
    crc ^= bytes[i]!;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

test('the check value of the algorithm', () => {
  const digits = new TextEncoder().encode('123456789');
  expect(crc32c.of(digits, 0, digits.length, 0)).toBe(0xe306_9283);
});

test('any start, end and place in the buffer', () => {
  const buffer = new Uint8Array(301).map((_, i) => (i * 73 + 11) & 255);
  for (let offset = 0; offset < 5; offset++) {
    const bytes = buffer.subarray(offset);
    for (let start = 0; start < 6; start++) {
      for (const end of [start, start + 1, start + 3, 19, 31, 33, 47, 48, 49, 200, bytes.length]) {
        expect(crc32c.of(bytes, start, end, 0)).toBe(slow(bytes, start, end));
      }
    }
  }
});

test('goes on from the checksum of what came before', () => {
  const bytes = new Uint8Array(100).map((_, i) => i);
  expect(crc32c.of(bytes, 12, 100, crc32c.of(bytes, 0, 12, 0))).toBe(crc32c.of(bytes, 0, 100, 0));
});

test('a packet with zeros for its checksum field', () => {
  const packet = new Uint8Array(64).map((_, i) => (i * 37 + 5) & 255);
  const zeroed = packet.slice();
  zeroed.fill(0, 8, 12);
  for (const end of [12, 13, 28, 64]) expect(crc32c.ofPacket(packet, 0, end)).toBe(slow(zeroed, 0, end));
});
