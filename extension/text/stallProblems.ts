/** Verdicts and data quality of an analysis as entries of the Problems panel: places, words and severities; no editor needed. */
import type { Card, Consequence, Overview, Place, StallSummary } from '../../analyzer/view/protocol.ts';

export interface RelatedPlace {
  readonly text: string;
  readonly place: Place;
}

export interface StallProblem {
  readonly place: Place;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  /** The cause, or the kind of what is missing. */
  readonly code: string;
  readonly related: readonly RelatedPlace[];
}

/** Problems of one trace; the rest is counted. */
export const MOST_STALLS = 100;

/** What cost messages or the association. */
const errors: ReadonlySet<Consequence> = new Set<Consequence>(['message-dropped', 'association-closed-by-app', 'association-lost', 'unresolved']);

/** A stall at the line of its refusal; undefined where its card has no line of a log. */
export function stallProblem(stall: StallSummary, card: Card): StallProblem | undefined {
  const clauses = card.sections.filter(({ heading }) => heading === 'Seen' || heading === 'Because' || heading === 'Then').flatMap((section) => section.clauses);
  const seen = clauses.find(({ place }) => place?.line !== undefined)?.place;
  if (!seen) return undefined;
  const because = card.sections.find(({ heading }) => heading === 'Because')?.clauses[0]?.text;
  return {
    place: seen,
    severity: errors.has(stall.consequence) ? 'error' : 'warning',
    message: `${card.title}${because === undefined ? '' : `: ${because}`} (${stall.confidence} confidence)`,
    code: stall.cause,
    related: clauses.flatMap(({ text, place }) => (place && place !== seen ? [{ text: place.frame === undefined ? text : `frame ${place.frame}: ${text}`, place }] : [])),
  };
}

/** What the recording cannot show, at the beginning of its first log. */
export function qualityProblems({ dataQuality, inputs }: Overview): StallProblem[] {
  const log = inputs.find(({ kind }) => kind === 'strace');
  if (!log) return [];
  return dataQuality.map(({ kind, text, remedy }) => ({
    place: { file: log.path, line: 1 }, severity: 'information', message: remedy === '' ? text : `${text}; ${remedy}`, code: kind, related: [],
  }));
}
