/**
 * What chunks, parameters and error causes consist of, as data: fixed fields in the order of the wire, then what fills the rest. Read by
 * details/chunkFields.ts. Source of truth: RFC 9260 3.3, 3758 3.2, 4820 3, 4895 3 and 4, 5061 4, 6525 3 and 4, 8260 2, 9653 4,
 * draft-tuexen-tsvwg-sctp-nrsack (NR-SACK), draft-stewart-sctp-pktdrprep (PKTDROP).
 */
import { chunkName, hmacName, parameterName, reConfigResultName } from './sctpNames.ts';
import { ppidName, ppidOf } from './upperLayers.ts';

export interface FieldLayout {
  readonly name: string;
  readonly size: 1 | 2 | 4;
  readonly show?: (value: number) => string;
  readonly meaning?: (value: number) => string | undefined;
  /** Name of Wireshark's display filter. */
  readonly filter?: string;
}

export type Rest =
  /** Bytes that mean nothing here, or something to an upper layer. */
  | { readonly kind: 'bytes' | 'text' | 'address' | 'userData'; readonly name: string; readonly filter?: string }
  | { readonly kind: 'parameters' | 'causes' | 'chunks' }
  /** The same fields again and again. */
  | { readonly kind: 'list'; readonly fields: readonly FieldLayout[] }
  /** Gap blocks of so many kinds, then duplicate TSNs; their counts are the fields that follow a_rwnd. */
  | { readonly kind: 'gapBlocks'; readonly names: readonly string[]; readonly filters: readonly string[]; readonly duplicateFilter: string };

export interface FlagLayout {
  readonly name: string;
  readonly meaning: string;
  readonly filter?: string;
}

export interface Layout {
  readonly fields: readonly FieldLayout[];
  readonly rest?: Rest;
  /** Flag bits, lowest first. */
  readonly flags?: readonly FlagLayout[];
  readonly spec?: string;
}

type Notes = Pick<FieldLayout, 'show' | 'meaning' | 'filter'>;
const of = (size: 1 | 2 | 4) => (name: string, notes: Notes | string = {}): FieldLayout =>
  ({ name, size, ...(typeof notes === 'string' ? { filter: notes } : notes) });
const word = of(4);
const half = of(2);
const byte = of(1);
const hexadecimal = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
const tag = (filter: string): Notes => ({ show: hexadecimal, filter });
const tsn = (filter?: string): Notes => ({ meaning: hexadecimal, ...(filter === undefined ? {} : { filter }) });
const ppid = (filter?: string): Notes => ({ meaning: meantPpid, ...(filter === undefined ? {} : { filter }) });
const credit = (filter: string): Notes => ({ meaning: (value) => (value === 0 ? 'window closed' : undefined), filter });
const bytes = (name: string, filter?: string): Rest => ({ kind: 'bytes', name, ...(filter === undefined ? {} : { filter }) });
const text = (name: string): Rest => ({ kind: 'text', name });
const list = (...fields: readonly FieldLayout[]): Rest => ({ kind: 'list', fields });
const parameters: Rest = { kind: 'parameters' };
const causes: Rest = { kind: 'causes' };

function meantPpid(value: number): string {
  const name = ppidName(value);
  if (value === 0) return 'unspecified';
  return ppidOf(value) === value ? name : `${name}, in the byte order of the host`;
}

const dataFlags: readonly FlagLayout[] = [
  { name: 'E', meaning: 'last fragment of the message', filter: 'sctp.data_e_bit' },
  { name: 'B', meaning: 'first fragment of the message', filter: 'sctp.data_b_bit' },
  { name: 'U', meaning: 'unordered', filter: 'sctp.data_u_bit' },
  { name: 'I', meaning: 'to be acknowledged at once', filter: 'sctp.data_i_bit' },
];
const tagReflected = (filter: string): readonly FlagLayout[] =>
  [{ name: 'T', meaning: 'the verification tag is reflected: the sender knows no association', filter }];
const initiation = (prefix: string, spec: string): Layout => ({
  fields: [
    word('Initiate Tag', tag(`sctp.${prefix}_initiate_tag`)), word('a_rwnd', credit(`sctp.${prefix}_credit`)),
    half('Number of Outbound Streams', `sctp.${prefix}_nr_out_streams`), half('Number of Inbound Streams', `sctp.${prefix}_nr_in_streams`),
    word('Initial TSN', tsn(`sctp.${prefix}_initial_tsn`)),
  ],
  rest: parameters, spec,
});

