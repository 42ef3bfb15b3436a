/**
 * The filter language, Wireshark's as far as it goes: comparisons joined by && || ! (and, or, not) and parentheses; `!` binds
 * closer than &&, && closer than ||. A bare field says that there is one (of a boolean: that it is true). The empty filter fits all.
 */
import { limitOf, type Comparison, type Expression, type Filter, type Value } from './expression.ts';
import type { Field, FieldType } from './field.ts';
import { fieldNamed, fieldsLike } from './fields.ts';
import { isPlainNumber, isUnit, parseLiteral } from './literals.ts';
import { tokenize, type Token, type TokenKind } from './tokens.ts';

export interface Problem {
  /** A sentence without a full stop, for the user. */
  readonly problem: string;
  /** What it is about: text.slice(start, end). */
  readonly start: number;
  readonly end: number;
}

export type Parsed = { readonly ok: Filter } | Problem;

const MOST_LETTERS = 10_000;
/** Parentheses and negations within one another. */
const DEEPEST = 100;

const ordered: readonly Comparison[] = ['==', '!=', '<', '<=', '>', '>='];
/** Comparisons by type; `in` goes where == goes. */
const comparisonsOf: Readonly<Record<FieldType, readonly Comparison[]>> = {
  number: ordered, duration: ordered, bytes: ordered, time: ordered,
  enum: ['==', '!=', 'contains', 'matches'], string: ['==', '!=', 'contains', 'matches'], address: ['==', '!=', 'contains', 'matches'],
  boolean: ['==', '!='],
};

export function comparisonsFor({ type, values }: Field): readonly Comparison[] {
  return values?.isOrdered ? [...ordered, 'contains', 'matches'] : comparisonsOf[type];
}

/** Carries a Problem out of the parser; never leaves this file. */
class Stop extends Error {
  readonly problem: Problem;

  constructor(problem: string, start: number, end: number) {
    super(problem);
    this.problem = { problem, start, end };
  }
}

