/** The requests of one side of an association in order of time, with their answers: for pending counts and answer times. */
import { PacketFlag, Protocol } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { countUpTo } from './handover.ts';
import { isRequest, type Transactions } from './transactions.ts';

export interface Requests {
  /** Message rows, by time on the wire. */
  readonly messages: Uint32Array;
  readonly requestedAt: Float64Array;
  /** By request: ns to the answer, NaN without one. */
  readonly answerTime: Float64Array;
  /** Times of all answers, sorted. */
  readonly answeredAt: Float64Array;
}

/** Requests of every association and side, gathered in one pass: [association * 2 + sender]. */
export function gatherRequests(trace: Trace, axis: Axis, transactions: Transactions): Requests[] {
  const { messages, packets } = trace;
  const lists: number[][] = Array.from({ length: trace.associations.length * 2 }, () => []);
  for (let m = 0; m < messages.length; m++) {
    if (messages.protocol[m] !== Protocol.Diameter || !isRequest(trace, m)) continue;
    const packet = messages.packet[m]!;
    const association = packets.association[packet]!;
    if (association !== NONE) lists[association * 2 + ((packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0)]!.push(m);
  }
  return lists.map((rows) => {
    const time = (m: number): number => axis.packet(messages.packet[m]!);
    if (rows.some((m, i) => i > 0 && time(m) < time(rows[i - 1]!))) rows.sort((a, b) => time(a) - time(b) || a - b);
    const requestedAt = Float64Array.from(rows, time);
    const answerTime = Float64Array.from(rows, (m, i) => {
      const answer = transactions.counterpart[m]!;
      return answer === NONE ? NaN : time(answer) - requestedAt[i]!;
    });
    const answeredAt = requestedAt.map((at, i) => at + answerTime[i]!).filter((at) => !Number.isNaN(at)).sort();
    return { messages: Uint32Array.from(rows), requestedAt, answerTime, answeredAt };
  });
}

/** Requests on the wire before `time` whose answers are not. */
export function pendingAt(requests: Requests, time: number): number {
  return countUpTo(requests.requestedAt, time) - countUpTo(requests.answeredAt, time);
}

/** Answer times are sorted out of so many requests at most. */
const MEDIAN_SAMPLES = 2000;

/** Median answer time of the requests sent in [from, to), ns; undefined when fewer than 3 were answered. */
export function medianAnswerTime(requests: Requests, from: number, to: number): number | undefined {
  const first = countUpTo(requests.requestedAt, from);
  const last = countUpTo(requests.requestedAt, to);
  const step = Math.max(1, Math.floor((last - first) / MEDIAN_SAMPLES));
  const times: number[] = [];
  for (let i = first; i < last; i += step) if (!Number.isNaN(requests.answerTime[i]!)) times.push(requests.answerTime[i]!);
  if (times.length < 3) return undefined;
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)];
}
