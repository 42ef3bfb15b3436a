/** The window graph of one sender: what the peer advertised, what is on its way, what waits in the send buffer, on one axis of bytes. */
import type { Handover } from '../../correlate/handover.ts';
import { UNKNOWN_WINDOW, sampleAt, type Samples } from '../../correlate/sendWindow.ts';
import { modelledCharge, sendBufferOf } from '../../diagnose/sendBuffer.ts';
import type { SeriesInfo } from '../protocol.ts';
import type { Lane } from './lane.ts';
import type { LaneSource } from './source.ts';
import { StepLane, type Series } from './stepLane.ts';

const observed: readonly SeriesInfo[] = [
  { name: 'a_rwnd', role: 'peerWindow', style: 'area', derived: false, table: 'packets' },
  { name: 'outstanding', role: 'data', style: 'line', derived: true, table: 'packets' },
  { name: 'rwnd', role: 'peerWindow', style: 'dashed', derived: true, table: 'packets' },
];

const traced: readonly SeriesInfo[] = [
  { name: 'accepted, not sent', role: 'queued', style: 'area', derived: true, table: 'calls' },
  { name: 'send buffer in use', role: 'sendBuffer', style: 'line', derived: true, table: 'calls' },
];

export function windowLane(source: LaneSource, association: number, sender: 0 | 1, group: string, title: string): Lane {
  const handover = source.correlation.handovers[association];
  const own = handover?.sender === sender ? handover : undefined;
  const socket = own && source.correlation.owners.socketsOf[association]!.map((id) => source.trace.sockets[id]!).find((one) => sendBufferOf(one) !== undefined);
  const buffer = socket && sendBufferOf(socket);
  return new StepLane(
    {
      id: `windows:${association + 1}:${sender}`, group, title, unit: 'bytes',
      hint: 'a_rwnd as advertised. Derived: outstanding payload and rwnd = max(0, a_rwnd - outstanding) hold at the capture point (RFC 9260 6.2.1); accepted and not sent is as complete as the matching of sends; the use of the send buffer models what Linux charges.',
      series: [
        ...observed,
        ...(own ? traced : []),
        ...(buffer === undefined ? [] : [{ name: 'send buffer', role: 'sendBuffer', style: 'dashed', derived: false, table: 'calls' } as const]),
      ],
    },
    () => {
      const { samples, end } = source.context(association, sender).window;
      const series = windowSeries(samples);
      if (own) series.push(...queueSeries(source, own, samples));
      if (own && buffer !== undefined) series.push({ time: Float64Array.of(own.acceptedAt[0]!), value: Float64Array.of(buffer), row: Uint32Array.of(source.trace.transfers.call[own.transfers[0]!]!) });
      return series.map((one) => endedAt(one, end));
    },
    () => source.prepareContext(association, sender),
  );
}

/** With its last packet an association has no window and no queue any more. */
function endedAt({ time, value, row }: Series, end: number): Series {
  const count = time.length;
  if (count === 0) return { time, value, row };
  const ended: Series = { time: new Float64Array(count + 1), value: new Float64Array(count + 1), row: new Uint32Array(count + 1) };
  ended.time.set(time);
  ended.value.set(value);
  ended.row.set(row);
  ended.time[count] = Math.max(end, time[count - 1]!);
  ended.value[count] = NaN;
  ended.row[count] = row[count - 1]!;
  return ended;
}

function windowSeries({ length, time, packet, aRwnd, outstanding }: Samples): Series[] {
  let known = 0;
  while (known < length && aRwnd[known] === UNKNOWN_WINDOW) known++;
  const at = time.slice(0, length);
  const rows = packet.slice(0, length);
  const rwnd = new Float64Array(length - known);
  for (let i = 0; i < rwnd.length; i++) rwnd[i] = Math.max(0, aRwnd[known + i]! - outstanding[known + i]!);
  return [
    { time: at.subarray(known), value: new Float64Array(aRwnd.subarray(known, length)), row: rows.subarray(known) },
    { time: at, value: new Float64Array(outstanding.subarray(0, length)), row: rows },
    { time: at.subarray(known), value: rwnd, row: rows.subarray(known) },
  ];
}

/** Steps at each accepted send and each sample: queued bytes, and the modelled charge of all that the buffer holds. */
function queueSeries({ trace }: LaneSource, handover: Handover, samples: Samples): [Series, Series] {
  const { acceptedAt, acceptedBytes, wiredAt, wiredBytes, transfers } = handover;
  const charges = new Float64Array(transfers.length + 1);
  for (let i = 0; i < transfers.length; i++) charges[i + 1] = charges[i]! + modelledCharge(trace.transfers.size[transfers[i]!]!);
  const count = acceptedAt.length + samples.length;
  const time = new Float64Array(count);
  const queued = new Float64Array(count);
  const used = new Float64Array(count);
  const row = new Uint32Array(count);
  let [accepted, wired] = [0, 0];
  for (let i = 0; i < count; i++) {
    const sample = i - accepted;
    const isSend = sample >= samples.length || (accepted < acceptedAt.length && acceptedAt[accepted]! <= samples.time[sample]!);
    time[i] = isSend ? acceptedAt[accepted++]! : samples.time[sample]!;
    while (wired < wiredAt.length && wiredAt[wired]! <= time[i]!) wired++;
    const waiting = Math.max(0, accepted - wired);
    queued[i] = waiting === 0 ? 0 : Math.max(0, (accepted > 0 ? acceptedBytes[accepted - 1]! : 0) - (wired > 0 ? wiredBytes[wired - 1]! : 0));
    const at = isSend ? sample - 1 : sample;
    const held = Math.min(accepted, waiting + (at >= 0 ? samples.held[at]! : 0));
    used[i] = charges[accepted]! - charges[accepted - held]!;
    row[i] = trace.transfers.call[transfers[Math.max(0, accepted - 1)]!]!;
  }
  return [{ time, value: queued, row }, { time, value: used, row }];
}

/** a_rwnd and outstanding bytes of a sender at an instant; undefined before its first packet. */
export function windowAt(samples: Samples, time: number): { readonly aRwnd: number | undefined; readonly outstanding: number; readonly sample: number } | undefined {
  const sample = sampleAt(samples, time);
  if (sample < 0) return undefined;
  return { aRwnd: samples.aRwnd[sample] === UNKNOWN_WINDOW ? undefined : samples.aRwnd[sample]!, outstanding: samples.outstanding[sample]!, sample };
}
