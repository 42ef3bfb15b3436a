/**
 * Every AVP of the built-in tables and every named value, written into a capture: tshark, whose dictionary has other authors, must
 * give the same names, and see groups where ours have them. Where the two differ the specification was looked up; the tables below
 * say so.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { AvpDefinition } from '../../analyzer/dissect/diameter/avpDefinition.ts';
import { dictionaryParts, parsePart } from '../../analyzer/dissect/diameter/dictionary.ts';
import { avp, message } from '../dissect/diameterBytes.ts';
import { pcap } from '../make/captures.ts';
import { dataChunk, ethernet, ipv4, sctp } from '../make/packets.ts';
import { needs } from '../needs.ts';
import { tsharkMessages, type TsharkAvp } from './diameterPdml.ts';

/** Names tshark 4.0 gives otherwise: prefixes against ambiguity, older editions, slips. Ours are the specifications'. */
const otherNames: Readonly<Record<string, string>> = {
  // Made unambiguous: one name stands for AVPs of several vendors or applications.
  '3GPP-PS-Data-Off-Status': '3GPP-PS-Data-Off-Status-Gx',
  'Location-Information': 'ETSI-Location-Information',
  'Recipient-Address': 'MM10-Recipient-Address',
  'Reporting-Reason': '3GPP-Reporting-Reason',
  'SIP-Auth-Data-Item': '3GPP-SIP-Auth-Data-Item',
  'SIP-Authenticate': '3GPP-SIP-Authenticate',
  'SIP-Authentication-Scheme': '3GPP-SIP-Authentication-Scheme',
  'SIP-Authorization': '3GPP-SIP-Authorization',
  'SIP-Item-Number': '3GPP-SIP-Item-Number',
  'SIP-Method': '3GPP-SIP-Method',
  'SIP-Number-Auth-Items': '3GPP-SIP-Number-Auth-Items',
  'Sequence-Number': 'MM10-Sequence-Number',
  'Service-Class': 'ETSI-Service-Class',
  'Service-ID': 'S6-Service-ID',
  'Service-Type': '3GPP-Service-Type',
  'TWAN-Identifier': '3GPP-TWAN-Identifier',
  'Termination-Cause': 'Termination-Cause-3GPP',
  'User-Data': 'Sh-User-Data',
  // The name of RADIUS or of an older edition.
  'Acct-Multi-Session-Id': 'Accounting-Multi-Session-Id',
  'Acct-Tunnel-Connection': 'Tunnel-Connection-ID',
  'Chargeable-User-Identity': 'CUI',
  'IP-Mask-Bit-Mask-Width': 'IP-Bit-Mask-Width', // RFC 5777, erratum 2335
  'ISUP-Cause': 'ISUP-Release-Cause',
  'Latching-Indication': 'Requested-Information-457',
  'NAF-Id': 'NAF-Hostname',
  'RAN-End-Time': 'RAN-End-Timestamp',
  'RAN-Start-Time': 'RAN-Start-Timestamp',
  'Wildcarded-Public-Identity': 'Wildcarded-PSI',
  // Another spelling.
  '1xRTT-RCID': 'OnexRTT-RCID',
  '3GPP-Ipv6-DNS-Servers': '3GPP-IPv6-DNS-Server',
  'Call-Barring-Info': 'Call-Barring-Infor-List',
  'IP-Realm-Default-Indication': 'IP-Realm-Default-Indicator',
  'Local-GW-Inserted-Indication': 'Local-GW-Inserted-Indicator',
  'MMTel-SService-Type': 'MMTel-Service-Type',
  'PPR-Address': 'PSR-Address',
  'Transcoder-Inserted-Indication': 'Transcoder-Inserted-Indicator',
};
/** Groups on one side only: TS 29.172 7.4.35 is grouped. */
const otherGroups: readonly string[] = ['Area-Identification'];
/** Values that tshark names otherwise, with its names. */
const otherValues: readonly string[] = [
  // The same in other words.
  'Redirect-Host-Usage 0 Don\'t Care',
  'Framed-Compression 1 Van Jacobson TCP/IP header compression',
  'Tunnel-Type 7 IP-IP-Encap',
  'Tunnel-Medium-Type 6 IEEE-802',
  'Tunnel-Medium-Type 13 Decnet4',
  'Tunnel-Medium-Type 15 E-164-NSAP',
  'TCP-Option-Type 8 Timestamps',
  'PCC-Rule-Status 2 TEMPORARY_INACTIVE',
  'Trigger-Type 50 CHANGEINPARTICIPANTS_Number',
  // Older editions.
  'SIPTO-Permission 0 SIPTO_ALLOWED',
  'SIPTO-Permission 1 SIPTO_NOTALLOWED',
  'Rule-Failure-Code 9 MISSING_FLOW_DESCRIPTION',
  'RAT-Type 1006 NG-RAN',
  'Role-Of-Node 2 PROXY_ROLE',
  // Slips: TS 32.299 says 0 Yes and 1 No; RFC 2869 5.6 has 4 for the exclusive filter; RFC 4005 9.3.5 has 31 PORT_REINITIALIZED.
  'Adaptations 0 No',
  'Adaptations 1 Yes',
  'ARAP-Zone-Access 3 Use zone filter exclusively',
  'Termination-Cause 31 Reauthentication Failure',
  'Termination-Cause 32 Port Administratively Disabled',
  'ICMP-Type-Number 40 Photurius',
  'PoC-Event-Type 1 Instant Personal Aalert event',
  'PoC-Event-Type 3 Early Ssession Setting-up event',
  'SM-Delivery-Outcome-T4 1 UE_MEMORTY_CAPACITY_EXCEEDED',
  'SM-Delivery-Cause 0 SM-Delivery-Cause',
];

