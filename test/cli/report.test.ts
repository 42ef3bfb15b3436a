import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { root, runCli } from './runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'stallscope-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sample = join(root, 'test/fixtures/erlang-slow-peer');
const html = join(folder, 'stall.html');

const blocksOf = (page: string): { path: string; bytes: Buffer }[] =>
  [...page.matchAll(/<script type="application\/gzip" data-path="([^"]*)">([^<]*)<\/script>/g)].map(([, path, text]) => ({ path: path!, bytes: gunzipSync(Buffer.from(text!, 'base64')) }));

test('one page with the recordings, which allows its own script and nothing else', async () => {
  const { code, stderr } = await runCli(['report', join(sample, 'client.strace'), join(sample, 'capture.pcap'), '--out', html]);
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('It contains the recordings') });
  const page = readFileSync(html, 'utf8');
  expect(blocksOf(page).map(({ bytes }) => bytes)).toEqual([readFileSync(join(sample, 'client.strace')), readFileSync(join(sample, 'capture.pcap'))]);
  const script = /<script>([\s\S]*)<\/script>\n<\/body>/.exec(page)![1]!;
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  expect(page).not.toMatch(/(?:src|href)="https?:/);
});

test('a file name is no markup', async () => {
  const hostile = join(folder, '"><img src=x onerror=alert(1)> & co');
  mkdirSync(hostile);
  copyFileSync(join(sample, 'capture.pcap'), join(hostile, '<b>.pcap'));
  const { code } = await runCli(['report', join(hostile, '<b>.pcap'), '--out', html]);
  expect(code).toBe(0);
  const page = readFileSync(html, 'utf8');
  expect(page).not.toContain('<img src=x');
  expect(page).toContain('<title>Stallscope: &lt;b>.pcap</title>');
});

test('what is no recording writes no page', async () => {
  const out = join(folder, 'none.html');
  const { code } = await runCli(['report', join(sample, 'README.md'), '--out', out]);
  expect(code).toBe(2);
  expect(() => readFileSync(out)).toThrow('ENOENT');
});