export const chunkLayouts: Readonly<Record<number, Layout>> = {
  0: {
    fields: [
      word('TSN', tsn('sctp.data_tsn_raw')), half('Stream Identifier', 'sctp.data_sid'), half('Stream Sequence Number', 'sctp.data_ssn'),
      word('Payload Protocol Identifier', ppid('sctp.data_payload_proto_id')),
    ],
    rest: { kind: 'userData', name: 'User Data' }, flags: dataFlags, spec: 'RFC 9260 3.3.1',
  },
  1: initiation('init', 'RFC 9260 3.3.2'),
  2: initiation('initack', 'RFC 9260 3.3.3'),
  3: {
    fields: [
      word('Cumulative TSN Ack', tsn('sctp.sack_cumulative_tsn_ack_raw')), word('a_rwnd', credit('sctp.sack_a_rwnd')),
      half('Number of Gap Ack Blocks', 'sctp.sack_number_of_gap_blocks'), half('Number of Duplicate TSNs', 'sctp.sack_number_of_duplicated_tsns'),
    ],
    rest: { kind: 'gapBlocks', names: ['Gap Ack Block'], filters: ['sctp.sack_gap_block'], duplicateFilter: 'sctp.sack_duplicate_tsn' },
    spec: 'RFC 9260 3.3.4',
  },
  4: { fields: [], rest: parameters, spec: 'RFC 9260 3.3.5' },
  5: { fields: [], rest: parameters, spec: 'RFC 9260 3.3.6' },
  6: { fields: [], rest: causes, flags: tagReflected('sctp.abort_t_bit'), spec: 'RFC 9260 3.3.7' },
  7: { fields: [word('Cumulative TSN Ack', tsn('sctp.shutdown_cumulative_tsn_ack'))], spec: 'RFC 9260 3.3.8' },
  8: { fields: [], spec: 'RFC 9260 3.3.9' },
  9: { fields: [], rest: causes, spec: 'RFC 9260 3.3.10' },
  10: { fields: [], rest: bytes('Cookie', 'sctp.cookie'), spec: 'RFC 9260 3.3.11' },
  11: { fields: [], spec: 'RFC 9260 3.3.12' },
  12: { fields: [word('Lowest TSN', tsn('sctp.ecne_lowest_tsn'))], spec: 'RFC 4960 appendix A' },
  13: { fields: [word('Lowest TSN', tsn('sctp.cwr_lowest_tsn'))], spec: 'RFC 4960 appendix A' },
  14: { fields: [], flags: tagReflected('sctp.shutdown_complete_t_bit'), spec: 'RFC 9260 3.3.13' },
  15: {
    fields: [half('Shared Key Identifier', 'sctp.shared_key_id'), half('HMAC Identifier', { meaning: hmacName, filter: 'sctp.hmac_id' })],
    rest: bytes('HMAC', 'sctp.hmac'), spec: 'RFC 4895 5.1',
  },
  16: {
    fields: [
      word('Cumulative TSN Ack', tsn('sctp.nr_sack_cumulative_tsn_ack')), word('a_rwnd', credit('sctp.nr_sack_a_rwnd')),
      half('Number of Gap Ack Blocks', 'sctp.nr_sack_number_of_gap_blocks'),
      half('Number of NR Gap Ack Blocks', 'sctp.nr_sack_number_of_nr_gap_blocks'),
      half('Number of Duplicate TSNs', 'sctp.nr_sack_number_of_duplicated_tsns'), half('Reserved'),
    ],
    rest: {
      kind: 'gapBlocks', names: ['Gap Ack Block', 'NR Gap Ack Block'], filters: ['sctp.nr_sack_gap_block', 'sctp.nr_sack_nr_gap_block'],
      duplicateFilter: 'sctp.nr_sack_duplicate_tsn',
    },
    spec: 'draft-tuexen-tsvwg-sctp-nrsack',
  },
  64: {
    fields: [
      word('TSN', tsn('sctp.data_tsn_raw')), half('Stream Identifier', 'sctp.data_sid'), half('Reserved'),
      word('Message Identifier', 'sctp.data_mid'), word('Payload Protocol Identifier / Fragment Sequence Number'),
    ],
    rest: { kind: 'userData', name: 'User Data' }, flags: dataFlags, spec: 'RFC 8260 2.1',
  },
  128: { fields: [word('Serial Number', 'sctp.asconf_ack_seq_nr_number')], rest: parameters, spec: 'RFC 5061 4.1.2' },
  129: {
    fields: [
      word('Maximum rwnd', 'sctp.pktdrop_bandwidth'), word('Bytes on queue', 'sctp.pktdrop_queuesize'),
      half('Truncated Length', 'sctp.pktdrop_truncated_length'), half('Reserved'),
    ],
    rest: bytes('Dropped packet'),
    flags: [
      { name: 'M', meaning: 'reported by a middlebox', filter: 'sctp.pckdrop_m_bit' },
      { name: 'B', meaning: 'the checksum was wrong', filter: 'sctp.pckdrop_b_bit' },
      { name: 'T', meaning: 'the packet is truncated', filter: 'sctp.pckdrop_t_bit' },
      { name: 'C', meaning: 'no report is to be sent for this packet' },
    ],
    spec: 'draft-stewart-sctp-pktdrprep',
  },
  130: { fields: [], rest: parameters, spec: 'RFC 6525 3.1' },
  132: { fields: [], rest: bytes('Padding Data', 'sctp.padding_data'), spec: 'RFC 4820 3' },
  192: {
    fields: [word('New Cumulative TSN', tsn('sctp.forward_tsn_tsn'))],
    rest: list(half('Stream', 'sctp.forward_tsn_sid'), half('Stream Sequence', 'sctp.forward_tsn_ssn')), spec: 'RFC 3758 3.2',
  },
  193: { fields: [word('Serial Number', 'sctp.asconf_seq_nr_number')], rest: parameters, spec: 'RFC 5061 4.1.1' },
  194: {
    fields: [word('New Cumulative TSN', tsn('sctp.i_forward_tsn_tsn'))],
    rest: list(
      half('Stream Identifier', 'sctp.i_forward_tsn_sid'), half('Reserved and U', 'sctp.i_forward_tsn_flags'),
      word('Message Identifier', 'sctp.forward_tsn_mid'),
    ),
    spec: 'RFC 8260 2.3.1',
  },
};

