/** The requests of one side of an association in order of time, with their answers: for pending counts and answer times. */
import { PacketFlag, Protocol } from '../trace/schema.ts';
import { countUpTo } from '../trace/search.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { groupRows, rowsOf, sortByTime, type Groups } from './groups.ts';
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

/** The requests of every association and side; the times of one side are worked out when they are asked for. */
export class RequestBook {
  readonly #trace: Trace;
  readonly #axis: Axis;
  readonly #transactions: Transactions;
  #groups: Groups | undefined;
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
      this.#groups ??= groupRequests(this.#trace);
      requests = requestsOf(this.#trace, this.#axis, this.#transactions, rowsOf(this.#groups, key));
      this.#known.set(key, requests);
    }
    return requests;
  }
}

/** Request messages by association * 2 + sender. */
function groupRequests(trace: Trace): Groups {
  const { messages, packets } = trace;
  const keys = new Uint32Array(messages.length).fill(NONE);
  for (let m = 0; m < messages.length; m++) {
    if (messages.protocol[m] !== Protocol.Diameter || !isRequest(trace, m)) continue;
    const packet = messages.packet[m]!;
    const association = packets.association[packet]!;
    if (association !== NONE) keys[m] = association * 2 + ((packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0);
  }
  return groupRows(keys, messages.length, trace.associations.length * 2);
}

function requestsOf(trace: Trace, axis: Axis, transactions: Transactions, rows: Uint32Array): Requests {
  const { packet } = trace.messages;
  const { packetTimes } = axis;
  sortByTime(rows, (m) => packetTimes[packet[m]!]!);
  const requestedAt = new Float64Array(rows.length);
  const answerTime = new Float64Array(rows.length);
  const answeredAt = new Float64Array(rows.length);
  let answered = 0;
  for (let i = 0; i < rows.length; i++) {
    const asked = packetTimes[packet[rows[i]!]!]!;
    requestedAt[i] = asked;
    const answer = transactions.counterpart[rows[i]!]!;
    const time = answer === NONE ? NaN : packetTimes[packet[answer]!]!;
    answerTime[i] = time - asked;
    if (answer !== NONE) answeredAt[answered++] = time;
  }
  return { messages: rows, requestedAt, answerTime, answeredAt: answeredAt.slice(0, answered).sort() };
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
