/** Chunks, parameters and error causes as fields, on bytes after the RFCs. */
import { expect, test } from 'vitest';
import { chunkFields } from '../../analyzer/details/chunkFields.ts';
import { fieldLines, MOST_CHILDREN, type Field } from '../../analyzer/details/field.ts';
import { chunk, join, u16, u32 } from '../make/packets.ts';
import { abort, data, ipv4Parameter, parameter } from '../dissect/wire.ts';

/** Without the fields that every chunk, parameter and cause has. */
const header = /^(Chunk Type|Parameter Type|Parameter Length|Cause Code|Cause Length|Length)$/;

function plain(fields: readonly Field[]): Field[] {
  return fields.filter(({ name }) => !header.test(name)).map((one) =>
    ({ ...one, children: one.name === 'Flags' ? [] : plain(one.children ?? []) }));
}

function details(...chunks: readonly Uint8Array[]): string[] {
  const bytes = join(...chunks);
  return [...fieldLines(plain(chunkFields(bytes, 0, bytes.length)))];
}

test('SACK with a gap and a duplicate, DATA in one fragment', () => {
  const sack = chunk(3, 0, join(u32(10), u32(1500), u16(1), u16(1), u16(2), u16(4), u32(9)));
  expect(details(sack, data(7, 'abc', { flags: 7, ppid: 3 }))).toEqual([
    'SACK', '  Flags: 0x00', '  Cumulative TSN Ack: 10 (0x0000000a)', '  a_rwnd: 1500', '  Number of Gap Ack Blocks: 1',
    '  Number of Duplicate TSNs: 1', '  Gap Ack Block: 2-4 (TSN 12-14)', '    Gap Ack Block Start: 2 (TSN 12)', '    Gap Ack Block End: 4 (TSN 14)',
    '  Duplicate TSN: 9 (0x00000009)',
    'DATA', '  Flags: 0x07 (U B E)', '  TSN: 7 (0x00000007)', '  Stream Identifier: 0', '  Stream Sequence Number: 0',
    '  Payload Protocol Identifier: 3 (M3UA)', '  User Data: 3 bytes: 61 62 63',
  ]);
});

test('a PPID in the byte order of the host is named all the same', () => {
  expect(details(data(7, 'abc', { ppid: 0x2e00_0000 }))).toContain('  Payload Protocol Identifier: 771751936 (Diameter, in the byte order of the host)');
});

test('flags are told bit by bit', () => {
  const bytes = data(7, 'abc', { flags: 2 });
  const flags = chunkFields(bytes, 0, bytes.length)[0]!.children!.find(({ name }) => name === 'Flags')!;
  expect(flags.children!.map(({ name, value, meaning, filter }) => [name, value, meaning, filter])).toEqual([
    ['I', '0', undefined, 'sctp.data_i_bit == 0'], ['U', '0', undefined, 'sctp.data_u_bit == 0'],
    ['B', '1', 'first fragment of the message', 'sctp.data_b_bit == 1'], ['E', '0', undefined, 'sctp.data_e_bit == 0'],
  ]);
});

test('causes in ABORT, a chunk in a cause', () => {
  expect(details(abort(1, join(parameter(13, new TextEncoder().encode('why')), parameter(6, chunk(77, 0, [1])))))).toEqual([
    'ABORT', '  Flags: 0x01 (T)', '  Protocol Violation', '    Additional Information: why', '  Unrecognized Chunk Type',
    '    chunk type 77', '      Flags: 0x00', '      Bytes: 1 byte: 01',
  ]);
});

test('ASCONF and RE-CONFIG', () => {
  const asconf = chunk(193, 0, join(u32(5), ipv4Parameter('10.0.0.1'), parameter(0xc001, join(u32(1), ipv4Parameter('10.0.0.9')))));
  const reConfig = chunk(130, 0, parameter(16, join(u32(3), u32(1))));
  expect(details(asconf, reConfig)).toEqual([
    'ASCONF', '  Flags: 0x00', '  Serial Number: 5', '  IPv4 Address', '    IPv4 Address: 10.0.0.1', '  Add IP Address',
    '    Correlation Identifier: 1', '    IPv4 Address', '      IPv4 Address: 10.0.0.9',
    'RE-CONFIG', '  Flags: 0x00', '  Re-configuration Response', '    Response Sequence Number: 3', '    Result: 1 (Success - Performed)',
  ]);
});

test('AUTH, PKTDROP, zero checksum', () => {
  const auth = chunk(15, 0, join(u16(2), u16(1), [1, 2]));
  const pktdrop = chunk(129, 0x0c, join(u32(1000), u32(20), u16(0), u16(0), [9]));
  const zero = chunk(2, 0, join(u32(1), u32(2), u16(3), u16(4), u32(5), parameter(0x8001, u32(1))));
  expect(details(auth, pktdrop, zero)).toEqual([
    'AUTH', '  Flags: 0x00', '  Shared Key Identifier: 2', '  HMAC Identifier: 1 (SHA-1)', '  HMAC: 2 bytes: 01 02',
    'PKTDROP', '  Flags: 0x0c (C T)', '  Maximum rwnd: 1000', '  Bytes on queue: 20', '  Truncated Length: 0', '  Reserved: 0',
    '  Dropped packet: 1 byte: 09',
    'INIT ACK', '  Flags: 0x00', '  Initiate Tag: 0x00000001', '  a_rwnd: 2', '  Number of Outbound Streams: 3',
    '  Number of Inbound Streams: 4', '  Initial TSN: 5 (0x00000005)', '  Zero Checksum Acceptable',
    '    Error Detection Method Identifier: 1 (SCTP over DTLS)',
  ]);
});

test('what does not fit is shown with its bytes and named', () => {
  const short = join([3, 0, 0, 2], [9]);
  expect(chunkFields(short, 0, short.length)).toMatchObject([{ name: 'Malformed chunk', start: 0, end: 5, problem: 'length 2 is shorter than a chunk header' }]);
  const cut = data(7, 'abcdefgh').subarray(0, 20);
  expect(chunkFields(cut, 0, cut.length)).toMatchObject([{ name: 'DATA', start: 0, end: 20, problem: '20 of 24 bytes are there' }]);
});

test('16,143 chunks are counted, not all made', () => {
  const bytes = join(...Array.from({ length: 16_143 }, () => chunk(11, 0, [])));
  const fields = chunkFields(bytes, 0, bytes.length);
  expect(fields).toHaveLength(MOST_CHILDREN + 1);
  expect(fields.at(-1)).toEqual({ name: `and ${16_143 - MOST_CHILDREN} more chunks`, value: '', start: MOST_CHILDREN * 4, end: bytes.length });
});
