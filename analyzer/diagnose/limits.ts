/**
 * The send limit over time: at each instant the one thing that kept the sender from sending more. The samples of the send window and
 * the queue in the send buffer decide; what the wire does not show (cwnd) is what remains when all else is open.
 */
import { countUpTo } from '../trace/search.ts';
import { finish, stretches, type Steps } from '../trace/steps.ts';
import { createTable, type Table } from '../trace/table.ts';
import type { Handover } from '../correlate/handover.ts';
import { Happening, UNKNOWN_WINDOW, isRetransmission, type Samples, type SendWindow } from '../correlate/sendWindow.ts';

export type Limit =
  /** Nothing to send. */
  | 'idle'
  /** Data travel and nothing waits behind them. */
  | 'flowing'
  | 'peer-receive-window'
  | 'congestion-window'
  | 'path-failure'
  | 'nagle-delayed-sack';

/** A silence of the peer, with unacknowledged data, in which retransmissions went unanswered. */
export interface Silence {
  /** Last sign of life before. */
  readonly start: number;
  /** First sign of life after; the end of the recording if there was none. */
  readonly end: number;
  readonly retransmissions: number;
  readonly firstRetransmission: number;
  /** Sample rows of its retransmissions; of the first unanswered packet where the timer had not run out. */
  readonly rows: readonly number[];
  readonly answered: boolean;
  /** The retransmissions went over another path than the originals. */
  readonly otherPath: boolean;
}

/** RFC 9260 16: RTO.Min is 1 s; lowered values down to this are seen in telecom nodes, ns. */
const LEAST_RTO = 0.2e9;

/** Retransmissions closer together than this belong to one expiry of the timer, ns. */
const ONE_EXPIRY = 0.1e9;

/** So many expiries without an answer are more than the loss of a retransmission. */
const UNANSWERED = 2;

/** So many chunks outstanding and not one SACK for them: the whole window vanished. */
const WHOLE_WINDOW = 3;

/** A SACK may be delayed by 500 ms at the most, RFC 9260 6.2. */
const LATEST_SACK = 0.5e9;

/** Sent again by the timer: what a silence is made of. */
const RESENT = Happening.TimerRetransmit | Happening.ZeroWindowProbe;

/** Silences in the samples, in order and disjoint. */
export function findSilences(window: SendWindow, endOfRecording: number): Silence[] {
  const { samples, end: endOfAssociation } = window;
  const { what, time, chunks, length } = samples;
  const silences: Silence[] = [];
  const last = length - 1;
  for (let first = nextOf(what, RESENT, 0, length); first < length;) {
    const answer = nextOf(what, Happening.Alive, first, length);
    const isAnswered = answer < length;
    if (!isAnswered && samples.outstanding[last] === 0) return silences;
    const silence = silenceOf(samples, first, answer, isAnswered ? time[answer]! : Math.max(endOfRecording, time[last]!), isAnswered);
    if (silence) silences.push(silence);
    if (!isAnswered) return silences;
    first = nextOf(what, RESENT, answer, length);
  }
  if (last >= 0 && chunks[last]! >= WHOLE_WINDOW && (what[last]! & Happening.Holes) === 0) {
    // The timer has not run out yet, but a receiver acknowledges every second packet at once (RFC 9260 6.2), and none came.
    const alive = previousOf(what, Happening.Alive, length);
    const firstUnanswered = alive + 1;
    if (firstUnanswered <= last && endOfAssociation - time[firstUnanswered]! > LATEST_SACK) {
      silences.push({
        start: time[Math.max(alive, 0)]!, end: endOfAssociation, retransmissions: 0, firstRetransmission: NaN,
        rows: [firstUnanswered], answered: false, otherPath: false,
      });
    }
  }
  return silences;
}

