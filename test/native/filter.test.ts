/** What passes the generated filter, read back by the product's own readers and, where it is there, by tshark. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PacketFlag } from '../../analyzer/trace/schema.ts';
import { needs } from '../needs.ts';
import { problemsOf } from '../readers/frames.ts';
import { builds, Capturing, readBack } from './capturing.ts';
import { Namespace } from './namespace.ts';

const COUNT = 10;

/** Kind of frame -> how many of COUNT pass without further conditions. */
const passing: Readonly<Record<string, number>> = {
  'ipv4': COUNT, 'ipv4-options': COUNT, 'ipv6': COUNT, 'vlan': COUNT, 'vlan-ipv6': COUNT, 'qinq': COUNT,
  'qinq-priority-2': COUNT, 'qinq-priority-3': COUNT, 'udp': COUNT, 'udp-ipv6': COUNT,
  'later-fragment': COUNT, 'hop-by-hop': COUNT, 'fragment-ipv6': COUNT, 'later-fragment-ipv6': COUNT, 'offload': COUNT, 'other-ports': COUNT,
  'tcp': 0, 'dns': 0, 'arp': 0, 'vlan-tcp': 0,
};
/** Of these the readers make packets of SCTP; a fragment alone is none. */
const whole = ['ipv4', 'ipv4-options', 'ipv6', 'vlan', 'vlan-ipv6', 'qinq', 'qinq-priority-2', 'qinq-priority-3', 'udp', 'udp-ipv6', 'hop-by-hop', 'offload', 'other-ports'];

const ready = needs('compiler', 'namespaces');
let namespace: Namespace;
beforeAll(async () => {
  if (!ready.skip) namespace = await Namespace.create();
});
afterAll(() => namespace?.end());

/** How many frames of each kind a capture with these words holds. */
async function captured(words: readonly string[], kinds: readonly string[], build: (typeof builds)[number] = 'plain'): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const kind of kinds) {
    const capturing = await Capturing.start(namespace, ['--interface', 'veth1', ...words], { build });
    namespace.send(kind, COUNT);
    const { code, account, bytes } = await capturing.end();
    expect(code).toBe(0);
    expect(account).toMatchObject({ kernel: 0, queue: 0, notTaken: 0 });
    found[kind] = readBack(bytes).inputs[0]!.records;
    expect(found[kind]).toBe(account.delivered);
  }
  return found;
}

describe.each(builds)('%s', (build) => {
  test('each kind of frame', ready, async () => {
    expect(await captured([], Object.keys(passing), build)).toEqual(passing);
  });

  test('ports and addresses: of either side, inside UDP too; a later fragment has no ports', ready, async () => {
    const kinds = ['ipv4', 'ipv6', 'vlan', 'udp', 'other-ports', 'other-ports-ipv6', 'udp-other-ports', 'later-fragment'];
    expect(await captured(['--port', '3868'], kinds, build)).toEqual({
      'ipv4': COUNT, 'ipv6': COUNT, 'vlan': COUNT, 'udp': COUNT, 'other-ports': 0, 'other-ports-ipv6': 0, 'udp-other-ports': 0, 'later-fragment': COUNT,
    });
    expect(await captured(['--port=9', '--port=43563'], ['ipv4', 'other-ports'], build)).toEqual({ 'ipv4': COUNT, 'other-ports': 0 });
    expect(await captured(['--address', '10.0.0.2', '--address', 'fd00::9'], ['ipv4', 'ipv6', 'qinq', 'later-fragment'], build)).toEqual({ 'ipv4': COUNT, 'ipv6': 0, 'qinq': COUNT, 'later-fragment': COUNT });
    expect(await captured(['--address', 'fd00::1'], ['ipv4', 'ipv6'], build)).toEqual({ 'ipv4': 0, 'ipv6': COUNT });
    expect(await captured(['--udp-port', '0'], ['ipv4', 'udp'], build)).toEqual({ 'ipv4': COUNT, 'udp': 0 });
  });

  test('as many ports and addresses as can be given', ready, async () => {
    const ports = Array.from({ length: 63 }, (_, i) => ['--port', String(20_000 + i)]).flat();
    const addresses = Array.from({ length: 63 }, (_, i) => ['--address', `fd00::${(i + 16).toString(16)}`]).flat();
    expect(await captured([...ports, '--port', '3868', ...addresses, '--address', 'fd00::2'], ['ipv6', 'other-ports-ipv6'], build)).toEqual({ 'ipv6': COUNT, 'other-ports-ipv6': 0 });
  });
});

