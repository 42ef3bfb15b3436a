/**
 * Numbers of SCTP and their names in the words of the RFCs. Source of truth: the IANA registry "Stream Control Transmission Protocol
 * (SCTP) Parameters": RFC 9260, 3758, 4820, 4895, 5061, 6525, 8260, 9653, and the drafts for NR-SACK, PKTDROP and NAT support.
 * Payload protocol identifiers are in upperLayers.ts.
 */

type Names = Readonly<Record<number, string>>;

export const Parameter = {
  HeartbeatInfo: 1, Ipv4Address: 5, Ipv6Address: 6, StateCookie: 7, UnrecognizedParameter: 8, CookiePreservative: 9, HostName: 11,
  AddressTypes: 12, OutgoingSsnReset: 13, IncomingSsnReset: 14, SsnTsnReset: 15, ReConfigAnswer: 16, AddOutgoingStreams: 17,
  AddIncomingStreams: 18, ZeroChecksum: 0x8001, Random: 0x8002, Chunks: 0x8003, HmacAlgorithms: 0x8004, Padding: 0x8005,
  SupportedExtensions: 0x8008, AddIpAddress: 0xc001, DeleteIpAddress: 0xc002, ErrorIndication: 0xc003, SetPrimary: 0xc004,
  SuccessIndication: 0xc005, AdaptationLayer: 0xc006,
} as const;

export const Cause = {
  InvalidStream: 1, MissingParameter: 2, StaleCookie: 3, UnresolvableAddress: 5, UnrecognizedChunk: 6, UnrecognizedParameters: 8,
  NoUserData: 9, RestartWithNewAddresses: 11, UserInitiatedAbort: 12, ProtocolViolation: 13, DeleteLastAddress: 0xa0,
  ResourceShortage: 0xa1, DeleteSourceAddress: 0xa2, IllegalAsconfAck: 0xa3, RequestRefused: 0xa4, UnsupportedHmac: 0x105,
} as const;

const chunks: Names = {
  0: 'DATA', 1: 'INIT', 2: 'INIT ACK', 3: 'SACK', 4: 'HEARTBEAT', 5: 'HEARTBEAT ACK', 6: 'ABORT', 7: 'SHUTDOWN', 8: 'SHUTDOWN ACK',
  9: 'ERROR', 10: 'COOKIE ECHO', 11: 'COOKIE ACK', 12: 'ECNE', 13: 'CWR', 14: 'SHUTDOWN COMPLETE', 15: 'AUTH', 16: 'NR-SACK',
  64: 'I-DATA', 128: 'ASCONF-ACK', 129: 'PKTDROP', 130: 'RE-CONFIG', 132: 'PAD', 192: 'FORWARD TSN', 193: 'ASCONF',
  194: 'I-FORWARD-TSN', 255: 'IETF extension',
};

const parameters: Names = {
  1: 'Heartbeat Info', 4: 'IPv4 and IPv6 address in Heartbeat Info', 5: 'IPv4 Address', 6: 'IPv6 Address', 7: 'State Cookie',
  8: 'Unrecognized Parameter', 9: 'Cookie Preservative', 11: 'Host Name Address', 12: 'Supported Address Types',
  13: 'Outgoing SSN Reset Request', 14: 'Incoming SSN Reset Request', 15: 'SSN/TSN Reset Request', 16: 'Re-configuration Response',
  17: 'Add Outgoing Streams Request', 18: 'Add Incoming Streams Request', 0x8000: 'ECN Capable', 0x8001: 'Zero Checksum Acceptable',
  0x8002: 'Random', 0x8003: 'Chunk List', 0x8004: 'Requested HMAC Algorithm', 0x8005: 'Padding', 0x8008: 'Supported Extensions',
  0xc000: 'Forward TSN Supported', 0xc001: 'Add IP Address', 0xc002: 'Delete IP Address', 0xc003: 'Error Cause Indication',
  0xc004: 'Set Primary Address', 0xc005: 'Success Indication', 0xc006: 'Adaptation Layer Indication', 0xc007: 'Disable Restart',
  0xc008: 'VTags',
};

const causes: Names = {
  1: 'Invalid Stream Identifier', 2: 'Missing Mandatory Parameter', 3: 'Stale Cookie', 4: 'Out of Resource',
  5: 'Unresolvable Address', 6: 'Unrecognized Chunk Type', 7: 'Invalid Mandatory Parameter', 8: 'Unrecognized Parameters',
  9: 'No User Data', 10: 'Cookie Received While Shutting Down', 11: 'Restart of an Association with New Addresses',
  12: 'User-Initiated Abort', 13: 'Protocol Violation', 0xa0: 'Request to Delete Last Remaining IP Address',
  0xa1: 'Operation Refused Due to Resource Shortage', 0xa2: 'Request to Delete Source IP Address',
  0xa3: 'Association Aborted Due to Illegal ASCONF-ACK', 0xa4: 'Request Refused - No Authorization',
  0xb0: 'VTag and Port Number Collision', 0xb1: 'Missing State', 0x105: 'Unsupported HMAC Identifier',
};

const hmacs: Names = { 1: 'SHA-1', 3: 'SHA-256' };

/** RFC 6525 4.4. */
const reConfigResults: Names = {
  0: 'Success - Nothing to do', 1: 'Success - Performed', 2: 'Denied', 3: 'Error - Wrong SSN',
  4: 'Error - Request already in progress', 5: 'Error - Bad Sequence Number', 6: 'In progress',
};

const hexadecimal = (number: number, digits: number): string => `0x${number.toString(16).padStart(digits, '0')}`;

export const chunkTypes: readonly number[] = Object.keys(chunks).map(Number);
export const causeCodes: readonly number[] = Object.keys(causes).map(Number);

/** "SACK"; "chunk type 77" for a number without a name. */
export function chunkName(type: number): string {
  return chunks[type] ?? `chunk type ${type}`;
}

export function parameterName(type: number): string {
  return parameters[type] ?? `parameter ${hexadecimal(type, 4)}`;
}

export function causeName(code: number): string {
  return causes[code] ?? `cause ${hexadecimal(code, 4)}`;
}

export function hmacName(identifier: number): string {
  return hmacs[identifier] ?? `HMAC ${identifier}`;
}

export function reConfigResultName(result: number): string {
  return reConfigResults[result] ?? `result ${result}`;
}