function sample(definition: AvpDefinition): Uint8Array | string | number {
  switch (definition.type) {
    case 'Unsigned32': case 'Integer32': case 'Enumerated': case 'Time': case 'Float32':
      return 1;
    case 'Unsigned64': case 'Integer64': case 'Float64':
      return new Uint8Array(8);
    case 'Address':
      return Uint8Array.of(0, 1, 10, 0, 0, 1);
    case 'Grouped':
      return avp(1, 'user');
    default:
      return 'abcd';
  }
}

interface Asked {
  readonly definition: AvpDefinition;
  readonly value?: number;
}

const all = dictionaryParts.flatMap(parsePart);
const asked: Asked[] = all.flatMap((definition) => [{ definition }, ...[...definition.values.keys()].map((value) => ({ definition, value }))]);

/** One AVP a message: data of four letters are malformed for some of tshark's own dissectors, which then leave the rest out. */
function capture(): Uint8Array {
  return pcap(asked.map(({ definition, value }, i) => {
    const vendor = definition.vendor === 0 ? {} : { vendor: definition.vendor };
    const bytes = message({ hopByHop: i }, avp(263, 'client.example;1;2'), avp(definition.code, value ?? sample(definition), vendor));
    return { seconds: 1 + i, fraction: 0, bytes: ethernet(0x800, ipv4(132, sctp([dataChunk(i, bytes)]))) };
  }));
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
const wanted = needs('tshark');

describe('the tables equal tshark\'s', wanted, () => {
  const answers: TsharkAvp[] = [];
  if (!wanted.skip) {
    const folder = mkdtempSync(`${tmpdir()}/diameter-`);
    writeFileSync(`${folder}/all.pcap`, capture());
    for (const one of tsharkMessages(`${folder}/all.pcap`, asked.length)) answers.push(one.avps[1]!);
    rmSync(folder, { recursive: true });
  }

  test('every AVP came back', () => {
    expect(answers.map((answer) => `${answer.code}/${answer.vendor}`)).toEqual(asked.map(({ definition }) => `${definition.code}/${definition.vendor}`));
  });

  test('names', () => {
    const differ: Record<string, string> = {};
    asked.forEach(({ definition, value }, i) => {
      const theirs = answers[i]!.name;
      if (value === undefined && theirs !== 'Unknown' && letters(theirs) !== letters(definition.name)) differ[definition.name] = theirs;
    });
    expect(differ).toEqual(otherNames);
  });

  test('groups', () => {
    const differ = asked.filter(({ definition, value }, i) => value === undefined && answers[i]!.name !== 'Unknown' && (definition.type === 'Grouped') !== (answers[i]!.children > 0));
    expect(differ.map(({ definition }) => definition.name)).toEqual(otherGroups);
  });

  test('names of values', () => {
    const differ = new Set<string>();
    let compared = 0;
    asked.forEach(({ definition, value }, i) => {
      const theirs = /: (.+) \(-?\d+\)$/.exec(answers[i]!.showName)?.[1];
      if (value === undefined || theirs === undefined || theirs === 'Unknown') return;
      compared++;
      const [long, short] = [letters(theirs), letters(definition.values.get(value)!)].sort((a, b) => b.length - a.length);
      if (!long!.includes(short!)) differ.add(`${definition.name} ${value} ${theirs}`);
    });
    console.log(`${all.length} AVPs, ${answers.filter((answer, i) => asked[i]!.value === undefined && answer.name !== 'Unknown').length} of them known to tshark; ${compared} names of values compared`);
    expect([...differ].sort()).toEqual([...otherValues].sort());
  });
});
