/**
 * A filter -> the Wireshark display filter that shows the same frames, where one exists. Rows of packets are what is compared.
 *
 * What Wireshark cannot say (strace, latency, stalls) is left out where the rest still shows all the frames that match, and some
 * more: one side of a conjunction. Where leaving it out would hide frames there is no filter: one side of a disjunction.
 * Packets that ICMP messages quote are no rows here; Wireshark shows those frames as well.
 */
import { compileFilter, type CompiledFilter } from './compile.ts';
import { EventTables } from './eventTables.ts';
import { limitOf, type Comparison, type Expression, type Filter, type Moment, type Value } from './expression.ts';
import type { Field, WiresharkField } from './field.ts';
import { momentOf } from './moments.ts';
import { SECOND } from '../trace/time.ts';
import { copiesDiffer, cutsDiffer } from './wiresharkDifferences.ts';

export interface WiresharkFilter {
  readonly filter: string;
  /** It shows the frames of this recording that match, and no others. */
  readonly exact: boolean;
  /** Terms of the filter that could not be said: more frames are shown. */
  readonly leftOut: readonly string[];
  /** Where Wireshark sees this recording in another way; one sentence each. */
  readonly notes: readonly string[];
}

type Term = Extract<Expression, { kind: 'has' | 'compare' }>;

/** Undefined where no filter of Wireshark's shows all frames that match. */
export function toWireshark(filter: Filter, events: EventTables): WiresharkFilter | undefined {
  const { trace } = events;
  const writer = new Writer(events);
  const text = writer.write(filter.expression, true);
  if (text === undefined) return undefined;
  // Only frames of SCTP are rows here; Wireshark compares every frame of the capture.
  const scoped = impliesSctp(filter.expression, writer.dropped) ? text : text === '' ? 'sctp' : `sctp && ${grouped(text)}`;
  if (trace.associations.some(({ transport }) => transport === 'tcp') && scoped !== text) writer.note('connections of TCP are not shown');
  const copies = writer.asksDecoded ? copiesDiffer(events) : undefined;
  if (copies !== undefined && (writer.dropped.size > 0 || !showsSameFrames(filter, events))) writer.note(copies);
  const leftOut = [...writer.dropped].map(({ start, end }) => filter.text.slice(start, end));
  return { filter: scoped, exact: leftOut.length === 0 && writer.notes.length === 0, leftOut, notes: writer.notes };
}

/** Nothing that Wireshark does not decode makes a difference to this filter. */
function showsSameFrames(filter: Filter, events: EventTables): boolean {
  const ours = compileFilter(filter, events).rows('packets');
  const theirs = compileFilter(filter, new EventTables(events, true)).rows('packets');
  return ours.length === theirs.length && ours.every((row, i) => row === theirs[i]);
}

/** More ranges than this are no filter that one pastes. */
const MOST_RANGES = 1000;

/** The matching frames by their numbers: every filter can be said so, for this capture alone. Undefined where they are too many, none, or of several captures. */
export function toFrameNumbers(compiled: CompiledFilter, { trace: { packets, inputs } }: EventTables): WiresharkFilter | undefined {
  if (inputs.filter(({ kind }) => kind === 'pcap' || kind === 'pcapng').length !== 1) return undefined;
  const ranges: [number, number][] = [];
  // IP fragments are told by the last: frames need not be in order.
  for (const frame of Array.from(compiled.rows('packets'), (row) => packets.frame[row]!).sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && frame <= last[1] + 1) last[1] = frame;
    else if (ranges.push([frame, frame]) > MOST_RANGES) return undefined;
  }
  if (ranges.length === 0) return undefined;
  const filter = `frame.number in {${ranges.map(([low, high]) => (low === high ? `${low}` : `${low}..${high}`)).join(', ')}}`;
  return { filter, exact: true, leftOut: [], notes: [] };
}

