/**
 * Wireshark's Diameter dictionary (dictionary.xml with the files it includes, or one of them) in, AVP definitions out. Its
 * dictionary.dtd is the grammar. Facts that a reader must know: a vendor-id is the *name* of a vendor, declared anywhere in the
 * files; type names chain (VendorId -> Unsigned32); ids repeat, the first stays; a command stands for request and answer.
 *
 *   <vendor vendor-id="TGPP" code="10415" name="3GPP"/>
 *   <avp name="RAT-Type" code="1032" mandatory="must" vendor-id="TGPP">
 *     <type type-name="Enumerated"/><enum name="EUTRAN" code="1004"/>
 *   </avp>
 */
import { complain, type DictionaryDraft, type ReadSibling } from './dictionaryDraft.ts';
import { avpTypes, type AvpType } from './avpDefinition.ts';

/** The included files take 1 MB together. */
const MOST_TEXT = 32_000_000;
/** Type names that chain further go in a circle. */
const LONGEST_CHAIN = 8;
const MOST_INCLUDES = 500;

/** Names of Wireshark's that mean a type of RFC 6733 other than their parent says. */
const typeAliases: Readonly<Record<string, AvpType>> = {
  AppId: 'Unsigned32', VendorId: 'Unsigned32', IPAddress: 'Address', OctetStringOrUTF8: 'OctetString',
};

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly isEnd: boolean;
  readonly isEmpty: boolean;
}

/** An <avp> whose type and values are being read. */
interface OpenAvp {
  readonly tag: Tag;
  type: AvpType | undefined;
  readonly values: Map<number, string>;
}

export function readWiresharkDictionary(text: string, readSibling: ReadSibling, draft: DictionaryDraft): void {
  const tags = [...readTags(include(text, readSibling, draft))];
  const vendors = new Map<string, number>([['', 0], ['None', 0]]);
  const parents = new Map<string, string>();
  for (const { name, attributes } of tags) {
    if (name === 'vendor') vendors.set(attributes.get('vendor-id') ?? '', Number(attributes.get('code')) || 0);
    if (name === 'typedefn') parents.set(attributes.get('type-name') ?? '', attributes.get('type-parent') ?? '');
  }
  let avp: OpenAvp | undefined;
  const finish = (): void => {
    if (avp) addAvp(avp, vendors, draft);
    avp = undefined;
  };
  for (const tag of tags) {
    switch (tag.name) {
      case 'avp':
        finish();
        if (!tag.isEnd) avp = { tag, type: undefined, values: new Map() };
        if (tag.isEmpty) finish();
        break;
      case 'type':
        if (avp) avp.type = resolveType(tag.attributes.get('type-name') ?? '', parents);
        break;
      case 'grouped':
        if (avp && !tag.isEnd) avp.type = 'Grouped';
        break;
      case 'enum': {
        const value = Number(tag.attributes.get('code'));
        if (avp && Number.isInteger(value)) avp.values.set(value, tag.attributes.get('name') ?? '');
        break;
      }
      case 'command':
        if (!tag.isEnd) addCommand(draft, tag);
        break;
      case 'application':
        if (!tag.isEnd) addApplication(draft, tag);
        break;
    }
  }
  finish();
  if (draft.avps.length === 0 && draft.commands.size === 0) complain(draft, 'no <avp> and no <command> in it');
}

function addCommand(draft: DictionaryDraft, tag: Tag): void {
  const code = Number(tag.attributes.get('code'));
  const name = tag.attributes.get('name');
  if (!Number.isInteger(code) || name === undefined || draft.commands.has(code)) return;
  draft.commands.set(code, { request: `${name}-Request`, answer: `${name}-Answer` });
}

function addApplication(draft: DictionaryDraft, tag: Tag): void {
  const id = Number(tag.attributes.get('id'));
  const name = tag.attributes.get('name');
  if (Number.isInteger(id) && name !== undefined && !draft.applications.has(id)) draft.applications.set(id, name);
}

function addAvp(avp: OpenAvp, vendors: ReadonlyMap<string, number>, draft: DictionaryDraft): void {
  const { attributes } = avp.tag;
  const name = attributes.get('name') ?? '';
  const code = Number(attributes.get('code') ?? NaN);
  const vendorName = attributes.get('vendor-id') ?? '';
  const vendor = vendors.get(vendorName) ?? (/^\d+$/.test(vendorName) ? Number(vendorName) : undefined);
  if (name === '' || !Number.isInteger(code) || code < 0 || code > 0xffff_ffff) return complain(draft, `AVP "${name}" has no usable code`);
  if (vendor === undefined) return complain(draft, `AVP ${name}: the vendor ${vendorName} is not declared`);
  if (avp.type === undefined) complain(draft, `AVP ${name} has no type that is known: read as OctetString`);
  const mandatory = attributes.get('mandatory');
  draft.avps.push({
    code, vendor, name,
    type: avp.type ?? 'OctetString',
    mandatoryBit: mandatory === 'must' ? 'must' : mandatory === 'mustnot' ? 'must not' : 'may',
    values: avp.values,
    source: draft.source,
  });
}

function resolveType(name: string, parents: ReadonlyMap<string, string>): AvpType | undefined {
  let type = name;
  for (let steps = 0; steps < LONGEST_CHAIN; steps++) {
    const alias = typeAliases[type];
    if (alias) return alias;
    const known = avpTypes.find((candidate) => candidate === type);
    if (known) return known;
    type = parents.get(type) ?? '';
  }
  return undefined;
}

/** Puts the declared files of the same folder in the place of &name;. Included files are not searched for further includes. */
function include(text: string, readSibling: ReadSibling, draft: DictionaryDraft): string {
  const files = new Map<string, string>();
  for (const match of text.matchAll(/<!ENTITY\s+([\w.-]+)\s+SYSTEM\s+"([^"]{1,200})"\s*>/g)) {
    if (files.size < MOST_INCLUDES) files.set(match[1]!, match[2]!);
  }
  if (files.size === 0) return text;
  const used = new Set<string>();
  let length = text.length;
  return text.replace(/&([\w.-]{1,100});/g, (whole, entity: string) => {
    const file = files.get(entity);
    if (file === undefined || used.has(entity)) return file === undefined ? whole : '';
    used.add(entity);
    if (!/^[\w-][\w.-]*$/.test(file)) {
      complain(draft, `the included file "${file}" is not in the same folder: left out`);
      return '';
    }
    const included = readSibling(file);
    if (included === undefined) complain(draft, `the included file ${file} cannot be read`);
    length += included?.length ?? 0;
    if (length > MOST_TEXT) complain(draft, `the included files are larger than ${MOST_TEXT} characters: ${file} is left out`);
    return included === undefined || length > MOST_TEXT ? '' : included;
  });
}

/** Start and end tags in order; comments, declarations and text are skipped. One pass, never back. */
function* readTags(text: string): Generator<Tag> {
  let at = 0;
  while ((at = text.indexOf('<', at)) >= 0) {
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 4);
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    const end = text.indexOf('>', at);
    if (end < 0) return;
    const inner = text.slice(at + 1, end);
    at = end + 1;
    if (inner.startsWith('!') || inner.startsWith('?')) continue;
    const name = /^\/?([\w-]+)/.exec(inner)?.[1];
    if (name === undefined) continue;
    const attributes = new Map<string, string>();
    for (const match of inner.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
      attributes.set(match[1]!, unescape(match[2] ?? match[3]!));
    }
    yield { name, attributes, isEnd: inner.startsWith('/'), isEmpty: inner.endsWith('/') };
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.includes('&') ? text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name]!) : text;
}
