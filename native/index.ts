/**
 * The door to the probe: finds its programs, makes the argument vectors that start them, and tells what this host allows. Works without the
 * programs too, and then says in one sentence why there are none. Nothing here starts a capture.
 */
import { chmodSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { hostFacts, type HostFact } from './hostFacts.ts';
import { observeHost } from './hostObservation.ts';
import { entranceOf, findNamespace, networkNamespaces, type Entrance, type NetworkNamespace } from './networkNamespaces.ts';
import { ask, isExecutable } from './program.ts';
import { tracerSays, type TracerSays } from './tracerFact.ts';
import { shellLine } from './words.ts';

export type { Entrance, HostFact, NetworkNamespace, TracerSays };
export { entranceOf, findNamespace, networkNamespaces, shellLine };

/**
 * Where programs lie that are installed for all: the helper that carries the capability, since extensions and packages are unpacked anew by every
 * update, which loses it; and the tracer, since what root runs should be writable by root alone.
 */
export const INSTALLED_HELPER = '/usr/local/libexec/stallscope-capture';
export const INSTALLED_TRACER = '/usr/local/libexec/stallscope-trace';

export interface CaptureOptions {
  /** A name, or all of this network namespace. */
  readonly interface?: string;
  /** Of SCTP, of either side. */
  readonly ports?: readonly number[];
  readonly addresses?: readonly string[];
  /** Where SCTP in UDP is expected; the helper's own default is 9899. */
  readonly udpPorts?: readonly number[];
  /** Bytes of each IP packet. */
  readonly snapLength?: number;
  readonly promiscuous?: boolean;
}

export interface StateOptions {
  readonly ports?: readonly number[];
  /** Milliseconds between two looks while a send buffer fills, and while nothing moves. */
  readonly shortest?: number;
  readonly longest?: number;
}

export interface TraceOptions {
  /** Of associations, on either side. */
  readonly ports?: readonly number[];
  readonly pids?: readonly number[];
  /** A file (or a pipe) for what the kernel says of the association at each refused send. */
  readonly states?: string;
}

/** A program and its arguments, or why there is none. */
export type Command = { readonly words: readonly [string, ...string[]] } | { readonly missing: string };

export interface NetworkInterface {
  readonly index: number;
  readonly name: string;
  /** 0 when unknown. */
  readonly mtu: number;
  readonly up: boolean;
  readonly loopback: boolean;
  readonly addresses: readonly string[];
}

/** The probe's core in this process: what needs no privilege and takes a few milliseconds at most. */
export interface ProbeCore {
  readonly version: string;
  /** Seconds as text, which keeps every digit; `bracket`: ns, how far apart the two can have been read. */
  clocks(): { readonly realtime: string; readonly monotonic: string; readonly bracket: number };
  interfaces(): readonly NetworkInterface[];
  /** The associations of this network namespace, as lines of the state log. */
  states(): { readonly source: 'sock_diag' | '/proc/net/sctp/assocs' | 'none'; readonly lines: string };
  /** Whether this process itself may read packets. */
  mayCapture(): boolean;
}

export interface ProbeOptions {
  readonly platform?: string;
  readonly arch?: string;
  readonly installedHelper?: string;
  readonly installedTracer?: string;
}

/** Not every unzip restores the mode of a file. */
function makeExecutable(path: string): void {
  try {
    chmodSync(path, 0o755);
  } catch {
    // Of somebody else: starting it will say so.
  }
}

const repeated = (name: string, values: readonly (string | number)[] = []): string[] => values.flatMap((value) => [name, String(value)]);
const single = (name: string, value: string | number | undefined): string[] => (value === undefined ? [] : [name, String(value)]);

export class Probe {
  readonly #folder: string;
  readonly #platform: string;
  readonly #arch: string;
  readonly #installedHelper: string;
  readonly #installedTracer: string;

  /** `dist`: the folder with the product's bundles. */
  constructor(dist: string, {
    platform = process.platform, arch = process.arch, installedHelper = INSTALLED_HELPER, installedTracer = INSTALLED_TRACER,
  }: ProbeOptions = {}) {
    this.#folder = join(dist, 'native', `${platform}-${arch}`);
    this.#platform = platform;
    this.#arch = arch;
    this.#installedHelper = installedHelper;
    this.#installedTracer = installedTracer;
  }

  /** A helper that may be installed for all, else the product's own. The words are passed to the program as they are, never to a shell. */
  captureCommand(options: CaptureOptions = {}): Command {
    const helper = isExecutable(this.#installedHelper) ? this.#installedHelper : this.#own('stallscope-capture');
    if (helper === undefined) return { missing: this.#whyMissing() };
    return {
      words: [
        helper, ...single('--interface', options.interface), ...repeated('--port', options.ports), ...repeated('--address', options.addresses),
        ...repeated('--udp-port', options.udpPorts), ...single('--snaplen', options.snapLength), ...(options.promiscuous ? ['--promiscuous'] : []),
      ],
    };
  }

  stateCommand(options: StateOptions = {}): Command {
    const program = this.#own('stallscope-state');
    if (program === undefined) return { missing: this.#whyMissing() };
    return { words: [program, ...repeated('--port', options.ports), ...single('--shortest', options.shortest), ...single('--longest', options.longest)] };
  }

  /** Of refused sends, for root: whoever may not start it himself is shown these words behind "sudo". */
  traceCommand({ ports, pids, states }: TraceOptions = {}): Command {
    const tracer = this.#tracer();
    if (tracer === undefined) return { missing: this.#whyMissing() };
    return { words: [tracer, ...repeated('--pid', pids), ...repeated('--port', ports), ...single('--states', states)] };
  }

  /** Asks the tracer; takes up to a few hundred milliseconds, while the kernel looks at its program. */
  async checkTracer(): Promise<TracerSays> {
    const tracer = this.#tracer();
    if (tracer === undefined) return { missing: this.#whyMissing(), needsRoot: false };
    return tracerSays(await ask(tracer, '--check'), process.geteuid?.() === 0);
  }

  /** Undefined where it was not built, or was built for a newer C library; the programs do the same. */
  core(): ProbeCore | undefined {
    const path = join(this.#folder, 'stallscope.node');
    if (this.#platform !== 'linux' || !existsSync(path)) return undefined;
    try {
      return createRequire(path)(path) as ProbeCore;
    } catch {
      return undefined;
    }
  }

  /** What works here and what does not, each with one sentence and, where there is one, the command that enables it. */
  async checkHost(): Promise<readonly HostFact[]> {
    return hostFacts(await observeHost({
      platform: this.#platform,
      installedHelper: this.#installedHelper,
      ownHelper: this.#own('stallscope-capture'),
      stateProgram: this.#own('stallscope-state'),
      installedTracer: this.#installedTracer,
      ownTracer: this.#own('stallscope-trace'),
      whyMissing: this.#whyMissing(),
    }));
  }

  #tracer(): string | undefined {
    return isExecutable(this.#installedTracer) && this.#platform === 'linux' ? this.#installedTracer : this.#own('stallscope-trace');
  }

  #own(name: string): string | undefined {
    const path = join(this.#folder, name);
    if (this.#platform !== 'linux' || !existsSync(path)) return undefined;
    if (!isExecutable(path)) makeExecutable(path);
    return path;
  }

  #whyMissing(): string {
    if (this.#platform !== 'linux') return 'Live capture on this machine needs Linux. Capture on a remote host, or open a capture file.';
    return `There is no probe for ${this.#platform}-${this.#arch} in this installation. In a checkout, npm run build:native makes it; without it, capture with tcpdump and open its stream.`;
  }
}