test('every kind is read as SCTP, whatever stands before it', ready, async () => {
  const capturing = await Capturing.start(namespace, ['--interface', 'veth1']);
  for (const kind of whole) namespace.send(kind, COUNT);
  const { bytes } = await capturing.end();
  const trace = readBack(bytes);
  expect(trace.packets.length).toBe(whole.length * COUNT);
  expect(problemsOf(trace)).toEqual([]);
});

test('a checksum that the card would have made is not called wrong; a damaged one is', ready, async () => {
  const grades = async (kind: string): Promise<Set<number>> => {
    const capturing = await Capturing.start(namespace, ['--interface', 'veth1']);
    namespace.send(kind, COUNT);
    const { packets } = readBack((await capturing.end()).bytes);
    return new Set([...packets.flags.subarray(0, packets.length)].map((flags) => flags & (PacketFlag.ChecksumBad | PacketFlag.ChecksumGood | PacketFlag.ChecksumZero)));
  };
  expect(await grades('offload')).toEqual(new Set([PacketFlag.ChecksumZero]));
  expect(await grades('ipv4')).toEqual(new Set([PacketFlag.ChecksumGood]));
  expect(await grades('damaged')).toEqual(new Set([PacketFlag.ChecksumBad]));
});

test('a snap length cuts packets and keeps their true lengths', ready, async () => {
  const capturing = await Capturing.start(namespace, ['--interface', 'veth1', '--snaplen', '96']);
  namespace.send('ipv4', COUNT);
  namespace.send('vlan', COUNT);
  const { packets } = readBack((await capturing.end()).bytes);
  expect(packets.length).toBe(2 * COUNT);
  expect([...packets.flags.subarray(0, packets.length)].every((flags) => (flags & PacketFlag.Cut) !== 0)).toBe(true);
});

test('tshark reads the same: interfaces, directions, tags, what is left to the card', { skip: ready.skip || needs('tshark').skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stallscope-'));
  try {
    const capturing = await Capturing.start(namespace, ['--interface', 'any']);
    for (const kind of ['ipv4', 'qinq', 'offload', 'udp-ipv6']) namespace.send(kind, 1);
    const { account, bytes } = await capturing.end();
    expect(account.seen).toBe(8);
    writeFileSync(join(folder, 'stream.pcapng'), bytes);
    const fields = ['frame.interface_name', 'frame.packet_flags', 'sll.etype', 'vlan.id', 'sctp.srcport', 'frame.len'];
    const lines = execFileSync('tshark', ['-r', join(folder, 'stream.pcapng'), '-T', 'fields', ...fields.flatMap((field) => ['-e', field])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(lines.trim().split('\n').toSorted()).toEqual([
      'veth0\t0x00000002\t0x0800\t\t43563\t368',
      'veth0\t0x00000002\t0x86dd\t\t43563\t396',
      // The kernel tells the sender of the outer tag alone.
      'veth0\t0x00000002\t0x88a8\t\t43563\t372',
      'veth0\t0x00000202\t0x0800\t\t43563\t368',
      // For another host, by its Ethernet address.
      'veth1\t0x00000011\t0x0800\t\t43563\t368',
      'veth1\t0x00000011\t0x86dd\t\t43563\t396',
      'veth1\t0x00000011\t0x88a8\t42\t43563\t376',
      'veth1\t0x00000211\t0x0800\t\t43563\t368',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('packets above the MTU are marked as such: SCTP GSO makes them', ready, async () => {
  const capturing = await Capturing.start(namespace, ['--interface', 'veth1']);
  namespace.send('ipv4', 1);
  namespace.ip('link set veth0 mtu 3000');
  namespace.ip('link set veth1 mtu 3000');
  namespace.send('large', 1);
  const { bytes } = await capturing.end();
  namespace.ip('link set veth0 mtu 1500');
  namespace.ip('link set veth1 mtu 1500');
  expect(packetFlags(bytes).map((flags) => (flags >> 11) & 1)).toEqual([0, 1]);
});

/** epb_flags of each packet; it is the only option that is written. */
function packetFlags(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at += view.getUint32(at + 4, true)) {
    if (view.getUint32(at, true) === 6) found.push(view.getUint32(at + view.getUint32(at + 4, true) - 12, true));
  }
  return found;
}
