/** Lines and their places, however the bytes come. */
import { describe, expect, test } from 'vitest';
import { Lines, LONGEST_LINE } from '../../analyzer/readers/lines.ts';

function split(bytes: Uint8Array, chunk: number): string[] {
  const out: string[] = [];
  const lines = new Lines({
    line: (part, start, end, offset) => {
      const length = end - start;
      out.push(`${offset} ${length > 100 ? `${length} bytes` : String.fromCharCode(...part.subarray(start, end))}`);
    },
    oversized: (offset) => out.push(`${offset} oversized`),
  });
  for (let at = 0; at < bytes.length; at += chunk) lines.push(bytes.subarray(at, at + chunk));
  lines.end();
  return out;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each([1, 2, 3, 100])('in chunks of %i', (chunk) => {
  test.each([
    ['', []],
    ['\n', ['0 ']],
    ['a\nbc\n', ['0 a', '2 bc']],
    ['a\r\n\r\nbc', ['0 a', '3 ', '5 bc']],
    ['a\rb\n\n\nc', ['0 a\rb', '4 ', '5 ', '6 c']],
  ])('%j', (text, expected) => {
    expect(split(bytesOf(text), chunk)).toEqual(expected);
  });
});

test.each([LONGEST_LINE * 2, 1 << 20])('a line that is too long is left out, in chunks of %i', (chunk) => {
  const bytes = new Uint8Array(LONGEST_LINE + 100).fill(0x61);
  bytes.set(bytesOf('first\n'), 0);
  bytes.set(bytesOf('\nlast'), bytes.length - 5);
  expect(split(bytes, chunk)).toEqual(['0 first', `6 oversized`, `${bytes.length - 4} last`]);
});
