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
const tracer = (check: ReturnType<typeof says>): HelperObservation => ({ path: '/opt/it\'s/stallscope-trace', executable: true, version: PROBE_VERSION, check });
const needsRoot = tracer(says(3, '', 'stallscope-trace: tracing system calls needs root here: tracefs is not readable'));

/** An ordinary user on a Debian 12 with SCTP, nothing installed. */
const debian: HostObservation = {
  platform: 'linux', whyMissing: 'There is no probe.', kernel: '6.1.0-56-amd64', user: 'anna', root: false, noNewPrivileges: false, inContainer: false,
  installedPath: '/usr/local/libexec/stallscope-capture', installedHelper: undefined, ownHelper: own, state: says(0, 'sock_diag'),
  tracerPath: '/usr/local/libexec/stallscope-trace', installedTracer: undefined, ownTracer: needsRoot, sctpLoaded: true,
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
      id: 'packets', state: 'missing', sentence: 'Packets: the helper lacks the capability to read packets.',
      command: String.raw`sudo groupadd -f stallscope && sudo install -D -o root -g stallscope -m 0750 '/opt/it'\''s/stallscope-capture' /usr/local/libexec/stallscope-capture && sudo setcap cap_net_raw+ep /usr/local/libexec/stallscope-capture && sudo usermod -aG stallscope "$USER"`,
      undo: 'sudo rm /usr/local/libexec/stallscope-capture && sudo groupdel stallscope',
    });
  });

  test('the tracer is for root, and is installed where root alone can change it', () => {
    expect(hostFacts(debian).find(({ id }) => id === 'refused-sends')).toEqual({
      id: 'refused-sends', state: 'limited', sentence: 'Refused sends: root traces them in the kernel, with headers; live capture shows the line.',
      command: String.raw`sudo install -D -o root -g root -m 0755 '/opt/it'\''s/stallscope-trace' /usr/local/libexec/stallscope-trace`,
      undo: 'sudo rm /usr/local/libexec/stallscope-trace',
    });
    expect(hostFacts({ ...debian, installedTracer: needsRoot }).find(({ id }) => id === 'refused-sends')).not.toHaveProperty('command');
  });

  test('all is there', () => {
    expect(linesOf({ installedHelper: installed, installedTracer: tracer(says(0, 'fexit')), root: true })).toEqual([
      'platform works: Linux 6.1.0-56-amd64.',
      'packets works: Packets: captured with /usr/local/libexec/stallscope-capture.',
      'states works: Kernel state: windows and send buffer of each association in this network namespace.',
      'refused-sends works: Refused sends: traced in the kernel, with their headers and the state at that moment.',
      'strace limited: strace: for processes of this user; slows each send 16 to 60 times, can hide refusals.',
    ]);
  });

  test.each<[string, string, Partial<HostObservation>, string]>([
    ['not of the group', 'packets', { installedHelper: { ...installed, executable: false, version: undefined, check: undefined } }, 'packets missing: Packets: join group stallscope and log in again (Remote-SSH: also kill the VS Code server).'],
    ['no new privileges', 'packets', { noNewPrivileges: true }, 'packets missing: Packets: "no new privileges" (container, flatpak, snap) forbids it; run the helper outside.'],
    ['its own helper may', 'packets', { ownHelper: { ...own, check: says(0, 'may capture') } }, 'packets works: Packets: captured by this user as it is.'],
    ['no probe at all', 'packets', { ownHelper: undefined }, 'packets missing: There is no probe.'],
    ['an old helper', 'helper', { installedHelper: { ...installed, version: '0.0.9' } }, `helper limited: The installed helper is 0.0.9, this is ${PROBE_VERSION}: install it again.`],
    ['an old tracer', 'tracer', { installedTracer: { ...needsRoot, version: '0.0.9' } }, `tracer limited: The installed tracer is 0.0.9, this is ${PROBE_VERSION}: install it again.`],
    ['no sctp_diag', 'states', { state: says(0, '/proc/net/sctp/assocs') }, 'states limited: Kernel state: no sctp_diag here; the send buffer is seen, the windows are not.'],
    ['no SCTP', 'states', { state: says(3, ''), sctpLoaded: false }, 'states missing: Kernel state: SCTP is not in the kernel, or not loaded; packets can be captured without.'],
    ['no BTF, not root', 'refused-sends', { sctpBtf: false }, 'refused-sends limited: Refused sends: root traces them by system calls (no sctp BTF); live capture shows the line.'],
    ['no BTF', 'refused-sends', { root: true, ownTracer: tracer(says(0, 'sys_exit', 'stallscope-trace: the kernel does not describe its types (no BTF): results of system calls are watched instead, without the message and the state of the association')) }, 'refused-sends limited: Refused sends: traced by results of system calls, without headers: the kernel does not describe its types (no BTF).'],
    ['root of a container', 'refused-sends', { root: true, ownTracer: tracer(says(3, '', 'stallscope-trace: tracefs cannot be mounted (Operation not permitted)')) }, 'refused-sends missing: Refused sends: tracefs cannot be mounted (Operation not permitted).'],
    ['no SCTP to trace', 'refused-sends', { sctpLoaded: false }, 'refused-sends missing: Refused sends: no SCTP in the kernel, nothing to trace.'],
    ['no tracer', 'refused-sends', { ownTracer: undefined }, 'refused-sends missing: Refused sends: the program that traces them is not in this installation.'],
    ['ptrace', 'strace', { ptraceScope: 1 }, 'strace limited: strace: with sudo only (ptrace_scope=1); slows each send 16 to 60 times, can hide refusals.'],
    ['a container', 'container', { inContainer: true }, 'container limited: A container: network namespaces outside of it are not visible here.'],
  ])('%s', (_, id, change, line) => {
    expect(lineOf(id, change)).toBe(line);
  });

  test('each is one line of a terminal, and what can be enabled can be taken back', () => {
    for (const change of [{}, { noNewPrivileges: true, sctpBtf: false, ptraceScope: 1, inContainer: true }, { sctpLoaded: false, state: says(3, '') }] as const) {
      const facts = hostFacts({ ...debian, ...change });
      expect(facts.filter(({ sentence }) => sentence.length > 91).map(({ sentence }) => sentence)).toEqual([]);
      expect(facts.filter(({ command, undo }) => (command === undefined) !== (undo === undefined))).toEqual([]);
    }
  });

  test.each([['darwin', 'macOS'], ['win32', 'Windows']])('on %s it says what works instead', async (platform, name) => {
    const facts = await new Probe('nowhere', { platform, arch: 'arm64' }).checkHost();
    expect(facts).toEqual([
      { id: 'platform', state: 'missing', sentence: `This machine (${name}): its own packets cannot be captured, that needs Linux.` },
      { id: 'remote', state: 'works', sentence: 'A remote Linux host works as a source: ssh NODE tcpdump -i any -U -w - sctp' },
    ]);
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
  const probe = (installedHelper = join(dist, 'installed'), installedTracer = join(dist, 'tracer')): Probe => new Probe(dist, { platform: 'linux', arch: 'x64', installedHelper, installedTracer });

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
    expect([probe().captureCommand(), probe().stateCommand(), probe().traceCommand()]).toEqual([{ missing }, { missing }, { missing }]);
  });

  test('the tracer: its words, the installed one first, and what it says of itself', async () => {
    const own = make(join(folder(), 'stallscope-trace'), 0o755);
    expect(probe().traceCommand({ ports: [3868], pids: [1, 2], states: '/run/a b' })).toEqual({ words: [own, '--pid', '1', '--pid', '2', '--port', '3868', '--states', '/run/a b'] });
    const tracer = make(join(dist, 'tracer'), 0o755);
    expect(probe().traceCommand()).toEqual({ words: [tracer] });
    writeFileSync(tracer, '#!/bin/sh\necho "stallscope-trace: no BTF: results of system calls are watched instead, without" >&2; echo sys_exit\n');
    expect(await probe().checkTracer()).toEqual({ source: 'sys_exit', without: 'no BTF' });
    writeFileSync(tracer, '#!/bin/sh\necho "stallscope-trace: needs root." >&2; exit 3\n');
    expect(await probe().checkTracer()).toEqual({ missing: 'needs root', needsRoot: process.geteuid?.() !== 0 });
  });
});
