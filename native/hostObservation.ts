/** What this host shows of itself, as it is: files of /proc and /sys and what the probe's programs say. No judgement; see hostFacts.ts. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { release } from 'node:os';

/** One run of a program. `code`: undefined when it did not start. */
export interface ProgramSaid {
  readonly code: number | undefined;
  readonly output: string;
  readonly errors: string;
}

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
  readonly whyMissing: string;
}

const PATIENCE_MS = 5000;

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

function mayAccess(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function isThere(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function ask(path: string, question: string): Promise<ProgramSaid> {
  return new Promise((resolve) => {
    execFile(path, [question], { timeout: PATIENCE_MS, windowsHide: true }, (error, output, errors) => {
      const code = error ? error.code : 0;
      resolve({ code: typeof code === 'number' ? code : undefined, output: output.trim(), errors: errors.trim() });
    });
  });
}

async function observeHelper(path: string | undefined): Promise<HelperObservation | undefined> {
  if (path === undefined || !isThere(path)) return undefined;
  const executable = mayAccess(path, constants.X_OK);
  if (!executable) return { path, executable, version: undefined, check: undefined };
  const [version, check] = await Promise.all([ask(path, '--version'), ask(path, '--check')]);
  return { path, executable, version: version.code === 0 ? version.output.split(' ').at(-1) : undefined, check };
}

export async function observeHost(places: Places): Promise<HostObservation> {
  const [installedHelper, ownHelper, state] = await Promise.all([
    observeHelper(places.installedHelper), observeHelper(places.ownHelper),
    places.stateProgram && mayAccess(places.stateProgram, constants.X_OK) ? ask(places.stateProgram, '--check') : undefined,
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
