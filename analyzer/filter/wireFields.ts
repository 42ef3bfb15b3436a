/** Fields of captures: packets and SCTP chunks. RFC 9260 3. */
import { ppidName } from '../dissect/upperLayers.ts';
import { DataFlag, MessageFlag, PacketFlag, SackFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import { chunks, enumerationOf, errorCauses, ppids } from './enumerations.ts';
import type { EventTables } from './eventTables.ts';
import type { Field, Reader } from './field.ts';
import { addressDiffers, portDiffers, retransmissionDiffers, sackFieldDiffers } from './wiresharkDifferences.ts';

const truth = (holds: boolean): number => (holds ? 1 : 0);

const packetFlag = (bit: number) => ({ trace: { packets } }: EventTables): Reader => (row) => truth((packets.flags[row]! & bit) !== 0);
const dataFlag = (bit: number) => ({ trace: { dataChunks } }: EventTables): Reader => (row) => truth((dataChunks.flags[row]! & bit) !== 0);

/** The port of one end of a packet; NaN where it belongs to no association, or to one of the other transport. */
const port = ({ trace: { packets, associations } }: EventTables, side: (packet: number) => 0 | 1, transport: 'sctp' | 'tcp' = 'sctp'): Reader => (row) => {
  const association = associations[packets.association[row]!];
  return association?.transport === transport ? association.endpoints[side(row)].port : NaN;
};

/** The address of one end of a packet, as a text of EventTables. */
function address({ trace: { packets, associations }, texts }: EventTables, side: (packet: number) => 0 | 1): Reader {
  const ids = associations.map(({ endpoints, paths }) => paths.map(({ first, second }) =>
    [texts.id(endpoints[0].addresses[first] ?? ''), texts.id(endpoints[1].addresses[second] ?? '')] as const));
  return (row) => ids[packets.association[row]!]?.[packets.path[row]!]?.[side(row)] || NaN;
}

const from = (events: EventTables) => (packet: number): 0 | 1 => events.senderOf(packet);
const to = (events: EventTables) => (packet: number): 0 | 1 => (events.senderOf(packet) === 0 ? 1 : 0);

function addressesSeen({ trace: { associations } }: EventTables): readonly string[] {
  return [...new Set(associations.flatMap(({ endpoints }) => endpoints.flatMap(({ addresses }) => addresses)))];
}

function portsSeen({ trace: { associations } }: EventTables): readonly string[] {
  return [...new Set(associations.flatMap(({ endpoints }) => endpoints.map(({ port }) => String(port))))];
}

/** Good, bad, … by the flags of a packet. */
const checksumFlags = [PacketFlag.ChecksumGood, PacketFlag.ChecksumBad, PacketFlag.ChecksumAdler, PacketFlag.ChecksumZero];

export const packetFields: readonly Field[] = [
  {
    name: 'frame', type: 'number', doc: 'The number of a frame in its capture, as Wireshark counts.', aliases: ['frame.number'],
    at: { packets: ({ trace: { packets } }) => (row) => packets.frame[row]! }, wireshark: { names: ['frame.number'] },
  },
  {
    name: 'ip.addr', type: 'address', doc: 'The address of either end of a packet; 10.0.0.0/24 is a network.', aliases: ['ipv6.addr'],
    at: { packets: (events) => [address(events, from(events)), address(events, to(events))] }, suggest: addressesSeen,
    wireshark: { names: ['ip.addr'], differs: addressDiffers },
  },
  {
    name: 'ip.src', type: 'address', doc: 'The address a packet came from.', aliases: ['ipv6.src', 'source'],
    at: { packets: (events) => address(events, from(events)) }, suggest: addressesSeen, wireshark: { names: ['ip.src'], differs: addressDiffers },
  },
  {
    name: 'ip.dst', type: 'address', doc: 'The address a packet went to.', aliases: ['ipv6.dst', 'destination'],
    at: { packets: (events) => address(events, to(events)) }, suggest: addressesSeen, wireshark: { names: ['ip.dst'], differs: addressDiffers },
  },
  {
    name: 'path', type: 'number', doc: 'The pair of addresses a packet went between, numbered from 1 within its association.',
    at: { packets: ({ trace: { packets } }) => (row) => (packets.association[row] === NONE ? NaN : packets.path[row]! + 1) },
    suggest: ({ trace: { associations } }) => Array.from({ length: Math.max(0, ...associations.map(({ paths }) => paths.length)) }, (_, path) => String(path + 1)),
  },
  {
    name: 'sctp.port', type: 'number', doc: 'The port of either end of a packet.',
    at: { packets: (events) => [port(events, from(events)), port(events, to(events))] }, suggest: portsSeen, wireshark: { names: ['sctp.port'], differs: portDiffers },
  },
  {
    name: 'sctp.srcPort', type: 'number', doc: 'The port a packet came from.',
    at: { packets: (events) => port(events, from(events)) }, suggest: portsSeen, wireshark: { names: ['sctp.srcport'], differs: portDiffers },
  },
  {
    name: 'sctp.dstPort', type: 'number', doc: 'The port a packet went to.',
    at: { packets: (events) => port(events, to(events)) }, suggest: portsSeen, wireshark: { names: ['sctp.dstport'], differs: portDiffers },
  },
  {
    name: 'sctp', type: 'boolean', doc: 'A packet of SCTP.',
    at: { packets: ({ trace: { packets } }) => (row) => truth((packets.flags[row]! & PacketFlag.Tcp) === 0) }, wireshark: { names: [], isTrue: 'sctp' },
  },
  {
    name: 'tcp', type: 'boolean', doc: 'A TCP segment of a connection that carries Diameter.', at: { packets: packetFlag(PacketFlag.Tcp) },
  },
  {
    name: 'tcp.port', type: 'number', doc: 'The port of either end of a TCP segment.',
    at: { packets: (events) => [port(events, from(events), 'tcp'), port(events, to(events), 'tcp')] },
  },
  {
    name: 'duplicate', type: 'boolean', doc: 'A frame that was captured before, on another interface or in another capture.', isDerived: true,
    at: { packets: packetFlag(PacketFlag.Duplicate) },
  },
  {
    name: 'cut', type: 'boolean', doc: 'A packet of which fewer bytes were captured than sent.', at: { packets: packetFlag(PacketFlag.Cut) },
  },
  {
    name: 'tunnelled', type: 'boolean', doc: 'A packet inside a tunnel.', at: { packets: packetFlag(PacketFlag.Tunnelled) },
  },
  {
    name: 'sctp.checksum', type: 'enum', doc: 'Whether the checksum of a packet is right.', values: enumerationOf(['good', 'bad', 'adler32', 'zero', 'unchecked']),
    at: {
      packets: ({ trace: { packets } }) => (row) => {
        const kind = checksumFlags.findIndex((flag) => (packets.flags[row]! & flag) !== 0);
        return kind < 0 ? checksumFlags.length : kind;
      },
    },
  },
];

const NR_SACK = 16;
const SACK = 3;
const DATA = 0;
const I_DATA = 64;
const ABORT = 6;
const ERROR = 9;
/** Bytes. */
const CHUNK_HEADER = 4;

export const chunkFields: readonly Field[] = [
  {
    name: 'sctp.chunk', type: 'enum', doc: 'The type of a chunk.', aliases: ['sctp.chunk_type', 'chunk'], values: chunks,
    at: {
      dataChunks: ({ trace: { dataChunks } }) => (row) => ((dataChunks.flags[row]! & DataFlag.IData) !== 0 ? I_DATA : DATA),
      sacks: ({ trace: { sacks } }) => (row) => ((sacks.flags[row]! & SackFlag.NonRenegable) !== 0 ? NR_SACK : SACK),
      controlChunks: ({ trace: { controlChunks } }) => (row) => controlChunks.type[row]!,
    },
    wireshark: { names: ['sctp.chunk_type'] },
  },
  {
    name: 'sctp.cause', type: 'enum', doc: 'The first error cause of an ABORT or ERROR chunk.', aliases: ['sctp.cause_code'], values: errorCauses,
    at: {
      controlChunks: ({ trace: { controlChunks } }) => (row) => {
        const isReport = controlChunks.type[row] === ABORT || controlChunks.type[row] === ERROR;
        return isReport && controlChunks.size[row]! > CHUNK_HEADER ? controlChunks.value[row]! : NaN;
      },
    },
    wireshark: { names: ['sctp.cause_code'], write: (code) => `0x${code.toString(16).padStart(4, '0')}`, differs: () => 'Wireshark compares every cause of a chunk, not the first alone' },
  },
  {
    name: 'sctp.data', type: 'boolean', doc: 'A DATA or I-DATA chunk.', at: { dataChunks: () => () => 1 },
    wireshark: { names: [], isTrue: `(sctp.chunk_type == ${DATA} || sctp.chunk_type == ${I_DATA})` },
  },
  {
    name: 'sctp.tsn', type: 'number', doc: 'The TSN of a DATA chunk.', aliases: ['sctp.data_tsn', 'sctp.data_tsn_raw'],
    at: { dataChunks: ({ trace: { dataChunks } }) => (row) => dataChunks.tsn[row]! }, wireshark: { names: ['sctp.data_tsn_raw'] },
  },
  {
    name: 'sctp.streamId', type: 'number', doc: 'The stream of a DATA chunk.', aliases: ['sctp.data_sid'],
    at: { dataChunks: ({ trace: { dataChunks } }) => (row) => dataChunks.streamId[row]! },
    wireshark: { names: ['sctp.data_sid'], write: (streamId) => `0x${streamId.toString(16).padStart(4, '0')}` },
  },
  {
    name: 'sctp.ssn', type: 'number', doc: 'The stream sequence number of a DATA chunk.', aliases: ['sctp.data_ssn'],
    at: { dataChunks: ({ trace: { dataChunks } }) => (row) => ((dataChunks.flags[row]! & DataFlag.IData) !== 0 ? NaN : dataChunks.sequence[row]!) },
    wireshark: { names: ['sctp.data_ssn'] },
  },
  {
    name: 'sctp.ppid', type: 'enum', doc: 'What a DATA chunk carries, by its payload protocol identifier.', aliases: ['sctp.data_payload_proto_id'], values: ppids,
    at: {
      // Later fragments of I-DATA have their number in its place.
      dataChunks: ({ trace: { dataChunks } }) => (row) => ((dataChunks.flags[row]! & (DataFlag.IData | DataFlag.Begin)) === DataFlag.IData ? NaN : dataChunks.ppid[row]!),
    },
    suggest: ({ trace: { associations } }) => [...new Set(associations.flatMap(({ ppids }) => [...ppids.keys()]))].filter((ppid) => ppidName(ppid).startsWith('PPID')).map(String),
    wireshark: { names: ['sctp.data_payload_proto_id'] },
  },
  {
    name: 'sctp.retransmission', type: 'boolean', doc: 'A DATA chunk whose TSN was sent before.', isDerived: true,
    at: { dataChunks: dataFlag(DataFlag.Retransmitted) }, wireshark: { names: ['sctp.retransmission'], differs: retransmissionDiffers },
  },
  {
    name: 'sctp.unordered', type: 'boolean', doc: 'A DATA chunk with the U bit.', aliases: ['sctp.data_u_bit'],
    at: { dataChunks: dataFlag(DataFlag.Unordered) }, wireshark: { names: ['sctp.data_u_bit'], isFlag: true },
  },
  {
    name: 'sctp.begin', type: 'boolean', doc: 'The first fragment of a message (B bit).', aliases: ['sctp.data_b_bit'],
    at: { dataChunks: dataFlag(DataFlag.Begin) }, wireshark: { names: ['sctp.data_b_bit'], isFlag: true },
  },
  {
    name: 'sctp.end', type: 'boolean', doc: 'The last fragment of a message (E bit).', aliases: ['sctp.data_e_bit'],
    at: { dataChunks: dataFlag(DataFlag.End) }, wireshark: { names: ['sctp.data_e_bit'], isFlag: true },
  },
  {
    name: 'sctp.immediate', type: 'boolean', doc: 'A DATA chunk that asks for its SACK at once (I bit, RFC 7053).', aliases: ['sctp.data_i_bit'],
    at: { dataChunks: dataFlag(DataFlag.Immediate) }, wireshark: { names: ['sctp.data_i_bit'], isFlag: true },
  },
  {
    name: 'sctp.sack', type: 'boolean', doc: 'A SACK or NR-SACK chunk.', at: { sacks: () => () => 1 },
    wireshark: { names: [], isTrue: `(sctp.chunk_type == ${SACK} || sctp.chunk_type == ${NR_SACK})` },
  },
  {
    name: 'sctp.sack.aRwnd', type: 'bytes', doc: 'The window that a SACK advertises.', aliases: ['sctp.sack_a_rwnd', 'sctp.nr_sack_a_rwnd', 'aRwnd', 'a_rwnd'],
    at: { sacks: ({ trace: { sacks } }) => (row) => sacks.aRwnd[row]! }, wireshark: { names: ['sctp.sack_a_rwnd'], differs: sackFieldDiffers },
  },
  {
    name: 'sctp.sack.cumulativeTsnAck', type: 'number', doc: 'The cumulative TSN ack of a SACK.',
    aliases: ['sctp.sack_cumulative_tsn_ack', 'sctp.sack_cumulative_tsn_ack_raw'],
    at: { sacks: ({ trace: { sacks } }) => (row) => sacks.cumulativeTsnAck[row]! }, wireshark: { names: ['sctp.sack_cumulative_tsn_ack_raw'], differs: sackFieldDiffers },
  },
  {
    name: 'sctp.sack.gaps', type: 'number', doc: 'How many gap ack blocks a SACK has: chunks behind a lost one.', aliases: ['sctp.sack_number_of_gap_blocks'],
    at: { sacks: ({ trace: { sacks } }) => (row) => sacks.gapCount[row]! }, wireshark: { names: ['sctp.sack_number_of_gap_blocks'], differs: sackFieldDiffers },
  },
  {
    name: 'sctp.sack.duplicates', type: 'number', doc: 'How many duplicate TSNs a SACK reports.', aliases: ['sctp.sack_number_of_duplicated_tsns'],
    at: { sacks: ({ trace: { sacks } }) => (row) => sacks.duplicateCount[row]! }, wireshark: { names: ['sctp.sack_number_of_duplicated_tsns'], differs: sackFieldDiffers },
  },
  {
    name: 'fragmented', type: 'boolean', doc: 'A message in more than one packet.',
    at: { messages: ({ trace: { messages } }) => (row) => truth(messages.packet[row] !== messages.lastPacket[row]) },
  },
  {
    name: 'incomplete', type: 'boolean', doc: 'A message of which fragments are missing.',
    at: { messages: ({ trace: { messages } }) => (row) => truth((messages.flags[row]! & MessageFlag.Incomplete) !== 0) },
  },
];
