/**
 * Numbers of SCTP and their names in the words of the RFCs. Source of truth: the IANA registry "Stream Control Transmission Protocol
 * (SCTP) Parameters": RFC 9260, 3758, 4820, 4895, 5061, 6525, 8260, 9653 and the drafts named beside the entries.
 */

export const Parameter = {
  HeartbeatInfo: 1, Ipv4Address: 5, Ipv6Address: 6, ReConfigAnswer: 16, AddIpAddress: 0xc001, DeleteIpAddress: 0xc002,
} as const;

export const Cause = { UserInitiatedAbort: 12, ProtocolViolation: 13 } as const;
