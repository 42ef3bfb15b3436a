/** What the association list shows, counted in one pass over the tables. */
import { DataFlag, PacketFlag, Protocol } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';

export interface AssociationCounts {
  /** By association. */
  readonly retransmissions: Uint32Array;
  readonly diameterMessages: Uint32Array;
  /** By association * 2 + endpoint: the smallest window it advertised in a SACK, bytes; NONE without one. */
  readonly minimumARwnd: Uint32Array;
  /** By association, by path: packets. */
  readonly pathPackets: readonly (readonly number[])[];
}

export function countByAssociation(trace: Trace): AssociationCounts {
  const { packets, dataChunks, sacks, messages } = trace;
  const count = trace.associations.length;
  const retransmissions = new Uint32Array(count);
  const diameterMessages = new Uint32Array(count);
  const minimumARwnd = new Uint32Array(count * 2).fill(NONE);
  const pathPackets = trace.associations.map(({ paths }) => paths.map(() => 0));
  for (let row = 0; row < packets.length; row++) {
    const own = pathPackets[packets.association[row]!];
    if (own !== undefined && (packets.flags[row]! & PacketFlag.Duplicate) === 0) own[packets.path[row]!]!++;
  }
  for (let row = 0; row < dataChunks.length; row++) {
    const association = packets.association[dataChunks.packet[row]!]!;
    if ((dataChunks.flags[row]! & DataFlag.Retransmitted) !== 0 && association !== NONE) retransmissions[association]!++;
  }
  for (let row = 0; row < sacks.length; row++) {
    const packet = sacks.packet[row]!;
    const association = packets.association[packet]!;
    if (association === NONE || (packets.flags[packet]! & PacketFlag.Duplicate) !== 0) continue;
    const slot = association * 2 + ((packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0);
    minimumARwnd[slot] = Math.min(minimumARwnd[slot]!, sacks.aRwnd[row]!);
  }
  for (let m = 0; m < messages.length; m++) {
    const association = packets.association[messages.packet[m]!]!;
    if (messages.protocol[m] === Protocol.Diameter && association !== NONE) diameterMessages[association]!++;
  }
  return { retransmissions, diameterMessages, minimumARwnd, pathPackets };
}
