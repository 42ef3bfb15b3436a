/** The network namespaces of a host: found in what /proc shows, entered by whoever may; and captured in, from outside. */
import { once } from 'node:events';
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { containerOf, entranceOf, findNamespace, networkNamespaces, parseProcAssociations } from '../../native/networkNamespaces.ts';
import { dist, program, root } from '../cli/runCli.ts';
import { needs } from '../needs.ts';
import { Namespace } from './namespace.ts';

const PATIENCE = { timeout: 60_000 };
const heading = ' ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf\n';
const table = `${heading}ffff88 ffff89 2   1   3  0       1        0        0    1000 9089  43563 3868  *10.0.0.1 10.0.1.1 <-> *10.0.0.2 10.0.1.2 \t   30000    10    10   10    0    0        0        1        0   212992   212992\n`
  + 'ffff8a ffff8b 2   1   3  0       2        0        0    1000 9090  3868 40000  *fd00:0000:0000:0000:0000:0000:0000:0001 <-> *fd00:0000:0000:0000:0000:0000:0000:0002 \t 30000 10 10 10 0 0 0 1 0 1 1\nno association\n';
const hash = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';

test('associations of /proc, with all their addresses', () => {
  expect(parseProcAssociations(table)).toEqual([
    { inode: '9089', ends: '10.0.0.1,10.0.1.1:43563 to 10.0.0.2,10.0.1.2:3868' },
    { inode: '9090', ends: 'fd00:0000:0000:0000:0000:0000:0000:0001:3868 to fd00:0000:0000:0000:0000:0000:0000:0002:40000' },
  ]);
  expect(parseProcAssociations('')).toEqual([]);
});

test.each([
  [`0::/system.slice/docker-${hash}.scope`, 'docker 0123456789ab'], [`12:pids:/docker/${hash}`, 'docker 0123456789ab'],
  [`0::/machine.slice/libpod-${hash}.scope/container`, 'podman 0123456789ab'],
  [`0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-${hash}.scope`, 'containerd 0123456789ab'],
  [`0::/kubepods/besteffort/pod12-34/${hash}`, 'kubernetes 0123456789ab'], ['0::/lxc.payload.core/init.scope', 'lxc core'],
  ['0::/user.slice/user-1000.slice/session-2.scope', ''], ['', ''],
])('%s is of "%s"', (groups, container) => {
  expect(containerOf(groups)).toBe(container);
});

