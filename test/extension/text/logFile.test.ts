/** Windows of logs on disk: plain and compressed, growing and replaced. */
import { appendFileSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { LogFile } from '../../../extension/text/logFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'stallscope-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COUNT = 50_000;
const lineText = (line: number): string => `100 10:00:00.${String(line).padStart(6, '0')} getpid() = 100 ${'x'.repeat(line % 90)}`;
const linesText = (from: number, to: number): string => Array.from({ length: to - from }, (_, i) => lineText(from + i)).join('\n');
const whole = `${linesText(1, COUNT + 1)}\n`;

test.each([['plain.strace', (text: string) => text], ['packed.strace.gz', (text: string) => gzipSync(text)]])('%s: any window is what stands there', async (name, pack) => {
  const path = join(folder, name);
  writeFileSync(path, pack(whole));
  const file = new LogFile(path);
  for (const [from, to] of [[30_000, 34_000], [1, 4001], [1024, 1026], [1025, 1026], [49_999, 53_999], [2, 3], [20_000, 24_000]] as const) {
    expect(await file.read(from, to), `${from}-${to}`).toBe(linesText(from, Math.min(to, COUNT + 1)));
  }
  expect(file.lines).toBe(COUNT);
  expect(file.isWhole).toBe(true);
  expect(await file.read(COUNT + 10, COUNT + 20)).toBe('');
});

test('only what is asked for is looked for', async () => {
  const path = join(folder, 'long.strace');
  writeFileSync(path, whole.repeat(5));
  const file = new LogFile(path);
  await file.read(1, 100);
  expect(file.lines).toBeGreaterThanOrEqual(100);
  expect(file.lines).toBeLessThan(5 * COUNT);
  expect(file.isWhole).toBe(false);
});

test('a log that grows goes on, one that is written anew starts over', async () => {
  const path = join(folder, 'growing.strace');
  writeFileSync(path, `${linesText(1, 11)}\n`);
  const file = new LogFile(path);
  await file.startOver();
  await file.reach(100);
  expect([file.lines, file.isWhole]).toEqual([10, true]);
  appendFileSync(path, `${linesText(11, 21)}\n`);
  expect(await file.startOver()).toBe(false);
  expect(await file.read(9, 100)).toBe(linesText(9, 21));
  truncateSync(path, 0);
  appendFileSync(path, 'another\n');
  expect(await file.startOver()).toBe(true);
  expect(await file.read(1, 100)).toBe('another');
});

test('a compressed log that is written anew starts over', async () => {
  const path = join(folder, 'again.strace.gz');
  writeFileSync(path, gzipSync('one\n'));
  const file = new LogFile(path);
  await file.startOver();
  expect(await file.read(1, 9)).toBe('one');
  writeFileSync(path, gzipSync('two\n'));
  utimesSync(path, 1, 1);
  expect(await file.startOver()).toBe(true);
  expect(await file.read(1, 9)).toBe('two');
});

test('a log that is not there is told, and read when it is there again', async () => {
  const path = join(folder, 'late.strace');
  const file = new LogFile(path);
  await expect(file.startOver()).rejects.toThrow();
  await expect(file.read(1, 9)).rejects.toThrow();
  writeFileSync(path, 'here\n');
  expect(await file.startOver()).toBe(false);
  expect(await file.read(1, 9)).toBe('here');
});
