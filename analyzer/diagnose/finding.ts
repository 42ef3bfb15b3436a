/** What was noticed besides stalls. A rule looks at the whole correlation and yields what it finds. */
import type { Correlation } from '../correlate/correlation.ts';
import type { Association } from '../trace/association.ts';
import type { LimitContext } from './limits.ts';
import type { Proof } from './proof.ts';

export interface Finding {
  readonly rule: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly title: string;
  /** Row in Trace.associations, undefined when it concerns none. */
  readonly association: number | undefined;
  readonly proofs: readonly Proof[];
  /** On the axis: what was not captured meanwhile puts it in doubt. */
  readonly span?: readonly [number, number];
}

/** Looks at the whole correlation. */
export type FindingRule = (correlation: Correlation) => Iterable<Finding>;

/** One direction of one association. */
export interface Direction {
  readonly correlation: Correlation;
  readonly association: Association;
  /** Whose DATA. */
  readonly sender: 0 | 1;
  readonly limits: LimitContext;
  /** The log shows stalls of this association: they tell more than the wire does. */
  readonly isStalled: boolean;
}

/** Looks at one direction after the other, so that only one send window is in memory. */
export type DirectionRule = (direction: Direction) => Iterable<Finding>;
