/** The nouns of the Diameter dictionaries. */

/** RFC 6733 4.2 and 4.3: basic and derived formats. */
export const avpTypes = [
  'OctetString', 'UTF8String', 'DiameterIdentity', 'DiameterURI', 'IPFilterRule', 'QoSFilterRule', 'Integer32', 'Integer64',
  'Unsigned32', 'Unsigned64', 'Float32', 'Float64', 'Enumerated', 'Time', 'Address', 'Grouped',
] as const;

export type AvpType = (typeof avpTypes)[number];

export interface DictionaryPart {
  readonly source: string;
  readonly vendor: number;
  readonly rows: string;
}

export interface AvpDefinition {
  readonly code: number;
  /** 0 for the IETF's. */
  readonly vendor: number;
  readonly name: string;
  readonly type: AvpType;
  readonly mandatoryBit: 'must' | 'must not' | 'may';
  /** Names of values; empty where there are none. */
  readonly values: ReadonlyMap<number, string>;
  /** The specification, or the user's file. */
  readonly source: string;
}

/** "CCR" and "CCA", or the long names where there are no short ones. */
export interface CommandNames {
  readonly request: string;
  readonly answer: string;
}

/** What a dictionary on the user's disk adds. */
export interface DictionaryExtension {
  readonly avps: readonly AvpDefinition[];
  readonly commands: ReadonlyMap<number, CommandNames>;
  readonly applications: ReadonlyMap<number, string>;
}
