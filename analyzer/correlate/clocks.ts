/** Puts every input on one axis: captures by the frames they share, logs by the messages that were matched. */
import { PacketFlag, TransferFlag } from '../trace/schema.ts';
import { stretches, type Steps } from '../trace/steps.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis, ClockFit } from './axis.ts';
import { ClockBounds } from './clockFit.ts';
import type { Links } from './links.ts';
import { placeCalls } from './placement.ts';

/** Captures of one host agree to within this without any fit, ns; a fit that says less is left out. */
const SAME_CLOCK = 1e6;

/** Times printed in larger steps than this say less than the messages around a call do, ns. */
const COARSE = 10e6;

const isCapture = (trace: Trace, input: number): boolean => trace.inputs[input]!.kind === 'pcap' || trace.inputs[input]!.kind === 'pcapng';

/** The capture whose clock is the axis; undefined without a capture. */
export function referenceInput(trace: Trace): number | undefined {
  const { packets } = trace;
  return packets.length > 0 ? packets.input[0] : undefined;
}

/** Fits every later capture to the first capture it shares frames with. */
export function* fitCaptures(trace: Trace, axis: Axis): Steps<void> {
  const { packets } = trace;
  const reference = referenceInput(trace);
  if (reference === undefined || trace.inputs.filter((input) => isCapture(trace, input.id)).length < 2) return;
  const originals = new Map<number, number>();
  yield* stretches(packets.length, (from, to) => {
    for (let row = from; row < to; row++) {
      if ((packets.flags[row]! & PacketFlag.Duplicate) === 0 && packets.input[row] === reference) originals.set(packets.contentHash[row]!, row);
    }
  });
  const differences = new Map<number, Differences>();
  yield* stretches(packets.length, (from, to) => compare(trace, reference, originals, differences, from, to));
  for (const [input, pairs] of differences) fitCapture(trace, axis, input, pairs);
}

/** Between the times of frames that two captures show. */
interface Differences {
  readonly times: number[];
  readonly values: number[];
  readonly fromSecond: boolean[];
}

function compare({ packets }: Trace, reference: number, originals: ReadonlyMap<number, number>, differences: Map<number, Differences>, from: number, to: number): void {
  for (let row = from; row < to; row++) {
    const input = packets.input[row]!;
    if (input === reference || (packets.flags[row]! & PacketFlag.Duplicate) === 0) continue;
    const original = originals.get(packets.contentHash[row]!);
    if (original === undefined || packets.size[original] !== packets.size[row]) continue;
    let pairs = differences.get(input);
    if (!pairs) differences.set(input, (pairs = { times: [], values: [], fromSecond: [] }));
    pairs.times.push(packets.time[row]!);
    pairs.values.push(packets.time[original]! - packets.time[row]!);
    pairs.fromSecond.push((packets.flags[row]! & PacketFlag.FromSecond) !== 0);
  }
}

function fitCapture(trace: Trace, axis: Axis, input: number, { times, values, fromSecond }: Differences): void {
  const mean = (second: boolean): number => {
    const own = values.filter((_, i) => fromSecond[i] === second);
    return own.length === 0 ? NaN : own.reduce((a, b) => a + b, 0) / own.length;
  };
  // Packets that travel from the other capture point to the reference are seen later there: their difference bounds from above.
  const towardsReference = !(mean(true) < mean(false));
  const bounds = new ClockBounds(trace.inputs[input]!.firstTime, trace.inputs[input]!.lastTime);
  for (let i = 0; i < times.length; i++) {
    if (fromSecond[i] === towardsReference) bounds.atMost(times[i]!, values[i]!);
    else bounds.atLeast(times[i]!, values[i]!);
  }
  const fit = bounds.fit(true);
  if (fit && (Math.abs(fit.offset) > SAME_CLOCK || fit.drift !== 0)) axis.fits[input] = { ...fit, method: 'frames that both captures show' };
}

/** One clock is shared by the files of a `strace -ff` run: NAME.PID. */
function clockDomain(trace: Trace, input: number): string {
  const { path, clock } = trace.inputs[input]!;
  return clock === 'epoch' || clock === 'time-of-day' ? `${clock} ${path.replace(/\.\d+$/, '')}` : `${clock} ${input}`;
}

