/** The network namespaces of a host, found in what /proc shows. How they are entered: live.test.ts. */
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { containerOf, findNamespace, networkNamespaces, parseProcAssociations } from '../../native/networkNamespaces.ts';

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
