/**
 * Structures of linux/sctp.h in the byte order and layout of the hosts that strace logs come from: little-endian, 64-bit. Ancillary
 * data, values of options, notifications. RFC 6458 5.3, 6.1, 8.
 */
import { packedAddress } from '../dissect/syscalls/address.ts';
import { ppidName } from '../dissect/upperLayers.ts';
import { field, hexadecimal, type Field } from './field.ts';

interface Member {
  readonly name: string;
  readonly at: number;
  readonly size: 1 | 2 | 4;
  readonly meaning?: (value: number) => string | undefined;
  readonly order?: 'network';
}

export interface Structure {
  readonly name: string;
  readonly spec: string;
  readonly members: readonly Member[];
}

const of = (size: 1 | 2 | 4) => (name: string, at: number, meaning?: (value: number) => string | undefined): Member =>
  ({ name, at, size, ...(meaning && { meaning }) });
const byte = of(1);
const half = of(2);
const word = of(4);
const ppid = (name: string, at: number): Member => ({ name, at, size: 4, order: 'network', meaning: (value) => (value === 0 ? 'unspecified' : ppidName(value)) });

const sendFlags: readonly (readonly [number, string])[] = [
  [1, 'SCTP_UNORDERED'], [2, 'SCTP_ADDR_OVER'], [4, 'SCTP_ABORT'], [8, 'SCTP_SACK_IMMEDIATELY'], [0x40, 'SCTP_SENDALL'], [0x200, 'SCTP_EOF'],
  [0x8000, 'SCTP_NOTIFICATION'],
];
const flags = (value: number): string | undefined => sendFlags.filter(([bit]) => (value & bit) !== 0).map(([, name]) => name).join('|') || undefined;
const milliseconds = (value: number): string => `${value} ms`;

const sndrcvinfo: Structure = {
  name: 'sctp_sndrcvinfo', spec: 'RFC 6458 5.3.2',
  members: [
    half('sinfo_stream', 0), half('sinfo_ssn', 2), half('sinfo_flags', 4, flags), ppid('sinfo_ppid', 8), word('sinfo_context', 12),
    word('sinfo_timetolive', 16), word('sinfo_tsn', 20), word('sinfo_cumtsn', 24), word('sinfo_assoc_id', 28),
  ],
};
const sndinfo: Structure = {
  name: 'sctp_sndinfo', spec: 'RFC 6458 5.3.4',
  members: [half('snd_sid', 0), half('snd_flags', 2, flags), ppid('snd_ppid', 4), word('snd_context', 8), word('snd_assoc_id', 12)],
};
const rcvinfo: Structure = {
  name: 'sctp_rcvinfo', spec: 'RFC 6458 5.3.5',
  members: [
    half('rcv_sid', 0), half('rcv_ssn', 2), half('rcv_flags', 4, flags), ppid('rcv_ppid', 8), word('rcv_tsn', 12), word('rcv_cumtsn', 16),
    word('rcv_context', 20), word('rcv_assoc_id', 24),
  ],
};
const initmsg: Structure = {
  name: 'sctp_initmsg', spec: 'RFC 6458 5.3.1',
  members: [half('sinit_num_ostreams', 0), half('sinit_max_instreams', 2), half('sinit_max_attempts', 4), half('sinit_max_init_timeo', 6, milliseconds)],
};

const ancillary: Readonly<Record<string, Structure>> = {
  SCTP_INIT: initmsg, '0': initmsg, '0x0': initmsg, SCTP_SNDRCV: sndrcvinfo, '1': sndrcvinfo, '0x1': sndrcvinfo, SCTP_SNDINFO: sndinfo,
  '2': sndinfo, '0x2': sndinfo, SCTP_RCVINFO: rcvinfo, '3': rcvinfo, '0x3': rcvinfo,
};

const associationStates: readonly string[] = [
  'empty', 'CLOSED', 'COOKIE-WAIT', 'COOKIE-ECHOED', 'ESTABLISHED', 'SHUTDOWN-PENDING', 'SHUTDOWN-SENT', 'SHUTDOWN-RECEIVED', 'SHUTDOWN-ACK-SENT',
];
const wanted = (value: number): string => (value === 0 ? 'not wanted' : 'wanted');
const events = [
  'data_io', 'association', 'address', 'send_failure', 'peer_error', 'shutdown', 'partial_delivery', 'adaptation_layer', 'authentication',
  'sender_dry', 'stream_reset', 'assoc_reset', 'stream_change', 'send_failure_event',
];

