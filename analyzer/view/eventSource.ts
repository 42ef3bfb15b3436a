/** What tables, ladder and details of the screens are made from. */
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import type { DumpSource } from './dumpSource.ts';

/** Segments of all senders, numbered through; `association` counts from 0. */
export interface LimitRows {
  readonly length: number;
  readonly start: (row: number) => number;
  readonly end: (row: number) => number;
  readonly association: (row: number) => number;
  readonly sender: (row: number) => string;
  readonly limit: (row: number) => string;
}

export interface EventSource extends DumpSource {
  readonly diagnosis: Diagnosis;
  readonly limits: LimitRows;
  /** By DATA chunk: the message it carries, of a retransmission that of the first; NONE. Worked out when it is first asked for. */
  readonly messageOfData: Uint32Array;
}
