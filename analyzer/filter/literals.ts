/** What is written behind a comparison -> a value of the field's type, or a sentence that says how to write it. */
import { parseAddress } from './addressText.ts';
import { numbersOf } from './enumerations.ts';
import type { Comparison, Moment, Value } from './expression.ts';
import type { Enumeration, Field } from './field.ts';
import { matchesGlob } from './glob.ts';
import { nearest } from './nearest.ts';

/** A value, or what is wrong with it. */
export type Literal = Value | string;

const NUMBER = /^([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)([a-zµμ]*)$/i;
const HEXADECIMAL = /^0x[0-9a-f]{1,13}$/i;

/** In ns. */
const durations: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3600e9 };
/** In bytes; names in lower case. */
const sizes: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };

export const durationUnits = ['ns', 'us', 'ms', 's', 'min', 'h'] as const;
export const sizeUnits = ['B', 'kB', 'KiB', 'MB', 'MiB', 'GB', 'GiB'] as const;

/** "ms" behind a number and a blank belongs to it. */
export const isUnit = (word: string): boolean => Object.hasOwn(durations, word) || Object.hasOwn(sizes, word.toLowerCase());
export const isPlainNumber = (word: string): boolean => NUMBER.exec(word)?.[2] === '';

/** How a value of the field is written, for sentences. */
const examples: Readonly<Record<Field['type'], string>> = {
  number: '17 or 0x11', duration: '200ms', bytes: '2000 or 2kB', enum: 'a name', string: '"text"', boolean: 'true or false', address: '10.0.0.2',
  time: '03:46:50',
};

const kinds: Readonly<Record<Field['type'], string>> = {
  number: 'a number', duration: 'a duration', bytes: 'a number of bytes', enum: 'one of a set of names', string: 'a text', boolean: 'true or false',
  address: 'an address', time: 'a time',
};

/** "latency is a duration: write 200ms". */
const wrong = (field: Field): string => `${field.name} is ${kinds[field.type]}: write ${examples[field.type]}`;

export function parseLiteral(field: Field, comparison: Comparison, text: string): Literal {
  switch (field.type) {
    case 'number':
      return number(text, {}) ?? wrong(field);
    case 'bytes':
      return number(text, sizes) ?? wrong(field);
    case 'duration':
      return isPlainNumber(text) && Number(text) !== 0 ? `${field.name} is a duration: write ${text}ms` : (number(text, durations) ?? wrong(field));
    case 'boolean':
      return /^(true|1)$/i.test(text) ? single(1) : /^(false|0)$/i.test(text) ? single(0) : wrong(field);
    case 'enum':
      return ofEnumeration(field, field.values!, comparison, text);
    case 'string':
      return { kind: 'text', text };
    case 'address': {
      if (comparison === 'contains' || comparison === 'matches') return { kind: 'text', text };
      const address = parseAddress(text);
      return address ? { kind: 'address', address } : wrong(field);
    }
    case 'time':
      return moment(text) ?? wrong(field);
  }
}

const single = (value: number): Value => ({ kind: 'number', low: value, high: value });

function number(text: string, units: Readonly<Record<string, number>>): Value | undefined {
  if (HEXADECIMAL.test(text)) return single(Number(text));
  const [, digits, unit = ''] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const factor = unit === '' ? 1 : (units[unit] ?? units[unit.toLowerCase()]);
  return factor === undefined ? undefined : single(Number(digits) * factor);
}

function ofEnumeration(field: Field, values: Enumeration, comparison: Comparison, text: string): Literal {
  if (comparison === 'contains' || comparison === 'matches') {
    const pattern = comparison === 'matches' ? text : `*${text}*`;
    return { kind: 'numbers', numbers: [...new Set(values.names.filter(({ insert }) => matchesGlob(insert, pattern)).flatMap(({ numbers }) => numbers))], text };
  }
  const plain = number(text, {});
  if (plain?.kind === 'number') return values.ofNumber ? { kind: 'numbers', numbers: values.ofNumber(plain.low), text } : plain;
  const numbers = numbersOf(values, text);
  if (!numbers) {
    const near = nearest(text, values.names.map(({ insert }) => insert));
    return `${field.name} is never ${text}${near.length > 0 ? `: did you mean ${near.join(' or ')}?` : ''}`;
  }
  return numbers.length === 1 ? single(numbers[0]!) : { kind: 'numbers', numbers, text };
}

const TIME_OF_DAY = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](.+?)Z?)?$/;
const SINCE_1970 = /^(\d{9,11})(?:\.(\d{1,9}))?$/;

/** A moment lasts as long as its last digit: 03:46:50 is that whole second. */
function moment(text: string): Value | undefined {
  const since = SINCE_1970.exec(text);
  if (since) return lasting({ isAbsolute: true, seconds: Number(since[1]), nanoseconds: fraction(since[2]) }, 10 ** (9 - (since[2]?.length ?? 0)));
  const [, date, ofDate] = DATE_AND_TIME.exec(text) ?? [];
  const midnight = date === undefined ? 0 : Date.parse(`${date}T00:00:00Z`) / 1000;
  const [, hours, minutes, seconds, digits] = TIME_OF_DAY.exec(date === undefined ? text : (ofDate ?? '00:00:00')) ?? [];
  if (hours === undefined || Number.isNaN(midnight) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 60) return undefined;
  const lasts = seconds === undefined ? 60e9 : 10 ** (9 - (digits?.length ?? 0));
  const ofDay = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
  return lasting({ isAbsolute: date !== undefined, seconds: midnight + ofDay, nanoseconds: fraction(digits) }, date !== undefined && ofDate === undefined ? 86_400e9 : lasts);
}

const fraction = (digits = ''): number => Number(digits.padEnd(9, '0'));

function lasting(low: Moment, nanoseconds: number): Value {
  const end = low.nanoseconds + nanoseconds - 1;
  return { kind: 'time', low, high: { ...low, seconds: low.seconds + Math.floor(end / 1e9), nanoseconds: end % 1e9 } };
}
