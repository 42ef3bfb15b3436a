/**
 * The send window of one side of an association as its capture shows it, RFC 9260 6.2.1 (replay.ts makes it): every packet of that side's DATA and of the
 * other side's SACKs becomes a sample of a_rwnd, outstanding payload bytes and what happened. `outstanding` and everything computed
 * from it are derived: they hold at the capture point.
 */
import { countUpTo } from '../trace/search.ts';
import { createTable, type Table } from '../trace/table.ts';
import type { RoundTrips } from './roundTrips.ts';

const sampleSchema = {
  time: Float64Array, // ns on the axis
  packet: Uint32Array,
  aRwnd: Uint32Array, // bytes, last advertised by the receiver; UNKNOWN_WINDOW before the first
  outstanding: Uint32Array, // payload bytes sent and not acknowledged, after this packet
  chunks: Uint32Array, // outstanding DATA chunks
  held: Uint32Array, // chunks not yet acknowledged cumulatively: the sender's buffer keeps them
  dataLength: Uint32Array, // payload bytes of the first new DATA chunk in the packet, 0 when none
  what: Uint16Array, // Happening bits
  path: Uint8Array,
};

export type Samples = Table<typeof sampleSchema>;

export const UNKNOWN_WINDOW = 0xffff_ffff;

export const Happening = {
  Data: 1,
  Sack: 2,
  /** The cumulative TSN ack moved. */
  Progress: 4,
  /** The SACK reports gaps. */
  Gap: 8,
  /** A TSN sent again for want of room at the peer: a probe of the closed window (RFC 9260 6.1 A), or DATA that the peer dropped then (6.2). */
  ZeroWindowProbe: 16,
  /** After three gap reports, RFC 9260 7.2.4. */
  FastRetransmit: 32,
  /** By the T3-rtx timer, RFC 9260 6.3.3. */
  TimerRetransmit: 64,
  /** A retransmission on another path than the original's. */
  OtherPath: 128,
  /** The SACK reports duplicate TSNs. */
  DuplicateReport: 256,
  /** Any other packet of the receiver: it is alive. */
  Alive: 512,
  /** The peer's window has had no room since the oldest outstanding TSN was sent: gaps and retransmissions are no loss. */
  Tight: 1024,
  /** Gaps are reported that only a retransmission closed: what the receiver holds behind a lost TSN takes its window, so a small window is loss and no slow reader. Gaps that close by themselves are reordering. */
  Holes: 2048,
  /** A retransmission that was acknowledged sooner than any round trip allows, or that the receiver reports as a duplicate: the original had arrived (the ideas of RFC 3522 and 3708). */
  Spurious: 4096,
} as const;

export const isRetransmission = (what: number): boolean => (what & (Happening.FastRetransmit | Happening.TimerRetransmit)) !== 0;

export interface SendWindow {
  readonly association: number;
  /** Which endpoint's sending this is. */
  readonly sender: 0 | 1;
  readonly samples: Samples;
  /** By path of the association; empty where no DATA went. */
  readonly roundTrips: readonly RoundTrips[];
  /** Largest a_rwnd of a SACK, bytes; 0 without one. */
  readonly largestARwnd: number;
  /** Least that a_rwnd left beside what was outstanding, bytes; below zero where more was outstanding. */
  readonly leastRoom: number;
  /** Longest `dataLength` of a sample, bytes. */
  readonly longestData: number;
  /** Time of the association's last packet. */
  readonly end: number;
}

export const createSamples = (): Samples => createTable(sampleSchema);

/** Median round trip on the path that is used at a sample, ns; NaN without any. */
export function medianRtt({ samples, roundTrips }: SendWindow, sample: number): number {
  return roundTrips[samples.path[sample]!]!.median();
}

/** Row of the last sample at or before `time`, -1 before the first. */
export const sampleAt = (samples: Samples, time: number): number => countUpTo(samples.time, time, samples.length) - 1;
