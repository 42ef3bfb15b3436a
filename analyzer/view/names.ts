/** Names of messages and packets for sentences and tables. */
import { commandName } from '../dissect/diameter/commands.ts';
import { chunkName } from '../dissect/sctpNames.ts';
import { upperLayerMessageName } from '../dissect/upperLayerMessages.ts';
import { PacketFlag, Protocol } from '../trace/schema.ts';
import { countUpTo } from '../trace/search.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';

export const hex8 = (n: number): string => `0x${n.toString(16).padStart(8, '0')}`;

/** "CCR", "DWA", "command 999 request". */
export function diameterName(flagsAndCode: number): string {
  const isRequest = (flagsAndCode & 0x8000_0000) !== 0;
  const code = flagsAndCode & 0xff_ffff;
  return commandName(code, isRequest) ?? `command ${code} ${isRequest ? 'request' : 'answer'}`;
}

/** The message a transfer carries, by its printed head. */
export function transferName(trace: Trace, transfer: number): string {
  const { transfers } = trace;
  const looksLikeDiameter = transfers.known[transfer]! >= 8 && transfers.head0[transfer]! >>> 24 === 1 && (transfers.head0[transfer]! & 0xff_ffff) === transfers.size[transfer];
  return looksLikeDiameter ? diameterName(transfers.head1[transfer]!) : 'message';
}

export function messageName(trace: Trace, message: number): string {
  const { messages, dataChunks } = trace;
  if (messages.protocol[message] === Protocol.Diameter) return diameterName(messages.head1[message]!);
  const chunk = messages.dataChunk[message]!;
  return chunk === NONE ? 'message' : upperLayerMessageName(dataChunks.ppid[chunk]!, messages.head0[message]!, messages.known[message]!);
}

/** One line for a packet: "10.0.0.2:3868 > 10.0.0.1:36002 SACK cumulative TSN ack 12, a_rwnd 0 B; DATA TSN 7 CCA". */
export class PacketText {
  readonly #trace: Trace;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  of(packet: number): string {
    const { packets, sacks, dataChunks, controlChunks, associations } = this.#trace;
    const parts: string[] = [];
    for (const row of rowsOf(controlChunks, packet)) parts.push(chunkName(controlChunks.type[row]!));
    for (const row of rowsOf(sacks, packet)) {
      parts.push(`SACK cumulative TSN ack ${sacks.cumulativeTsnAck[row]}, a_rwnd ${sacks.aRwnd[row]} B${sacks.gapCount[row]! > 0 ? `, ${sacks.gapCount[row]} gap blocks` : ''}`);
    }
    for (const row of rowsOf(dataChunks, packet)) {
      const message = dataChunks.message[row]!;
      parts.push(`DATA TSN ${dataChunks.tsn[row]} ${dataChunks.size[row]} B${message === NONE ? '' : ` ${messageName(this.#trace, message)}`}`);
    }
    const association = associations[packets.association[packet]!];
    const path = association?.paths[packets.path[packet]!];
    if (!association || !path) return parts.join('; ');
    const ends = [
      `${association.endpoints[0].addresses[path.first]}:${association.endpoints[0].port}`,
      `${association.endpoints[1].addresses[path.second]}:${association.endpoints[1].port}`,
    ];
    if ((packets.flags[packet]! & PacketFlag.FromSecond) !== 0) ends.reverse();
    return `${ends[0]} > ${ends[1]} ${parts.join('; ')}`;
  }
}

/** Rows of a packet in a table of chunks, which are in the order of packets. */
function* rowsOf({ packet: packetOf, length }: { readonly packet: Uint32Array; readonly length: number }, packet: number): Generator<number> {
  for (let row = countUpTo(packetOf, packet - 1, length); row < length && packetOf[row] === packet; row++) yield row;
}