const addressChange = (spec: string): Layout => ({ fields: [word('Correlation Identifier', 'sctp.correlation_id')], rest: parameters, spec });
const newStreams = (direction: string, spec: string): Layout => ({
  fields: [
    word('Request Sequence Number', 'sctp.parameter_reconfig_request_sequence_number'),
    half('Number of new streams', `sctp.parameter_add_${direction}_streams_number`), half('Reserved'),
  ],
  spec,
});
const chunkTypes = (filter: string, spec: string): Layout => ({ fields: [], rest: list(byte('Chunk Type', { meaning: chunkName, filter })), spec });
const requestNumber = word('Request Sequence Number', 'sctp.parameter_reconfig_request_sequence_number');
const responseNumber = word('Response Sequence Number', 'sctp.parameter_reconfig_response_sequence_number');
const stream = half('Stream Number', 'sctp.parameter_reconfig_sid');

export const parameterLayouts: Readonly<Record<number, Layout>> = {
  1: { fields: [], rest: bytes('Sender-Specific Heartbeat Info', 'sctp.parameter_heartbeat_information'), spec: 'RFC 9260 3.3.5' },
  5: { fields: [], rest: { kind: 'address', name: 'IPv4 Address', filter: 'sctp.parameter_ipv4_address' }, spec: 'RFC 9260 3.3.2.1.1' },
  6: { fields: [], rest: { kind: 'address', name: 'IPv6 Address', filter: 'sctp.parameter_ipv6_address' }, spec: 'RFC 9260 3.3.2.1.2' },
  7: { fields: [], rest: bytes('Cookie', 'sctp.parameter_state_cookie'), spec: 'RFC 9260 3.3.3.1.1' },
  8: { fields: [], rest: parameters, spec: 'RFC 9260 3.3.3.1.2' },
  9: {
    fields: [word('Suggested Cookie Life-Span Increment', { show: (value) => `${value} ms` })], spec: 'RFC 9260 3.3.2.1.3',
  },
  11: { fields: [], rest: text('Host Name'), spec: 'RFC 9260 3.3.2.1.4' },
  12: {
    fields: [], rest: list(half('Address Type', { meaning: parameterName, filter: 'sctp.parameter_supported_address_type' })),
    spec: 'RFC 9260 3.3.2.1.5',
  },
  13: {
    fields: [requestNumber, responseNumber, word("Sender's Last Assigned TSN", tsn('sctp.parameter_senders_last_assigned_tsn'))],
    rest: list(stream), spec: 'RFC 6525 4.1',
  },
  14: { fields: [requestNumber], rest: list(stream), spec: 'RFC 6525 4.2' },
  15: { fields: [requestNumber], spec: 'RFC 6525 4.3' },
  16: {
    fields: [
      responseNumber, word('Result', { meaning: reConfigResultName, filter: 'sctp.parameter_reconfig_response_result' }),
      word("Sender's Next TSN", tsn('sctp.parameter_senders_next_tsn')), word("Receiver's Next TSN", tsn('sctp.parameter_receivers_next_tsn')),
    ],
    spec: 'RFC 6525 4.4',
  },
  17: newStreams('outgoing', 'RFC 6525 4.5'),
  18: newStreams('incoming', 'RFC 6525 4.6'),
  0x8000: { fields: [], spec: 'RFC 4960 appendix A' },
  0x8001: {
    fields: [word('Error Detection Method Identifier', { meaning: (value) => (value === 1 ? 'SCTP over DTLS' : undefined) })],
    spec: 'RFC 9653 4',
  },
  0x8002: { fields: [], rest: bytes('Random Number', 'sctp.random_number'), spec: 'RFC 4895 3.1' },
  0x8003: chunkTypes('sctp.chunk_type_to_auth', 'RFC 4895 3.2'),
  0x8004: { fields: [], rest: list(half('HMAC Identifier', { meaning: hmacName, filter: 'sctp.hmac_id' })), spec: 'RFC 4895 3.3' },
  0x8005: { fields: [], rest: bytes('Padding Data'), spec: 'RFC 4820 4' },
  0x8008: chunkTypes('sctp.supported_chunk_type', 'RFC 5061 4.2.7'),
  0xc000: { fields: [], spec: 'RFC 3758 3.1' },
  0xc001: addressChange('RFC 5061 4.2.1'),
  0xc002: addressChange('RFC 5061 4.2.2'),
  0xc003: { fields: [word('Correlation Identifier', 'sctp.correlation_id')], rest: causes, spec: 'RFC 5061 4.2.3' },
  0xc004: addressChange('RFC 5061 4.2.4'),
  0xc005: { fields: [word('Correlation Identifier', 'sctp.correlation_id')], spec: 'RFC 5061 4.2.5' },
  0xc006: { fields: [word('Adaptation Code Point', 'sctp.adaptation_layer_indication')], spec: 'RFC 5061 4.2.6' },
};

