/** What may stand at the caret of a filter that is being written: fields, comparisons, values that occur in the recording, what joins two comparisons. */
import type { EventTables } from './eventTables.ts';
import type { Enumeration, Field } from './field.ts';
import { fieldNamed, fields } from './fields.ts';
import { durationUnits, isPlainNumber, isUnit, sizeUnits } from './literals.ts';
import { comparisonsFor } from './parse.ts';
import { tokenize, type Token } from './tokens.ts';

export interface CompletionItem {
  readonly kind: 'field' | 'comparison' | 'value' | 'join';
  /** Goes into the place of text.slice(from, to); with a blank behind it where more is wanted. */
  readonly insert: string;
  readonly label: string;
  /** One sentence or a few words, '' where there is nothing to say. */
  readonly doc: string;
}

export interface Completion {
  readonly from: number;
  readonly to: number;
  /** Best first. */
  readonly items: readonly CompletionItem[];
}

/** More are no help. */
const MOST_ITEMS = 100;

type Place =
  | { readonly wanted: 'field' | 'open' | 'value' | 'member'; readonly field: Field | undefined }
  | { readonly wanted: 'comparison'; readonly field: Field | undefined }
  | { readonly wanted: 'join' | 'memberEnd'; readonly field: Field | undefined; readonly last: Token | undefined };

/** Without `events` names are offered that the recording may not have. */
export function completeFilter(text: string, caret: number, events?: EventTables): Completion {
  const tokens = tokenize(text);
  const under = tokens.find((token) => token.start < caret && caret <= token.end && isWord(token, text));
  const from = under?.start ?? caret;
  const before = tokens.filter((token) => token.end <= from);
  const typed = text.slice(from, caret);
  const place = placeAfter(before);
  const to = under?.end ?? caret;
  const items = rank(itemsFor(place, typed, before, events), typed).slice(0, MOST_ITEMS);
  return { from, to, items: /\s/.test(text[to] ?? '') ? items : items.map(withBlank) };
}

function withBlank(item: CompletionItem): CompletionItem {
  const isEnd = item.kind === 'value' || /[(){}.]$/.test(item.insert);
  return isEnd ? item : { ...item, insert: `${item.insert} ` };
}

/** It may be the beginning of another word: `in` of `incomplete`. */
const isWord = ({ kind, start }: Token, text: string): boolean => kind === 'word' || kind === 'text' || kind === 'unclosed' || /\p{L}/u.test(text[start]!);

function placeAfter(tokens: readonly Token[]): Place {
  let place: Place = { wanted: 'field', field: undefined };
  for (const token of tokens) place = next(place, token);
  return place;
}

function next(place: Place, token: Token): Place {
  const { field } = place;
  if (token.kind === 'and' || token.kind === 'or' || token.kind === 'not' || token.kind === 'open') return { wanted: 'field', field: undefined };
  if (token.kind === 'close' || token.kind === 'closeSet') return { wanted: 'join', field: undefined, last: undefined };
  switch (place.wanted) {
    case 'field':
      return { wanted: 'comparison', field: fieldNamed(token.text) };
    case 'comparison':
      return token.kind === 'in' ? { wanted: 'open', field } : { wanted: 'value', field };
    case 'open':
      return { wanted: 'member', field };
    case 'value':
      return { wanted: 'join', field, last: token };
    case 'member':
      return { wanted: 'memberEnd', field, last: token };
    case 'memberEnd':
      return token.kind === 'comma' || token.kind === 'range' ? { wanted: 'member', field } : { wanted: 'memberEnd', field, last: token };
    case 'join':
      return { wanted: 'join', field, last: token };
  }
}

const docs: Readonly<Record<string, string>> = {
  '==': 'equal', '!=': 'there is one, and it is another', '<': 'smaller', '<=': 'smaller or equal', '>': 'larger', '>=': 'larger or equal',
  contains: 'has this text in it', matches: 'fits this pattern: * any letters, ? one letter', 'in {': 'one of several, as {1, 5..7}',
  '&&': 'both', '||': 'one of both', ')': 'closes (', '}': 'closes {', ',': 'one more', '..': 'up to',
};

