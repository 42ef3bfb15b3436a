/** The sources that the arguments of `stallscope live` name. What only root may start is never started without being asked for: the user is shown the lines. */
import { spawnSync } from 'node:child_process';
import { entranceOf, findNamespace, type Command, type Entrance, type Probe } from '../../native/index.ts';
import { Refusal } from '../refusal.ts';
import type { Feeds } from './feeds.ts';
import { commandSource, growingFileSource, splitCommand, type LiveSource } from './liveSource.ts';
import { behindEntrance, tracedSends, type LocalSource, type RootDoor } from './localSources.ts';

export interface SourceOptions {
  readonly from?: readonly string[];
  readonly follow?: readonly string[];
  /** Of this machine: a name, or any. */
  readonly interface?: string;
  readonly port?: readonly number[];
  readonly address?: readonly string[];
  readonly state?: boolean;
  /** Refused sends. */
  readonly trace?: boolean;
  readonly netns?: string;
  readonly sudo?: boolean;
}

/** Of one's own namespace. */
const HERE: Entrance = { words: [], needsRoot: false };

export interface Chosen {
  readonly sources: readonly LiveSource[];
  /** What the user is to start, for a terminal; empty where nothing needs root. */
  readonly request: string;
}

export async function chosenSources(options: SourceOptions, probe: Probe, feeds: Feeds): Promise<Chosen> {
  const { from = [], follow = [], sudo = false } = options;
  const local = await localOf(options, probe, { feeds, sudo });
  if (sudo && local.some((source) => 'command' in source && source.command[0] === 'sudo')) askPassword();
  const lines = local.flatMap((source) => ('line' in source && source.line !== undefined ? [`  ${source.line}`] : []));
  const request = lines.length === 0 ? '' : `Only root may see this. Run ${lines.length === 1 ? 'this line' : 'each of these lines'} in another terminal; it feeds this session and ends with it:\n${lines.join('\n')}\n`;
  const isAlone = from.length === 1 && local.length === 0;
  const sources = [
    ...local.map(started),
    ...from.map((text, i) => commandSource(isAlone ? 'packets' : `source-${i + 1}`, splitCommand(text))),
    ...follow.map((path) => growingFileSource(path)),
  ];
  return { sources, request };
}

async function localOf({ from = [], follow = [], interface: device, port: ports = [], address: addresses = [], state = false, trace = false, netns }: SourceOptions, probe: Probe, door: RootDoor): Promise<LocalSource[]> {
  // Who names nothing means this machine.
  const isBare = from.length === 0 && follow.length === 0 && device === undefined && !state;
  const isCaptured = isBare || device !== undefined;
  const isLocal = isCaptured || state;
  if (!isLocal && addresses.length > 0) throw new Refusal('--address is for packets of this machine: it needs --interface');
  if (!isLocal && !trace && ports.length > 0) throw new Refusal('--port is for this machine: it needs --interface, --state or --trace');
  if (!isLocal && netns !== undefined) throw new Refusal('--netns is for this machine: it needs --interface or --state');
  const entrance = netns === undefined ? HERE : await entranceTo(netns);
  const own = (name: string, command: Command): LocalSource => behindEntrance(name, command, entrance, door);
  return [
    ...(isCaptured ? [own('packets', probe.captureCommand({ interface: device ?? 'any', ports, addresses }))] : []),
    ...(state || isBare ? [own('states', probe.stateCommand({ ports }))] : []),
    ...(trace ? await tracedSends(probe, ports, door) : []),
  ];
}

async function entranceTo(wanted: string): Promise<Entrance> {
  const found = findNamespace(wanted);
  if (!found) throw new Refusal(`${wanted} is no network namespace here: neither a name of "ip netns", nor a process, nor a container. "stallscope doctor" lists them.`);
  return entranceOf(found);
}

function started(source: LocalSource): LiveSource {
  if ('command' in source) return commandSource(source.name, source.command, source.besides);
  if ('follow' in source) return growingFileSource(source.follow, source.name);
  throw new Refusal([
    source.missing, 'Or give a source that writes a capture, an strace log or a state log:',
    "  stallscope live --from 'tcpdump -i any -U -w - sctp'",
    "  stallscope live --from 'ssh node tcpdump -i any -U -w - sctp' --follow client.strace",
  ].join('\n'));
}

/** Once, before the screen is drawn. */
function askPassword(): void {
  const { error, status } = spawnSync('sudo', ['-v'], { stdio: 'inherit' });
  if (error) throw new Refusal('There is no sudo here: leave out --sudo, and start the lines that are shown as root.');
  if (status !== 0) throw new Refusal('sudo does not let you; leave out --sudo to see the lines that somebody with the right must start.');
}
