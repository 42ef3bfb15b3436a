/** `stallscope live` on the packets of a machine: the real helper before the real command line, in a network of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entranceOf } from '../../native/networkNamespaces.ts';
import { dist, program, root, runCli } from '../cli/runCli.ts';
import { needs } from '../needs.ts';
import { Namespace } from './namespace.ts';

const PATIENT = { timeout: 60_000 };
/** Of /proc/net/packet, of a helper that listens: ETH_P_ALL, an interface, running. */
const BOUND = /\s0003\s+\d+\s+1\s/;

describe('live on this machine', needs('compiler', 'namespaces'), () => {
  const out = mkdtempSync(join(tmpdir(), 'stallscope-machine-'));
  let namespace: Namespace;
  beforeAll(async () => {
    symlinkSync(join(root, 'dist/native'), join(dist, 'native'));
    namespace = await Namespace.create();
  });
  afterAll(() => {
    namespace.end();
    rmSync(out, { recursive: true });
  });

  test('packets of an interface and a port are counted, kept with their interface, and read again', async () => {
    const live = namespace.spawn([process.execPath, program, 'live', '--interface', 'veth1', '--port', '3868', '--out', out], { stdio: ['ignore', 'pipe', 'pipe'] });
    const told = { out: '', err: '' };
    live.stdout!.on('data', (bytes) => (told.out += bytes));
    live.stderr!.on('data', (bytes) => (told.err += bytes));
    const closed = once(live, 'close') as Promise<[number | null]>;
    // Until the helper listens, packets pass it by: its socket is there before it is bound.
    await expect.poll(() => namespace.run(['cat', '/proc/net/packet']), PATIENT).toMatch(BOUND);
    namespace.send('ipv4', 40, 1000);
    namespace.send('offload', 10, 1000);
    namespace.send('other-ports', 20, 1000);
    namespace.send('dns', 20, 1000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    live.kill('SIGINT');
    expect((await closed)[0], told.err).toBe(0);
    expect(told.out).toContain('packets: pcapng, 50 frames');
    // A checksum that the card was to fill in is not called wrong.
    expect(told.out).not.toMatch(/checksum|CRC32c/i);
    const folder = join(out, readdirSync(out)[0]!);
    const packets = readFileSync(join(folder, 'packets.pcapng'), 'latin1');
    expect(packets).toContain('stallscope-capture');
    expect(packets).toContain('veth1');
    const again = await runCli(['explain', folder]);
    expect(again.stdout).toMatch(/packets\.pcapng: pcapng,\s+50 frames/);
  });

  test('who may not capture hears what to do', async () => {
    const live = namespace.spawn(['setpriv', '--bounding-set=-net_raw', '--inh-caps=-net_raw', process.execPath, program, 'live', '--interface', 'veth1'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    live.stderr!.on('data', (bytes) => (errors += bytes));
    expect(((await once(live, 'close')) as [number | null])[0]).toBe(2);
    expect(errors).toMatch(/^packets: may not capture: .* \(exit code 3, "stallscope doctor" says what enables it\)\n$/);
  });

  test('it is entered from outside without sudo, and its packets are captured there', async () => {
    expect(await entranceOf({ name: undefined, pid: namespace.pid })).toMatchObject({ needsRoot: false });
    const inside = mkdtempSync(join(out, 'inside-'));
    const live = spawn(process.execPath, [program, 'live', '--netns', String(namespace.pid), '--interface', 'veth1', '--out', inside], { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    for (const stream of [live.stdout, live.stderr]) stream.on('data', (bytes) => (told += bytes));
    const closed = once(live, 'close') as Promise<[number | null]>;
    await expect.poll(() => namespace.run(['cat', '/proc/net/packet']), PATIENT).toMatch(BOUND);
    namespace.send('ipv4', 40, 1000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    live.kill('SIGINT');
    expect((await closed)[0], told).toBe(0);
    expect(told).toContain('packets: pcapng, 40 frames');
    expect(readdirSync(inside)).toHaveLength(1);
  });

  test('without the right to enter a namespace, the line that does is shown', async () => {
    // No capability to enter one of the host: what an ordinary user meets.
    const live = spawn('setpriv', ['--bounding-set=-all', '--inh-caps=-all', process.execPath, program, 'live', '--netns', String(process.pid), '--state'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    live.stderr.on('data', (bytes) => (told += bytes));
    await expect.poll(() => told, PATIENT).toMatch(/^Only root may see this\. Run this line in another terminal; it feeds this session and ends with it:\n {2}sudo nsenter --target \d+ --net -- \S+stallscope-state > \S+\n/);
    live.kill('SIGINT');
    expect((await once(live, 'close'))[0]).toBe(0);
  });

  test('a namespace that is not there is an error, in a sentence', async () => {
    const { code, stderr } = await runCli(['live', '--netns', 'nowhere']);
    expect([code, stderr]).toEqual([2, 'nowhere is no network namespace here: neither a name of "ip netns", nor a process, nor a container. "stallscope doctor" lists them.\n']);
  });
});
