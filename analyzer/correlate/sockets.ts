/**
 * Descriptor <-> association: by the messages that were matched, else by the addresses that strace printed, else by being the only
 * pair left. Also says which endpoint of an association is the traced one.
 */
import type { Association } from '../trace/association.ts';
import { PacketFlag, TransferFlag } from '../trace/schema.ts';
import type { Socket } from '../trace/socket.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Links } from './links.ts';

/** An association, and which of its endpoints is the asked host's. */
export interface Owner {
  readonly association: number;
  readonly local: 0 | 1;
}

export class SocketAssociations {
  /** By socket: its associations, the one with most matched messages first. */
  readonly associationsOf: number[][];
  /** By association: its sockets (one at each traced end). */
  readonly socketsOf: number[][];
  /** By association: endpoint 0 or 1 on the traced side, undefined when no log shows it. */
  readonly localOf: (0 | 1 | undefined)[];
  /** By socket and kernel association id (strace >= 6.6 prints it): association. */
  readonly #byKernelId = new Map<number, number>();
  /** By socket and peer address. */
  readonly #byPeer = new Map<number, number>();

  /** `byInode`: what the kernel's states tell of sockets that neither a message nor an address ties. */
  constructor(trace: Trace, links: Links, byInode: ReadonlyMap<number, readonly Owner[]>) {
    const { transfers, messages, calls, packets } = trace;
    this.associationsOf = trace.sockets.map(() => []);
    this.socketsOf = trace.associations.map(() => []);
    this.localOf = trace.associations.map(() => undefined);
    const votes = trace.sockets.map(() => new Map<number, number>());
    const vote = (socket: number, association: number, count: number): void => {
      if (count > 0) votes[socket]!.set(association, (votes[socket]!.get(association) ?? 0) + count);
    };
    let lastSocket = NONE;
    let lastAssociation = NONE;
    let repeated = 0;
    const localVotes = trace.associations.map(() => [0, 0]);
    const lastPeer = new Uint32Array(trace.sockets.length);
    const lastOfPeer = new Uint32Array(trace.sockets.length);
    for (let t = 0; t < transfers.length; t++) {
      const message = links.messageOf[t]!;
      const socket = calls.socket[transfers.call[t]!]!;
      if (message === NONE || socket === NONE) continue;
      const packet = messages.packet[message]!;
      const association = packets.association[packet]!;
      if (association === NONE) continue;
      if (association === lastAssociation && socket === lastSocket) repeated++;
      else {
        vote(lastSocket, lastAssociation, repeated);
        lastSocket = socket;
        lastAssociation = association;
        repeated = 1;
      }
      const from = (packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0;
      const isSend = (transfers.flags[t]! & TransferFlag.Send) !== 0;
      localVotes[association]![isSend ? from : 1 - from]!++;
      const kernelId = transfers.associationId[t]!;
      if (kernelId !== 0) this.#byKernelId.set(pairKey(socket, kernelId), association);
      const peer = transfers.peer[t]!;
      // A socket mostly talks to one peer: no look-up each time.
      if (peer !== 0 && (lastPeer[socket] !== peer || lastOfPeer[socket] !== association)) {
        lastPeer[socket] = peer;
        lastOfPeer[socket] = association;
        this.#byPeer.set(pairKey(socket, peer), association);
      }
    }
    vote(lastSocket, lastAssociation, repeated);
    for (const socket of trace.sockets) {
      const ranked = [...votes[socket.id]!].sort((a, b) => b[1] - a[1]);
      const most = ranked[0]?.[1] ?? 0;
      // A stray match of repeated content must not give a one-to-one socket a second association.
      for (const [association, count] of ranked) if (socket.oneToMany || count * 20 >= most) this.#tie(socket.id, association);
    }
    for (const socket of trace.sockets) {
      if (socket.inode === 0 || this.associationsOf[socket.id]!.length > 0) continue;
      for (const { association, local } of byInode.get(socket.inode) ?? []) {
        this.#tie(socket.id, association);
        this.localOf[association] = local;
      }
    }
    const byPort = associationsByPort(trace.associations);
    for (const socket of trace.sockets) if (this.associationsOf[socket.id]!.length === 0 && !socket.listening) this.#tieByAddress(byPort, socket);
    for (const association of trace.associations) {
      const [first, second] = localVotes[association.id]!;
      if (first! + second! > 0) this.localOf[association.id] = first! >= second! ? 0 : 1;
    }
  }

  /** The association a transfer was meant for: known on a one-to-one socket, else by the address or association id it names. */
  destination(trace: Trace, transfer: number): number {
    const socket = trace.calls.socket[trace.transfers.call[transfer]!]!;
    if (socket === NONE) return NONE;
    const kernelId = trace.transfers.associationId[transfer]!;
    const peer = trace.transfers.peer[transfer]!;
    const associations = this.associationsOf[socket]!;
    const named =
      (kernelId !== 0 ? this.#byKernelId.get(pairKey(socket, kernelId)) : undefined) ??
      (peer !== 0 ? this.#byPeer.get(pairKey(socket, peer)) : undefined);
    if (named !== undefined) return named;
    if (associations.length === 1) return associations[0]!;
    if (peer === 0) return NONE;
    const found = this.#withPeer(trace, associations, trace.strings.text(peer));
    this.#byPeer.set(pairKey(socket, peer), found);
    return found;
  }

  /** Of one socket's associations the only one with such an address; none of their messages named it. */
  #withPeer(trace: Trace, associations: readonly number[], peer: string): number {
    const those = associations.filter((id) => fits(peer, trace.associations[id]!, this.localOf[id] === 1 ? 0 : 1));
    return those.length === 1 ? those[0]! : NONE;
  }

  #tie(socket: number, association: number): void {
    if (this.associationsOf[socket]!.includes(association)) return;
    this.associationsOf[socket]!.push(association);
    this.socketsOf[association]!.push(socket);
  }

  #tieByAddress(byPort: ReadonlyMap<number, readonly Association[]>, socket: Socket): void {
    const port = portOf(socket.peer) || portOf(socket.local);
    if (port === 0) return;
    const ties: { association: Association; local: 0 | 1 }[] = [];
    for (const association of byPort.get(port) ?? []) {
      if (this.socketsOf[association.id]!.length > 0) continue;
      for (const local of [0, 1] as const) {
        if (fits(socket.local, association, local) && fits(socket.peer, association, (1 - local) as 0 | 1)) ties.push({ association, local });
      }
      // Only one tie, or those of a one-to-many socket, are of use: a server's sockets must not be compared with all its associations.
      if (ties.length > 1 && !socket.oneToMany) return;
    }
    if (ties.length === 1 || (ties.length > 1 && socket.oneToMany)) {
      for (const { association, local } of ties) {
        this.#tie(socket.id, association.id);
        this.localOf[association.id] ??= local;
      }
    }
  }
}

/** Exact below 2^53: sockets are few. */
const pairKey = (socket: number, id: number): number => socket * 2 ** 32 + (id >>> 0);

function associationsByPort(associations: readonly Association[]): Map<number, Association[]> {
  const byPort = new Map<number, Association[]>();
  for (const association of associations) {
    if (association.transport !== 'sctp') continue;
    for (const port of new Set(association.endpoints.map((endpoint) => endpoint.port))) {
      const known = byPort.get(port);
      if (known) known.push(association);
      else byPort.set(port, [association]);
    }
  }
  return byPort;
}

/** 0 where the text has none. */
const portOf = (address: string): number => Number(address.slice(address.lastIndexOf(':') + 1)) || 0;

/** An address that is not known fits everything; port 0 is a wildcard. */
function fits(address: string, association: Association, side: 0 | 1): boolean {
  if (address === '') return true;
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '');
  const port = Number(address.slice(colon + 1));
  const endpoint = association.endpoints[side];
  if (port !== 0 && port !== endpoint.port) return false;
  return host === '0.0.0.0' || host === '::' || endpoint.addresses.includes(host);
}
