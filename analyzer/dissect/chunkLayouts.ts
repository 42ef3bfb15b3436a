/**
 * What chunks, parameters and error causes consist of, as data: fixed fields in the order of the wire, then what fills the rest. Read by
 * chunkDetails.ts. Source of truth: RFC 9260 3.3, 3758 3.2, 4820 3, 4895 3 and 4, 5061 4, 6525 3 and 4, 8260 2, 9653 4,
 * draft-tuexen-tsvwg-sctp-nrsack (NR-SACK), draft-stewart-sctp-pktdrprep (PKTDROP).
 */
import { chunkName, hmacName, parameterName, reConfigResultName } from './sctpNames.ts';
import { ppidName } from './upperLayers.ts';

export interface Field {
  readonly name: string;
  readonly size: 1 | 2 | 4;
  readonly show?: (value: number) => string;
}

export type Rest =
  /** Bytes that mean nothing here, or something to an upper layer. */
  | { readonly kind: 'bytes' | 'text' | 'address'; readonly name: string }
  | { readonly kind: 'parameters' | 'causes' | 'chunks' }
  /** The same fields again and again. */
  | { readonly kind: 'list'; readonly fields: readonly Field[] }
  /** Gap blocks of so many kinds, then duplicate TSNs; their counts are the fields that follow a_rwnd. */
  | { readonly kind: 'gapBlocks'; readonly names: readonly string[] };

export interface Layout {
  readonly fields: readonly Field[];
  readonly rest?: Rest;
  /** Names of the flag bits, lowest first. */
  readonly flags?: readonly string[];
}

const word = (name: string, show?: (value: number) => string): Field => ({ name, size: 4, ...(show && { show }) });
const half = (name: string, show?: (value: number) => string): Field => ({ name, size: 2, ...(show && { show }) });
const byte = (name: string, show?: (value: number) => string): Field => ({ name, size: 1, ...(show && { show }) });
const hexadecimal = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
const bytes = (name: string): Rest => ({ kind: 'bytes', name });
const text = (name: string): Rest => ({ kind: 'text', name });
const list = (...fields: readonly Field[]): Rest => ({ kind: 'list', fields });
const parameters: Rest = { kind: 'parameters' };
const causes: Rest = { kind: 'causes' };

const dataFlags = ['E', 'B', 'U', 'I'];
const tagReflected = ['T'];
const initiation: Layout = {
  fields: [
    word('Initiate Tag', hexadecimal), word('a_rwnd'), half('Number of Outbound Streams'), half('Number of Inbound Streams'),
    word('Initial TSN'),
  ],
  rest: parameters,
};

export const chunkLayouts: Readonly<Record<number, Layout>> = {
  0: {
    fields: [word('TSN'), half('Stream Identifier'), half('Stream Sequence Number'), word('Payload Protocol Identifier', ppidName)],
    rest: bytes('User Data'), flags: dataFlags,
  },
  1: initiation,
  2: initiation,
  3: {
    fields: [word('Cumulative TSN Ack'), word('a_rwnd'), half('Number of Gap Ack Blocks'), half('Number of Duplicate TSNs')],
    rest: { kind: 'gapBlocks', names: ['Gap Ack Block'] },
  },
  4: { fields: [], rest: parameters },
  5: { fields: [], rest: parameters },
  6: { fields: [], rest: causes, flags: tagReflected },
  7: { fields: [word('Cumulative TSN Ack')] },
  9: { fields: [], rest: causes },
  10: { fields: [], rest: bytes('Cookie') },
  12: { fields: [word('Lowest TSN')] },
  13: { fields: [word('Lowest TSN')] },
  14: { fields: [], flags: tagReflected },
  15: { fields: [half('Shared Key Identifier'), half('HMAC Identifier', hmacName)], rest: bytes('HMAC') },
  16: {
    fields: [
      word('Cumulative TSN Ack'), word('a_rwnd'), half('Number of Gap Ack Blocks'), half('Number of NR Gap Ack Blocks'),
      half('Number of Duplicate TSNs'), half('Reserved'),
    ],
    rest: { kind: 'gapBlocks', names: ['Gap Ack Block', 'NR Gap Ack Block'] },
  },
  64: {
    fields: [
      word('TSN'), half('Stream Identifier'), half('Reserved'), word('Message Identifier'),
      word('Payload Protocol Identifier / Fragment Sequence Number'),
    ],
    rest: bytes('User Data'), flags: dataFlags,
  },
  128: { fields: [word('Serial Number')], rest: parameters },
  129: {
    fields: [word('Maximum rwnd'), word('Bytes on queue'), half('Truncated Length'), half('Reserved')], rest: bytes('Dropped packet'),
    flags: ['M', 'B', 'T', 'C'],
  },
  130: { fields: [], rest: parameters },
  132: { fields: [], rest: bytes('Padding Data') },
  192: { fields: [word('New Cumulative TSN')], rest: list(half('Stream'), half('Stream Sequence')) },
  193: { fields: [word('Serial Number')], rest: parameters },
  194: { fields: [word('New Cumulative TSN')], rest: list(half('Stream Identifier'), half('Reserved and U'), word('Message Identifier')) },
};

