/** This machine as a source: its packets and the kernel's state of its associations, by the probe; and the associations there are to choose from. */
import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { entranceOf, shellLine, type Command, type Entrance, type NetworkNamespace, type Probe } from '../../native/index.ts';
import type { Feeds } from './feeds.ts';

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
  /** A named pipe that the program writes into besides: it ends with the program, also with one that never opened it. */
  readonly besides?: string;
}

/**
 * What this machine has to offer: a program that the session starts; one that the user starts, since root alone may, by a line for a terminal, and that
 * feeds the session through a pipe; or why there is none.
 */
export type LocalSource = NamedCommand | { readonly name: string; readonly follow: string; readonly line?: string } | { readonly name: string; readonly missing: string };

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

export interface RootDoor {
  readonly feeds: Feeds;
  /** The user has said that sudo may start what needs root. */
  readonly sudo?: boolean;
}

/** `command` behind the entrance of a namespace, and by whoever may start it. */
export function behindEntrance(name: string, command: Command, { words, needsRoot }: Entrance, door: RootDoor): LocalSource {
  const found = startable(command);
  if ('missing' in found) return { name, missing: found.missing };
  return needsRoot ? byRoot(name, [...words, ...found.words], door) : { name, command: [...words, ...found.words] };
}

function byRoot(name: string, words: readonly string[], { feeds, sudo = false }: RootDoor): LocalSource {
  // Asked for a password it has been before.
  if (sudo) return { name, command: ['sudo', '-n', '--', ...words] };
  const pipe = feeds.pipe(name);
  return { name, follow: pipe, line: `sudo ${shellLine(words)} > ${shellLine([pipe])}` };
}

/** Packets and states of another network namespace. */
export async function namespaceSources(probe: Probe, namespace: Pick<NetworkNamespace, 'name' | 'pid'>, choice: LocalChoice, door: RootDoor): Promise<readonly LocalSource[]> {
  const entrance = await entranceOf(namespace);
  return [behindEntrance('packets', probe.captureCommand(choice), entrance, door), behindEntrance('states', probe.stateCommand({ ports: choice.ports ?? [] }), entrance, door)];
}

/** Refused sends of the whole host, without strace, and what the kernel says of the association at each. */
export async function tracedSends(probe: Probe, ports: readonly number[], door: RootDoor): Promise<readonly LocalSource[]> {
  const name = 'refused-sends';
  const says = await probe.checkTracer();
  if ('missing' in says && !says.needsRoot) return [{ name, missing: `Refused sends cannot be traced here: ${says.missing}.` }];
  const states = { name: 'states-at-refusal', follow: door.feeds.pipe('states-at-refusal') };
  const command = startable(probe.traceCommand({ ports, states: states.follow }));
  const log = behindEntrance(name, command, { words: [], needsRoot: 'missing' in says }, door);
  return ['command' in log ? { ...log, besides: states.follow } : log, states];
}

/** Packets and states; what this machine has no program for is left out. */
export function localCommands(probe: Probe, choice: LocalChoice): readonly NamedCommand[] {
  const { ports = [] } = choice;
  const named: readonly (readonly [string, Command])[] = [['packets', startable(probe.captureCommand(choice))], ['states', startable(probe.stateCommand({ ports }))]];
  return named.flatMap(([name, command]) => ('words' in command ? [{ name, command: command.words }] : []));
}

const portOf = (end: string): number => Number(end.slice(end.lastIndexOf(':') + 1));
const addressesOf = (end: string): readonly string[] => end.slice(0, end.lastIndexOf(':')).split(',');
