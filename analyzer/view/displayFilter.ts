/** Wireshark's display filter for one event, by what identifies it in any capture of the same traffic where there is such a thing. */
import { NONE } from '../trace/table.ts';
import type { EventLinks } from './eventLinks.ts';
import type { EventSource } from './eventSource.ts';
import { hex8 } from './names.ts';
import type { RowRef } from './protocol.ts';

/** Undefined for what no packet shows. */
export function displayFilterOf({ trace, diagnosis, limits }: EventSource, { table, row }: RowRef, links: EventLinks): string | undefined {
  const { packets, dataChunks, sacks, controlChunks } = trace;
  switch (table) {
    case 'stalls': return ofAssociation(trace, diagnosis.stalls[row - 1]!.situation.association?.id);
    case 'limits': return ofAssociation(trace, limits.association(row));
    case 'dataChunks': return `frame.number == ${packets.frame[dataChunks.packet[row]!]} && sctp.data_tsn_raw == ${dataChunks.tsn[row]}`;
    case 'sacks': return `frame.number == ${packets.frame[sacks.packet[row]!]} && sctp.sack_a_rwnd == ${sacks.aRwnd[row]}`;
    case 'controlChunks': return `frame.number == ${packets.frame[controlChunks.packet[row]!]} && sctp.chunk_type == ${controlChunks.type[row]}`;
    case 'packets': return `frame.number == ${packets.frame[row]}`;
    default: return ofMessage(trace, links) ?? ofAssociation(trace, links.association);
  }
}

function ofMessage({ messages, transfers }: EventSource['trace'], { message, transfer }: EventLinks): string | undefined {
  if (message !== undefined && messages.protocol[message] === 1) return identifiers(messages.head3[message]!, messages.head4[message]!);
  const isWhole = transfer !== undefined && transfers.known[transfer]! >= 20 && transfers.head0[transfer]! >>> 24 === 1;
  return message === undefined && isWhole ? identifiers(transfers.head3[transfer]!, transfers.head4[transfer]!) : undefined;
}

const identifiers = (hopByHopId: number, endToEndId: number): string =>
  `diameter.hopbyhopid == ${hex8(hopByHopId)} && diameter.endtoendid == ${hex8(endToEndId)}`;

function ofAssociation({ associations }: EventSource['trace'], id: number | undefined): string | undefined {
  const association = id === undefined || id === NONE ? undefined : associations[id];
  if (!association) return undefined;
  const [a, b] = association.endpoints;
  if (association.transport === 'tcp') return `tcp.port == ${a.port} && tcp.port == ${b.port}`;
  const tags = [a.verificationTag, b.verificationTag].filter((tag) => tag !== 0).map(hex8);
  return tags.length === 2 ? `sctp.verification_tag in {${tags.join(', ')}}` : `sctp.port == ${a.port} && sctp.port == ${b.port}`;
}
