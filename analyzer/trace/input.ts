/** One file, pipe or folder member given to the analysis. */
import type { Bytes } from './time.ts';

/** What the analyzer asks of the world: bytes from the beginning, and bytes again. Adapters live outside the analyzer. */
export interface ByteSource {
  /** All bytes in order, in chunks of any size. Ends early when `signal` aborts. */
  stream(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Up to `length` bytes from `offset`; fewer at the end. Undefined where the source cannot go back (a pipe). */
  read?(offset: Bytes, length: Bytes): Promise<Uint8Array>;
}

/** Descriptions (Input.sections, Input.interfaces) that are kept; no recorder writes that many. */
export const MOST_DESCRIPTIONS = 65_536;

export type InputKind = 'strace' | 'pcap' | 'pcapng' | 'states' | 'unknown';

/** epoch: absolute (captures, -ttt). time-of-day: -t, -tt. relative: -r, ns since the first line. ordinal: no time at all, the call's number. */
export type ClockKind = 'epoch' | 'time-of-day' | 'relative' | 'ordinal';

export interface Input {
  readonly id: number;
  /** As the user wrote it. */
  readonly path: string;
  kind: InputKind;
  /** "gzip", "zstd" or nothing. Offsets are of the decompressed stream. */
  compression?: 'gzip' | 'zstd';
  clock: ClockKind;
  /** Smallest step between printed times: 1e9 (-t), 1e6, 1e3 (-tt, pcap), 1 (ns). */
  clockResolution: number;
  /** Frames of a capture, whole calls of a log. */
  records: number;
  /** Lines of a log. */
  lines: number;
  bytes: Bytes;
  /** Of all records, ns since the epoch on the input's own clock; NaN while there is none. */
  firstTime: number;
  lastTime: number;
  /** pcapng: where the blocks begin that describe its sections and interfaces, so that one frame can be read without what lies before. */
  readonly sections: Bytes[];
  readonly interfaces: Bytes[];
  /** Capture: packets that the capturing host lost, by its own statistics. */
  dropped: number;
  /** Log: it holds only the sends that were refused and what ended their stalls; what was accepted is not in it. */
  partial: boolean;
  /** Log: what its flags were, as far as it shows. */
  readonly has: { pid: boolean; duration: boolean; stack: boolean; fdPaths: boolean };
}
