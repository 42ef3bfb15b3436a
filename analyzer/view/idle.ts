/**
 * When nothing happened: stretches without a packet and without the begin or end of a call. One pass over the tables into slots of time, so that
 * nothing is sorted; a stretch begins at the last event of a slot and ends at the first of the next one that has any.
 */
import type { LaneSource } from './lanes/source.ts';

/** A stretch shorter than a slot may be missed: recordings are folded to be seen as a whole. */
const SLOTS = 1 << 16;

export interface Idle {
  readonly start: Float64Array;
  readonly end: Float64Array;
}

export function idleStretches({ trace, correlation: { axis } }: LaneSource, { start, end }: { readonly start: number; readonly end: number }, least: number): Idle {
  const first = new Float64Array(SLOTS).fill(Infinity);
  const last = new Float64Array(SLOTS).fill(-Infinity);
  const scale = SLOTS / Math.max(end - start, 1);
  const add = (time: number): void => {
    const slot = Math.min(Math.max(Math.floor((time - start) * scale), 0), SLOTS - 1);
    if (time < first[slot]!) first[slot] = time;
    if (time > last[slot]!) last[slot] = time;
  };
  for (let row = 0; row < trace.packets.length; row++) add(axis.packet(row));
  for (let row = 0; row < trace.calls.length; row++) {
    add(axis.entry(row));
    add(axis.exit(row));
  }
  const found: [number[], number[]] = [[], []];
  let before = start;
  for (let slot = 0; slot <= SLOTS; slot++) {
    const next = slot < SLOTS ? first[slot]! : end;
    if (next === Infinity) continue;
    if (next - before >= Math.max(least, 1)) {
      found[0].push(before);
      found[1].push(next);
    }
    if (slot < SLOTS) before = Math.max(before, last[slot]!);
  }
  return { start: Float64Array.from(found[0]), end: Float64Array.from(found[1]) };
}
