/** What the association list shows, counted in one pass over each table. */
import { DataFlag, PacketFlag, Protocol } from '../trace/schema.ts';
import type { Steps } from '../trace/steps.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';

export interface AssociationCounts {
  /** By association. */
  readonly retransmissions: Uint32Array;
  readonly diameterMessages: Uint32Array;
  /** By association * 2 + endpoint: the smallest window it advertised in a SACK, bytes; NONE without one. */
  readonly minimumARwnd: Uint32Array;
  /** By association, by path: packets. */
  readonly pathPackets: readonly Uint32Array[];
}

export function* countByAssociation(trace: Trace): Steps<AssociationCounts> {
  const retransmissions = countRetransmissions(trace);
  yield;
  const diameterMessages = countDiameter(trace);
  yield;
  const minimumARwnd = minimumARwnds(trace);
  yield;
  return { retransmissions, diameterMessages, minimumARwnd, pathPackets: countPackets(trace) };
}

function countPackets({ packets, associations }: Trace): Uint32Array[] {
  const counts = associations.map(({ paths }) => new Uint32Array(paths.length));
  for (let row = 0; row < packets.length; row++) {
    const association = packets.association[row]!;
    if (association !== NONE && (packets.flags[row]! & PacketFlag.Duplicate) === 0) counts[association]![packets.path[row]!]!++;
  }
  return counts;
}

function countRetransmissions({ packets, dataChunks, associations }: Trace): Uint32Array {
  const counts = new Uint32Array(associations.length);
  for (let row = 0; row < dataChunks.length; row++) {
    if ((dataChunks.flags[row]! & DataFlag.Retransmitted) === 0) continue;
    const association = packets.association[dataChunks.packet[row]!]!;
    if (association !== NONE) counts[association]!++;
  }
  return counts;
}

function minimumARwnds({ packets, sacks, associations }: Trace): Uint32Array {
  const minimums = new Uint32Array(associations.length * 2).fill(NONE);
  for (let row = 0; row < sacks.length; row++) {
    const packet = sacks.packet[row]!;
    const association = packets.association[packet]!;
    if (association === NONE || (packets.flags[packet]! & PacketFlag.Duplicate) !== 0) continue;
    const slot = association * 2 + ((packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0);
    if (sacks.aRwnd[row]! < minimums[slot]!) minimums[slot] = sacks.aRwnd[row]!;
  }
  return minimums;
}

function countDiameter({ packets, messages, associations }: Trace): Uint32Array {
  const counts = new Uint32Array(associations.length);
  for (let m = 0; m < messages.length; m++) {
    const association = packets.association[messages.packet[m]!]!;
    if (messages.protocol[m] === Protocol.Diameter && association !== NONE) counts[association]!++;
  }
  return counts;
}
