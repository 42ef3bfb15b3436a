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

export class Axis {
  readonly #trace: Trace;
  /** By input; undefined: no fit, or the reference itself. */
  readonly fits: (ClockFit | undefined)[];
  /** By input: calls are placed one by one, because the log prints no times or only whole seconds. */
  readonly placements: (Placement | undefined)[];
  #packetTimes: Float64Array | undefined;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.fits = trace.inputs.map(() => undefined);
    this.placements = trace.inputs.map(() => undefined);
  }

  /** A time on an input's own clock, on the axis. */
  of(input: number, time: number): number {
    const fit = this.fits[input];
    return fit === undefined ? time : time + fit.offset + fit.drift * (time - fit.origin);
  }

  /** Entry of a call. */
  entry(call: number): number {
    const { calls } = this.#trace;
    const input = calls.input[call]!;
    return this.placements[input]?.times[call] ?? this.of(input, calls.time[call]!);
  }

  /** Return of a call; its entry where the duration is unknown. */
  exit(call: number): number {
    const { calls } = this.#trace;
    const duration = calls.duration[call]!;
    const input = calls.input[call]!;
    const known = duration > 0 && this.#trace.inputs[input]!.clock !== 'ordinal' ? duration : 0;
    const placed = this.placements[input]?.times[call];
    return placed === undefined ? this.of(input, calls.time[call]! + known) : placed + known;
  }

  packet(packet: number): number {
    const { packets } = this.#trace;
    return this.of(packets.input[packet]!, packets.time[packet]!);
  }

  /** By packet: the same, for those who look at all of them. To be asked for when the captures are fitted. */
  get packetTimes(): Float64Array {
    return (this.#packetTimes ??= this.#allPacketTimes());
  }

  #allPacketTimes(): Float64Array {
    const { packets, inputs } = this.#trace;
    const isOneClock = inputs.every(({ id, kind }) => kind === 'strace' || this.fits[id] === undefined);
    if (isOneClock) return packets.time;
    const times = packets.time.slice(0, packets.length);
    for (let row = 0; row < times.length; row++) times[row] = this.packet(row);
    return times;
  }

  /** Half the width of what the input's fit leaves open, plus the step of its printed times, ns. */
  uncertainty(input: number): number {
    const placement = this.placements[input];
    if (placement) return placement.uncertainty;
    const fit = this.fits[input];
    const resolution = this.#trace.inputs[input]!.clockResolution;
    return (fit === undefined ? 0 : (fit.high - fit.low) / 2) + (resolution > 1e3 ? resolution : 0);
  }

  /** The input's times can be compared with the capture's. */
  isPlaced(input: number): boolean {
    return this.fits[input] !== undefined || this.placements[input] !== undefined;
  }

  /** The end of a log. */
  end(input: number): number {
    const { lastTime } = this.#trace.inputs[input]!;
    return this.placements[input]?.last ?? this.of(input, lastTime);
  }
}

/** Times of calls that their log does not tell, bounded by the messages around them. Derived. */
export interface Placement {
  /** By call row, axis ns; calls of other inputs hold 0. */
  readonly times: Float64Array;
  /** What the messages around a call leave open: [notBefore, notAfter], infinite at the ends of a log. */
  readonly notBefore: Float64Array;
  readonly notAfter: Float64Array;
  readonly last: number;
  /** Half the median width of what the bounds leave open, ns. */
  readonly uncertainty: number;
  readonly anchors: number;
}
