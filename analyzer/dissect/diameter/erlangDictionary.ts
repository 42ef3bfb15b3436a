/**
 * Erlang/OTP dictionary files (.dia) in, AVP definitions out. diameter_dict(4): a section begins with @name at the start of a
 * line, `;` comments to the end of the line.
 *
 *   @vendor 10415 TGPP
 *   @avp_types
 *     Visited-PLMN-Id  1407  OctetString  MV
 *   @enum PDN-Type
 *     IPv4 0
 *   @messages
 *     ULR ::= < Diameter Header: 316, REQ, PXY, 16777251 >
 */
import { complain, type DictionaryDraft } from './dictionaryDraft.ts';
import { avpTypes, type AvpDefinition, type AvpType } from './avpDefinition.ts';

/** A file has some hundred lines of a few words; longer ones are no dictionary. */
const LONGEST_LINE = 4096;

interface Section {
  name: string;
  argument: string;
  /** Of an @avp_vendor_id section: applies to the AVPs it lists. */
  vendor: number;
}

export function readErlangDictionary(text: string, draft: DictionaryDraft): void {
  const found = new Map<string, { code: number; type: AvpType; flags: string }>();
  const values = new Map<string, Map<number, string>>();
  const vendorOf = new Map<string, number>();
  let vendor = 0;
  let id: number | undefined;
  let name = '';
  const section: Section = { name: '', argument: '', vendor: 0 };
  let lineNumber = 0;
  for (const whole of text.split('\n')) {
    lineNumber++;
    if (whole.length > LONGEST_LINE) {
      complain(draft, `line ${lineNumber} is longer than ${LONGEST_LINE} characters`);
      continue;
    }
    const line = whole.replace(/;.*$/, '').trim();
    if (line === '') continue;
    const words = line.split(/\s+/);
    if (words[0]!.startsWith('@')) {
      section.name = words[0]!.slice(1);
      section.argument = words[1] ?? '';
      if (section.name === 'vendor') vendor = Number(section.argument) || 0;
      if (section.name === 'id') id = Number(section.argument);
      if (section.name === 'name') name = section.argument;
      if (section.name === 'avp_vendor_id') section.vendor = Number(section.argument) || 0;
      continue;
    }
    switch (section.name) {
      case 'avp_types': {
        const [avp, code, type, flags] = words;
        if (avp && isCode(code) && isType(type)) found.set(avp, { code: Number(code), type, flags: flags ?? '-' });
        else complain(draft, `line ${lineNumber}: "${line.slice(0, 60)}" is no AVP definition`);
        break;
      }
      case 'avp_vendor_id':
        for (const avp of words) vendorOf.set(avp, section.vendor);
        break;
      case 'enum': {
        const value = Number(words[1]);
        if (!Number.isInteger(value)) complain(draft, `line ${lineNumber}: "${line.slice(0, 60)}" is no value of ${section.argument}`);
        else getOrAdd(values, section.argument).set(value, words[0]!);
        break;
      }
      case 'messages':
        readMessage(line, draft);
        break;
    }
  }
  for (const [avp, { code, type, flags }] of found) {
    const definition: AvpDefinition = {
      code,
      vendor: vendorOf.get(avp) ?? (flags.includes('V') ? vendor : 0),
      name: avp,
      type,
      mandatoryBit: flags.includes('M') ? 'must' : 'may',
      values: values.get(avp) ?? new Map(),
      source: draft.source,
    };
    draft.avps.push(definition);
  }
  if (id !== undefined && Number.isInteger(id) && name !== '') draft.applications.set(id, name);
}

/** "ULR ::= < Diameter Header: 316, REQ …": its answer has the same name with A for R. */
function readMessage(line: string, draft: DictionaryDraft): void {
  const match = /^['"]?([\w-]+)['"]?\s*::=\s*<\s*Diameter Header:\s*(\d+)\b(.*)/i.exec(line);
  if (!match || !/\bREQ\b/.test(match[3]!)) return;
  const request = match[1]!;
  draft.commands.set(Number(match[2]), { request, answer: request.replace(/Request$/, 'Answer').replace(/R$/, 'A') });
}

function isCode(text: string | undefined): boolean {
  return text !== undefined && /^\d{1,10}$/.test(text) && Number(text) <= 0xffff_ffff;
}

function isType(text: string | undefined): text is AvpType {
  return (avpTypes as readonly (string | undefined)[]).includes(text);
}

function getOrAdd(values: Map<string, Map<number, string>>, name: string): Map<number, string> {
  let known = values.get(name);
  if (!known) values.set(name, (known = new Map()));
  return known;
}
