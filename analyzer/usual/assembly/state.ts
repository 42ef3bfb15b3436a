/** What a run is told and what it tells: a few words that both sides read and write, and how far the log has been read. */

/** Words told, in this order: line, calls begun, records, records without duration, rows of calls, of transfers and of polls, why the run stopped, slot of the line. */
export const words: usize = memory.data(16 * 4, 16);
/** Time of the line read last, ns on the log's clock. */
export const lastTime: usize = memory.data(16, 8);

export let line: i32 = 0;
export let begun: i32 = 0;
export let records: i32 = 0;
export let untimed: i32 = 0;
export let last: f64 = 0;

/** What the line at hand needs that is not known here (sizes.ts). */
export let reason: i32 = 0;

export function setLine(value: i32): void { line = value; }
export function setLast(value: f64): void { last = value; }
export function setReason(value: i32): void { reason = value; }
export function countBegun(): void { begun++; }
export function countRecord(isTimed: bool): void {
  records++;
  if (!isTimed) untimed++;
}

export function reset(atLine: i32, time: f64): void {
  line = atLine;
  begun = records = untimed = 0;
  last = time;
}