/** Fits every log to the axis by the links found so far; replaces earlier fits of logs. */
export function fitLogs(trace: Trace, links: Links, axis: Axis): void {
  const { transfers, messages, calls, inputs } = trace;
  const logs = inputs.filter((input) => input.kind === 'strace');
  if (logs.length === 0) return;
  /** By input; the files of one run share theirs. */
  const bounds = boundsByInput(trace, axis);
  const nextOfThread = logs.some((input) => !input.has.duration) ? nextCalls(trace) : undefined;
  for (let t = 0; t < transfers.length; t++) {
    const message = links.messageOf[t]!;
    if (message === NONE) continue;
    const call = transfers.call[t]!;
    const input = calls.input[call]!;
    const own = bounds[input];
    if (!own) continue;
    const entry = calls.time[call]!;
    if ((transfers.flags[t]! & TransferFlag.Send) !== 0) {
      own.atMost(entry, axis.packet(messages.packet[message]!) - entry);
      continue;
    }
    const duration = calls.duration[call]!;
    const exit = duration >= 0 ? entry + duration : (nextOfThread?.[call] ?? NaN);
    if (exit >= entry) own.atLeast(entry, axis.packet(messages.lastPacket[message]!) - exit - stepOf(inputs[input]!.clockResolution));
  }
  for (const input of logs) {
    const fit = bounds[input.id]?.fit();
    // Its few accepted sends all waited behind a queue: they bound the offset from above alone.
    if (input.partial) axis.fits[input.id] = fit && (fit.high < 0 || fit.low > LONGEST_WAIT) ? fit : sameHost(input.firstTime, fit?.anchors ?? 0);
    else if (fit) axis.fits[input.id] = fit;
    axis.placements[input.id] = input.clock === 'ordinal' || input.clockResolution >= COARSE ? placeCalls(trace, links, axis, input.id) : undefined;
  }
}

/** Clocks of one host, read by two programs, ns. */
const ONE_HOST = 1e6;

/** Where even the quickest of the sends took longer to the wire, the clocks differ, ns. */
const LONGEST_WAIT = 2e9;

/** The tracer of a live capture runs where the packets are captured: few messages are in its log, and all were late. */
function sameHost(origin: number, anchors: number): ClockFit {
  return { offset: 0, low: -ONE_HOST, high: ONE_HOST, drift: 0, origin, method: 'tracer and capture are taken to have run on one host', anchors };
}

/** Empty bounds for every log that prints times; forgets earlier fits. */
function boundsByInput(trace: Trace, axis: Axis): (ClockBounds | undefined)[] {
  const spans = new Map<string, [number, number]>();
  for (const input of trace.inputs) {
    if (input.kind !== 'strace') continue;
    axis.fits[input.id] = undefined;
    axis.placements[input.id] = undefined;
    const domain = clockDomain(trace, input.id);
    const known = spans.get(domain) ?? [Infinity, -Infinity];
    spans.set(domain, [Math.min(known[0], input.firstTime), Math.max(known[1], input.lastTime)]);
  }
  const byDomain = new Map([...spans].map(([domain, span]) => [domain, new ClockBounds(...span)]));
  return trace.inputs.map((input) => (input.kind === 'strace' && input.clock !== 'ordinal' ? byDomain.get(clockDomain(trace, input.id)) : undefined));
}

/** A printed time stands for up to one step more. */
const stepOf = (resolution: number): number => (resolution > 1 ? resolution : 0);

/** By call: when the same thread is seen to call again, ns; a call without a duration has returned by then. */
function nextCalls(trace: Trace): Float64Array {
  const { calls } = trace;
  const next = new Float64Array(calls.length).fill(NaN);
  const last = new Int32Array(trace.threads.length).fill(-1);
  for (let call = 0; call < calls.length; call++) {
    const thread = calls.thread[call]!;
    if (last[thread]! >= 0) next[last[thread]!] = calls.time[call]!;
    last[thread] = call;
  }
  return next;
}
