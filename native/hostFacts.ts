/** What a host shows of itself -> what works on it, one sentence each, and the command that enables what does not. */
import type { HelperObservation, HostObservation } from './hostObservation.ts';

export interface HostFact {
  readonly id: 'platform' | 'packets' | 'helper' | 'states' | 'refused-sends' | 'strace' | 'container';
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

const quoted = (path: string): string => `'${path.replaceAll("'", String.raw`'\''`)}'`;

function installCommand(from: string, to: string): string {
  return `sudo groupadd -f ${GROUP} && sudo install -D -o root -g ${GROUP} -m 0750 ${quoted(from)} ${quoted(to)} && sudo setcap cap_net_raw+ep ${quoted(to)} && sudo usermod -aG ${GROUP} "$USER"`;
}

/** `what`: a fact with the commands that install the helper and remove it. */
function withInstall(fact: HostFact, { ownHelper, installedPath }: HostObservation): HostFact {
  if (!ownHelper) return fact;
  return { ...fact, command: installCommand(ownHelper.path, installedPath), undo: `sudo rm ${quoted(installedPath)} && sudo groupdel ${GROUP}` };
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
/** "stallscope-capture: may not capture: the helper lacks …" without the name in front. */
const reasonOf = (errors: string): string => errors.replace(/^[\w-]+: (?:may not capture: )?/, '').replace(/\.$/, '');

const captures = (helper: HelperObservation | undefined): boolean => helper?.check?.code === 0;

function packets(host: HostObservation): HostFact {
  const { installedHelper, ownHelper, installedPath } = host;
  const id = 'packets';
  if (captures(installedHelper)) return { id, state: 'works', sentence: `Packets can be captured with ${installedPath}.` };
  // The product starts the installed one wherever it may.
  if (!installedHelper?.executable && captures(ownHelper)) return { id, state: 'works', sentence: 'Packets can be captured by this user as it is.' };
  if (!installedHelper && !ownHelper) return { id, state: 'missing', sentence: host.whyMissing };
  if (installedHelper && !installedHelper.executable) {
    return {
      id, state: 'missing', sentence: `You are not in the group that may start ${installedPath}; join it, then log in again (with Remote-SSH, also kill the VS Code server).`,
      command: `sudo usermod -aG ${GROUP} "$USER"`,
    };
  }
  if (host.noNewPrivileges) {
    return { id, state: 'missing', sentence: 'This session runs with "no new privileges" (a container, flatpak or snap), where file capabilities do not work: run the helper outside of it and open its stream.' };
  }
  const reason = reasonOf((installedHelper ?? ownHelper)?.check?.errors ?? '');
  return withInstall({ id, state: 'missing', sentence: `${capital(reason || 'the capture helper could not be started')}.` }, host);
}

function helper(host: HostObservation): HostFact[] {
  const version = host.installedHelper?.version;
  if (version === undefined || version === PROBE_VERSION) return [];
  return [withInstall({ id: 'helper', state: 'limited', sentence: `The installed helper is ${version}, this is ${PROBE_VERSION}: install it again.` }, host)];
}

function states({ state, sctpLoaded }: HostObservation): HostFact {
  const id = 'states';
  if (!state) return { id, state: 'missing', sentence: 'The program that reads the state of associations is not in this installation.' };
  if (state.code === 0 && state.output.startsWith('sock_diag')) {
    return { id, state: 'works', sentence: 'The kernel tells the windows and the send buffer of the associations in this network namespace.' };
  }
  if (state.code === 0) {
    return { id, state: 'limited', sentence: 'This kernel has no sctp_diag: the send buffer is seen by /proc/net/sctp, the windows are not.', command: 'sudo modprobe sctp_diag' };
  }
  return {
    id, state: 'missing',
    sentence: 'The kernel has no SCTP, or its module is not loaded. Packets and SCTP in UDP can be captured; the state of associations cannot be read.',
    ...(sctpLoaded ? {} : { command: 'sudo modprobe -a sctp sctp_diag' }),
  };
}

function refusedSends(host: HostObservation): HostFact {
  const id = 'refused-sends';
  if (!host.sctpLoaded) return { id, state: 'missing', sentence: 'Refused sends cannot be traced without SCTP in the kernel.' };
  if (host.vmlinuxBtf && host.sctpBtf) {
    return host.root
      ? { id, state: 'works', sentence: 'Refused sends can be traced in the kernel, with their headers and the state at that moment.' }
      : { id, state: 'limited', sentence: `Tracing refused sends needs root here${paranoid(host)}. Packets and state go on without it.` };
  }
  if (host.tracefsReadable) return { id, state: 'limited', sentence: 'The kernel has no BTF of sctp: refused sends are traced without their headers and the state at that moment.' };
  return { id, state: 'limited', sentence: `The kernel has no BTF of sctp, and tracing refused sends without it needs root${paranoid(host)}.` };
}

function paranoid({ perfEventParanoid }: HostObservation): string {
  return perfEventParanoid === undefined ? '' : ` (perf_event_paranoid=${perfEventParanoid})`;
}

function strace({ ptraceScope, root }: HostObservation): HostFact {
  const id = 'strace';
  const slow = 'it slows each send 16 to 60 times and can make the refusals disappear';
  if (ptraceScope === 3) return { id, state: 'missing', sentence: 'strace cannot attach to a running process here (ptrace_scope=3).' };
  if (!root && ptraceScope !== undefined && ptraceScope > 0) return { id, state: 'limited', sentence: `strace attaches to a running process with sudo only (ptrace_scope=${ptraceScope}); ${slow}.` };
  return { id, state: 'limited', sentence: `strace can attach to processes of this user; ${slow}.` };
}

export function hostFacts(host: HostObservation): readonly HostFact[] {
  if (host.platform !== 'linux') return [{ id: 'platform', state: 'missing', sentence: host.whyMissing }];
  return [
    { id: 'platform', state: 'works', sentence: `Linux ${host.kernel}.` },
    ...(host.inContainer ? [{ id: 'container', state: 'limited', sentence: 'This is a container: associations of other network namespaces are not visible here.' } as const] : []),
    packets(host), ...helper(host), states(host), refusedSends(host), strace(host),
  ];
}
