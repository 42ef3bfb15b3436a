/** What the flags of a log make impossible, said once at its end. strace(1): -ttt, -T, -f. */
import { noteGap } from '../trace/gap.ts';
import type { Input } from '../trace/input.ts';
import type { Problems } from '../trace/problems.ts';
import type { Trace } from '../trace/trace.ts';

/** A few calls have no duration in any log (exit, the first after an attach); most have none without -T. */
const MOST_CALLS = 0.5;

export function reportFlags(input: Input, problems: Problems, withoutDuration: number, resumedWithoutPid: number): void {
  const { id, clock, records } = input;
  if (records === 0) return;
  if (clock === 'ordinal') problems.report('strace-no-time', id, 0, 0, undefined, records);
  if (clock === 'time-of-day') problems.report('strace-no-date', id, 0, 0, undefined, records);
  if (withoutDuration > records * MOST_CALLS && !input.partial) problems.report('strace-no-duration', id, 0, 0, undefined, withoutDuration);
  if (resumedWithoutPid > 0 && !input.has.pid) problems.report('strace-no-pid', id, 0, 0, undefined, resumedWithoutPid);
}

/** First line of a log that the tracer of a live capture wrote: the sends that were refused, and what ended their stalls. */
const PARTIAL = '# stallscope-trace ';

export const isPartial = (line: Uint8Array): boolean => [...PARTIAL].every((letter, i) => line[i] === letter.charCodeAt(0));

const LONGEST_REMARK = 256;
const GAP = /^# gap (\d{1,11})\.(\d{9}) until=(\d{1,11})\.(\d{9})(?: lost=(\d{1,15}))?/;

/** A line of such a log that is no call: "# gap 1795405612.805535123 until=1795405613.105535123 lost=7312", "# clock … step=…". */
export function readRemark(bytes: Uint8Array, start: number, end: number, { id }: Input, trace: Trace, offset: number, line: number): void {
  const told = GAP.exec(String.fromCharCode(...bytes.subarray(start, Math.min(end, start + LONGEST_REMARK))));
  if (!told) return;
  const [from, until] = [trace.at(Number(told[1]), Number(told[2])), trace.at(Number(told[3]), Number(told[4]))];
  trace.problems.report('trace-gap', id, offset, line);
  noteGap(trace.gaps, { input: id, offset, place: line, from, until, lost: told[5] === undefined ? undefined : Number(told[5]), cause: '' });
}
