/** The requests of one side of an association in order of time, with their answers: for pending counts and answer times. */
import { PacketFlag, Protocol } from '../trace/schema.ts';
import { countUpTo } from '../trace/search.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { isAscending, sortByColumn, startsOf } from './groups.ts';
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

/** The requests of every association and side, collected when the first are asked for. */
export class RequestBook {
  readonly #trace: Trace;
  readonly #axis: Axis;
  readonly #transactions: Transactions;
  #columns: Columns | undefined;
  readonly #known = new Map<number, Requests>();

  constructor(trace: Trace, axis: Axis, transactions: Transactions) {
    this.#trace = trace;
    this.#axis = axis;
    this.#transactions = transactions;
  }

  of(association: number, sender: 0 | 1): Requests {
    const key = association * 2 + sender;
    let requests = this.#known.get(key);
    if (!requests) {
      this.#columns ??= columnsOf(this.#trace, this.#axis.packetTimes, this.#transactions);
      requests = requestsOf(this.#columns, key);
      this.#known.set(key, requests);
    }
    return requests;
  }
}

/** Requests by association * 2 + sender, and behind them all answers by the same of their requests, in order of rows. */
interface Columns {
  readonly keys: number;
  readonly starts: Uint32Array;
  readonly time: Float64Array;
  /** Of requests only. */
  readonly messages: Uint32Array;
  readonly answerTime: Float64Array;
}

function columnsOf(trace: Trace, times: Float64Array, { counterpart }: Transactions): Columns {
  const keys = trace.associations.length * 2;
  const keyOf = keysOf(trace, counterpart, keys);
  const starts = startsOf(keyOf, keyOf.length, keys * 2);
  const requests = starts[keys]!;
  const columns = { keys, starts, time: new Float64Array(starts[keys * 2]!), messages: new Uint32Array(requests), answerTime: new Float64Array(requests) };
  fill(columns, trace, times, counterpart, keyOf);
  return columns;
}

/** By message; NONE for others. */
function keysOf(trace: Trace, counterpart: Uint32Array, keys: number): Uint32Array {
  const { messages, packets } = trace;
  const keyOf = new Uint32Array(messages.length).fill(NONE);
  for (let m = 0; m < messages.length; m++) {
    const packet = messages.packet[m]!;
    const association = packets.association[packet]!;
    if (messages.protocol[m] !== Protocol.Diameter || association === NONE) continue;
    const from = (packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0;
    if (isRequest(trace, m)) keyOf[m] = association * 2 + from;
    else if (counterpart[m] !== NONE) keyOf[m] = keys + association * 2 + 1 - from;
  }
  return keyOf;
}

/** One walk over the messages: one for each association would touch all pages of every column as often. */
function fill({ keys, starts, time, messages, answerTime }: Columns, trace: Trace, times: Float64Array, counterpart: Uint32Array, keyOf: Uint32Array): void {
  const { packet } = trace.messages;
  const next = starts.slice();
  for (let m = 0; m < keyOf.length; m++) {
    const key = keyOf[m]!;
    if (key === NONE) continue;
    const place = next[key]!++;
    const at = times[packet[m]!]!;
    time[place] = at;
    if (key >= keys) continue;
    const answer = counterpart[m]!;
    messages[place] = m;
    answerTime[place] = answer === NONE ? NaN : times[packet[answer]!]! - at;
  }
}

function requestsOf({ keys, starts, time, messages, answerTime }: Columns, key: number): Requests {
  const part = [starts[key]!, starts[key + 1]!] as const;
  const requestedAt = time.subarray(...part);
  const answeredAt = time.subarray(starts[keys + key]!, starts[keys + key + 1]!);
  if (!isAscending(answeredAt)) answeredAt.sort();
  const requests = { messages: messages.subarray(...part), requestedAt, answerTime: answerTime.subarray(...part), answeredAt };
  return isAscending(requestedAt) ? requests : byTime(requests);
}

function byTime({ messages, requestedAt, answerTime, answeredAt }: Requests): Requests {
  const order = Uint32Array.from(requestedAt.keys());
  sortByColumn(order, requestedAt);
  return {
    messages: order.map((i) => messages[i]!),
    requestedAt: Float64Array.from(order, (i) => requestedAt[i]!),
    answerTime: Float64Array.from(order, (i) => answerTime[i]!),
    answeredAt,
  };
}

/** Requests on the wire before `time` whose answers are not. */
export function pendingAt(requests: Requests, time: number): number {
  return countUpTo(requests.requestedAt, time) - countUpTo(requests.answeredAt, time);
}

/** Answer times are sorted out of so many requests at most. */
const MEDIAN_SAMPLES = 500;

/** Median answer time of the requests sent in [from, to), ns; undefined when fewer than 3 were answered. */
export function medianAnswerTime(requests: Requests, from: number, to: number): number | undefined {
  const first = countUpTo(requests.requestedAt, from);
  const last = countUpTo(requests.requestedAt, to);
  const step = Math.max(1, Math.floor((last - first) / MEDIAN_SAMPLES));
  const times: number[] = [];
  for (let i = first; i < last; i += step) if (!Number.isNaN(requests.answerTime[i]!)) times.push(requests.answerTime[i]!);
  if (times.length < 3) return undefined;
  return Float64Array.from(times).sort()[times.length >> 1];
}
