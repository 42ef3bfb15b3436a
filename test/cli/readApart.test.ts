/** A large log and a large capture are read in two threads, a compressed log in the same one as the capture: to the same report. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import type { Report } from '../../analyzer/view/report.ts';
import { generate } from '../bench/generate.mjs';
import { runCli } from './runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'stallscope-apart-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function explain(...files: string[]): Promise<Report> {
  const { code, stdout, stderr } = await runCli(['explain', '--format', 'json', ...files]);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout.replaceAll('.strace.gz', '.strace')) as Report;
}

test('the report is the same', async () => {
  const { pcap, strace } = generate({ size: 130e6, seed: 5, folder });
  const zipped = `${strace}.gz`;
  writeFileSync(zipped, gzipSync(readFileSync(strace), { level: 1 }));
  for (const [apart, together] of [[[pcap, strace], [pcap, zipped]], [[strace, pcap], [zipped, pcap]]] as const) {
    const [there, here] = [await explain(...apart), await explain(...together)];
    expect(there.stalls.length).toBeGreaterThan(0);
    expect(there).toEqual(here);
  }
});
