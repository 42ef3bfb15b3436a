/** UDP (RFC 768), TCP (RFC 9293 3.1) and SCTP (RFC 9260 3.1) packets as fields, with the Diameter messages in them. */
import { u16, u32 } from '../dissect/bigEndian.ts';
import { Checksum } from '../dissect/checksum.ts';
import type { Dictionary } from '../dissect/diameter/dictionary.ts';
import { ppidName, ppidOf, Ppid } from '../dissect/upperLayers.ts';
import { PacketFlag } from '../trace/schema.ts';
import { chunkFields, type UserData } from './chunkFields.ts';
import { diameterField, diameterSequence, isDiameter } from './diameterFields.ts';
import { bytesText, field, hexadecimal, opaque, type Field } from './field.ts';

const UDP_HEADER = 8;
const TCP_HEADER = 20;
const SCTP_HEADER = 12;

/** The common header and the chunks. `cut`: why this is not the whole packet. */
export function sctpField(bytes: Uint8Array, start: number, end: number, cut: string | undefined, dictionary: Dictionary): Field {
  if (end - start < SCTP_HEADER) return opaque(bytes, start, end, 'SCTP', { spec: 'RFC 9260 3.1', problem: `${end - start} bytes are no common header` });
  const tag = hexadecimal(u32(bytes, start + 4), 8);
  const checksum = hexadecimal(u32(bytes, start + 8), 8);
  return field('SCTP', `port ${u16(bytes, start)} to ${u16(bytes, start + 2)}`, start, end, {
    spec: 'RFC 9260 3.1',
    problem: cut,
    children: [
      ...portFields(bytes, start, 'Source Port Number', 'Destination Port Number', 'sctp'),
      field('Verification Tag', tag, start + 4, start + 8, {
        meaning: u32(bytes, start + 4) === 0 ? 'as in every INIT' : undefined, filter: `sctp.verification_tag == ${tag}`,
      }),
      field('Checksum', checksum, start + 8, start + 12, { meaning: checksumGrade(bytes, start, end, cut === undefined), filter: `sctp.checksum == ${checksum}` }),
      ...chunkFields(bytes, start + SCTP_HEADER, end, (data) => userDataField(data, dictionary)),
    ],
  });
}

function portFields(bytes: Uint8Array, at: number, source: string, destination: string, protocol: string): readonly Field[] {
  const [from, to] = [u16(bytes, at), u16(bytes, at + 2)];
  return [
    field(source, String(from), at, at + 2, { filter: `${protocol}.srcport == ${from}` }),
    field(destination, String(to), at + 2, at + 4, { filter: `${protocol}.dstport == ${to}` }),
  ];
}

function checksumGrade(bytes: Uint8Array, start: number, end: number, isWhole: boolean): string {
  const checksum = new Checksum();
  checksum.check(bytes, start, end, isWhole, false, 0);
  switch (checksum.grade) {
    case PacketFlag.ChecksumGood: return 'good';
    case PacketFlag.ChecksumZero: return 'left to the network card (offload), or not used (RFC 9653)';
    case PacketFlag.ChecksumAdler: return 'good Adler-32, as before RFC 3309';
    case PacketFlag.ChecksumBad: return `not ${hexadecimal(reversed(checksum.crc), 8)} as computed: damaged, or left to the network card (offload)`;
    default: return 'not checked: not all of the packet is there';
  }
}

/** The bytes of the CRC are sent lowest first, RFC 9260 appendix A. */
function reversed(crc: number): number {
  return (((crc & 0xff) << 24) | ((crc & 0xff00) << 8) | ((crc >>> 8) & 0xff00) | (crc >>> 24)) >>> 0;
}

/** A whole Diameter message is read here; one in fragments when they are joined (messageDetails). */
function userDataField({ bytes, start, end, length, isFirst, isLast, ppid }: UserData, dictionary: Dictionary): Field {
  const isOther = ppid !== 0 && ppidOf(ppid) !== Ppid.Diameter;
  if (isFirst && isLast && !isOther && isDiameter(bytes, start, end)) return diameterField(bytes, start, end, dictionary)!;
  const part = isFirst ? (isLast ? undefined : 'first fragment') : isLast ? 'last fragment' : 'middle fragment';
  const protocol = ppid === 0 ? undefined : ppidName(ppid);
  return field('User Data', bytesText(bytes, start, end), start, end, {
    meaning: [part, protocol].filter(Boolean).join(', ') || undefined,
    problem: end - start < length ? `${end - start} of ${length} bytes were captured` : undefined,
  });
}