export function parseFilter(text: string): Parsed {
  if (text.length > MOST_LETTERS) return { problem: `a filter has at most ${MOST_LETTERS} letters`, start: MOST_LETTERS, end: text.length };
  try {
    return { ok: { text, expression: new Parser(text).parse() } };
  } catch (stop) {
    if (stop instanceof Stop) return stop.problem;
    throw stop;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
    this.#end = text.length;
  }

  parse(): Expression {
    if (this.#tokens.length === 0) return { kind: 'and', parts: [] };
    const expression = this.#either();
    const rest = this.#next;
    if (rest?.kind === 'close') throw new Stop('there is no ( for this )', rest.start, rest.end);
    if (rest) throw this.#unexpected(rest, 'write && or || between two comparisons');
    return expression;
  }

  get #next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #take(kind: TokenKind): Token | undefined {
    return this.#next?.kind === kind ? this.#tokens[this.#at++] : undefined;
  }

  #either(): Expression {
    const parts = [this.#both()];
    while (this.#take('or')) parts.push(this.#both());
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  }

  #both(): Expression {
    const parts = [this.#one()];
    while (this.#take('and')) parts.push(this.#one());
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  }

  #one(): Expression {
    const first = this.#next;
    if (!first) throw this.#missing('a comparison is missing');
    if (first.kind !== 'not' && first.kind !== 'open') return this.#comparison();
    if (++this.#depth > DEEPEST) throw new Stop(`at most ${DEEPEST} parentheses within one another`, first.start, first.end);
    this.#at++;
    let expression: Expression;
    if (first.kind === 'not') expression = { kind: 'not', part: this.#one() };
    else {
      expression = this.#either();
      if (!this.#take('close')) {
        if (this.#next) throw this.#unexpected(this.#next, 'write && or || between two comparisons');
        throw new Stop('the ) for this ( is missing', first.start, first.end);
      }
    }
    this.#depth--;
    return expression;
  }

  #comparison(): Expression {
    const name = this.#take('word');
    if (!name) throw this.#unexpected(this.#next!, 'a field is wanted here, as in latency > 200ms');
    const field = fieldNamed(name.text);
    if (!field) throw unknownField(name);
    const operator = this.#next;
    if (operator?.kind === 'in') return this.#membership(field, name);
    if (operator?.kind !== 'compare') return { kind: 'has', field, start: name.start, end: name.end };
    this.#at++;
    const comparison = operator.text as Comparison;
    if (!comparisonsFor(field).includes(comparison)) throw wrongComparison(field, operator);
    const { value, end } = this.#value(field, comparison, operator);
    return { kind: 'compare', field, comparison, values: [value], start: name.start, end };
  }

  #membership(field: Field, name: Token): Expression {
    const word = this.#tokens[this.#at++]!;
    const open = this.#take('openSet');
    if (!open) throw new Stop(`write a set behind in: ${field.name} in {…, …}`, word.start, word.end);
    const values: Value[] = [];
    for (;;) {
      const { value, end } = this.#value(field, '==', this.#tokens[this.#at - 1]!);
      const range = this.#take('range');
      values.push(range ? this.#range(field, value, range) : value);
      const close = this.#take('closeSet');
      if (close) return { kind: 'compare', field, comparison: '==', values, start: name.start, end: close.end };
      // Wireshark before 4 took blanks for commas.
      if (!this.#take('comma') && !this.#next) throw new Stop('the } for this { is missing', open.start, Math.max(open.end, end));
    }
  }

  #range(field: Field, low: Value, range: Token): Value {
    const { value: high, end } = this.#value(field, '==', range);
    if (low.kind === 'time' && high.kind === 'time') return { kind: 'time', low: low.low, high: high.high };
    const [least, most] = [limitOf(low, '>='), limitOf(high, '<=')];
    if (comparisonsFor(field).includes('<') && !Number.isNaN(least + most)) return { kind: 'number', low: least, high: most };
    throw new Stop(`${field.name} has no order, so there is no range of it`, range.start, end);
  }

  #value(field: Field, comparison: Comparison, before: Token): { value: Value; end: number } {
    const first = this.#take('word') ?? this.#take('text');
    if (!first) {
      const found = this.#next;
      if (found?.kind === 'unclosed') throw unclosed(found);
      throw found && found.kind !== 'close' && found.kind !== 'and' && found.kind !== 'or'
        ? new Stop(`a value is wanted here`, found.start, found.end) : new Stop(`a value is missing behind ${before.text}`, before.start, before.end);
    }
    const unit = this.#next;
    const isApart = (field.type === 'duration' || field.type === 'bytes') && unit?.kind === 'word' && isPlainNumber(first.text) && isUnit(unit.text);
    if (isApart) this.#at++;
    const end = isApart ? unit.end : first.end;
    const literal = parseLiteral(field, comparison, isApart ? first.text + unit.text : first.text);
    if (typeof literal === 'string') throw new Stop(literal, first.start, end);
    return { value: literal, end };
  }

  #missing(problem: string): Stop {
    const last = this.#tokens.at(-1);
    return new Stop(`${problem}${last ? ` behind ${last.text}` : ''}`, last?.start ?? 0, this.#end);
  }

  #unexpected(token: Token, advice: string): Stop {
    if (token.kind === 'unclosed') return unclosed(token);
    if (token.kind === 'strange' && (token.text === '&' || token.text === '|')) return new Stop(`write ${token.text}${token.text}`, token.start, token.end);
    if (token.kind === 'strange') return new Stop(`${token.text} means nothing here; ${advice}`, token.start, token.end);
    return new Stop(advice, token.start, token.end);
  }
}

const unclosed = ({ start, end }: Token): Stop => new Stop('the quote is not closed', start, end);

function unknownField({ text, start, end }: Token): Stop {
  const near = fieldsLike(text);
  const isValue = /^[\d+-]/.test(text);
  const advice = isValue ? 'a field comes first, as in latency > 200ms' : near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'completion lists all there are';
  return new Stop(isValue ? advice : `there is no field ${text}: ${advice}`, start, end);
}

function wrongComparison(field: Field, { text, start, end }: Token): Stop {
  const possible = comparisonsFor(field).join(' ');
  return new Stop(text === 'contains' || text === 'matches' ? `${field.name} is no text: it can be compared with ${possible}` : `${field.name} has no order: it can be compared with ${possible}`, start, end);
}
