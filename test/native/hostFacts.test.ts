/** What the product says of a host, by what the host shows; and the argument vectors of the programs. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostFacts, PROBE_VERSION } from '../../native/hostFacts.ts';
import type { HelperObservation, HostObservation } from '../../native/hostObservation.ts';
import { Probe } from '../../native/index.ts';

const says = (code: number, output: string, errors = ''): { code: number; output: string; errors: string } => ({ code, output, errors });
const own: HelperObservation = {
  path: '/opt/it\'s/stallscope-capture', executable: true, version: PROBE_VERSION,
  check: says(3, '', 'stallscope-capture: may not capture: the helper lacks the capability to read packets: sudo setcap cap_net_raw+ep on a copy that root owns'),
};
const installed: HelperObservation = { path: '/usr/local/libexec/stallscope-capture', executable: true, version: PROBE_VERSION, check: says(0, 'may capture') };

/** An ordinary user on a Debian 12 with SCTP, nothing installed. */
const debian: HostObservation = {
  platform: 'linux', whyMissing: 'There is no probe.', kernel: '6.1.0-56-amd64', user: 'anna', root: false, noNewPrivileges: false, inContainer: false,
  installedPath: '/usr/local/libexec/stallscope-capture', installedHelper: undefined, ownHelper: own, state: says(0, 'sock_diag'), sctpLoaded: true,
  tracefsReadable: false, vmlinuxBtf: true, sctpBtf: true, perfEventParanoid: 3, ptraceScope: 0,
};

function linesOf(change: Partial<HostObservation>): string[] {
  return hostFacts({ ...debian, ...change }).map(({ id, state, sentence }) => `${id} ${state}: ${sentence}`);
}
const lineOf = (id: string, change: Partial<HostObservation> = {}): string | undefined => linesOf(change).find((line) => line.startsWith(`${id} `));

describe('what a host allows', () => {
  test('nothing installed: one command that installs, one that takes it back', () => {
    const packets = hostFacts(debian).find(({ id }) => id === 'packets');
    expect(packets).toEqual({
      id: 'packets', state: 'missing', sentence: 'The helper lacks the capability to read packets: sudo setcap cap_net_raw+ep on a copy that root owns.',
      command: String.raw`sudo groupadd -f stallscope && sudo install -D -o root -g stallscope -m 0750 '/opt/it'\''s/stallscope-capture' '/usr/local/libexec/stallscope-capture' && sudo setcap cap_net_raw+ep '/usr/local/libexec/stallscope-capture' && sudo usermod -aG stallscope "$USER"`,
      undo: "sudo rm '/usr/local/libexec/stallscope-capture' && sudo groupdel stallscope",
    });
  });

  test('all is there', () => {
    expect(linesOf({ installedHelper: installed, root: true })).toEqual([
      'platform works: Linux 6.1.0-56-amd64.',
      'packets works: Packets can be captured with /usr/local/libexec/stallscope-capture.',
      'states works: The kernel tells the windows and the send buffer of the associations in this network namespace.',
      'refused-sends works: Refused sends can be traced in the kernel, with their headers and the state at that moment.',
      'strace limited: strace can attach to processes of this user; it slows each send 16 to 60 times and can make the refusals disappear.',
    ]);
  });

  test.each<[string, string, Partial<HostObservation>, string]>([
    ['not of the group', 'packets', { installedHelper: { ...installed, executable: false, version: undefined, check: undefined } }, 'packets missing: You are not in the group that may start /usr/local/libexec/stallscope-capture; join it, then log in again (with Remote-SSH, also kill the VS Code server).'],
    ['no new privileges', 'packets', { noNewPrivileges: true }, 'packets missing: This session runs with "no new privileges" (a container, flatpak or snap), where file capabilities do not work: run the helper outside of it and open its stream.'],
    ['its own helper may', 'packets', { ownHelper: { ...own, check: says(0, 'may capture') } }, 'packets works: Packets can be captured by this user as it is.'],
    ['no probe at all', 'packets', { ownHelper: undefined }, 'packets missing: There is no probe.'],
    ['an old helper', 'helper', { installedHelper: { ...installed, version: '0.0.9' } }, `helper limited: The installed helper is 0.0.9, this is ${PROBE_VERSION}: install it again.`],
    ['no sctp_diag', 'states', { state: says(0, '/proc/net/sctp/assocs') }, 'states limited: This kernel has no sctp_diag: the send buffer is seen by /proc/net/sctp, the windows are not.'],
    ['no SCTP', 'states', { state: says(3, ''), sctpLoaded: false }, 'states missing: The kernel has no SCTP, or its module is not loaded. Packets and SCTP in UDP can be captured; the state of associations cannot be read.'],
    ['not root', 'refused-sends', {}, 'refused-sends limited: Tracing refused sends needs root here (perf_event_paranoid=3). Packets and state go on without it.'],
    ['no BTF', 'refused-sends', { sctpBtf: false, tracefsReadable: true }, 'refused-sends limited: The kernel has no BTF of sctp: refused sends are traced without their headers and the state at that moment.'],
    ['ptrace', 'strace', { ptraceScope: 1 }, 'strace limited: strace attaches to a running process with sudo only (ptrace_scope=1); it slows each send 16 to 60 times and can make the refusals disappear.'],
    ['a container', 'container', { inContainer: true }, 'container limited: This is a container: associations of other network namespaces are not visible here.'],
  ])('%s', (_, id, change, line) => {
    expect(lineOf(id, change)).toBe(line);
  });

  test('elsewhere than on Linux one sentence says it all', async () => {
    const facts = await new Probe('nowhere', { platform: 'darwin', arch: 'arm64' }).checkHost();
    expect(facts).toEqual([{ id: 'platform', state: 'missing', sentence: 'Live capture on this machine needs Linux. Capture on a remote host, or open a capture file.' }]);
  });

  test('the probe has the version of the product', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(PROBE_VERSION).toBe(version);
  });
});

