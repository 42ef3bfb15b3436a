/** What a host shows of itself -> what works on it, one sentence each, and the command that enables what does not. */
import type { HelperObservation, HostObservation } from './hostObservation.ts';
import { refusedSends, tracerInstall } from './tracerFact.ts';
import { quoted, reasonOf } from './words.ts';

export interface HostFact {
  readonly id: 'platform' | 'remote' | 'packets' | 'helper' | 'tracer' | 'states' | 'refused-sends' | 'strace' | 'container';
  readonly state: 'works' | 'limited' | 'missing';
  readonly sentence: string;
  /** For a terminal. */
  readonly command?: string;
  /** What takes the command back. */
  readonly undo?: string;
}

/** Of the programs that belong to this version of the product; a test holds it to package.json. */
export const PROBE_VERSION = '0.1.0';

const GROUP = 'stallscope';

function installCommand(from: string, to: string): string {
  return `sudo groupadd -f ${GROUP} && sudo install -D -o root -g ${GROUP} -m 0750 ${quoted(from)} ${quoted(to)} && sudo setcap cap_net_raw+ep ${quoted(to)} && sudo usermod -aG ${GROUP} "$USER"`;
}

/** `what`: a fact with the commands that install the helper and remove it. */
function withInstall(fact: HostFact, { ownHelper, installedPath }: HostObservation): HostFact {
  if (!ownHelper) return fact;
  return { ...fact, command: installCommand(ownHelper.path, installedPath), undo: `sudo rm ${quoted(installedPath)} && sudo groupdel ${GROUP}` };
}

const captures = (helper: HelperObservation | undefined): boolean => helper?.check?.code === 0;

function packets(host: HostObservation): HostFact {
  const { installedHelper, ownHelper, installedPath } = host;
  const id = 'packets';
  if (captures(installedHelper)) return { id, state: 'works', sentence: `Packets: captured with ${installedPath}.` };
  // The product starts the installed one wherever it may.
  if (!installedHelper?.executable && captures(ownHelper)) return { id, state: 'works', sentence: 'Packets: captured by this user as it is.' };
  if (!installedHelper && !ownHelper) return { id, state: 'missing', sentence: host.whyMissing };
  if (installedHelper && !installedHelper.executable) {
    return {
      id, state: 'missing', sentence: `Packets: join group ${GROUP} and log in again (Remote-SSH: also kill the VS Code server).`,
      command: `sudo usermod -aG ${GROUP} "$USER"`, undo: `sudo gpasswd -d "$USER" ${GROUP}`,
    };
  }
  if (host.noNewPrivileges) {
    return { id, state: 'missing', sentence: 'Packets: "no new privileges" (container, flatpak, snap) forbids it; run the helper outside.' };
  }
  // The command stands on a line of its own.
  const reason = reasonOf((installedHelper ?? ownHelper)?.check?.errors ?? '').replace(/: sudo .*/s, '');
  return withInstall({ id, state: 'missing', sentence: `Packets: ${reason || 'the capture helper could not be started'}.` }, host);
}

function outdated(host: HostObservation): HostFact[] {
  const { installedHelper, installedTracer, ownTracer, tracerPath } = host;
  const isOld = (version: string | undefined): version is string => version !== undefined && version !== PROBE_VERSION;
  const sentence = (what: string, version: string): string => `The installed ${what} is ${version}, this is ${PROBE_VERSION}: install it again.`;
  const facts: HostFact[] = [];
  if (isOld(installedHelper?.version)) facts.push(withInstall({ id: 'helper', state: 'limited', sentence: sentence('helper', installedHelper.version) }, host));
  if (isOld(installedTracer?.version)) {
    facts.push({ id: 'tracer', state: 'limited', sentence: sentence('tracer', installedTracer.version), ...(ownTracer ? tracerInstall(ownTracer.path, tracerPath) : {}) });
  }
  return facts;
}

function states({ state, sctpLoaded }: HostObservation): HostFact {
  const id = 'states';
  if (!state) return { id, state: 'missing', sentence: 'Kernel state: the program that reads it is not in this installation.' };
  if (state.code === 0 && state.output.startsWith('sock_diag')) {
    return { id, state: 'works', sentence: 'Kernel state: windows and send buffer of each association in this network namespace.' };
  }
  if (state.code === 0) {
    return { id, state: 'limited', sentence: 'Kernel state: no sctp_diag here; the send buffer is seen, the windows are not.', command: 'sudo modprobe sctp_diag', undo: 'sudo modprobe -r sctp_diag' };
  }
  return {
    id, state: 'missing', sentence: 'Kernel state: SCTP is not in the kernel, or not loaded; packets can be captured without.',
    ...(sctpLoaded ? {} : { command: 'sudo modprobe -a sctp sctp_diag', undo: 'sudo modprobe -r sctp_diag sctp' }),
  };
}

function strace({ ptraceScope, root }: HostObservation): HostFact {
  const id = 'strace';
  if (ptraceScope === 3) return { id, state: 'missing', sentence: 'strace: cannot attach to a running process here (ptrace_scope=3).' };
  const whose = !root && ptraceScope !== undefined && ptraceScope > 0 ? `with sudo only (ptrace_scope=${ptraceScope})` : 'for processes of this user';
  return { id, state: 'limited', sentence: `strace: ${whose}; slows each send 16 to 60 times, can hide refusals.` };
}

/** Of Node.js, in the words of people. */
const systems: Readonly<Record<string, string>> = { darwin: 'macOS', win32: 'Windows' };

/** Where there is no such kernel to look into, all that comes from elsewhere works. */
function elsewhere(platform: string): readonly HostFact[] {
  return [
    { id: 'platform', state: 'missing', sentence: `This machine (${systems[platform] ?? platform}): its own packets cannot be captured, that needs Linux.` },
    { id: 'remote', state: 'works', sentence: 'A remote Linux host works as a source: ssh NODE tcpdump -i any -U -w - sctp' },
  ];
}

export function hostFacts(host: HostObservation): readonly HostFact[] {
  if (host.platform !== 'linux') return elsewhere(host.platform);
  return [
    { id: 'platform', state: 'works', sentence: `Linux ${host.kernel}.` },
    ...(host.inContainer ? [{ id: 'container', state: 'limited', sentence: 'A container: network namespaces outside of it are not visible here.' } as const] : []),
    packets(host), states(host), refusedSends(host), ...outdated(host), strace(host),
  ];
}
