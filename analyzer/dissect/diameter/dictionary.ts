/**
 * What is known of AVPs: numbers in, names, types, M bit rules and enumerations out. The tables are the dictionary*.ts files
 * beside this one; NOTICE names their sources. Dictionaries of the user extend them (customDictionaries.ts).
 *
 * One AVP a line: `code name type M-bit [value:name ...]`, the M bit as `M` must be set, `-` must not, `.` may be.
 */
import type { AvpDefinition, AvpType, CommandNames, DictionaryExtension, DictionaryPart } from './avpDefinition.ts';
import { applicationName, commandName } from './commands.ts';
import { baseDictionary } from './dictionaryBase.ts';
import { chargingDictionary } from './dictionaryCharging.ts';
import { creditControlDictionary } from './dictionaryCreditControl.ts';
import { exposureDictionary } from './dictionaryExposure.ts';
import { mobilityDictionary } from './dictionaryMobility.ts';
import { nasreqDictionary } from './dictionaryNasreq.ts';
import { policyDictionary } from './dictionaryPolicy.ts';
import { sipDictionary } from './dictionarySip.ts';
import { subscriberDictionary } from './dictionarySubscriber.ts';

/** In the order of their explanation, which is also the order in which a repeated AVP is decided: the first counts. */
export const dictionaryParts: readonly DictionaryPart[] = [
  ...baseDictionary, ...nasreqDictionary, ...creditControlDictionary, ...sipDictionary, ...mobilityDictionary,
  ...subscriberDictionary, ...policyDictionary, ...chargingDictionary, ...exposureDictionary,
];

const noValues: ReadonlyMap<number, string> = new Map();
const keyOf = (code: number, vendor: number): number => vendor * 0x1_0000_0000 + code;

function parseLine(line: string, part: DictionaryPart): AvpDefinition {
  const [code, name, type, mandatory, ...values] = line.split(' ');
  return {
    code: Number(code),
    vendor: part.vendor,
    name: name!,
    type: type as AvpType,
    mandatoryBit: mandatory === 'M' ? 'must' : mandatory === '-' ? 'must not' : 'may',
    values: values.length === 0 ? noValues : new Map(values.map((value) => {
      const colon = value.indexOf(':');
      return [Number(value.slice(0, colon)), value.slice(colon + 1)];
    })),
    source: part.source,
  };
}

export function parsePart(part: DictionaryPart): AvpDefinition[] {
  return part.rows.trim().split('\n').map((line) => parseLine(line, part));
}

export class Dictionary {
  readonly #avps = new Map<number, AvpDefinition>();
  readonly #commands = new Map<number, CommandNames>();
  readonly #applications = new Map<number, string>();

  constructor(parts: readonly DictionaryPart[] = dictionaryParts) {
    for (const part of parts) {
      for (const avp of parsePart(part)) {
        const key = keyOf(avp.code, avp.vendor);
        if (!this.#avps.has(key)) this.#avps.set(key, avp);
      }
    }
  }

  get size(): number {
    return this.#avps.size;
  }

  avp(code: number, vendor: number): AvpDefinition | undefined {
    return this.#avps.get(keyOf(code, vendor));
  }

  /** "CCR"; "command 4711 request" for an unknown one. */
  commandName(code: number, isRequest: boolean): string {
    const kind = isRequest ? 'request' : 'answer';
    return commandName(code, isRequest) ?? this.#commands.get(code)?.[kind] ?? `command ${code} ${kind}`;
  }

  applicationName(id: number): string {
    return applicationName(id) ?? this.#applications.get(id) ?? `application ${id}`;
  }

  /** The user's dictionary wins over the built-in tables; names of values are joined. */
  extend(extension: DictionaryExtension): void {
    for (const avp of extension.avps) {
      const key = keyOf(avp.code, avp.vendor);
      const known = this.#avps.get(key);
      this.#avps.set(key, known && known.values.size > 0 ? { ...avp, values: new Map([...known.values, ...avp.values]) } : avp);
    }
    for (const [code, names] of extension.commands) this.#commands.set(code, names);
    for (const [id, name] of extension.applications) this.#applications.set(id, name);
  }
}