/** What was sent again in the samples [from, to), when it is more than the loss of a retransmission. */
function silenceOf(samples: Samples, from: number, to: number, end: number, answered: boolean): Silence | undefined {
  const { what, time } = samples;
  const rows: number[] = [];
  let expiries = 0;
  let otherPath = false;
  for (let i = from; i < to; i++) {
    if ((what[i]! & RESENT) === 0) continue;
    if (rows.length === 0 || time[i]! - time[rows.at(-1)!]! >= ONE_EXPIRY) expiries++;
    rows.push(i);
    if ((what[i]! & Happening.OtherPath) !== 0) otherPath = true;
  }
  const first = time[from]!;
  const alive = previousOf(what, Happening.Alive, from);
  const start = alive >= 0 ? time[alive]! : first;
  const unanswered = answered ? expiries - 1 : expiries;
  const vanished = samples.chunks[Math.max(0, from - 1)]! >= WHOLE_WINDOW && first - start >= LEAST_RTO;
  if (unanswered < UNANSWERED && (answered || end - first <= LEAST_RTO) && !(vanished && otherPath)) return undefined;
  return { start, end, retransmissions: rows.length, firstRetransmission: first, rows, answered, otherPath };
}

/** First row from `from` on with one of the bits, `end` without. */
function nextOf(what: Uint16Array, bits: number, from: number, end: number): number {
  let row = from;
  while (row < end && (what[row]! & bits) === 0) row++;
  return row;
}

/** Last row before `before` with one of the bits, -1 without. */
function previousOf(what: Uint16Array, bits: number, before: number): number {
  let row = before - 1;
  while (row >= 0 && (what[row]! & bits) === 0) row--;
  return row;
}

export interface LimitContext {
  readonly window: SendWindow;
  readonly handover: Handover | undefined;
  readonly silences: readonly Silence[];
  /** By sample: payload of the next new DATA chunk at or after it; the last one's length after the last. Made when it is asked for. */
  nextDataLength(): Uint32Array;
}

/** In the order of the numbers in a LimitTimeline. */
export const limits: readonly Limit[] = ['idle', 'flowing', 'peer-receive-window', 'congestion-window', 'path-failure', 'nagle-delayed-sack'];
const [IDLE, FLOWING, PEER_WINDOW, CONGESTION_WINDOW, PATH_FAILURE, NAGLE] = [0, 1, 2, 3, 4, 5] as const;

const segmentSchema = { start: Float64Array, limit: Uint8Array };

/** The binding limit from the first sample to `end`, the association's last packet: each segment lasts to the start of the next. Derived. */
export interface LimitTimeline {
  readonly segments: Table<typeof segmentSchema>;
  readonly end: number;
}

/** Rows [first, last) of the samples. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/**
 * Walks the samples once; neighbours of one limit are joined. `nagleFrom`: shorter waits behind a small outstanding chunk are not called Nagle's, ns: a verdict
 * wants a delayed SACK, a picture shows every wait. With `runs` it looks at those only, and says `flowing` of all between them.
 */
export function limitTimeline(context: LimitContext, noDelay: boolean | undefined, nagleFrom?: number, runs?: readonly Run[]): LimitTimeline {
  return finish(walkLimits(context, noDelay, nagleFrom, runs));
}