describe('a host', () => {
  const home = mkdtempSync(join(tmpdir(), 'stallscope-proc-'));
  afterAll(() => rmSync(home, { recursive: true }));
  const places = { proc: join(home, 'proc'), names: join(home, 'names') };
  /** One process; those of one namespace share the files that the namespace has for itself. */
  function process(pid: number | 'self', namespace: string, { command = 'sh', groups = '', socket = '', associations = '' } = {}): void {
    const folder = join(places.proc, String(pid));
    for (const name of ['net/sctp', 'ns', 'fd']) mkdirSync(join(folder, name), { recursive: true });
    linkSync(join(home, `${namespace}.dev`), join(folder, 'net/dev'));
    linkSync(join(home, `${namespace}.ns`), join(folder, 'ns/net'));
    for (const [name, words] of [['comm', `${command}\n`], ['cgroup', groups], ['net/sctp/assocs', associations]] as const) writeFileSync(join(folder, name), words);
    if (socket !== '') symlinkSync(`socket:[${socket}]`, join(folder, 'fd/17'));
  }
  beforeAll(() => {
    mkdirSync(places.names, { recursive: true });
    for (const name of ['own', 'srv', 'box', 'sandbox', 'left']) for (const kind of ['dev', 'ns']) writeFileSync(join(home, `${name}.${kind}`), '');
    process('self', 'own');
    process(1, 'own', { associations: table });
    process(30, 'srv', { command: 'ip' });
    process(31, 'srv', { command: 'erl_child_setup', associations: table });
    process(227, 'srv', { command: 'beam.smp', socket: '9090', associations: table });
    writeFileSync(join(places.proc, '30/net/sctp/assocs'), table);
    process(40, 'box', { command: 'nginx', groups: `0::/docker/${hash}` });
    process(50, 'sandbox', { command: 'chrome' });
    linkSync(join(home, 'srv.ns'), join(places.names, 'srv'));
    linkSync(join(home, 'left.ns'), join(places.names, 'left'));
    linkSync(join(home, 'own.ns'), join(places.names, 'me'));
  });

  test('what is listed: SCTP, containers and names; not one\'s own, and no sandboxes', () => {
    expect(networkNamespaces(places)).toEqual([
      { name: 'srv', pid: 227, command: 'beam.smp', container: '', associations: ['10.0.0.1,10.0.1.1:43563 to 10.0.0.2,10.0.1.2:3868', expect.stringMatching(/:3868 to .*:40000$/)] },
      { name: undefined, pid: 40, command: 'nginx', container: 'docker 0123456789ab', associations: [] },
      { name: 'left', pid: undefined, command: '', container: '', associations: [] },
    ]);
  });

  test('found by a name, a process or the beginning of a container\'s', () => {
    expect(findNamespace('srv', places)).toEqual({ name: 'srv', pid: undefined });
    expect(findNamespace('50', places)).toEqual({ name: undefined, pid: 50 });
    expect(findNamespace('0123456789', places)).toMatchObject({ pid: 40 });
    expect([findNamespace('nowhere', places), findNamespace('999', places), findNamespace('', places), findNamespace('../proc', places)]).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('elsewhere than on Linux there are none', () => {
    expect(networkNamespaces({ proc: join(home, 'nothing'), names: join(home, 'nothing') })).toEqual([]);
  });
});

describe('a namespace of one\'s own', needs('compiler', 'namespaces'), () => {
  const out = mkdtempSync(join(tmpdir(), 'stallscope-inside-'));
  let namespace: Namespace;
  beforeAll(async () => {
    symlinkSync(join(root, 'dist/native'), join(dist, 'native'));
    namespace = await Namespace.create();
  });
  afterAll(() => {
    namespace.end();
    rmSync(out, { recursive: true });
  });

  test('is entered without sudo, and its packets are captured from outside', async () => {
    expect(await entranceOf({ name: undefined, pid: namespace.pid })).toMatchObject({ needsRoot: false });
    const live = spawn(process.execPath, [program, 'live', '--netns', String(namespace.pid), '--interface', 'veth1', '--out', out], { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    for (const stream of [live.stdout, live.stderr]) stream.on('data', (bytes) => (told += bytes));
    const closed = once(live, 'close') as Promise<[number | null]>;
    await expect.poll(() => namespace.run(['cat', '/proc/net/packet']), PATIENCE).toMatch(/\s0003\s+\d+\s+1\s/);
    namespace.send('ipv4', 40, 1000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    live.kill('SIGINT');
    expect((await closed)[0], told).toBe(0);
    expect(told).toContain('packets: pcapng, 40 frames');
    expect(readdirSync(out)).toHaveLength(1);
  });

  test('one that is not there is an error, in a sentence', async () => {
    const live = spawn(process.execPath, [program, 'live', '--netns', 'nowhere'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    live.stderr.on('data', (bytes) => (told += bytes));
    expect((await once(live, 'close'))[0]).toBe(2);
    expect(told).toBe('nowhere is no network namespace here: neither a name of "ip netns", nor a process, nor a container. "stallscope doctor" lists them.\n');
  });

  test('without the right to enter, the line that does is shown', async () => {
    // No capability to enter a namespace of the host: what an ordinary user meets.
    const live = spawn('setpriv', ['--bounding-set=-all', '--inh-caps=-all', process.execPath, program, 'live', '--netns', String(process.pid), '--state'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    live.stderr.on('data', (bytes) => (told += bytes));
    await expect.poll(() => told, PATIENCE).toMatch(/^Only root may see this\. Run this line in another terminal; it feeds this session and ends with it:\n {2}sudo nsenter --target \d+ --net -- \S+stallscope-state > \S+\n/);
    live.kill('SIGINT');
    expect((await once(live, 'close'))[0]).toBe(0);
  });
});