describe('commands', () => {
  let dist: string;
  beforeEach(() => (dist = mkdtempSync(join(tmpdir(), 'stallscope-'))));
  afterEach(() => rmSync(dist, { recursive: true }));
  const make = (path: string, mode: number): string => {
    writeFileSync(path, '');
    chmodSync(path, mode);
    return path;
  };
  const folder = (): string => {
    mkdirSync(join(dist, 'native/linux-x64'), { recursive: true });
    return join(dist, 'native/linux-x64');
  };
  const probe = (installedHelper = join(dist, 'installed')): Probe => new Probe(dist, { platform: 'linux', arch: 'x64', installedHelper });

  test('words, as they are', () => {
    const [helper, state] = [make(join(folder(), 'stallscope-capture'), 0o755), make(join(folder(), 'stallscope-state'), 0o755)];
    expect(probe().captureCommand()).toEqual({ words: [helper] });
    expect(probe().captureCommand({ interface: '$(reboot)', ports: [3868, 3869], addresses: ['fd00::1'], udpPorts: [0], snapLength: 256, promiscuous: true })).toEqual({
      words: [helper, '--interface', '$(reboot)', '--port', '3868', '--port', '3869', '--address', 'fd00::1', '--udp-port', '0', '--snaplen', '256', '--promiscuous'],
    });
    expect(probe().stateCommand({ ports: [3868], shortest: 100, longest: 1000 })).toEqual({ words: [state, '--port', '3868', '--shortest', '100', '--longest', '1000'] });
  });

  test('a mode that an unzip lost is restored', () => {
    const helper = make(join(folder(), 'stallscope-capture'), 0o644);
    expect(probe().captureCommand()).toEqual({ words: [helper] });
    expect(statSync(helper).mode & 0o777).toBe(0o755);
  });

  test('the installed helper goes before the own one', () => {
    make(join(folder(), 'stallscope-capture'), 0o755);
    const helper = make(join(dist, 'installed'), 0o755);
    expect(probe().captureCommand()).toEqual({ words: [helper] });
  });

  test('no programs: one sentence', () => {
    const missing = 'There is no probe for linux-x64 in this installation. In a checkout, npm run build:native makes it; without it, capture with tcpdump and open its stream.';
    expect([probe().captureCommand(), probe().stateCommand()]).toEqual([{ missing }, { missing }]);
  });
});