/** The same, in steps. */
export function* walkLimits(
  context: LimitContext, noDelay: boolean | undefined, nagleFrom = DELAYED_SACK, runs: readonly Run[] = [{ first: 0, last: context.window.samples.length }],
): Steps<LimitTimeline> {
  const { samples } = context.window;
  const { silences } = context;
  const nextData = context.nextDataLength();
  const segments = createTable(segmentSchema);
  let recovery = 0;
  let silence = 0;
  const queued = new QueueCursor(context.handover);
  let current = -1;
  const add = (start: number, end: number, limit: number): void => {
    if (end <= start || limit === current) return;
    current = limit;
    const row = segments.add();
    segments.start[row] = start;
    segments.limit[row] = limit;
  };
  const step = (i: number): void => {
    recovery = recoveryAfter(samples, i, recovery);
    const start = samples.time[i]!;
    while (silence < silences.length && silences[silence]!.end <= start) silence++;
    const isSilent = silence < silences.length && silences[silence]!.start <= start;
    const end = i + 1 < samples.length ? samples.time[i + 1]! : context.window.end;
    if (end <= start) return;
    const waiting = queued.messagesAt(start);
    const since = waiting === 0 ? queued.waitingFrom(end) : end;
    // Nothing leaves between two samples, so what waits at the end of the interval has waited in it.
    const isSmall = noDelay !== true && queued.bytesBefore(end) < PACKET_BYTES && end - start >= nagleFrom;
    add(start, Math.min(since, end), isSilent ? PATH_FAILURE : limitAt(samples, i, nextData[i + 1]!, waiting, recovery > 0, isSmall));
    if (since < end) add(since, end, isSilent ? PATH_FAILURE : limitAt(samples, i, nextData[i + 1]!, 1, recovery > 0, isSmall));
  };
  let row = 0;
  for (const { first, last } of runs) {
    recovery = recoveryBefore(samples, row, first, recovery);
    row = last;
    yield* stretches(last - first, (from, to) => {
      for (let i = first + from; i < first + to; i++) step(i);
    });
    if (last < samples.length) add(samples.time[last]!, Infinity, FLOWING);
  }
  segments.trim();
  return { segments, end: context.window.end };
}

/** Nagle sends when what waits fills a packet: 1500 less the headers of IP and SCTP (net/sctp/output.c sctp_packet_can_append_data). */
const PACKET_BYTES = 1452;

/** The delayed SACK timer, RFC 9260 6.2: at most 500 ms, 200 ms by default. */
const DELAYED_SACK = 0.1e9;

/** A message that leaves within this of its send() has not waited, ns: strace alone costs 0.3 to 1.1 ms. */
const AT_ONCE = 2e6;

/** The queue at growing times: the same as queuedAt, without a search each time. */
class QueueCursor {
  readonly #handover: Handover | undefined;
  #accepted = 0;
  #wired = 0;

  constructor(handover: Handover | undefined) {
    this.#handover = handover;
  }

