/** `stallscope live` on the packets of a machine: the real helper before the real command line, in a network of its own. */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist, program, root, runCli } from '../cli/runCli.ts';
import { needs } from '../needs.ts';
import { Namespace } from './namespace.ts';

const PATIENT = { timeout: 60_000 };

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
    // Until the helper listens, packets pass it by: its socket is there before it is bound (ETH_P_ALL, an interface, running).
    await expect.poll(() => namespace.run(['cat', '/proc/net/packet']), PATIENT).toMatch(/\s0003\s+\d+\s+1\s/);
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
});
