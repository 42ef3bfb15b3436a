/**
 * SCTP payload protocol identifiers in, short protocol names out. Source of truth: the IANA registry "SCTP Payload Protocol
 * Identifiers". Some programs put the number on the wire in the byte order of their host: both orders are accepted.
 */
export const Ppid = { Iua: 1, M2ua: 2, M3ua: 3, Sua: 4, M2pa: 5, S1ap: 18, X2ap: 27, Diameter: 46, DiameterDtls: 47, Ngap: 60 } as const;

/** By number; an empty name is not assigned. */
const names: readonly string[] = [
  '', 'IUA', 'M2UA', 'M3UA', 'SUA', 'M2PA', 'V5UA', 'H.248', 'BICC', 'TALI', 'DUA', 'ASAP', 'ENRP', 'H.323', 'Q.IPC', 'SIMCO',
  'DDP segment', 'DDP stream', 'S1AP', 'RUA', 'HNBAP', 'ForCES-HP', 'ForCES-MP', 'ForCES-LP', 'SBcAP', 'NBAP', '', 'X2AP', 'IRCP',
  'LCSAP', 'MPICH2', 'SABP', 'FractGen', 'PingPong', 'CalcApp', 'ScriptingService', 'NetPerfMeter control', 'NetPerfMeter data',
  'echo', 'discard', 'daytime', 'chargen', 'RNA', 'M2AP', 'M3AP', 'SSH', 'Diameter', 'Diameter/DTLS', 'R14P', 'GDT', 'WebRTC DCEP',
  'WebRTC string', 'WebRTC binary partial', 'WebRTC binary', 'WebRTC string partial', 'PUA', 'WebRTC string empty',
  'WebRTC binary empty', 'XwAP', 'Xw-C', 'NGAP', 'XnAP', 'F1AP', 'HTTP', 'E1AP', 'ELE2', 'NGAP/DTLS', 'XnAP/DTLS', 'F1AP/DTLS',
  'E1AP/DTLS', 'E2-CP', 'E2-UP', 'E2-DU', 'W1AP',
];

export function isKnownPpid(ppid: number): boolean {
  return ppid > 0 && ppid < names.length && names[ppid] !== '';
}

/** The number meant: byte-swapped ones (0x2e000000 for 46) are turned round. */
export function ppidOf(ppid: number): number {
  return ppid > 0xff && (ppid & 0x00ff_ffff) === 0 && isKnownPpid(ppid >>> 24) ? ppid >>> 24 : ppid;
}

/** "S1AP"; "PPID 4711" for a number without a name. */
export function ppidName(ppid: number): string {
  const meant = ppidOf(ppid);
  return isKnownPpid(meant) ? names[meant]! : `PPID ${ppid}`;
}

/** What an association carries, by the PPID most of its DATA chunks have; Diameter when its messages were seen to be that. */
export function upperLayerOf(ppids: ReadonlyMap<number, number>, diameterMessages: number): string {
  if (diameterMessages > 0) return 'Diameter';
  let name = '';
  let most = 0;
  for (const [ppid, count] of ppids) {
    if (count <= most) continue;
    most = count;
    name = ppid === 0 ? 'unknown' : ppidName(ppid);
  }
  return name === '' ? 'unknown' : name;
}
