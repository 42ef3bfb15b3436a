/** Times as the reader wants them: of the day in UTC or here, since the start, or since what is selected. */
import { formatTimeOfDay } from '../analyzer/trace/time.ts';
import type { TimeFormat } from './store.ts';
import { t } from './words.ts';

export interface TimeBase {
  readonly format: TimeFormat;
  readonly epochSeconds: number;
  /** Of the recording. */
  readonly start: number;
  /** What `delta` counts from. */
  readonly selected: number | undefined;
}

/** As many fraction digits as tell steps of `step` ns apart. */
export function digitsFor(step: number): number {
  return step >= 1e9 ? 0 : Math.min(9, Math.ceil(9 - Math.log10(step) - 1e-9));
}

/** The day of an instant: "2026-11-23 UTC"; of the local clock where times are local. */
export function dateText(time: number, epochSeconds: number, format: TimeFormat): string {
  const local = format === 'local';
  const seconds = epochSeconds + Math.floor(time / 1e9) + (local ? localShift(epochSeconds, time) : 0);
  // Recordings without a date count from 1970.
  if (seconds < 86_400 * 365) return t('overview');
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? t('overview') : `${date.toISOString().slice(0, 10)}${local ? '' : ' UTC'}`;
}

/** What times are counted from: 0 for times of day. */
export function originOf({ format, start, selected }: TimeBase): number {
  if (format === 'relative') return start;
  return format === 'delta' ? (selected ?? start) : 0;
}

/** Seconds that local time is ahead of UTC at an instant. */
function localShift(epochSeconds: number, time: number): number {
  return -new Date((epochSeconds + time / 1e9) * 1000).getTimezoneOffset() * 60;
}

/** One instant, with `digits` fraction digits: "03:46:52.805535", "+1.253 s". */
export function timeText(time: number, base: TimeBase, digits = 6): string {
  if (base.format === 'utc') return formatTimeOfDay(base.epochSeconds, time, digits);
  if (base.format === 'local') return formatTimeOfDay(base.epochSeconds + localShift(base.epochSeconds, time), time, digits);
  const since = time - originOf(base);
  return `${since < 0 ? '−' : '+'}${secondsText(Math.abs(since), digits)}`;
}

/** "1.250 s", "2 min 05.0 s". */
function secondsText(ns: number, digits: number): string {
  const scale = 10 ** digits;
  const units = Math.round(ns / 10 ** (9 - digits));
  const seconds = Math.floor(units / scale);
  const fraction = digits === 0 ? '' : `.${String(units - seconds * scale).padStart(digits, '0')}`;
  if (seconds < 120) return `${seconds}${fraction} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')}${fraction} s`;
}

/** What was typed into "jump to time" as ns on the axis: a time of day, "+1.5", "-2 s", "250ms" after the start; undefined when it is none. */
export function parseTime(text: string, base: TimeBase): number | undefined {
  const trimmed = text.trim().replace('−', '-');
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/.exec(trimmed);
  if (clock) {
    const [, hours, minutes, seconds = '0', fraction = ''] = clock;
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return undefined;
    const shift = base.format === 'local' ? localShift(base.epochSeconds, base.start) : 0;
    const ofDay = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) - shift;
    const inDay = ofDay * 1e9 + Number(fraction.padEnd(9, '0'));
    // The axis begins at a midnight; a recording may lie some days after.
    const day = 86_400e9;
    return inDay + Math.round((base.start - inDay) / day) * day;
  }
  const amount = /^([+-]?\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|min|m|h)?$/.exec(trimmed);
  if (!amount) return undefined;
  const unit = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, min: 60e9, h: 3600e9 }[amount[2] ?? 's']!;
  return (base.format === 'delta' ? originOf(base) : base.start) + Number(amount[1]) * unit;
}
