/**
 * strace's text of arguments as a tree: structures, arrays, strings and what is neither, each with its place in the text. The notation
 * of all versions: `{name=value, …}`, `{value, …}` (to 4.12), `[…]`, `"…"...`, `17<SCTP:[…]>`, `[28 => 16]`, and numbers that strace
 * had no name for, with a comment behind them.
 */

export interface Value {
  /** Of a structure's member, '' without. */
  readonly name: string;
  readonly kind: 'string' | 'structure' | 'array' | 'word';
  /** With its name. */
  readonly start: number;
  /** Of the value itself. */
  readonly valueStart: number;
  readonly end: number;
  readonly children: readonly Value[];
}

/** Structures in structures: msghdrs in vectors have five. */
const MOST_DEPTH = 12;
/** Values of one call: a poll() of 10,000 descriptors has 30,000. */
const MOST_VALUES = 20_000;

const NAME = /([A-Za-z_]\w*)(?:\(\d+\))?=(?![=>])/y;

/** The values that fill text[start, end), divided by commas. */
export function parseValues(text: string, start: number, end: number): readonly Value[] {
  return new Parser(text, end).list(start, 0).values;
}

class Parser {
  readonly #text: string;
  readonly #end: number;
  #left = MOST_VALUES;

  constructor(text: string, end: number) {
    this.#text = text;
    this.#end = Math.min(end, text.length);
  }

  /** Values up to the bracket that closes this level; `at` is its place. */
  list(start: number, depth: number): { readonly values: readonly Value[]; readonly at: number } {
    const values: Value[] = [];
    let at = this.#blanks(start);
    while (at < this.#end && !this.#closes(at)) {
      if (this.#left-- <= 0) return { values, at: this.#wordEnd(at, true) };
      const value = this.#value(at, depth);
      values.push(value);
      at = this.#blanks(this.#wordEnd(value.end, false));
      if (this.#text[at] === ',') at = this.#blanks(at + 1);
      else if (!this.#closes(at)) break;
    }
    return { values, at };
  }

  #value(start: number, depth: number): Value {
    NAME.lastIndex = start;
    const match = NAME.exec(this.#text);
    const name = match && NAME.lastIndex <= this.#end ? match[1]! : '';
    const valueStart = name === '' ? start : NAME.lastIndex;
    const first = this.#text[valueStart];
    const base = { name, start, valueStart };
    if (first === '"') return { ...base, kind: 'string', end: this.#stringEnd(valueStart), children: [] };
    if ((first === '{' || first === '[') && depth < MOST_DEPTH) {
      const { values, at } = this.list(valueStart + 1, depth + 1);
      const end = Math.min(this.#end, this.#closes(at) ? at + 1 : at);
      return { ...base, kind: first === '{' ? 'structure' : 'array', end, children: values };
    }
    return { ...base, kind: 'word', end: this.#wordEnd(valueStart, false), children: [] };
  }

  #blanks(start: number): number {
    let at = start;
    while (at < this.#end && this.#text[at] === ' ') at++;
    return at;
  }

  #closes(at: number): boolean {
    const character = at < this.#end ? this.#text[at] : undefined;
    return character === '}' || character === ']' || character === ')';
  }

  #stringEnd(start: number): number {
    let at = start + 1;
    while (at < this.#end && this.#text[at] !== '"') at += this.#text[at] === '\\' ? 2 : 1;
    at = Math.min(this.#end, at + 1);
    return this.#text.startsWith('...', at) && at + 3 <= this.#end ? at + 3 : at;
  }

  /** The comma or bracket that ends the word here; with `all`, the bracket alone. */
  #wordEnd(start: number, all: boolean): number {
    let depth = 0;
    let at = start;
    while (at < this.#end) {
      const character = this.#text[at]!;
      if (character === '"') at = this.#stringEnd(at) - 1;
      else if (character === '(' || character === '[' || character === '{') depth++;
      else if (character === ')' || character === ']' || character === '}') {
        if (depth-- === 0) break;
      } else if (character === ',' && depth === 0 && !all) break;
      else if (character === '<' && /[\dD]/.test(this.#text[at - 1] ?? '')) at = this.#after(/(?<!-)>/g, at);
      else if (character === '/' && this.#text[at + 1] === '*') at = this.#after(/\*\//g, at);
      at++;
    }
    return Math.min(at, this.#end);
  }

  /** The last character of the next match; where there is none, nothing is skipped. */
  #after(pattern: RegExp, at: number): number {
    pattern.lastIndex = at;
    const match = pattern.exec(this.#text);
    return match && pattern.lastIndex <= this.#end ? pattern.lastIndex - 1 : at;
  }
}
