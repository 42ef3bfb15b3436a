/** This machine as a source: its packets and the kernel's state of its associations, by the probe; and the associations there are to choose from. */
import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import type { Command, Probe } from '../../native/index.ts';

/** What `--once` of the state program says of one. */
export interface KernelAssociation {
  /** "10.0.0.1,10.0.1.1:43563" */
  readonly local: string;
  readonly peer: string;
  readonly state: string;
  /** "beam.smp (pid 227)"; empty where the process belongs to another user. */
  readonly process: string;
}

export interface NamedCommand {
  readonly name: string;
  readonly command: readonly string[];
}

const LOOK_MS = 5000;
/** Where Linux takes the port of whoever begins an association from, by default. */
const FIRST_EPHEMERAL = 32_768;

/** Not every way of unpacking keeps the mode of a file. */
export function startable(command: Command): Command {
  if ('words' in command) {
    try {
      chmodSync(command.words[0], 0o755);
    } catch {
      // It belongs to somebody else, who has seen to that.
    }
  }
  return command;
}

export function parseAssociations(log: string): readonly KernelAssociation[] {
  const found = new Map<string, KernelAssociation>();
  for (const line of log.split('\n')) {
    const [word, , ...members] = line.split(' ');
    if (word !== 'state') continue;
    const figures = new Map(members.map((member) => [member.slice(0, member.indexOf('=')), member.slice(member.indexOf('=') + 1)]));
    const [local, peer] = [figures.get('local'), figures.get('peer')];
    if (!local || !peer) continue;
    const [command, pid] = [decoded(figures.get('command') ?? ''), figures.get('pid')];
    found.set(`${local} ${peer}`, { local, peer, state: figures.get('state') ?? '', process: pid === undefined ? command : `${command} (pid ${pid})` });
  }
  return [...found.values()];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Those of this network namespace, now. None where the kernel has no SCTP or does not tell. */
export async function kernelAssociations(probe: Probe): Promise<readonly KernelAssociation[]> {
  const core = probe.core();
  if (core) return parseAssociations(core.states().lines);
  const command = startable(probe.stateCommand());
  if ('missing' in command) return [];
  const [program, ...args] = command.words;
  return new Promise((resolve) => {
    execFile(program, [...args, '--once'], { timeout: LOOK_MS, windowsHide: true }, (_, output) => resolve(parseAssociations(output)));
  });
}

/** Packets of the association, also when it is set up again, and its state. */
export function associationCommands(probe: Probe, { local, peer }: KernelAssociation): readonly NamedCommand[] {
  const [localPort, peerPort] = [portOf(local), portOf(peer)];
  // The port that is the same next time, and who is at the other end.
  const port = localPort < FIRST_EPHEMERAL && peerPort >= FIRST_EPHEMERAL ? localPort : peerPort;
  return localCommands(probe, { ports: [port], addresses: addressesOf(peer) });
}

export interface LocalChoice {
  /** Undefined: all of them. */
  readonly interface?: string;
  readonly ports?: readonly number[];
  readonly addresses?: readonly string[];
}

/** Packets and states; what this machine has no program for is left out. */
export function localCommands(probe: Probe, choice: LocalChoice): readonly NamedCommand[] {
  const { ports = [] } = choice;
  const named: readonly (readonly [string, Command])[] = [['packets', startable(probe.captureCommand(choice))], ['states', startable(probe.stateCommand({ ports }))]];
  return named.flatMap(([name, command]) => ('words' in command ? [{ name, command: command.words }] : []));
}

const portOf = (end: string): number => Number(end.slice(end.lastIndexOf(':') + 1));
const addressesOf = (end: string): readonly string[] => end.slice(0, end.lastIndexOf(':')).split(',');
