/**
 * What a log of refused sends alone tells of the queue, held against the same recording with every send in it: the lines that a tracer would
 * have written are taken out of the whole log.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { analyze, type AnalysisInput } from '../../analyzer/analyze.ts';
import type { StallReport } from '../../analyzer/view/report.ts';

function input(path: string, bytes: Uint8Array): AnalysisInput {
  return { path, size: bytes.length, source: { async *stream() { yield bytes; }, read: async (offset, length) => bytes.subarray(offset, offset + length) } };
}

/** The day of the recordings. */
const DAY = Date.UTC(2026, 10, 23) / 1000;

/** Refused sends, and the first accepted one after each, with times since 1970 as the tracer prints them. */
function asTraced(log: string): string[] {
  const lines = ['# stallscope-trace 1 refused-sends-only source=fexit kernel=6.1.0'];
  let isRefused = false;
  for (const line of log.split('\n')) {
    const match = /^(\d+) +(\d\d):(\d\d):(\d\d\.\d+) (sendmsg\(3, .*)$/.exec(line);
    if (!match) continue;
    const [, pid, hours, minutes, seconds, call] = match;
    const refuses = call!.includes('= -1 EAGAIN');
    if (refuses || isRefused) lines.push(`${pid} ${(DAY + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)).toFixed(6)} ${call!.replace('sendmsg(3', 'sendmsg(3<SCTP:[PORTS]>')}`);
    isRefused = refuses;
  }
  return lines;
}

const told = ({ eagainCount, cause, limits }: StallReport): string => `${eagainCount}x ${cause} behind ${limits.queuedMessages} messages`;

describe.each([
  ['002-epoll-client-resumes', 'capture.pcap.gz'],
  ['003-small-send-buffer', 'capture.pcap'],
  ['005-loss', 'capture.pcap.zst'],
])('%s', (name, capture) => {
  test('refused sends alone: the same stalls, causes and queues', async () => {
    const file = (path: string): Buffer => readFileSync(new URL(`../fixtures/${name}/${path}`, import.meta.url));
    const bytes = file(capture);
    const log = file(name.startsWith('003') ? 'client.strace' : 'client.strace.gz');
    const whole = log[0] === 0x1f ? gunzipSync(log) : log;
    const { report: full } = await analyze([input('client.strace', whole), input(capture, bytes)]);
    const { local, peer } = full.associations[0]!;
    const ports = `${local.addresses[0]}:${local.port}->${peer.addresses[0]}:${peer.port}`;
    const traced = new TextEncoder().encode(`${asTraced(whole.toString('latin1')).join('\n').replaceAll('PORTS', ports)}\n`);
    const { report: partial } = await analyze([input('refused.strace', traced), input(capture, bytes)]);
    expect(full.stalls.length).toBeGreaterThan(0);
    expect(partial.stalls.map(told)).toEqual(full.stalls.map(told));
  });
});
