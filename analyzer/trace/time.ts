/**
 * Times are float64 nanoseconds since `Trace.epoch`: exact for 104 days, and canvas or statistics arithmetic needs no
 * conversion. The epoch is the UTC midnight before the first absolute time of the run, so that a log which prints only the
 * time of day (strace -tt) already lies near its place.
 */

export type Nanoseconds = number;
export type Bytes = number;

export const MICROSECOND = 1e3;
export const MILLISECOND = 1e6;
export const SECOND = 1e9;
export const DAY_SECONDS = 86_400;
export const DAY = DAY_SECONDS * SECOND;

/** "03:46:52.805123" (UTC), with `digits` fraction digits. */
export function formatTimeOfDay(epochSeconds: number, time: Nanoseconds, digits = 6): string {
  const scale = 10 ** (9 - digits);
  const units = Math.floor(time / scale);
  const perSecond = 10 ** digits;
  const seconds = Math.floor(units / perSecond);
  const fraction = units - seconds * perSecond;
  const ofDay = (((epochSeconds + seconds) % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const clock = `${two(ofDay / 3600)}:${two((ofDay % 3600) / 60)}:${two(ofDay % 60)}`;
  return digits === 0 ? clock : `${clock}.${String(fraction).padStart(digits, '0')}`;
}

/** Epoch nanoseconds as a decimal string, as the JSON contract wants them. */
export function toEpochNanoseconds(epochSeconds: number, time: Nanoseconds): string {
  return (BigInt(epochSeconds) * 1_000_000_000n + BigInt(Math.round(time))).toString();
}

/** "1.46 s", "812 ms", "43 µs": three significant digits, for sentences. */
export function formatDuration(ns: Nanoseconds): string {
  const magnitude = Math.abs(ns);
  const [value, unit] =
    magnitude >= 120 * SECOND ? [ns / (60 * SECOND), 'min']
    : magnitude >= 0.9995 * SECOND ? [ns / SECOND, 's']
    : magnitude >= 0.9995 * MILLISECOND ? [ns / MILLISECOND, 'ms']
    : magnitude >= 0.9995 * MICROSECOND ? [ns / MICROSECOND, 'µs']
    : [ns, 'ns'];
  const digits = Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
  return `${unit === 'ns' ? String(Math.round(value)) : value.toFixed(digits)} ${unit}`;
}
