/** What a field of the filter is. The list of them is fields.ts. */
import type { EventTables } from './eventTables.ts';

/** The tables whose rows a filter selects. `transactions` are rows of messages: the requests. `stalls` are those of the diagnosis. */
export const filterTables = ['calls', 'transfers', 'packets', 'dataChunks', 'sacks', 'controlChunks', 'messages', 'transactions', 'stalls'] as const;
export type FilterTable = (typeof filterTables)[number];

export const fieldTypes = ['number', 'duration', 'bytes', 'enum', 'string', 'boolean', 'address', 'time'] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A value of a row: a number, or a number that stands for a text (EventTables.texts). NaN: the row has none. */
export type Reader = (row: number) => number;

/** Names of numbers. One name may stand for several numbers, one number may have several names. */
export interface Enumeration {
  /** In the order in which completion offers them; `insert` is a word of the language. */
  readonly names: readonly { readonly insert: string; readonly numbers: readonly number[]; readonly doc: string }[];
  /** What a bare number means, where the row's numbers are not those people write. */
  readonly ofNumber?: (number: number) => readonly number[];
  /** Completion offers only what occurs: numbers seen. */
  readonly seen?: (events: EventTables) => ReadonlySet<number>;
  /** Larger and smaller mean something. */
  readonly isOrdered?: boolean;
}

/** How the field is asked for in Wireshark. wireshark.ts puts the terms together. */
export interface WiresharkField {
  /** Any of them: the term is asked of each. */
  readonly names: readonly string[];
  /** How a number is written there; decimal unless told. */
  readonly write?: (value: number) => string;
  /** The terms for wanted numbers, any of which holds, where a field alone does not say it; undefined where this recording leaves none. */
  readonly equals?: (numbers: readonly number[], events: EventTables) => readonly string[] | undefined;
  /** A boolean that is 0 or 1 there; others are there or not. */
  readonly isFlag?: boolean;
  /** The whole term of a boolean that is true. */
  readonly isTrue?: string;
  /** It is decoded from user data: Wireshark does that for the first of several copies. */
  readonly isDecoded?: boolean;
  /** Where this recording is told otherwise by Wireshark: one sentence, undefined where it is not. */
  readonly differs?: (events: EventTables) => string | undefined;
}

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** One sentence, for completion and help. */
  readonly doc: string;
  /** Other names that are understood: Wireshark's. */
  readonly aliases?: readonly string[];
  readonly values?: Enumeration;
  /** A number that means "none": the bare field is false for it. */
  readonly none?: number;
  /** Computed, not observed. */
  readonly isDerived?: boolean;
  /** Readers by the table whose rows have the field. Other tables reach it by their relations (relations.ts). Several readers: any of the values. */
  readonly at: Readonly<Partial<Record<FilterTable, (events: EventTables) => Reader | readonly Reader[]>>>;
  /** Values for completion that depend on the recording. */
  readonly suggest?: (events: EventTables) => readonly string[];
  readonly wireshark?: WiresharkField;
}
