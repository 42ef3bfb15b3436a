/**
 * The recordings that may lie beside the checkout, against what was done to make them: every refused send is counted, every stall has
 * the cause and the consequence of its truth.json, or stands below with the reason why it is another.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import { fileSource } from '../cli/fileSource.ts';
import { corpusFolder, needs } from './needs.ts';

interface Truth {
  readonly cause: string;
  readonly consequence: string;
  readonly allowed_causes?: readonly string[];
  readonly eagain_count_on_sctp: number | Readonly<Record<string, number>>;
  readonly straces: Readonly<Record<string, { readonly eagain_sends: number }>>;
}

interface Recording {
  readonly name: string;
  readonly files: readonly string[];
  readonly truth: Truth;
  readonly refused: number;
}

/**
 * Stalls that the scenario's one word does not describe. The bursts come before the server is frozen (events.log): 13 messages of 700
 * bytes fill a send buffer of 32768 while the window is open. After a thaw, an Erlang sender without SCTP_NODELAY waits for a delayed
 * SACK, and twice for a SACK that was lost behind the capture point.
 */
const otherwise: Readonly<Record<string, readonly string[]>> = {
  'strace-variants/abbrev-none': ['send-buffer'],
  'strace-variants/ff': ['send-buffer'],
  'strace-variants/raw': ['send-buffer'],
  'strace-variants/x': ['send-buffer'],
  // Two of its four stalls are such bursts, and without any time in the log the wire alone does not tell.
  'strace-variants/plain': ['unknown'],
  // The capture ends before the last stall.
  'pcap-variants/capture-cut.pcap': ['unknown'],
  'pcap-variants/capture-cut.pcap.gz': ['unknown'],
  'pcap-variants/capture-cut-header.pcap': ['unknown'],
  'erlang-27-blocking-send': ['nagle-delayed-sack', 'congestion-window'],
};

const traces = join(corpusFolder, 'traces');
const recordings: readonly Recording[] = existsSync(traces) ? readdirSync(traces).flatMap(recordingsOf) : [];

function recordingsOf(scenario: string): Recording[] {
  const folder = join(traces, scenario);
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
  const names = readdirSync(folder);
  const path = (name: string): string => join(folder, name);
  if (scenario === 'strace-variants') {
    return names.filter((name) => name.endsWith('.pcap')).map((capture) => {
      const variant = capture.replace(/\.pcap$/, '');
      const logs = names.filter((name) => name === `${variant}-stderr.strace` || name === `${variant}.strace` || name.startsWith(`${variant}.strace.`));
      const refused = logs.reduce((sum, log) => sum + truth.straces[log]!.eagain_sends, 0);
      return { name: `${scenario}/${variant}`, files: [...logs, capture].map(path), truth, refused };
    });
  }
  if (scenario === 'pcap-variants') {
    return names.filter((name) => name.startsWith('capture')).flatMap((capture) => {
      const run = /^capture-(fragments|idata|ipv6|loopback|port-4001|udp-encap|vlan)/.exec(capture)?.[1] ?? 'base';
      const log = `client.strace.${run}`;
      return existsSync(path(log)) ? [{ name: `${scenario}/${capture}`, files: [path(log), path(capture)], truth, refused: truth.straces[log]!.eagain_sends }] : [];
    });
  }
  return [{ name: scenario, files: ['client.strace', 'capture.pcap'].map(path), truth, refused: truth.eagain_count_on_sctp as number }];
}

describe.skipIf(needs('corpus').skip)('recordings', () => {
  test.each(recordings)('$name', async ({ name, files, truth, refused }) => {
    const { report } = await analyze(files.map((path) => ({ path, size: statSync(path).size, source: fileSource(path) })));
    expect(report.stalls.reduce((sum, { eagainCount }) => sum + eagainCount, 0)).toBe(refused);
    if (truth.cause === 'none') {
      expect(report.stalls).toEqual([]);
      return;
    }
    const causes = new Set([...truth.cause.split('/'), ...(truth.allowed_causes ?? []), ...(otherwise[name] ?? [])]);
    for (const stall of report.stalls) expect(causes).toContain(stall.cause);
    expect(report.stalls.map(({ consequence }) => consequence)).toContain(truth.consequence.toLowerCase());
  });

  test('clocks are found', async () => {
    const offsetSeconds = async (...files: string[]): Promise<number> => {
      const { report } = await analyze(files.map((name) => ({ path: name, source: fileSource(join(traces, name)) })));
      return Number(report.clock!.offsetNs) / 1e9;
    };
    expect(await offsetSeconds('erlang-slow-peer/client.strace', 'erlang-slow-peer/capture.pcap')).toBeCloseTo(0, 2);
    expect(await offsetSeconds('clock-skew-plus-1h/client.strace', 'clock-skew-plus-1h/capture.pcap')).toBeCloseTo(3600, 2);
    // UTC is five hours ahead of New York in November; the log begins on the evening before.
    expect(await offsetSeconds('strace-variants/tz-est5edt.strace', 'strace-variants/tz-est5edt.pcap')).toBeCloseTo(5 * 3600, 2);
  });
});
