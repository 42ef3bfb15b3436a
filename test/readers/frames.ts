/** Reads a capture and keeps what the reader hands up: records are reused, so each is copied into a line of text. */
import { Trace } from '../../analyzer/trace/trace.ts';
import type { Input } from '../../analyzer/trace/input.ts';
import type { PacketRecord, RecordSink } from '../../analyzer/trace/records.ts';
import type { Reader } from '../../analyzer/readers/format.ts';
import { openInput } from '../../analyzer/readers/formats.ts';

export interface Frames {
  readonly trace: Trace;
  readonly input: Input;
  /** One line a frame: "frame offset time linkType captured/original hash". */
  readonly lines: string[];
}

export type Open = (input: Input, trace: Trace, sink: RecordSink) => Reader;

/** FNV-1a of a range: enough to tell two frames apart in a test. */
export function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at++) value = Math.imul(value ^ bytes[at]!, 0x01000193);
  return value >>> 0;
}

export function frameLine(trace: Trace, record: PacketRecord): string {
  const captured = record.end - record.start;
  const epoch = BigInt(trace.epochSeconds ?? 0) * 1_000_000_000n + BigInt(record.time);
  return `${record.frame} @${record.offset} ${epoch} L${record.linkType} ${captured}/${record.originalLength} ${hash(record.bytes, record.start, record.end)}`;
}

export function sinkOf(packet: (record: PacketRecord) => void): RecordSink {
  return { packet, syscall: () => {}, status: () => {}, state: () => {} };
}

/** Pushes `bytes` in chunks of `chunkSize`; each is a Node buffer (whose slice() shares its memory) that is wiped after the push. */
export function readFrames(bytes: Uint8Array, chunkSize = bytes.length, open: Open = openInput): Frames {
  const trace = new Trace();
  const input = trace.addInput('capture');
  const lines: string[] = [];
  const reader = open(input, trace, sinkOf((record) => lines.push(frameLine(trace, record))));
  for (let at = 0; at < bytes.length; at += chunkSize) {
    const chunk = Buffer.from(bytes.subarray(at, at + chunkSize));
    reader.push(chunk);
    chunk.fill(0xee);
  }
  reader.end();
  return { trace, input, lines };
}

/** The kinds reported, with counts: "capture-cut-short 1". */
export function problemsOf(trace: Trace): string[] {
  return trace.problems.all.map((problem) => `${problem.kind} ${problem.count}`);
}