export const causeLayouts: Readonly<Record<number, Layout>> = {
  1: { fields: [half('Stream Identifier', 'sctp.cause_stream_identifier'), half('Reserved')], spec: 'RFC 9260 3.3.10.1' },
  2: {
    fields: [word('Number of missing params', 'sctp.cause_nr_of_missing_parameters')],
    rest: list(half('Missing Param Type', { meaning: parameterName, filter: 'sctp.cause_missing_parameter_type' })), spec: 'RFC 9260 3.3.10.2',
  },
  3: { fields: [word('Measure of Staleness', { show: (value) => `${value} us` })], spec: 'RFC 9260 3.3.10.3' },
  4: { fields: [], spec: 'RFC 9260 3.3.10.4' },
  5: { fields: [], rest: parameters, spec: 'RFC 9260 3.3.10.5' },
  6: { fields: [], rest: { kind: 'chunks' }, spec: 'RFC 9260 3.3.10.6' },
  7: { fields: [], spec: 'RFC 9260 3.3.10.7' },
  8: { fields: [], rest: parameters, spec: 'RFC 9260 3.3.10.8' },
  9: { fields: [word('TSN', tsn('sctp.cause_tsn'))], spec: 'RFC 9260 3.3.10.9' },
  10: { fields: [], spec: 'RFC 9260 3.3.10.10' },
  11: { fields: [], rest: parameters, spec: 'RFC 9260 3.3.10.11' },
  12: { fields: [], rest: text('Upper Layer Abort Reason'), spec: 'RFC 9260 3.3.10.12' },
  13: { fields: [], rest: text('Additional Information'), spec: 'RFC 9260 3.3.10.13' },
  0xa0: { fields: [], rest: parameters, spec: 'RFC 5061 4.3.1' },
  0xa1: { fields: [], rest: parameters, spec: 'RFC 5061 4.3.2' },
  0xa2: { fields: [], rest: parameters, spec: 'RFC 5061 4.3.3' },
  0xa3: { fields: [], rest: parameters, spec: 'RFC 5061 4.3.4' },
  0xa4: { fields: [], rest: parameters, spec: 'RFC 5061 4.3.5' },
  0x105: { fields: [half('HMAC Identifier', { meaning: hmacName, filter: 'sctp.hmac_id' })], spec: 'RFC 4895 4.1' },
};
