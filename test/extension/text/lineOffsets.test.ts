/** Offsets of lines, against a plain count, whatever the chunks. */
import { expect, test } from 'vitest';
import { cutLines, LineOffsets } from '../../../extension/text/lineOffsets.ts';
import { seededRandom } from '../../random.ts';

const encoder = new TextEncoder();

function offsetsOf(bytes: Uint8Array, chunk: number): LineOffsets {
  const offsets = new LineOffsets();
  for (let at = 0; at < bytes.length; at += chunk) offsets.push(bytes.subarray(at, at + chunk));
  return offsets;
}

test.each([1, 13, 4096, 1 << 20])('lines are found in chunks of %i', (chunk) => {
  const random = seededRandom(chunk);
  const lines = Array.from({ length: 5000 }, (_, i) => `${i + 1} ${'x'.repeat(Math.floor(random() * 60))}`);
  const bytes = encoder.encode(lines.join('\n'));
  const offsets = offsetsOf(bytes, chunk);
  expect(offsets.lines).toBe(lines.length);
  expect(offsets.bytes).toBe(bytes.length);
  for (const line of [1, 2, 1023, 1024, 1025, 2048, 2049, 4999, 5000]) {
    const start = offsets.before(line);
    expect(start.line).toBeLessThanOrEqual(line);
    const text = new TextDecoder().decode(cutLines(bytes.subarray(start.offset), start.line, line, line + 3));
    expect(text.split('\n').filter((part) => part !== '')).toEqual(lines.slice(line - 1, line + 2));
  }
});

test('an empty file has no line, a last line without an end counts, behind the end there is nothing', () => {
  expect(offsetsOf(encoder.encode(''), 1).lines).toBe(0);
  expect(offsetsOf(encoder.encode('a\n'), 1).lines).toBe(1);
  expect(offsetsOf(encoder.encode('a\nb'), 1).lines).toBe(2);
  expect(offsetsOf(encoder.encode('a\nb'), 1).before(5_000_000)).toEqual({ line: 1, offset: 0 });
  expect(cutLines(encoder.encode('a\nb'), 1, 3, 9)).toHaveLength(0);
  expect(new TextDecoder().decode(cutLines(encoder.encode('a\nb\nc\n'), 1, 2, 9))).toBe('b\nc\n');
});
