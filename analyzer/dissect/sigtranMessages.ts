/**
 * Messages of the SIGTRAN adaptation layers by the common header: version, reserved, class, type. RFC 4666 3.1 (M3UA), 3331 3.1
 * (M2UA), 4233 3.1 (IUA), 3868 3.1 (SUA), 4165 2.1 (M2PA).
 */

/** By class; within it by type. */
const classes: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  0: { 0: 'ERR', 1: 'NTFY', 2: 'TEI status request', 3: 'TEI status confirm', 4: 'TEI status indication' },
  1: { 1: 'DATA' },
  2: { 1: 'DUNA', 2: 'DAVA', 3: 'DAUD', 4: 'SCON', 5: 'DUPU', 6: 'DRST' },
  3: { 1: 'ASPUP', 2: 'ASPDN', 3: 'BEAT', 4: 'ASPUP ACK', 5: 'ASPDN ACK', 6: 'BEAT ACK' },
  4: { 1: 'ASPAC', 2: 'ASPIA', 3: 'ASPAC ACK', 4: 'ASPIA ACK' },
  5: {
    1: 'data request', 2: 'data indication', 3: 'unit data request', 4: 'unit data indication', 5: 'establish request',
    6: 'establish confirm', 7: 'establish indication', 8: 'release request', 9: 'release confirm', 10: 'release indication',
  },
  6: {
    1: 'data', 2: 'establish request', 3: 'establish confirm', 4: 'release request', 5: 'release confirm', 6: 'release indication',
    7: 'state request', 8: 'state confirm', 9: 'state indication', 10: 'data retrieval request', 11: 'data retrieval confirm',
    12: 'data retrieval indication', 13: 'data retrieval complete indication', 14: 'congestion indication', 15: 'data acknowledge',
  },
  7: { 1: 'CLDT', 2: 'CLDR' },
  8: { 1: 'CORE', 2: 'COAK', 3: 'COREF', 4: 'RELRE', 5: 'RELCO', 6: 'RESCO', 7: 'RESRE', 8: 'CODT', 9: 'CODA', 10: 'COERR', 11: 'COIT' },
  9: { 1: 'REG REQ', 2: 'REG RSP', 3: 'DEREG REQ', 4: 'DEREG RSP' },
  10: { 1: 'interface REG REQ', 2: 'interface REG RSP', 3: 'interface DEREG REQ', 4: 'interface DEREG RSP' },
  11: { 1: 'user data', 2: 'link status' },
};

/** `head` is the first word of the message. */
export function sigtranName(head: number): string {
  const messageClass = (head >>> 8) & 0xff;
  const type = head & 0xff;
  return classes[messageClass]?.[type] ?? `class ${messageClass} type ${type}`;
}
