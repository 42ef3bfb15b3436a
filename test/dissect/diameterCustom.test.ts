/** Dictionaries of the user: Wireshark's XML and Erlang's .dia extend the tables; what cannot be read is named. */
import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDiameter } from '../../analyzer/dissect/diameter/avpTree.ts';
import { readCustomDictionary } from '../../analyzer/dissect/diameter/customDictionaries.ts';
import { Dictionary } from '../../analyzer/dissect/diameter/dictionary.ts';
import { avp, message } from './diameterBytes.ts';

const main = `<?xml version="1.0"?>
<!DOCTYPE dictionary SYSTEM "dictionary.dtd" [
  <!ENTITY acme SYSTEM "Acme.xml">
  <!ENTITY up SYSTEM "../../etc/passwd">
  <!ENTITY gone SYSTEM "Gone.xml">
]>
<dictionary>
  <base uri="x"><command name="Acme-Ping" code="8388000" vendor-id="None"/>
    <typedefn type-name="OctetString"/><typedefn type-name="AcmeText" type-parent="UTF8String"/><typedefn type-name="Ring" type-parent="Ring"/>
    <!-- <avp name="Hidden" code="1"><type type-name="Unsigned32"/></avp> -->
    <avp name="Acme-Early" code="60000" mandatory="must" vendor-id="ACME"><type type-name="AcmeText"/></avp>
  </base>
  <application id="16777999" name="Acme &amp; Co" uri="none"/><application id="16777999" name="Second" uri="none"/>
  <vendor vendor-id="ACME" code="4711" name="Acme"/>
  &acme; &up; &gone; &unknown;
</dictionary>`;
const acme = `
  <avp name="Acme-State" code="60001" vendor-id="ACME" mandatory="mustnot"><type type-name="Enumerated"/><enum name="ON" code="1"/><enum name="OFF" code="2"/></avp>
  <avp name="Acme-Group" code="60002" vendor-id="ACME"><grouped><gavp name="Acme-State"/></grouped></avp>
  <avp name="Acme-Lost" code="60003" vendor-id="NOBODY"><type type-name="Unsigned32"/></avp>
  <avp name="Acme-Ring" code="60004" vendor-id="ACME"><type type-name="Ring"/></avp>
  <avp name="Acme-Bad" code="many" vendor-id="ACME"><type type-name="Unsigned32"/></avp>`;
const sibling = (name: string): string | undefined => ({ 'Acme.xml': acme })[name];

describe('Wireshark XML', () => {
  const custom = readCustomDictionary('dictionary.xml', main, sibling);

  test('AVPs with their vendor, type chain, values and M rule', () => {
    expect(custom.avps.map((one) => `${one.vendor} ${one.code} ${one.name} ${one.type} ${one.mandatoryBit} ${[...one.values].join(';')}`)).toEqual([
      '4711 60000 Acme-Early UTF8String must ',
      '4711 60001 Acme-State Enumerated must not 1,ON;2,OFF',
      '4711 60002 Acme-Group Grouped may ',
      '4711 60004 Acme-Ring OctetString may ',
    ]);
    expect([...custom.commands]).toEqual([[8388000, { request: 'Acme-Ping-Request', answer: 'Acme-Ping-Answer' }]]);
    expect([...custom.applications]).toEqual([[16777999, 'Acme & Co']]);
  });

  test('what cannot be read is named, and no file outside the folder is asked for', () => {
    expect(custom.problems).toEqual([
      'dictionary.xml: the included file "../../etc/passwd" is not in the same folder: left out',
      'dictionary.xml: the included file Gone.xml cannot be read',
      'dictionary.xml: AVP Acme-Lost: the vendor NOBODY is not declared',
      'dictionary.xml: AVP Acme-Ring has no type that is known: read as OctetString',
      'dictionary.xml: AVP "Acme-Bad" has no usable code',
    ]);
  });

  test('a tree reads with it', () => {
    const dictionary = new Dictionary();
    dictionary.extend(custom);
    const bytes = message({ command: 8388000, application: 16777999 }, avp(60002, avp(60001, 2, { vendor: 4711 }), { vendor: 4711 }));
    const read = readDiameter(bytes, 0, bytes.length, dictionary)!;
    expect(read).toMatchObject({ command: 'Acme-Ping-Request', application: 'Acme & Co' });
    expect(read.avps).toMatchObject([{ name: 'Acme-Group', children: [{ name: 'Acme-State', value: '2', meaning: 'OFF' }] }]);
  });

  test('an include that includes itself is read once', () => {
    const loop = readCustomDictionary('x.xml', '<!DOCTYPE d [<!ENTITY a SYSTEM "a.xml">]><dictionary>&a;&a;</dictionary>', () => '&a;<avp name="A" code="7" vendor-id="None"><type type-name="Time"/></avp>');
    expect(loop.avps.map((one) => one.name)).toEqual(['A']);
  });
});