/** Whatever frame fits is one of SCTP, by the fields that are asked. */
function impliesSctp(expression: Expression, dropped: ReadonlySet<Term>): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.parts.some((part) => impliesSctp(part, dropped));
    case 'or':
      return expression.parts.every((part) => impliesSctp(part, dropped));
    case 'not':
      return false;
    default:
      return !dropped.has(expression) && expression.field.wireshark !== undefined && /^(sctp|diameter|association$)/.test(expression.field.name);
  }
}

class Writer {
  /** What the filter does not say, in the order of its text. */
  readonly dropped = new Set<Term>();
  readonly notes: string[] = [];
  /** Some term is about what user data hold. */
  asksDecoded = false;
  readonly #events: EventTables;

  constructor(events: EventTables) {
    this.#events = events;
  }

  note(sentence: string | undefined): void {
    if (sentence !== undefined && !this.notes.includes(sentence)) this.notes.push(sentence);
  }

  /** Undefined where it cannot be said. `isWanted` is false within a negation, where "and" is what "or" is outside. */
  write(expression: Expression, isWanted: boolean): string | undefined {
    switch (expression.kind) {
      case 'not': {
        const part = this.write(expression.part, !isWanted);
        return part === undefined ? undefined : `!${isOneGroup(part) ? part : `(${part})`}`;
      }
      case 'has':
      case 'compare':
        return this.#term(expression);
      default:
        return this.#parts(expression.kind, expression.parts, isWanted);
    }
  }

