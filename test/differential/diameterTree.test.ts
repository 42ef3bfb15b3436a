/** The AVP trees of real captures: code, flags, vendor, length, name and value of every AVP as tshark decodes them. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDiameter, type Avp } from '../../analyzer/dissect/diameter/avpTree.ts';
import { Dictionary } from '../../analyzer/dissect/diameter/dictionary.ts';
import { corpusFolder, needs } from '../needs.ts';
import { tsharkMessages, type TsharkAvp } from './diameterPdml.ts';

/** A recording repeats itself: its first frames have every kind of message it holds. */
const FRAMES = 400;
/** Frames of a capture of the corpus: all of them. */
const ALL = 100_000;

const dictionary = new Dictionary();

/** Where tshark 4.0's dictionary spells a name otherwise than the specification does. Ours are the specification's. */
const spelledOtherwise: Readonly<Record<string, string>> = {
  'Acct-Multi-Session-Id': 'Accounting-Multi-Session-Id',
  'SIP-Number-Auth-Items': '3GPP-SIP-Number-Auth-Items',
  'SIP-Authentication-Scheme': '3GPP-SIP-Authentication-Scheme',
  'SIP-Authenticate': '3GPP-SIP-Authenticate',
  'SIP-Authorization': '3GPP-SIP-Authorization',
  'SIP-Auth-Data-Item': '3GPP-SIP-Auth-Data-Item',
  'SIP-Item-Number': '3GPP-SIP-Item-Number',
  'User-Data': 'Cx-User-Data',
};

function captures(): { path: string; frames: number }[] {
  const found: { path: string; frames: number }[] = [];
  const traces = `${corpusFolder}/traces`;
  for (const name of existsSync(traces) ? readdirSync(traces) : []) {
    if (existsSync(`${traces}/${name}/capture.pcap`)) found.push({ path: `${traces}/${name}/capture.pcap`, frames: FRAMES });
  }
  const corpus = `${corpusFolder}/corpus/captures`;
  for (const project of existsSync(corpus) ? readdirSync(corpus) : []) {
    for (const file of readdirSync(`${corpus}/${project}`)) found.push({ path: `${corpus}/${project}/${file}`, frames: ALL });
  }
  return found;
}

function* preOrder(avps: readonly Avp[]): Generator<Avp> {
  for (const avp of avps) {
    yield avp;
    if (avp.children) yield* preOrder(avp.children);
  }
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Our value in tshark's words, or tshark's in ours: what the two texts must be. */
function values(ours: Avp, theirs: TsharkAvp): [string, string] {
  switch (ours.type) {
    case 'Grouped':
      return ['', ''];
    case 'Time': {
      return [ours.value, new Date(theirs.summary.replace(/\(.*$/, '')).toISOString().replace('.000Z', 'Z')];
    }
    case 'Address':
      return [ours.value, theirs.summary.replace(/ \(.*$/, '')];
    case 'OctetString': {
      if (!ours.value.startsWith('0x') && !/^[ -~]*$/.test(Buffer.from(theirs.data, 'hex').toString('latin1'))) return ['special', 'special'];
      const text = Buffer.from(theirs.data, 'hex').toString('latin1');
      return [ours.value, ours.value.startsWith('0x') ? `0x${theirs.data}` : text];
    }
    case 'Unsigned32': case 'Integer32': case 'Unsigned64': case 'Integer64': case 'Enumerated':
      return [ours.value, /^-?\d+$/.test(theirs.show) ? theirs.show : String(Number(BigInt.asIntN(32, BigInt(`0x${theirs.data}`))))];
    default:
      return [ours.value, Buffer.from(theirs.data, 'hex').toString('utf8')];
  }
}

const wanted = needs('tshark', 'corpus');

describe('AVP trees equal tshark\'s', wanted, () => {
  const names = new Set<string>();
  let compared = 0;
  test.each(wanted.skip ? [] : captures())('$path', ({ path, frames }) => {
    for (const message of tsharkMessages(path, frames)) {
      const ours = readDiameter(message.bytes, 0, message.bytes.length, dictionary)!;
      const avps = [...preOrder(ours.avps)];
      const line = (avp: { code: number; flags: number; length: number; vendor: number }): string => `${avp.code} ${avp.flags} ${avp.length} ${avp.vendor}`;
      expect(avps.map(line)).toEqual(message.avps.map(line));
      for (const [i, avp] of avps.entries()) {
        const theirs = message.avps[i]!;
        compared++;
        names.add(avp.name);
        if (theirs.name !== 'Unknown') expect(letters(spelledOtherwise[avp.name] ?? avp.name)).toBe(letters(theirs.name));
        const [our, their] = values(avp, theirs);
        expect(`${avp.name} ${our}`).toBe(`${avp.name} ${their}`);
        const meaning = /: ([\w ()/.-]+) \(\d+\)$/.exec(theirs.showName)?.[1];
        if (avp.meaning && meaning && meaning !== 'Unknown') expect(letters(avp.meaning)).toBe(letters(meaning));
        // The recordings fill their messages up with a Service-Information of digits.
        if (avp.name !== 'Service-Information') expect(avp.problem).toBeUndefined();
      }
    }
  });

  test('were many and various', () => {
    expect(compared).toBeGreaterThan(5000);
    expect(names.size).toBeGreaterThan(100);
    console.log(`${compared} AVPs of ${names.size} names compared`);
  });
});
