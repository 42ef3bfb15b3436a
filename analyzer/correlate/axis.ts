/**
 * Brings the clocks of all inputs onto one axis, that of the first capture: ns since Trace.epoch. A log whose clock could not be
 * fitted keeps its own times.
 */
import type { Trace } from '../trace/trace.ts';

/** axis time = t + offset + drift * (t - origin). Derived; the true offset lies in [low, high]. */
export interface ClockFit {
  readonly offset: number;
  readonly low: number;
  readonly high: number;
  /** Dimensionless: 1e-6 is one ppm. */
  readonly drift: number;
  /** Log time at which `offset` holds exactly, ns. */
  readonly origin: number;
  readonly method: string;
  readonly anchors: number;
}

/** A log without any time: the call's ordinal number -> axis time, as breakpoints of a monotone broken line. Derived. */
export interface OrdinalFit {
  readonly ordinals: Float64Array;
  /** Earliest possible time of each breakpoint. */
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
}

export class Axis {
  readonly #trace: Trace;
  /** By input; undefined: no fit, or the reference itself. */
  readonly fits: (ClockFit | undefined)[];
  readonly ordinalFits: (OrdinalFit | undefined)[];

  constructor(trace: Trace) {
    this.#trace = trace;
    this.fits = trace.inputs.map(() => undefined);
    this.ordinalFits = trace.inputs.map(() => undefined);
  }

  /** A time on an input's own clock, on the axis. */
  of(input: number, time: number): number {
    const fit = this.fits[input];
    if (fit !== undefined) return time + fit.offset + fit.drift * (time - fit.origin);
    const ordinal = this.ordinalFits[input];
    return ordinal === undefined ? time : interpolate(ordinal, time);
  }

  /** Entry of a call. */
  entry(call: number): number {
    const { calls } = this.#trace;
    return this.of(calls.input[call]!, calls.time[call]!);
  }

  /** Return of a call; its entry where the duration is unknown. */
  exit(call: number): number {
    const { calls } = this.#trace;
    const duration = calls.duration[call]!;
    const input = calls.input[call]!;
    return this.of(input, calls.time[call]! + (duration > 0 && this.ordinalFits[input] === undefined ? duration : 0));
  }

  packet(packet: number): number {
    const { packets } = this.#trace;
    return this.of(packets.input[packet]!, packets.time[packet]!);
  }

  /** Half the width of what the input's fit leaves open, plus the step of its printed times, ns. */
  uncertainty(input: number): number {
    const fit = this.fits[input];
    const resolution = this.#trace.inputs[input]!.clockResolution;
    return (fit === undefined ? 0 : (fit.high - fit.low) / 2) + (resolution > 1e3 ? resolution : 0);
  }

  /** The input's times can be compared with the capture's. */
  isPlaced(input: number): boolean {
    return this.fits[input] !== undefined || this.ordinalFits[input] !== undefined;
  }
}

function interpolate(fit: OrdinalFit, ordinal: number): number {
  const { ordinals, earliest, latest } = fit;
  let low = 0;
  let high = ordinals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ordinals[middle]! <= ordinal) low = middle + 1;
    else high = middle;
  }
  // Between two known points a process mostly sleeps after the last thing it did, so a call lies near the earlier bound.
  const before = low > 0 ? earliest[low - 1]! : -Infinity;
  const after = low < ordinals.length ? latest[low]! : Infinity;
  if (before === -Infinity) return after === Infinity ? ordinal : after;
  const step = low > 0 ? (ordinal - ordinals[low - 1]!) * 1e3 : 0;
  return Math.min(before + step, after);
}
