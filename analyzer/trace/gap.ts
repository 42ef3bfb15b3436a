/** Stretches in which a source of a live capture could hear or tell nothing. Few, so they are objects. */
import type { Nanoseconds } from './time.ts';

export interface Gap {
  readonly input: number;
  /** Of the record that tells it. */
  readonly offset: number;
  /** 1-based: its line, or the frame that follows it. */
  readonly place: number;
  /** On the input's own clock. */
  readonly from: Nanoseconds;
  readonly until: Nanoseconds;
  /** Packets, or refused sends; undefined where nobody could count. */
  readonly lost: number | undefined;
  /** As the source says: "kernel", "queue", "interface down", "late". */
  readonly cause: string;
}

/** Hostile input must not grow the list; what comes after is counted among the problems alone. */
const MOST_GAPS = 65_536;

export function noteGap(gaps: Gap[], gap: Gap): void {
  if (gaps.length < MOST_GAPS && gap.until >= gap.from) gaps.push(gap);
}
