/** Which frames of the public captures hold SCTP, between which addresses and with which tag: as tshark's tables say. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createPacketDissector } from '../../analyzer/dissect/packet.ts';
import { openInput } from '../../analyzer/readers/formats.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { corpusFolder, needs } from '../needs.ts';
import { sinkOf } from '../readers/frames.ts';
import { copyDatagram } from './datagrams.ts';

const folder = `${corpusFolder}/corpus`;
const files: { file: string }[] = existsSync(`${folder}/index.json`) ? JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) : [];

/** tshark 4.0 does not look into Cisco FabricPath frames unless it is told to: there is more than its table says. */
const readsFurther = /cisco-fabric-path/;

/** "frame source destination ports tag" of each SCTP packet; an IPv6 address by its last group. */
function ours(path: string): Set<string> {
  const trace = new Trace();
  const lines = new Set<string>();
  const dissector = createPacketDissector(trace, {
    sctp: (datagram) => {
      const { frame, source, destination, payload } = copyDatagram('sctp', datagram);
      const view = new DataView(payload.buffer);
      if (payload.length >= 8) lines.add(`${frame} ${lastGroup(source)} ${lastGroup(destination)} ${view.getUint16(0)} ${view.getUint16(2)} ${view.getUint32(4)}`);
    },
    tcp: () => {},
  });
  const reader = openInput(trace.addInput(path), trace, sinkOf(dissector.packet));
  reader.push(readFileSync(path));
  reader.end();
  return lines;
}

function lastGroup(address: string): string {
  return address.includes(':') ? `:${address.split(':').at(-1) || '0'}` : address;
}

/** The innermost packet of each row: in rows of tunnelled or quoted packets a cell has several values. */
function golden(path: string): Set<string> {
  const [header, ...rows] = gunzipSync(readFileSync(path)).toString('latin1').trimEnd().split('\n');
  const names = header!.split('\t');
  const lines = new Set<string>();
  for (const row of rows) {
    const cells = row.split('\t');
    const cell = (name: string): string => cells[names.indexOf(name)]!.split(',').at(-1)!;
    if (cell('sctp.srcport') === '' || cell('sctp.verification_tag') === '' || cells[names.indexOf('frame.protocols')]!.includes(':icmp')) continue;
    const source = cell('ip.src') || lastGroup(cell('ipv6.src'));
    const destination = cell('ip.dst') || lastGroup(cell('ipv6.dst'));
    lines.add(`${cell('frame.number')} ${source} ${destination} ${cell('sctp.srcport')} ${cell('sctp.dstport')} ${Number(cell('sctp.verification_tag'))}`);
  }
  return lines;
}

test('SCTP packets of the public captures equal the tables', { ...needs('corpus'), timeout: 120_000 }, () => {
  let compared = 0;
  const different: string[] = [];
  for (const { file } of files) {
    const path = `${folder}/golden/${file}.sctp-diameter.tsv.gz`;
    if (!existsSync(path)) continue;
    const wanted = golden(path);
    const found = ours(`${folder}/${file}`);
    for (const line of found) if (!wanted.has(line) && !readsFurther.test(file)) different.push(`${file}: too much: ${line}`);
    for (const line of wanted) if (!found.has(line)) different.push(`${file}: missing: ${line}`);
    compared += wanted.size;
  }
  expect(different).toEqual([]);
  expect(compared).toBeGreaterThan(2000);
});
