/**
 * Places the calls of a log that prints no times (or whole seconds only): a matched send lies before its message, a matched receive
 * after, calls keep their order, and a send that is not held back is on the wire at once. Derived.
 */
import { TransferFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis, Placement } from './axis.ts';
import type { Links } from './links.ts';

/** A send within this of the call before it left at once, ns; a later one waited in the buffer. */
const AT_ONCE = 20e6;

export function placeCalls(trace: Trace, links: Links, axis: Axis, input: number): Placement | undefined {
  const { calls } = trace;
  const rows: number[] = [];
  for (let call = 0; call < calls.length; call++) if (calls.input[call] === input) rows.push(call);
  const bounds = boundsOf(trace, links, axis, input, rows);
  if (!bounds) return undefined;
  const { earliest, latest, anchors } = bounds;
  const pace = paceOf(latest);
  const times = new Float64Array(calls.length);
  const notBefore = new Float64Array(calls.length);
  const notAfter = new Float64Array(calls.length);
  let before = Math.min(earliest[0]!, latest[0]!);
  if (!Number.isFinite(before)) before = latest[0]!;
  const widths: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    const soon = latest[i]! - before <= AT_ONCE ? latest[i]! : before + pace;
    const time = Math.max(before, earliest[i]! > latest[i]! ? latest[i]! : Math.min(latest[i]!, Math.max(earliest[i]!, soon)));
    times[rows[i]!] = time;
    notBefore[rows[i]!] = earliest[i]!;
    notAfter[rows[i]!] = latest[i]!;
    before = time;
    if (Number.isFinite(earliest[i]!) && Number.isFinite(latest[i]!)) widths.push(Math.max(0, latest[i]! - earliest[i]!));
  }
  widths.sort((a, b) => a - b);
  return { times, notBefore, notAfter, last: before, uncertainty: (widths[widths.length >> 1] ?? 0) / 2, anchors };
}

/** By place in `rows`: what messages and printed times leave open. Undefined without any matched message. */
function boundsOf(trace: Trace, links: Links, axis: Axis, input: number, rows: readonly number[]): { earliest: Float64Array; latest: Float64Array; anchors: number } | undefined {
  const { transfers, messages, calls } = trace;
  const { clock, clockResolution } = trace.inputs[input]!;
  const fit = axis.fits[input];
  const earliest = new Float64Array(rows.length).fill(-Infinity);
  const latest = new Float64Array(rows.length).fill(Infinity);
  if (clock !== 'ordinal' && fit) {
    for (let i = 0; i < rows.length; i++) {
      const printed = axis.of(input, calls.time[rows[i]!]!) - fit.offset;
      earliest[i] = printed + fit.low;
      latest[i] = printed + fit.high + clockResolution;
    }
  }
  const placeOf = new Map(rows.map((call, i) => [call, i]));
  let anchors = 0;
  for (let t = 0; t < transfers.length; t++) {
    const message = links.messageOf[t]!;
    const place = placeOf.get(transfers.call[t]!);
    if (message === NONE || place === undefined) continue;
    anchors++;
    if ((transfers.flags[t]! & TransferFlag.Send) !== 0) latest[place] = Math.min(latest[place]!, axis.packet(messages.packet[message]!));
    // The call that follows a receive began after the message was there.
    else if (place + 1 < rows.length) earliest[place + 1] = Math.max(earliest[place + 1]!, axis.packet(messages.lastPacket[message]!));
  }
  if (anchors === 0) return undefined;
  for (let i = 1; i < rows.length; i++) earliest[i] = Math.max(earliest[i]!, earliest[i - 1]!);
  for (let i = rows.length - 2; i >= 0; i--) latest[i] = Math.min(latest[i]!, latest[i + 1]!);
  return { earliest, latest, anchors };
}

/** Median time from one call to the next where sends leave at once, ns. */
function paceOf(latest: Float64Array): number {
  const steps: number[] = [];
  let since = 0;
  for (let i = 1; i < latest.length; i++) {
    const step = latest[i]! - latest[since]!;
    if (!(step > 0)) continue;
    if (step <= AT_ONCE) steps.push(step / (i - since));
    since = i;
  }
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}
