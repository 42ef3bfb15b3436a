/** `stallscope decode`: what a person sees of one frame. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from './runCli.ts';

const capture = 'test/fixtures/erlang-slow-peer/capture.pcap';

test('a SACK', async () => {
  const { code, stdout } = await runCli(['decode', '468', capture]);
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toBe('SACK');
  expect(stdout).toMatch(/a_rwnd: 0\b/i);
});

test('a Credit-Control-Request with its AVPs', async () => {
  const { stdout } = await runCli(['decode', '372', capture]);
  expect(stdout).toContain('Diameter Credit-Control-Request (CCR)');
  expect(stdout).toMatch(/^ {2}Session-Id \(263\): client\.lab\.example;/m);
  expect(stdout).toMatch(/^ {2}CC-Request-Type \(416\): /m);
});

test('a dictionary of the user names what the tables do not know', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stallscope-'));
  try {
    const dictionary = join(folder, 'own.dia');
    writeFileSync(dictionary, '@id 4\n@name own\n@avp_types\n  My-Session 263 UTF8String M\n');
    const { stdout } = await runCli(['decode', '372', capture, '--dictionary', dictionary]);
    expect(stdout).toMatch(/^ {2}My-Session \(263\): /m);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a frame that is not there, a file that is not there', async () => {
  for (const args of [['decode', '99999', capture], ['decode', '1', 'no-such.pcap'], ['decode', '0', capture]]) {
    const { code, stderr } = await runCli(args);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
    expect(stderr).not.toMatch(/at .*:\d+/);
  }
});
