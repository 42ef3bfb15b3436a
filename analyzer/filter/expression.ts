/** A filter as a tree: what parse.ts makes and compile.ts, wireshark.ts read. */
import type { Address } from './addressText.ts';
import type { Field } from './field.ts';

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'matches';

/** What a field is compared with. */
export type Value =
  /** Both ends included; they are equal for a single number. */
  | { readonly kind: 'number'; readonly low: number; readonly high: number }
  | { readonly kind: 'numbers'; readonly numbers: readonly number[]; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'time'; readonly low: Moment; readonly high: Moment };

/** A time of day fits whatever day the recording has; `seconds` of an absolute one are since 1970. Nanoseconds come beside, so that none are lost. */
export interface Moment {
  readonly isAbsolute: boolean;
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** What is smaller or larger than a value, or in a range from or to it, is so by this number. */
export function limitOf(value: Value, comparison: Comparison): number {
  if (value.kind === 'numbers') return comparison === '>' || comparison === '<=' ? Math.max(...value.numbers) : Math.min(...value.numbers);
  return value.kind === 'number' ? value.low : NaN;
}

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  /** The bare field: there is one, and it is not false. */
  | { readonly kind: 'has'; readonly field: Field; readonly start: number; readonly end: number }
  /** `values` holds one value but for the members of `in {…}`, whose comparison is "==". */
  | { readonly kind: 'compare'; readonly field: Field; readonly comparison: Comparison; readonly values: readonly Value[]; readonly start: number; readonly end: number };

export interface Filter {
  readonly text: string;
  readonly expression: Expression;
}