const options: Readonly<Record<string, Structure>> = {
  SCTP_INITMSG: { ...initmsg, spec: 'RFC 6458 8.1.3' },
  SCTP_RTOINFO: {
    name: 'sctp_rtoinfo', spec: 'RFC 6458 8.1.1',
    members: [word('srto_assoc_id', 0), word('srto_initial', 4, milliseconds), word('srto_max', 8, milliseconds), word('srto_min', 12, milliseconds)],
  },
  SCTP_ASSOCINFO: {
    name: 'sctp_assocparams', spec: 'RFC 6458 8.1.2',
    members: [
      word('sasoc_assoc_id', 0), half('sasoc_asocmaxrxt', 4), half('sasoc_number_peer_destinations', 6), word('sasoc_peer_rwnd', 8),
      word('sasoc_local_rwnd', 12), word('sasoc_cookie_life', 16, milliseconds),
    ],
  },
  SCTP_EVENTS: { name: 'sctp_event_subscribe', spec: 'RFC 6458 6.2.1', members: events.map((name, at) => byte(`sctp_${name}_event`, at, wanted)) },
  SCTP_STATUS: {
    name: 'sctp_status', spec: 'RFC 6458 8.2.1',
    members: [
      word('sstat_assoc_id', 0), word('sstat_state', 4, (value) => associationStates[value]), word('sstat_rwnd', 8), half('sstat_unackdata', 12),
      half('sstat_penddata', 14), half('sstat_instrms', 16), half('sstat_outstrms', 18), word('sstat_fragmentation_point', 20),
    ],
  },
  SCTP_DEFAULT_SEND_PARAM: { ...sndrcvinfo, spec: 'RFC 6458 8.1.13' },
  SCTP_DEFAULT_SNDINFO: { ...sndinfo, spec: 'RFC 6458 8.1.31' },
  SCTP_DELAYED_SACK: {
    name: 'sctp_sack_info', spec: 'RFC 6458 8.1.19',
    members: [word('sack_assoc_id', 0), word('sack_delay', 4, milliseconds), word('sack_freq', 8)],
  },
};

const notificationTypes: Readonly<Record<number, string>> = {
  0x8001: 'SCTP_ASSOC_CHANGE', 0x8002: 'SCTP_PEER_ADDR_CHANGE', 0x8003: 'SCTP_SEND_FAILED', 0x8004: 'SCTP_REMOTE_ERROR', 0x8005: 'SCTP_SHUTDOWN_EVENT',
  0x8006: 'SCTP_PARTIAL_DELIVERY_EVENT', 0x8007: 'SCTP_ADAPTATION_INDICATION', 0x8008: 'SCTP_AUTHENTICATION_EVENT', 0x8009: 'SCTP_SENDER_DRY_EVENT',
  0x800a: 'SCTP_STREAM_RESET_EVENT', 0x800b: 'SCTP_ASSOC_RESET_EVENT', 0x800c: 'SCTP_STREAM_CHANGE_EVENT', 0x800d: 'SCTP_SEND_FAILED_EVENT',
};
const changes: readonly string[] = ['SCTP_COMM_UP', 'SCTP_COMM_LOST', 'SCTP_RESTART', 'SCTP_SHUTDOWN_COMP', 'SCTP_CANT_STR_ASSOC'];
const ASSOC_CHANGE = 0x8001;

const notification: Structure = {
  name: 'sctp_notification', spec: 'RFC 6458 6.1',
  members: [half('sn_type', 0, (value) => notificationTypes[value]), half('sn_flags', 2), word('sn_length', 4)],
};
const assocChange: Structure = {
  name: 'sctp_assoc_change', spec: 'RFC 6458 6.1.1',
  members: [
    half('sac_type', 0, (value) => notificationTypes[value]), half('sac_flags', 2), word('sac_length', 4), half('sac_state', 8, (value) => changes[value]),
    half('sac_error', 10), half('sac_outbound_streams', 12), half('sac_inbound_streams', 14), word('sac_assoc_id', 16),
  ],
};

const SOCKADDR_BYTES = { ipv4: 16, ipv6: 28 } as const;
const AF_INET6 = 10;
/** Addresses of one option that are named. */
const MOST_ADDRESSES = 16;

/** "10.0.0.2:3868, 10.1.0.2:3868": sockaddrs behind each other, as sctp_bindx() and sctp_connectx() pass them. */
export function packedAddresses(bytes: Uint8Array): string | undefined {
  const found: string[] = [];
  for (let at = 0; at + 2 <= bytes.length && found.length < MOST_ADDRESSES;) {
    const one = bytes.subarray(at);
    const text = packedAddress(one, one.length);
    if (text === '') break;
    found.push(text);
    at += one[0] === AF_INET6 ? SOCKADDR_BYTES.ipv6 : SOCKADDR_BYTES.ipv4;
  }
  return found.length === 0 ? undefined : found.join(', ');
}

/** Of a cmsg of SOL_SCTP: "0x1", "SCTP_SNDRCV". */
export function ancillaryStructure(type: string): Structure | undefined {
  return Object.hasOwn(ancillary, type) ? ancillary[type] : undefined;
}

export function optionStructure(name: string): Structure | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

/** What a receive with MSG_NOTIFICATION brings. */
export function notificationStructure(bytes: Uint8Array): Structure {
  return bytes.length >= 2 && (bytes[0]! | (bytes[1]! << 8)) === ASSOC_CHANGE ? assocChange : notification;
}

/** The members that are whole in `bytes`; `place` gives the range of each. */
export function memberFields(structure: Structure, bytes: Uint8Array, place: (start: number, end: number) => readonly [number, number]): readonly Field[] {
  return structure.members.filter(({ at, size }) => at + size <= bytes.length).map(({ name, at, size, meaning, order }) => {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + bytes[order === 'network' ? at + i : at + size - 1 - i]!;
    const [start, end] = place(at, at + size);
    const isFlags = name.endsWith('_flags') || name === 'sn_type' || name === 'sac_type';
    return field(name, isFlags ? hexadecimal(value, 4) : String(value), start, end, { meaning: meaning?.(value) });
  });
}