  #parts(kind: 'and' | 'or', parts: readonly Expression[], isWanted: boolean): string | undefined {
    const written = parts.map((part) => this.write(part, isWanted));
    const possible = written.filter((text) => text !== undefined);
    const mayDrop = (kind === 'and') === isWanted;
    if (parts.length > 0 && (possible.length === 0 || (!mayDrop && possible.length < written.length))) {
      for (const term of parts.flatMap(termsOf)) this.dropped.add(term);
      return undefined;
    }
    return possible.length === 1 ? possible[0] : possible.map(grouped).join(kind === 'and' ? ' && ' : ' || ');
  }

  #term(term: Term): string | undefined {
    const { wireshark } = term.field;
    const text = wireshark && (term.kind === 'has' ? has(term.field, wireshark) : this.#comparison(wireshark, term));
    if (text === undefined) this.dropped.add(term);
    else {
      this.asksDecoded ||= wireshark!.isDecoded === true;
      this.note(wireshark!.differs?.(this.#events));
      if (!('packets' in term.field.at)) this.note(cutsDiffer(this.#events));
    }
    return text;
  }

  #comparison(wireshark: WiresharkField, { field, comparison, values }: Extract<Term, { kind: 'compare' }>): string | undefined {
    if (field.type === 'boolean') return ofBoolean(wireshark, comparison, values);
    if (comparison !== '!=') return this.#fits(wireshark, comparison, values);
    const equal = this.#fits(wireshark, '==', values);
    const present = has(field, wireshark);
    // Versions of Wireshark differ in what != means where a frame has several values.
    return equal === undefined || present === undefined ? undefined : `(${present} && !(${equal}))`;
  }

  /** Some value fits. */
  #fits(wireshark: WiresharkField, comparison: Comparison, values: readonly Value[]): string | undefined {
    const terms: string[] = [];
    const alone = wireshark.equals && comparison !== '<' && comparison !== '<=' && comparison !== '>' && comparison !== '>=' ? numbersOf(values, wireshark.names.length === 0) : [];
    if (alone.length > 0) {
      const written = wireshark.equals!(alone, this.#events);
      if (!written) return undefined;
      terms.push(...written);
    }
    for (const value of values) {
      if (alone.length > 0 && isAlone(value, wireshark.names.length === 0)) continue;
      const written = this.#value(wireshark, comparison, value);
      if (written === undefined || written.length === 0) return undefined;
      terms.push(...written);
    }
    return terms.length === 1 ? terms[0] : `(${terms.join(' || ')})`;
  }

  #value({ names, write = String }: WiresharkField, comparison: Comparison, value: Value): string[] | undefined {
    const operator = comparison === 'contains' || comparison === 'matches' ? '==' : comparison;
    switch (value.kind) {
      case 'number':
        if (value.low !== value.high) return names.map((name) => `${name} in {${write(value.low)}..${write(value.high)}}`);
        return names.map((name) => `${name} ${operator} ${write(value.low)}`);
      case 'numbers':
        if (operator !== '==') return names.map((name) => `${name} ${operator} ${write(limitOf(value, operator))}`);
        return value.numbers.flatMap((number) => names.map((name) => `${name} == ${write(number)}`));
      case 'address':
        return comparison === '==' ? names.map((name) => `${value.address.octets.length === 16 ? name.replace('ip.', 'ipv6.') : name} == ${value.address.text}`) : undefined;
      case 'time':
        if (comparison !== '==') return names.map((name) => `${name} ${comparison} ${this.#epoch(value.low)}`);
        return names.map((name) => `(${name} >= ${this.#epoch(value.low)} && ${name} <= ${this.#epoch(value.high)})`);
      default:
        return undefined;
    }
  }

  /** Seconds since 1970, "1795405610.000000000". */
  #epoch(moment: Moment): string {
    const time = momentOf(this.#events, moment);
    const seconds = Math.floor(time / SECOND);
    const rest = Math.round(time - seconds * SECOND);
    return `${(this.#events.trace.epochSeconds ?? 0) + seconds}.${String(rest).padStart(9, '0')}`;
  }
}

function termsOf(expression: Expression): Term[] {
  if (expression.kind === 'has' || expression.kind === 'compare') return [expression];
  return expression.kind === 'not' ? termsOf(expression.part) : expression.parts.flatMap(termsOf);
}

function has({ type }: Field, { names, isFlag, isTrue }: WiresharkField): string | undefined {
  if (isTrue !== undefined) return isTrue;
  const terms = names.map((name) => (type === 'boolean' && isFlag ? `${name} == 1` : name));
  return terms.length === 0 ? undefined : terms.length === 1 ? terms[0] : `(${terms.join(' || ')})`;
}

/** What is false of one chunk is not what is absent from the frame: only flags can be asked for that. */
function ofBoolean({ names, isFlag, isTrue }: WiresharkField, comparison: Comparison, [value]: readonly Value[]): string | undefined {
  const wanted = value?.kind === 'number' && (comparison === '==') === (value.low === 1);
  if (isFlag && comparison === '==') return `${names[0]} == ${wanted ? 1 : 0}`;
  if (isFlag) return `(${names[0]} && !(${names[0]} == ${wanted ? 0 : 1}))`;
  return wanted && comparison === '==' ? (isTrue ?? names[0]) : undefined;
}

/** A value that is single numbers; a short range too, where the field has no name that could be asked for the range. */
function isAlone(value: Value, withRanges: boolean): boolean {
  return value.kind === 'numbers' || (value.kind === 'number' && (value.low === value.high || (withRanges && value.high - value.low < MOST_RANGES)));
}

function numbersOf(values: readonly Value[], withRanges: boolean): number[] {
  const numbers: number[] = [];
  for (const value of values.filter((value) => isAlone(value, withRanges))) {
    if (value.kind === 'numbers') numbers.push(...value.numbers);
    else if (value.kind === 'number') for (let n = Math.ceil(value.low); n <= value.high || n === value.low; n++) numbers.push(n);
  }
  return numbers;
}

/** With parentheses where && or || stands outside of any. */
function grouped(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (depth === 0 && (text[at] === '&' || text[at] === '|')) return `(${text})`;
  }
  return text;
}

/** The first ( is closed by the last ). */
function isOneGroup(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    if (depth === 0) return at > 0 && at === text.length - 1;
  }
  return false;
}
