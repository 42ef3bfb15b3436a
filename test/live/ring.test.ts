/** What is kept of a source: bounded, readable at the engine's offsets, and handed to the next engine in parts. */
import { expect, test } from 'vitest';
import { Ring } from '../../cli/live/ring.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Ten records of three bytes, one each ms, behind a head. */
function filled(): Ring {
  const ring = new Ring();
  ring.addHead(Buffer.from('HEAD'));
  for (let i = 0; i < 10; i++) ring.add(Buffer.from(`r${i};`), i);
  return ring;
}

test('the oldest goes first, by time and by size; the head stays', async () => {
  const ring = filled();
  ring.forget(4, Infinity);
  expect(text(Buffer.concat([...ring.head, ...[...ring.since(-Infinity)].map(({ bytes }) => bytes)]))).toBe('HEADr4;r5;r6;r7;r8;r9;');
  ring.forget(-Infinity, 4 + 6);
  expect(ring.bytes).toBe(10);
  expect(text(Buffer.concat([...ring.since(-Infinity)].map(({ bytes }) => bytes)))).toBe('r8;r9;');
  expect([...ring.since(9)].map(({ number }) => number)).toEqual([10]);
  const source = ring.source();
  expect(text(await source.read(4 + 24, 6))).toBe('r8;r9;');
  expect(text(await source.read(4 + 26, 2))).toBe(';r');
  expect(text(await source.read(0, 4))).toBe('HEAD');
  expect(text(await source.read(4, 3))).toBe('');
});

test('the next engine is fed with the last of it; what came before is kept for recordings', async () => {
  const ring = filled();
  ring.forget(2, Infinity);
  const before = ring.source();
  ring.restart(3);
  expect([ring.length, ring.fed]).toEqual([8, 3]);
  const pieces = ring.pieces();
  const fed = [pieces.next().value as Buffer, pieces.next().value as Buffer];
  expect(text(Buffer.concat(fed))).toBe('HEADr7;r8;r9;');
  // What comes meanwhile is fed as well, where it stands.
  ring.add(Buffer.from('new;'), 11);
  ring.addHead(Buffer.from('MORE'));
  ring.add(Buffer.from('last;'), 12);
  expect(text(Buffer.concat([...pieces]))).toBe('new;MORElast;');
  expect(text(await ring.source().read(4, 6))).toBe('r7;r8;');
  expect(text(await ring.source().read(4 + 6, 16))).toBe('r9;new;MORElast;');
  expect([...ring.since(-Infinity)].map(({ number }) => number)).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 4, 5]);
  expect(text(Buffer.concat([...ring.since(-Infinity)].map(({ bytes }) => bytes)))).toBe('r2;r3;r4;r5;r6;r7;r8;r9;new;last;');
  // Offsets of the engine before mean nothing any more.
  expect(await before.read(4, 3)).toHaveLength(0);
});

test('after many records, and another engine, offsets still hold', async () => {
  const ring = new Ring();
  ring.addHead(Buffer.from('HEAD'));
  for (let i = 0; i < 5000; i++) {
    ring.add(Buffer.from(`${String(i).padStart(5, '0')};`), i);
    if (i % 100 === 0) ring.forget(i - 300, Infinity);
    if (i === 2500) ring.restart(200);
  }
  // 200 of them when the engine began, and the head before.
  const first = 2500 - 199;
  expect(text(await ring.source().read(4 + (4900 - first) * 6, 12))).toBe('04900;04901;');
  expect([...ring.since(-Infinity)].at(-1)!.number).toBe(4999 - first + 1);
  expect(ring.length).toBe(400);
  expect(ring.fed).toBe(ring.length);
});

test('what is longer than a slab, and what fills one to its end, is read as it came', async () => {
  const ring = new Ring();
  const sizes = [1 << 20, 3_000_000, 10, 524_288, 524_288, 7, 1_048_569, 5];
  const all = Buffer.concat(sizes.map((size, i) => Buffer.alloc(size, i + 1)));
  sizes.forEach((size, i) => ring.add(Buffer.alloc(size, i + 1), i));
  expect(Buffer.concat([...ring.pieces()]).equals(all)).toBe(true);
  expect(all.equals(await ring.source().read(0, all.length))).toBe(true);
  expect(Buffer.concat([...ring.since(2)].map(({ bytes }) => bytes)).equals(all.subarray((1 << 20) + 3_000_000))).toBe(true);
});

test('bytes that were given up are overwritten, and none while the ring is held', async () => {
  const ring = new Ring();
  const record = (i: number): Buffer => Buffer.from(`${String(i).padStart(7, '0')};`.repeat(512));
  for (let i = 0; i < 1000; i++) ring.add(record(i), i);
  const kept = ring.since(990);
  const release = ring.hold();
  ring.forget(Infinity, 0);
  for (let i = 1000; i < 3000; i++) ring.add(record(i), i);
  expect(text(Buffer.concat([...kept].map(({ bytes }) => bytes)))).toBe(text(Buffer.concat(Array.from({ length: 10 }, (_, i) => record(990 + i)))));
  release();
  for (let i = 3000; i < 20_000; i++) {
    ring.add(record(i), i);
    ring.forget(i - 500, Infinity);
  }
  expect([...ring.since(-Infinity)].every(({ bytes }, i) => bytes.equals(record(19_499 + i)))).toBe(true);
  expect(ring.arrivalOf(4096 * 19_600 + 1)).toBe(19_600);
  expect(ring.arrivalOf(4096 * 100)).toBeUndefined();
});