export function udpField(bytes: Uint8Array, start: number, end: number): Field {
  if (end - start < UDP_HEADER) return opaque(bytes, start, end, 'UDP', { spec: 'RFC 768', problem: 'too short for its header' });
  const checksum = hexadecimal(u16(bytes, start + 6), 4);
  return field('UDP', `port ${u16(bytes, start)} to ${u16(bytes, start + 2)}`, start, start + UDP_HEADER, {
    spec: 'RFC 768',
    children: [
      ...portFields(bytes, start, 'Source Port', 'Destination Port', 'udp'),
      field('Length', String(u16(bytes, start + 4)), start + 4, start + 6, { filter: `udp.length == ${u16(bytes, start + 4)}` }),
      field('Checksum', checksum, start + 6, start + 8, { filter: `udp.checksum == ${checksum}` }),
    ],
  });
}

const tcpFlags: readonly (readonly [mask: number, name: string, filter: string])[] = [
  [0x80, 'CWR', 'cwr'], [0x40, 'ECE', 'ece'], [0x20, 'URG', 'urg'], [0x10, 'ACK', 'ack'], [8, 'PSH', 'push'], [4, 'RST', 'reset'],
  [2, 'SYN', 'syn'], [1, 'FIN', 'fin'],
];

export function tcpField(bytes: Uint8Array, start: number, end: number, dictionary: Dictionary): Field {
  const headerEnd = end - start < TCP_HEADER ? end : start + ((bytes[start + 12]! >> 4) << 2);
  if (headerEnd > end || headerEnd - start < TCP_HEADER) return opaque(bytes, start, end, 'TCP', { spec: 'RFC 9293 3.1', problem: 'too short for its header' });
  const flags = bytes[start + 13]!;
  const [sequence, acknowledged] = [u32(bytes, start + 4), u32(bytes, start + 8)];
  const payload = headerEnd === end ? []
    : isDiameter(bytes, headerEnd, end) ? diameterSequence(bytes, headerEnd, end, dictionary)
    : [opaque(bytes, headerEnd, end, 'Data')];
  return field('TCP', `port ${u16(bytes, start)} to ${u16(bytes, start + 2)}`, start, end, {
    spec: 'RFC 9293 3.1',
    children: [
      ...portFields(bytes, start, 'Source Port', 'Destination Port', 'tcp'),
      field('Sequence Number', String(sequence), start + 4, start + 8, { filter: `tcp.seq_raw == ${sequence}` }),
      field('Acknowledgment Number', String(acknowledged), start + 8, start + 12, { filter: `tcp.ack_raw == ${acknowledged}` }),
      field('Data Offset', `${headerEnd - start} bytes`, start + 12, start + 13, { filter: `tcp.hdr_len == ${headerEnd - start}` }),
      field('Control Bits', hexadecimal(flags, 2), start + 13, start + 14, {
        meaning: tcpFlags.filter(([mask]) => (flags & mask) !== 0).map(([, name]) => name).join(' ') || undefined,
        children: tcpFlags.map(([mask, name, filter]) =>
          field(name, (flags & mask) === 0 ? '0' : '1', start + 13, start + 14, { filter: `tcp.flags.${filter} == ${(flags & mask) === 0 ? 0 : 1}` })),
      }),
      field('Window', String(u16(bytes, start + 14)), start + 14, start + 16, { filter: `tcp.window_size_value == ${u16(bytes, start + 14)}` }),
      field('Checksum', hexadecimal(u16(bytes, start + 16), 4), start + 16, start + 18),
      field('Urgent Pointer', String(u16(bytes, start + 18)), start + 18, start + 20, { filter: `tcp.urgent_pointer == ${u16(bytes, start + 18)}` }),
      ...(headerEnd > start + TCP_HEADER ? [opaque(bytes, start + TCP_HEADER, headerEnd, 'Options')] : []),
      ...payload,
    ],
  });
}
