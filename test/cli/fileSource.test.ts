import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { fileSource } from '../../cli/fileSource.ts';
import { seededRandom } from '../random.ts';

const folder = mkdtempSync(join(tmpdir(), 'stallscope-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Larger than the window that is kept of a decompressed stream. */
const SIZE = 24 << 20;
const random = seededRandom(7);
const block = Uint8Array.from({ length: 4093 }, () => Math.floor(random() * 256));
const content = new Uint8Array(SIZE).map((_, i) => block[i % block.length]! ^ (i >>> 16));

const plain = join(folder, 'plain');
const packed = join(folder, 'packed');
writeFileSync(plain, content);
writeFileSync(packed, gzipSync(content, { level: 1 }));

test.each([['a plain file', plain], ['a compressed file', packed]])('%s is read at any offset, also backwards', async (_, path) => {
  const source = fileSource(path);
  for (const [offset, length] of [[0, 10], [5_000_000, 70_000], [4_999_000, 100], [SIZE - 5, 5], [3, 200_000], [SIZE - 1000, 100]] as const) {
    expect(Buffer.compare(await source.read!(offset, length), content.subarray(offset, offset + length))).toBe(0);
  }
  expect(await source.read!(SIZE - 3, 10)).toEqual(content.slice(SIZE - 3));
  expect(await source.read!(SIZE + 10, 10)).toHaveLength(0);
});

test('a damaged compressed file gives what comes before the damage', async () => {
  const damaged = join(folder, 'damaged');
  const bytes = gzipSync(content.subarray(0, 300_000), { level: 1 });
  writeFileSync(damaged, bytes.subarray(0, bytes.length >> 1));
  const source = fileSource(damaged);
  expect(await source.read!(100, 50)).toEqual(content.slice(100, 150));
  expect((await source.read!(0, 300_000)).length).toBeLessThan(300_000);
});

test('the stream of a compressed file is what lies on the disk', async () => {
  let bytes = 0;
  for await (const chunk of fileSource(packed).stream()) bytes += chunk.length;
  expect(bytes).toBeLessThan(SIZE / 2);
});