const sign = (kind: CompletionItem['kind'], text: string): CompletionItem => ({ kind, insert: text, label: text, doc: docs[text] ?? '' });
const value = (insert: string, doc = ''): CompletionItem => ({ kind: 'value', insert, label: insert, doc });

function itemsFor(place: Place, typed: string, before: readonly Token[], events: EventTables | undefined): CompletionItem[] {
  const { field } = place;
  switch (place.wanted) {
    case 'field':
      return fields.map(({ name, doc }) => ({ kind: 'field', insert: name, label: name, doc }));
    case 'comparison': {
      const comparisons = field ? [...comparisonsFor(field), 'in {'].map((text) => sign('comparison', text)) : [];
      // A boolean is seldom compared.
      return field?.type === 'boolean' ? [...joins(before), ...comparisons] : [...comparisons, ...joins(before)];
    }
    case 'open':
      return [sign('join', '{')];
    case 'value':
    case 'member':
      return field ? valuesOf(field, typed, events) : [];
    case 'memberEnd':
      return [...units(place), sign('join', ','), sign('join', '}'), ...(field && comparisonsFor(field).includes('<') ? [sign('join', '..')] : [])];
    case 'join':
      return [...units(place), ...joins(before)];
  }
}

function joins(before: readonly Token[]): CompletionItem[] {
  const isOpen = before.filter(({ kind }) => kind === 'open').length > before.filter(({ kind }) => kind === 'close').length;
  return ['&&', '||', ...(isOpen ? [')'] : [])].map((text) => sign('join', text));
}

/** Behind a number that stands apart from its unit. */
function units({ field, last }: { readonly field: Field | undefined; readonly last: Token | undefined }): CompletionItem[] {
  return field && last && isPlainNumber(last.text) && !isUnit(last.text) ? unitsOf(field).map((unit) => value(unit)) : [];
}

function unitsOf({ type }: Field): readonly string[] {
  return type === 'duration' ? durationUnits : type === 'bytes' ? sizeUnits : [];
}

const unitExamples: Readonly<Partial<Record<Field['type'], readonly string[]>>> = {
  duration: ['1ms', '10ms', '100ms', '1s', '10s'], bytes: ['0', '1500', '2kB', '64KiB'], boolean: ['true', 'false'],
};

function valuesOf(field: Field, typed: string, events: EventTables | undefined): CompletionItem[] {
  const suggested = events && field.suggest ? field.suggest(events).map((text) => value(text, 'occurs here')) : [];
  if (field.values) return [...suggested, ...namesOf(field.values, events)];
  const digits = /^[\d.]+/.exec(typed)?.[0];
  if (digits !== undefined && unitsOf(field).length > 0) return unitsOf(field).map((unit) => value(`${digits}${unit}`));
  return suggested.length > 0 ? suggested : (unitExamples[field.type] ?? []).map((text) => value(text));
}

/** Those that occur first. */
function namesOf({ names, seen }: Enumeration, events: EventTables | undefined): CompletionItem[] {
  const occurring = events && seen?.(events);
  const isSeen = ({ numbers }: Enumeration['names'][number]): boolean => occurring !== undefined && numbers.some((number) => occurring.has(number));
  const items = (list: Enumeration['names']): CompletionItem[] => list.map(({ insert, doc }) => value(insert, doc));
  return [...items(names.filter(isSeen)), ...items(names.filter((name) => !isSeen(name)))];
}

/** What begins with the typed letters, then what has a part that does, then what has them in it. */
function rank(items: readonly CompletionItem[], typed: string): CompletionItem[] {
  const wanted = typed.toLowerCase().replace(/^"/, '');
  if (wanted === '') return [...items];
  const placeOf = ({ label }: CompletionItem): number => {
    const name = label.toLowerCase().replace(/^"/, '');
    return name.startsWith(wanted) ? 0 : name.split(/[._-]/).some((part) => part.startsWith(wanted)) ? 1 : name.includes(wanted) ? 2 : 3;
  };
  return items.map((item) => ({ item, place: placeOf(item) })).filter(({ place }) => place < 3)
    .sort((a, b) => a.place - b.place).map(({ item }) => item);
}
