/** Recordings beside the checkout: associations and how they end, retransmissions as tshark counts them, and packets captured twice. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DataFlag, PacketFlag } from '../../analyzer/trace/schema.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { dissectCapture } from '../dissect/dissectCapture.ts';
import { summary } from '../dissect/wire.ts';
import { corpusFolder, needs } from '../needs.ts';

const fileOf = (name: string): string => join(corpusFolder, 'traces', name);
const dissect = (...names: readonly string[]): Trace => dissectCapture(names.map((name) => readFileSync(fileOf(name))));

function retransmissions(trace: Trace): number {
  const { flags, length } = trace.dataChunks;
  return flags.subarray(0, length).reduce((sum, flag) => sum + ((flag & DataFlag.Retransmitted) === 0 ? 0 : 1), 0);
}

/** What each packet that counts is: association, sender, path, size; and its chunks. */
function firstSightings(trace: Trace): string[] {
  const { packets, dataChunks, sacks } = trace;
  const lines = Array.from({ length: packets.length }, (_, row) =>
    `${packets.association[row]} ${packets.flags[row]! & PacketFlag.FromSecond} ${packets.path[row]} ${packets.size[row]} ${packets.contentHash[row]}`);
  for (let row = 0; row < dataChunks.length; row++) lines[dataChunks.packet[row]!] += ` D${dataChunks.tsn[row]} ${dataChunks.flags[row]} ${dataChunks.message[row]}`;
  for (let row = 0; row < sacks.length; row++) lines[sacks.packet[row]!] += ` S${sacks.cumulativeTsnAck[row]} ${sacks.aRwnd[row]}`;
  return lines.filter((_, row) => (packets.flags[row]! & PacketFlag.Duplicate) === 0);
}

describe('associations', needs('corpus'), () => {
  test.each([
    ['erlang-slow-peer', [
      '10.0.0.1:43563 d331c33e -> 10.0.0.2:3868 f852ffdb paths 0-0 abort 236/235',
      '10.0.0.1:48894 69897e95 -> 10.0.0.2:3868 d2e7b91 paths 0-0 shutdown 9/9',
    ]],
    ['multihomed-failover', ['10.0.0.1+10.0.1.1:38868 ff3e9d -> 10.0.0.2+10.0.1.2:3868 6f86409f paths 0-0 1-1 shutdown 5665/5611']],
    ['freediameter-slow-peer', [
      '10.0.0.1:50470 7d61c831 -> 10.0.0.2:3868 302b761f paths 0-0 abort 454/395',
      '10.0.0.1:39663 f50e3bb -> 10.0.0.2:3868 821f7d0 paths 0-0 shutdown 4/5',
      '10.0.0.1:51634 7e36a562 -> 10.0.0.2:3868 b779f99f paths 0-0 shutdown 806/803',
    ]],
    ['one-to-many', [
      '10.0.0.1:3870 80a6f5ed -> 10.0.0.2:3868 2f078277 paths 0-0 abort 1120/1118',
      '10.0.0.1:3870 ea31f749 -> 10.0.0.3:3868 d86ce93c paths 0-0 abort 1167/1194',
      '10.0.0.1:3870 eb792e46 -> 10.0.0.4:3868 95282f0d paths 0-0 abort 1119/1117',
    ]],
    ['path-failure', ['10.0.0.1:59287 49c06b9a -> 10.0.0.2:3868 98c7e78d paths 0-0 abort 1315/1297']],
  ])('%s', (name, expected) => {
    const trace = dissect(`${name}/capture.pcap`);
    expect(summary(trace)).toEqual(expected);
    expect(trace.problems.all.filter(({ kind }) => kind !== 'capture-time-backwards')).toEqual([]);
  });

  test('the cause of an ABORT after the last retransmission', () => {
    const trace = dissect('freediameter-slow-peer/capture.pcap');
    expect(trace.associations[0]!.abort).toMatchObject({ cause: 13, from: 0, reason: 'Association exceeded its max_retrans count' });
  });

  test('one that the capture enters in the middle is that of the whole capture', () => {
    const [whole, middle] = [dissect('pcap-variants/capture.pcap'), dissect('pcap-variants/capture-mid.pcap')].map(({ associations }) => associations[0]!);
    expect(middle!.initSeen).toBe(false);
    expect(middle!.endpoints.map(({ addresses, port, verificationTag }) => ({ addresses, port, verificationTag }))).toEqual(
      whole!.endpoints.map(({ addresses, port, verificationTag }) => ({ addresses, port, verificationTag })),
    );
  });
});

describe('retransmissions', needs('corpus', 'tshark'), () => {
  test.each(['multihomed-failover', 'one-to-many', 'freediameter-slow-peer', 'loss', 'path-failure', 'kernel-samples'])('%s', (name) => {
    const capture = fileOf(`${name}/capture.pcap`);
    const fields = ['-Y', 'sctp.retransmission', '-T', 'fields', '-e', 'sctp.retransmission'];
    const { stdout } = spawnSync('tshark', ['-n', '-r', capture, ...fields], { encoding: 'utf8' });
    const theirs = stdout.split(/[\n,]/).filter((word) => word !== '').length;
    expect(theirs).toBeGreaterThan(0);
    expect(retransmissions(dissect(`${name}/capture.pcap`))).toBe(theirs);
  });
});

describe('packets captured twice', needs('corpus'), () => {
  test('by two interfaces into one file', () => {
    const twice = dissect('pcap-variants/capture-twice.pcap');
    expect(twice.packets.length).toBe(3062);
    expect(firstSightings(twice)).toEqual(firstSightings(dissect('pcap-variants/capture.pcap')));
  });

  test.each(['pcap-variants', 'erlang-slow-peer-strace-default', 'c-epoll-client-slow-peer'])('at both ends: %s', (name) => {
    const alone = dissect(`${name}/capture.pcap`);
    const both = dissect(`${name}/capture.pcap`, `${name}/capture-server.pcap`);
    expect(both.packets.length).toBe(2 * alone.packets.length);
    expect(firstSightings(both)).toEqual(firstSightings(alone));
    expect(summary(both)).toEqual(summary(alone));
  });

  test('at both ends of a path that loses packets: no message twice', () => {
    const both = dissect('loss/capture.pcap', 'loss/capture-server.pcap');
    expect(both.associations.length).toBe(1);
    expect(both.messages.length).toBe(dissect('loss/capture.pcap').messages.length);
  });
});