const addressChange: Layout = { fields: [word('Correlation Identifier')], rest: parameters };
const newStreams: Layout = { fields: [word('Request Sequence Number'), half('Number of new streams'), half('Reserved')] };
const chunkTypes: Layout = { fields: [], rest: list(byte('Chunk Type', chunkName)) };

export const parameterLayouts: Readonly<Record<number, Layout>> = {
  1: { fields: [], rest: bytes('Sender-Specific Heartbeat Info') },
  5: { fields: [], rest: { kind: 'address', name: 'IPv4 Address' } },
  6: { fields: [], rest: { kind: 'address', name: 'IPv6 Address' } },
  7: { fields: [], rest: bytes('Cookie') },
  8: { fields: [], rest: parameters },
  9: { fields: [word('Suggested Cookie Life-Span Increment', (value) => `${value} ms`)] },
  11: { fields: [], rest: text('Host Name') },
  12: { fields: [], rest: list(half('Address Type', parameterName)) },
  13: {
    fields: [word('Request Sequence Number'), word('Response Sequence Number'), word("Sender's Last Assigned TSN")],
    rest: list(half('Stream Number')),
  },
  14: { fields: [word('Request Sequence Number')], rest: list(half('Stream Number')) },
  15: { fields: [word('Request Sequence Number')] },
  16: {
    fields: [word('Response Sequence Number'), word('Result', reConfigResultName), word("Sender's Next TSN"), word("Receiver's Next TSN")],
  },
  17: newStreams,
  18: newStreams,
  0x8001: { fields: [word('Error Detection Method Identifier', (value) => (value === 1 ? 'SCTP over DTLS' : String(value)))] },
  0x8002: { fields: [], rest: bytes('Random Number') },
  0x8003: chunkTypes,
  0x8004: { fields: [], rest: list(half('HMAC Identifier', hmacName)) },
  0x8005: { fields: [], rest: bytes('Padding Data') },
  0x8008: chunkTypes,
  0xc001: addressChange,
  0xc002: addressChange,
  0xc003: { fields: [word('Correlation Identifier')], rest: causes },
  0xc004: addressChange,
  0xc005: { fields: [word('Correlation Identifier')] },
  0xc006: { fields: [word('Adaptation Code Point')] },
};

export const causeLayouts: Readonly<Record<number, Layout>> = {
  1: { fields: [half('Stream Identifier'), half('Reserved')] },
  2: { fields: [word('Number of missing params')], rest: list(half('Missing Param Type', parameterName)) },
  3: { fields: [word('Measure of Staleness', (value) => `${value} us`)] },
  5: { fields: [], rest: parameters },
  6: { fields: [], rest: { kind: 'chunks' } },
  8: { fields: [], rest: parameters },
  9: { fields: [word('TSN')] },
  11: { fields: [], rest: parameters },
  12: { fields: [], rest: text('Upper Layer Abort Reason') },
  13: { fields: [], rest: text('Additional Information') },
  0xa0: { fields: [], rest: parameters },
  0xa1: { fields: [], rest: parameters },
  0xa2: { fields: [], rest: parameters },
  0xa3: { fields: [], rest: parameters },
  0xa4: { fields: [], rest: parameters },
  0x105: { fields: [half('HMAC Identifier', hmacName)] },
};
