/** What this host shows of itself, as it is: files of /proc and /sys and what the probe's programs say. No judgement; see hostFacts.ts. */
import { constants, existsSync, readFileSync, statSync } from 'node:fs';
import { release } from 'node:os';
import { ask, isExecutable, mayAccess, type ProgramSaid } from './program.ts';

export interface HelperObservation {
  readonly path: string;
  /** This user may start it. */
  readonly executable: boolean;
  readonly version: string | undefined;
  readonly check: ProgramSaid | undefined;
}

export interface HostObservation {
  readonly platform: string;
  readonly whyMissing: string;
  readonly kernel: string;
  readonly user: string;
  readonly root: boolean;
  readonly noNewPrivileges: boolean;
  readonly inContainer: boolean;
  readonly installedPath: string;
  readonly installedHelper: HelperObservation | undefined;
  readonly ownHelper: HelperObservation | undefined;
  /** --check of the program that reads states. */
  readonly state: ProgramSaid | undefined;
  readonly tracerPath: string;
  readonly installedTracer: HelperObservation | undefined;
  readonly ownTracer: HelperObservation | undefined;
  readonly sctpLoaded: boolean;
  readonly tracefsReadable: boolean;
  readonly vmlinuxBtf: boolean;
  readonly sctpBtf: boolean;
  readonly perfEventParanoid: number | undefined;
  readonly ptraceScope: number | undefined;
}

export interface Places {
  readonly platform: string;
  readonly installedHelper: string;
  readonly ownHelper: string | undefined;
  readonly stateProgram: string | undefined;
  readonly installedTracer: string;
  readonly ownTracer: string | undefined;
  readonly whyMissing: string;
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function number(path: string): number | undefined {
  const found = Number.parseInt(text(path) ?? '', 10);
  return Number.isNaN(found) ? undefined : found;
}

function isThere(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

async function observeHelper(path: string | undefined): Promise<HelperObservation | undefined> {
  if (path === undefined || !isThere(path)) return undefined;
  const executable = isExecutable(path);
  if (!executable) return { path, executable, version: undefined, check: undefined };
  const [version, check] = await Promise.all([ask(path, '--version'), ask(path, '--check')]);
  return { path, executable, version: version.code === 0 ? version.output.split(' ').at(-1) : undefined, check };
}

export async function observeHost(places: Places): Promise<HostObservation> {
  const [installedHelper, ownHelper, installedTracer, ownTracer, state] = await Promise.all([
    observeHelper(places.installedHelper), observeHelper(places.ownHelper), observeHelper(places.installedTracer), observeHelper(places.ownTracer),
    places.stateProgram && isExecutable(places.stateProgram) ? ask(places.stateProgram, '--check') : undefined,
  ]);
  return {
    platform: places.platform,
    whyMissing: places.whyMissing,
    kernel: release(),
    user: process.env['USER'] ?? process.env['LOGNAME'] ?? '$USER',
    root: process.geteuid?.() === 0,
    noNewPrivileges: /^NoNewPrivs:\s*1$/m.test(text('/proc/self/status') ?? ''),
    inContainer: existsSync('/.dockerenv') || existsSync('/run/.containerenv'),
    installedPath: places.installedHelper,
    installedHelper,
    ownHelper,
    tracerPath: places.installedTracer,
    installedTracer,
    ownTracer,
    state,
    // After a look at the states, which loads the module where the kernel does that.
    sctpLoaded: existsSync('/proc/net/sctp'),
    tracefsReadable: mayAccess('/sys/kernel/tracing/events/syscalls', constants.R_OK),
    vmlinuxBtf: existsSync('/sys/kernel/btf/vmlinux'),
    sctpBtf: existsSync('/sys/kernel/btf/sctp'),
    perfEventParanoid: number('/proc/sys/kernel/perf_event_paranoid'),
    ptraceScope: number('/proc/sys/kernel/yama/ptrace_scope'),
  };
}
