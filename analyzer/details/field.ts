/**
 * One event taken apart: a tree of fields, each with its name in the words of its specification and the bytes it stands in. What
 * the details of packets, messages and calls have in common.
 */
import type { Bytes } from '../trace/time.ts';

/** Bytes [start, end) of DecodedBytes.data; both undefined for what stands in no byte. Bits carry the range of the word they are in. */
export interface Field {
  readonly name: string;
  readonly value: string;
  /** The value in words. */
  readonly meaning?: string;
  readonly start?: Bytes;
  readonly end?: Bytes;
  /** "RFC 9260 3.3.4", "sendmsg(2)". */
  readonly spec?: string;
  /** Wireshark display filter for this very value: "sctp.sack_a_rwnd == 0". */
  readonly filter?: string;
  /** Computed, not observed. */
  readonly derived?: boolean;
  readonly children?: readonly Field[];
  readonly problem?: string;
}

export interface DecodedBytes {
  /** "frame 468, 110 bytes". */
  readonly title: string;
  readonly data: Uint8Array;
  readonly fields: readonly Field[];
  /** The field with this range is what was asked for: one chunk of many. */
  readonly focus?: { readonly start: Bytes; readonly end: Bytes };
}

export interface FieldNotes {
  readonly meaning?: string | undefined;
  readonly spec?: string | undefined;
  readonly filter?: string | undefined;
  readonly children?: readonly Field[] | undefined;
  readonly problem?: string | undefined;
}

/** Children of one field: a packet can hold 16,143 chunks. */
export const MOST_CHILDREN = 500;

/** Notes that are undefined are left out, so that a field survives structured cloning and JSON as it is. */
export function field(name: string, value: string, start: Bytes, end: Bytes, notes: FieldNotes = {}): Field {
  return { name, value: visible(value), start, end, ...given(notes) };
}

/** A field that stands in no byte. */
export function remark(name: string, value: string, notes: FieldNotes = {}): Field {
  return { name, value: visible(value), ...given(notes) };
}

/** Text of a trace is data: control characters and those that change the direction of writing are shown, not obeyed. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (character) => {
    const code = character.codePointAt(0)!;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

function given(notes: FieldNotes): Omit<Field, 'name' | 'value'> {
  return Object.fromEntries(Object.entries(notes).filter(([, value]) => value !== undefined));
}

/** Collects the children of a field: the first MOST_CHILDREN, and how many more there are. */
export class Children {
  readonly #fields: Field[] = [];
  #more = 0;
  #moreStart = 0;
  #moreEnd = 0;

  /** `make` is not called for those that are only counted. */
  add(start: Bytes, end: Bytes, make: () => Field): void {
    if (this.#fields.length < MOST_CHILDREN) {
      this.#fields.push(make());
      return;
    }
    if (this.#more === 0) this.#moreStart = start;
    this.#more++;
    this.#moreEnd = end;
  }

  /** What belongs to the field in any case. */
  push(...fields: readonly Field[]): void {
    this.#fields.push(...fields);
  }

  /** `noun` in the plural: "chunks". */
  end(noun: string): readonly Field[] {
    if (this.#more > 0) this.#fields.push(field(`and ${this.#more} more ${noun}`, '', this.#moreStart, this.#moreEnd));
    return this.#fields;
  }
}

export function hexadecimal(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** Of opaque bytes. */
const SHOWN_BYTES = 16;

/** "20 bytes: 01 02 …". */
export function bytesText(bytes: Uint8Array, start: Bytes, end: Bytes): string {
  let text = `${end - start} ${end - start === 1 ? 'byte' : 'bytes'}:`;
  for (let i = start; i < Math.min(end, start + SHOWN_BYTES); i++) text += ` ${bytes[i]!.toString(16).padStart(2, '0')}`;
  return end - start > SHOWN_BYTES ? `${text} ...` : text;
}

export function opaque(bytes: Uint8Array, start: Bytes, end: Bytes, name: string, notes: FieldNotes = {}): Field {
  return field(name, bytesText(bytes, start, end), start, end, notes);
}

/** Lines for a terminal or a clipboard, indented two blanks a level. Bits are told by the word they are in. */
export function* fieldLines(fields: readonly Field[], indent = 0): Generator<string> {
  for (const one of fields) {
    const { name, value, meaning, problem, children } = one;
    const text = [value, value !== '' && meaning !== undefined ? `(${meaning})` : meaning].filter(Boolean).join(' ');
    yield `${'  '.repeat(indent)}${name}${text === '' ? '' : `: ${text}`}${problem === undefined ? '' : ` [${problem}]`}`;
    if (children) yield* fieldLines(children.filter((child) => !isBit(child, one)), indent + 1);
  }
}

function isBit(child: Field, parent: Field): boolean {
  return child.start !== undefined && child.start === parent.start && child.end === parent.end;
}