  /** Undefined where the sends were not matched. */
  messagesAt(time: number): number | undefined {
    if (!this.#handover) return undefined;
    const { acceptedAt, wiredAt } = this.#handover;
    while (this.#accepted < acceptedAt.length && acceptedAt[this.#accepted]! <= time) this.#accepted++;
    while (this.#wired < wiredAt.length && wiredAt[this.#wired]! <= time) this.#wired++;
    return Math.max(0, this.#accepted - this.#wired);
  }

  /** Bytes accepted before `time` that were not on the wire at the last question; Infinity where the sends were not matched. */
  bytesBefore(time: number): number {
    if (!this.#handover) return Infinity;
    const { acceptedAt, acceptedBytes, wiredBytes } = this.#handover;
    let accepted = this.#accepted;
    const sent = this.#wired > 0 ? wiredBytes[this.#wired - 1]! : 0;
    // No further than a packet's worth: a backlog must not be walked again for every sample.
    while (accepted < acceptedAt.length && acceptedAt[accepted]! < time && (accepted === 0 || acceptedBytes[accepted - 1]! - sent < PACKET_BYTES)) accepted++;
    return (accepted > 0 ? acceptedBytes[accepted - 1]! : 0) - sent;
  }

  /** After messagesAt: when the next accepted message has waited, at most `end`. */
  waitingFrom(end: number): number {
    const next = this.#handover?.acceptedAt[this.#accepted];
    return next === undefined ? end : Math.min(end, next + AT_ONCE);
  }
}

/** Nanoseconds spent under each limit in [from, to). */
export function sharesOf({ segments, end }: LimitTimeline, from: number, to: number): Map<Limit, number> {
  const shares = new Map<Limit, number>();
  for (let i = Math.max(0, countUpTo(segments.start, from, segments.length) - 1); i < segments.length && segments.start[i]! < to; i++) {
    const limit = limits[segments.limit[i]!]!;
    const until = i + 1 < segments.length ? segments.start[i + 1]! : end;
    const duration = Math.min(until, to) - Math.max(segments.start[i]!, from);
    if (duration > 0) shares.set(limit, (shares.get(limit) ?? 0) + duration);
  }
  return shares;
}

/** Share of one limit, 0-1. */
export function shareOf(shares: ReadonlyMap<Limit, number>, limit: Limit): number {
  let total = 0;
  for (const duration of shares.values()) total += duration;
  return total > 0 ? (shares.get(limit) ?? 0) / total : 0;
}

function nextDataLengths(samples: Samples): Uint32Array {
  const next = new Uint32Array(samples.length + 1);
  let length = 0;
  for (let i = 0; i < samples.length && length === 0; i++) length = samples.dataLength[samples.length - 1 - i]!;
  next[samples.length] = length;
  for (let i = samples.length - 1; i >= 0; i--) next[i] = samples.dataLength[i]! > 0 ? samples.dataLength[i]! : next[i + 1]!;
  return next;
}

/**
 * Loss recovery: from a retransmission until everything then outstanding is acknowledged. Encoded as the number of
 * outstanding chunks that still have to drain; 0 outside.
 */
function recoveryAfter(samples: Samples, i: number, recovery: number): number {
  const what = samples.what[i]!;
  if ((what & Happening.Tight) === 0 && isRetransmission(what)) return Math.max(recovery, samples.chunks[i]!, 1);
  if (recovery > 0 && samples.chunks[i] === 0) return 0;
  if (recovery > 0 && (what & Happening.Progress) !== 0) return Math.max(0, recovery - 1);
  return recovery;
}

/** The same, of rows [from, to) one after the other. */
function recoveryBefore(samples: Samples, from: number, to: number, recovery: number): number {
  let after = recovery;
  for (let i = from; i < to; i++) after = recoveryAfter(samples, i, after);
  return after;
}

/** Number of the limit after sample `i`, when the next DATA chunk has `length` bytes of payload. */
function limitAt(samples: Samples, i: number, length: number, queued: number | undefined, recovering: boolean, isSmall: boolean): number {
  const outstanding = samples.outstanding[i]!;
  const aRwnd = samples.aRwnd[i]!;
  const rwnd = aRwnd === UNKNOWN_WINDOW ? Infinity : Math.max(0, aRwnd - outstanding);
  if (queued === 0 && outstanding === 0) return IDLE;
  const holes = (samples.what[i]! & Happening.Holes) !== 0;
  // Linux holds a chunk back when it does not fit whole; with nothing outstanding one chunk may always go (RFC 9260 6.1 A).
  if (!holes && rwnd < length && (outstanding > 0 || aRwnd < length) && (queued === undefined ? rwnd < length / 2 || aRwnd < length : queued > 0)) return PEER_WINDOW;
  // With nothing waiting behind it, recovery holds nothing back; a lost TSN still keeps all after it in the send buffer.
  if (holes || (recovering && queued !== 0)) return CONGESTION_WINDOW;
  if (queued === undefined) return outstanding > 0 ? FLOWING : IDLE;
  if (queued === 0) return FLOWING;
  if (isSmall && outstanding > 0) return NAGLE;
  return CONGESTION_WINDOW;
}

/** The silence that contains `time`; silences are in order and do not overlap. */
export function silenceAt(silences: readonly Silence[], time: number): Silence | undefined {
  let low = 0;
  let high = silences.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (silences[middle]!.start <= time) low = middle + 1;
    else high = middle;
  }
  const silence = silences[low - 1];
  return silence !== undefined && time < silence.end ? silence : undefined;
}

/** Everything needed to ask for the limits of one sender. */
export function limitContext(window: SendWindow, handover: Handover | undefined, endOfRecording: number): LimitContext {
  let nextDataLength: Uint32Array | undefined;
  return {
    window,
    handover: handover?.sender === window.sender ? handover : undefined,
    silences: findSilences(window, endOfRecording),
    nextDataLength: () => (nextDataLength ??= nextDataLengths(window.samples)),
  };
}
