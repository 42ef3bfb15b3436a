/** Filters as a session uses them: the last few compiled ones are kept, so that lanes keep what they made for them. */
import { compileFilter, type CompiledFilter } from '../filter/compile.ts';
import { EventTables } from '../filter/eventTables.ts';
import { filterTables } from '../filter/field.ts';
import { parseFilter } from '../filter/parse.ts';
import { toFrameNumbers, toWireshark } from '../filter/wireshark.ts';
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import type { Match } from './lanes/lane.ts';
import type { FilterReply, SelectableTable } from './protocol.ts';

const KEPT = 4;

interface Known {
  readonly compiled: CompiledFilter;
  readonly match: Match;
}

export class SessionFilters {
  readonly events: EventTables;
  readonly #known = new Map<string, Known>();

  constructor(diagnosis: Diagnosis) {
    this.events = new EventTables(diagnosis);
  }

  /** Undefined for an empty filter, and for one that says nothing sensible: the box tells why. */
  match(text: string | undefined): Match | undefined {
    return this.#of(text)?.match;
  }

  reply(text: string): FilterReply {
    const parsed = parseFilter(text);
    if ('problem' in parsed) return { problem: { text: parsed.problem, start: parsed.start, end: parsed.end }, counts: [] };
    const known = this.#of(text);
    const counts = known ? filterTables.map((table) => ({ table, count: known.compiled.count(table) })).filter(({ count }) => count > 0) : [];
    const wireshark = known && (toWireshark(parsed.ok, this.events) ?? toFrameNumbers(known.compiled, this.events));
    return { counts, ...(wireshark ? { wireshark } : {}) };
  }

  #of(text: string | undefined): Known | undefined {
    if (text === undefined || text.trim() === '') return undefined;
    let known = this.#known.get(text);
    if (known) return known;
    const parsed = parseFilter(text);
    if ('problem' in parsed) return undefined;
    const compiled = compileFilter(parsed.ok, this.events);
    known = { compiled, match: matchOf(compiled) };
    if (this.#known.size === KEPT) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(text, known);
    return known;
  }
}

/** Stalls are numbered from 1 on a screen. Segments of the send limit and states of the kernel have no fields: they stay, as the ground on which the rest stands. */
function matchOf(compiled: CompiledFilter): Match {
  const masks = new Map<SelectableTable, Uint8Array>();
  return (table, row) => {
    if (table === 'limits' || table === 'states') return true;
    let mask = masks.get(table);
    if (!mask) masks.set(table, (mask = compiled.mask(table)));
    return mask[table === 'stalls' ? row - 1 : row] === 1;
  };
}