const dia = `;; a dictionary
@id     16777999
@name   acme
@vendor 4711 Acme
@avp_types
Acme-State   60001 Enumerated VM ; a comment
Acme-Group   60002 Grouped    V
Acme-Plain   60005 UTF8String -
Broken line
Proxy-Thing  60006 DiameterIdentity M
@avp_vendor_id 99
Acme-Plain
@messages
ACR ::= < Diameter Header: 8388001, REQ, PXY >
        < Session-Id >
ACA ::= < Diameter Header: 8388001, PXY >
@grouped
Acme-Group ::= < AVP Header: 60002 4711 > [ Acme-State ]
@enum Acme-State
ON 1
OFF 2
WRONG x
`;

describe('Erlang .dia', () => {
  const custom = readCustomDictionary('acme.dia', dia);

  test('AVPs, values, commands, the application', () => {
    expect(custom.avps.map((one) => `${one.vendor} ${one.code} ${one.name} ${one.type} ${one.mandatoryBit} ${[...one.values].join(';')}`)).toEqual([
      '4711 60001 Acme-State Enumerated must 1,ON;2,OFF', '4711 60002 Acme-Group Grouped may ', '99 60005 Acme-Plain UTF8String may ', '0 60006 Proxy-Thing DiameterIdentity must ',
    ]);
    expect([...custom.commands]).toEqual([[8388001, { request: 'ACR', answer: 'ACA' }]]);
    expect([...custom.applications]).toEqual([[16777999, 'acme']]);
    expect(custom.problems).toEqual(['acme.dia: line 9: "Broken line" is no AVP definition', 'acme.dia: line 22: "WRONG x" is no value of Acme-State']);
  });

  test('a command of it is named as requests and answers are', () => {
    const dictionary = new Dictionary();
    dictionary.extend(custom);
    expect([dictionary.commandName(8388001, true), dictionary.commandName(8388001, false)]).toEqual(['ACR', 'ACA']);
  });
});

test('neither of the two', () => {
  expect(readCustomDictionary('x.json', '{"a": 1}')).toMatchObject({ avps: [], problems: ['x.json: neither a Wireshark XML dictionary nor an Erlang .dia file'] });
});

test('any text: nothing throws, problems are bounded', () => {
  const pieces = fc.array(fc.constantFrom('<avp name="A" code="1">', '</avp>', '<avp', '<!--', '-->', '<enum name="x" code="2"/>', '&a;', '<!ENTITY a SYSTEM "a.xml">', '<type type-name="Grouped"/>', '\n@avp_types\n', '\n@enum X\n', 'A 1 Unsigned32 M\n', '"', '<', '>', 'zz\n', '::= < Diameter Header: 3, REQ'), { maxLength: 400 });
  fc.assert(fc.property(fc.constantFrom('<?xml', '@name x\n', ''), pieces, (start, rest) => {
    const custom = readCustomDictionary('any', start + rest.join(''), () => rest.join(''));
    expect(custom.problems.length).toBeLessThanOrEqual(100);
  }), { seed: 6733, numRuns: 1000 });
});

const installed = '/usr/share/wireshark/diameter';
const isInstalled = existsSync(`${installed}/dictionary.xml`);
if (!isInstalled) console.warn('skipped for lack of Wireshark\'s dictionary: apt-get install -y libwireshark-data');

describe('the installed Wireshark dictionary', { skip: !isInstalled }, () => {
  const custom = isInstalled
    ? readCustomDictionary('dictionary.xml', readFileSync(`${installed}/dictionary.xml`, 'utf8'), (name) => existsSync(`${installed}/${name}`) ? readFileSync(`${installed}/${name}`, 'utf8') : undefined)
    : undefined;

  test('is read whole', () => {
    console.log(`${custom!.avps.length} AVPs, ${custom!.commands.size} commands, ${custom!.applications.size} applications; ${custom!.problems.join(' | ')}`);
    expect(custom!.avps.length).toBeGreaterThan(2500);
    expect(custom!.applications.size).toBeGreaterThan(100);
    expect(custom!.problems.length).toBeLessThan(10);
  });

  test('knows vendors that the built-in tables do not', () => {
    const dictionary = new Dictionary();
    const before = dictionary.size;
    dictionary.extend(custom!);
    expect(dictionary.size).toBeGreaterThan(before + 500);
    expect(dictionary.avp(1032, 10415)!.type).toBe('Enumerated');
    expect(dictionary.avp(416, 0)!.values.get(1)).toBe('INITIAL_REQUEST');
  });
});
