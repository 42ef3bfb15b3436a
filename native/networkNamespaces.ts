/**
 * /proc and /run/netns -> the network namespaces of this host besides one's own: their names, a process inside, its container, the associations there;
 * and the words that enter one. Much of it may be read without a privilege: /proc/PID/net is the namespace of that process for everybody. proc(5), ip-netns(8).
 */
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './program.ts';

export interface NetworkNamespace {
  /** Of ip-netns(8); undefined for most. */
  readonly name: string | undefined;
  /** A process inside, one with an SCTP socket where that can be seen; undefined for a namespace that is kept by its name alone. */
  readonly pid: number | undefined;
  readonly command: string;
  /** "docker 0123456789ab"; empty outside of any. */
  readonly container: string;
  /** "10.0.0.1:43563 to 10.0.0.2:3868" */
  readonly associations: readonly string[];
}

/** In front of a program's own words. `needsRoot`: "sudo" goes before them, by whoever may. */
export interface Entrance {
  readonly words: readonly string[];
  readonly needsRoot: boolean;
}

export interface NamespacePlaces {
  readonly proc: string;
  readonly names: string;
}

const places: NamespacePlaces = { proc: '/proc', names: '/run/netns' };

function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

const text = (path: string): string => quietly(() => readFileSync(path, 'utf8')) ?? '';
const inode = (path: string): number | undefined => quietly(() => statSync(path).ino);
const entries = (path: string): string[] => quietly(() => readdirSync(path)) ?? [];

/** How engines call the group of a container; the first part that fits names it. */
const containers: readonly (readonly [RegExp, string])[] = [
  [/(?:docker[-/])([0-9a-f]{12})[0-9a-f]{52}/, 'docker'], [/libpod-([0-9a-f]{12})[0-9a-f]{52}/, 'podman'], [/crio-([0-9a-f]{12})[0-9a-f]{52}/, 'cri-o'],
  [/cri-containerd[-:]([0-9a-f]{12})[0-9a-f]{52}/, 'containerd'], [/\/kubepods.*\/([0-9a-f]{12})[0-9a-f]{52}/, 'kubernetes'],
  [/\/lxc(?:\.payload)?[./]([\w.-]+)/, 'lxc'], [/machine-([\w.\\-]+)\.scope/, 'machine'],
];

/** Of /proc/PID/cgroup. */
export function containerOf(groups: string): string {
  for (const [pattern, engine] of containers) {
    const [, name] = pattern.exec(groups) ?? [];
    if (name !== undefined) return `${engine} ${name}`;
  }
  return '';
}

interface ProcAssociation {
  readonly inode: string;
  readonly ends: string;
}

/** Of /proc/PID/net/sctp/assocs, net/sctp/proc.c: twelve columns, the ports, the addresses of both sides ("*" before the primary). */
export function parseProcAssociations(table: string): readonly ProcAssociation[] {
  return table.split('\n').slice(1).flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const [socketInode, localPort, peerPort] = words.slice(10, 13);
    const between = words.indexOf('<->');
    if (socketInode === undefined || localPort === undefined || peerPort === undefined || between < 0) return [];
    const isAddress = (word: string): boolean => /^\*?[\da-f]*[.:][\da-f.:]+$/i.test(word);
    const ends = (addresses: readonly string[], port: string): string => `${addresses.map((word) => word.replace('*', '')).join(',')}:${port}`;
    const peers = words.slice(between + 1);
    const count = peers.findIndex((word) => !isAddress(word));
    return [{ inode: socketInode, ends: `${ends(words.slice(13, between), localPort)} to ${ends(peers.slice(0, count < 0 ? undefined : count), peerPort)}` }];
  });
}

const holdsOne = (process: string, inodes: ReadonlySet<string>): boolean =>
  entries(join(process, 'fd')).some((fd) => inodes.has(/^socket:\[(\d+)\]$/.exec(quietly(() => readlinkSync(join(process, 'fd', fd))) ?? '')?.[1] ?? ''));

/** Those with SCTP in them, with a name, or of a container; others are the sandboxes of browsers. */
export function networkNamespaces({ proc, names }: NamespacePlaces = places): readonly NetworkNamespace[] {
  // The number of a file that each namespace has for itself tells them apart, also where its own is not shown.
  const keyOf = (process: string): number | undefined => inode(join(process, 'net/dev'));
  const own = keyOf(join(proc, 'self'));
  const processes = new Map<number, number[]>();
  for (const pid of entries(proc).map(Number).filter((number) => number > 0).toSorted((a, b) => a - b)) {
    const key = keyOf(join(proc, String(pid)));
    if (key !== undefined && key !== own) processes.set(key, [...(processes.get(key) ?? []), pid]);
  }
  const nameOf = new Map(entries(names).flatMap((name) => {
    const number = inode(join(names, name));
    return number === undefined ? [] : [[number, name] as const];
  }));
  const numberOf = (pid: number): number => inode(join(proc, String(pid), 'ns/net')) ?? -1;
  const found = [...processes.values()].map((pids): NetworkNamespace => {
    const number = pids.map(numberOf).find((each) => each >= 0) ?? -1;
    const name = nameOf.get(number);
    nameOf.delete(number);
    const associations = parseProcAssociations(text(join(proc, String(pids[0]), 'net/sctp/assocs')));
    const sockets = new Set(associations.map((each) => each.inode));
    const pid = (sockets.size === 0 ? undefined : pids.find((each) => holdsOne(join(proc, String(each)), sockets))) ?? pids[0]!;
    const home = join(proc, String(pid));
    return { name, pid, command: text(join(home, 'comm')).trim(), container: containerOf(text(join(home, 'cgroup'))), associations: associations.map(({ ends }) => ends) };
  });
  nameOf.delete(inode(join(proc, 'self/ns/net')) ?? -1);
  const unmanned = [...nameOf.values()].toSorted().map((name): NetworkNamespace => ({ name, pid: undefined, command: '', container: '', associations: [] }));
  return [...found.filter((each) => each.name !== undefined || each.container !== '' || each.associations.length > 0), ...unmanned];
}

/** `wanted`: a name, the number of a process, the beginning of a container's. Undefined when there is none. */
export function findNamespace(wanted: string, { proc, names }: NamespacePlaces = places): Pick<NetworkNamespace, 'name' | 'pid'> | undefined {
  if (/^[1-9]\d*$/.test(wanted) && inode(join(proc, wanted, 'net')) !== undefined) return { name: undefined, pid: Number(wanted) };
  if (entries(names).includes(wanted)) return { name: wanted, pid: undefined };
  return wanted.length < 4 ? undefined : networkNamespaces({ proc, names }).find(({ container }) => container.split(' ')[1]?.startsWith(wanted));
}

/** Tries which way leads in, by starting a program there that does nothing. Gains no privilege: a user namespace opens for its own user alone. */
export async function entranceOf({ name, pid }: Pick<NetworkNamespace, 'name' | 'pid'>): Promise<Entrance> {
  const byName = ['nsenter', ...(pid === undefined ? [`--net=${join(places.names, name ?? '')}`] : ['--target', String(pid), '--net']), '--'];
  const ways = [byName, ...(pid === undefined ? [] : [['nsenter', '--target', String(pid), '--user', '--preserve-credentials', '--net', '--']])];
  for (const words of ways) {
    const { code } = await run([...words, 'true']);
    if (code === 0) return { words, needsRoot: false };
  }
  return { words: byName, needsRoot: true };
}
