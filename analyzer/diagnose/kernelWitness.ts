/**
 * What the kernel itself told around a stall: rows of the table `states`. Observed, but only at the instants at which it was asked: between two
 * looks nothing is claimed. A tracer reads the state as the refused send returns, a poller every 50 ms while a buffer fills; a poller
 * writes a line when a figure changed, so a line holds until the next one as far as anybody looked.
 */
import type { Correlation } from '../correlate/correlation.ts';
import type { Stall } from '../correlate/stalls.ts';
import { NONE } from '../trace/table.ts';
import type { Bytes } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { isFull } from './fullState.ts';
import { CLEARLY_BELOW, modelledCharge } from './sendBuffer.ts';

/** What one row says kept data back. */
export type Stance =
  | 'peer-receive-window'
  | 'congestion-window'
  /** Nothing waited: all that was accepted travelled. */
  | 'flowing'
  /** Something waited although both windows had room: a look between two events, Nagle, or another path than the primary. */
  | 'held';

/** Expiries of the timer without an answer between, as the retransmission timeout shows them. RFC 9260 6.3.3 E2. */
export interface BackOff {
  /** Rows: before, and with the longest timeout. */
  readonly from: number;
  readonly to: number;
}

export interface KernelWitness {
  /** The state as the refused send returned, told by the tracer. */
  readonly atRefusal: number | undefined;
  /** Rows from when the queue was seen to stand until the end of the stall, in order, that say what kept data back. */
  readonly rows: readonly number[];
  /** By stance, its share of the time that the rows stand for, 0-1; empty where none says anything. */
  readonly shares: ReadonlyMap<Stance, number>;
  readonly stances: ReadonlyMap<number, Stance>;
  /** A first row with something waiting before the refusal: the queue stood since then at the latest. NaN without one. */
  readonly standsSince: number;
  readonly backOff: BackOff | undefined;
  /** Chunks retransmitted between the first of the rows (or the one before it) and the last; undefined where not told. */
  readonly retransmitted: number | undefined;
  /** Row whose look lies in the stall and shows no room in the send buffer: the refusal's own first. */
  readonly full: number | undefined;
  /** Size of the send buffer as the kernel counts. */
  readonly sndbuf: Bytes | undefined;
  timeOf(row: number): number;
  /** The look before one of the rows. */
  rowBefore(row: number): number | undefined;
}

/** A tracer's line and the state beside it are read at one moment, but printed to the microsecond, ns. */
const ONE_MOMENT = 20e3;

/** A poller looks every 50 ms while a buffer fills; a line so much older than the refusal says little of it, ns. */
const RECENT = 1.5e9;

/** A backlog that refuses sends for hours is not looked at from its beginning for each of them. */
const MOST_LOOKS_BACK = 200;

/** A packet on Ethernet: longer messages go in parts of this. */
const LONGEST_CHUNK = 1452;

/** Undefined where the kernel was not asked about the stall's association around it. */
export function kernelWitness(correlation: Correlation, stall: Stall, association: number): KernelWitness | undefined {
  const { trace, axis, states } = correlation;
  const table = trace.states;
  if (table.length === 0) return undefined;
  const rows = association === NONE ? states.ofSocket(stall.socket) : states.of(association);
  if (rows.length === 0 || !areComparable(correlation, stall)) return undefined;
  const timeOf = (row: number): number => axis.of(table.input[row]!, table.time[row]!);
  const chunk = chunkOf(correlation, stall);
  const stances = new Map<number, Stance>();
  const stanceOf = (row: number): Stance | undefined => {
    const stance = stances.get(row) ?? judge(correlation, row, chunk);
    if (stance) stances.set(row, stance);
    return stance;
  };
  const atRefusal = rowAtRefusal(correlation, stall, rows);
  const beginning = atRefusal === undefined ? stall.start : Math.min(stall.start, timeOf(atRefusal));
  // Whole looks only: one that begins before the end may have seen what came after it.
  let end = countWhile(rows, (row) => timeOf(row) <= stall.end);
  while (end > 0 && timeOf(rows[end - 1]!) + table.bracket[rows[end - 1]!]! / 2 > stall.end && rows[end - 1] !== atRefusal) end--;
  const first = Math.min(end, countWhile(rows, (row) => timeOf(row) < beginning));
  const inStall = [...rows.subarray(first, end)];
  // Back to when the queue began, as far as each look saw it stand; a stretch in which nobody looked ends it.
  let from = first;
  const heardFrom = trace.gaps.reduce((last, { input, until }) => {
    const end = trace.inputs[input]!.kind === 'states' ? axis.of(input, until) : -Infinity;
    return end <= beginning && end > last ? end : last;
  }, -Infinity);
  while (from > 0 && first - from < MOST_LOOKS_BACK && timeOf(rows[from - 1]!) >= heardFrom) {
    const stance = stanceOf(rows[from - 1]!);
    if (stance === 'flowing' || (stance === undefined && waits(correlation, rows[from - 1]!) === false)) break;
    from--;
  }
  while (from < first && stanceOf(rows[from]!) === undefined) from++;
  if (inStall.length === 0 && (from === first || stall.start - timeOf(rows[first - 1]!) > RECENT)) from = first;
  const told = rows.subarray(Math.max(0, from - 1), end);
  const judged = [...rows.subarray(from, end)].filter((row) => stanceOf(row) !== undefined);
  if (judged.length === 0 && inStall.length === 0) return undefined;
  return {
    atRefusal, rows: judged, stances, timeOf,
    rowBefore: (row) => rows[rows.indexOf(row) - 1],
    shares: sharesOf(judged, stances, timeOf, stall.end),
    standsSince: from < first ? timeOf(rows[from]!) : NaN,
    backOff: backOffOf(correlation, told),
    retransmitted: growth(table.retransmitted, told),
    full: [...(atRefusal === undefined ? [] : [atRefusal]), ...inStall].find((row) => isFull(table, row)),
    sndbuf: lastTold(table.sndbuf, told),
  };
}

/** Without a capture, clocks are one only where the log prints the same kind of time. */
function areComparable({ trace, axis }: Correlation, stall: Stall): boolean {
  const log = trace.calls.input[stall.sends[0]!]!;
  return axis.isPlaced(log) ? axis.placements[log] === undefined : trace.packets.length === 0 && trace.inputs[log]!.clock === 'epoch';
}

/** The next chunk that wants to leave is taken to be as long as the refused message. */
function chunkOf({ trace, socketCalls }: Correlation, stall: Stall): Bytes {
  const transfer = socketCalls.firstTransferOf(stall.sends[0]!);
  const size = transfer === NONE ? 0 : trace.transfers.size[transfer]!;
  return Math.max(1, Math.min(size, LONGEST_CHUNK));
}

/** By the log's own clock, which is that of the states: what the axis makes of both may differ by more than a call takes. */
function rowAtRefusal({ trace }: Correlation, stall: Stall, rows: Uint32Array): number | undefined {
  const { calls, states } = trace;
  const call = stall.sends[0]!;
  if (stall.eagainCount === 0 || trace.inputs[calls.input[call]!]!.clock !== 'epoch' || !(calls.duration[call]! >= 0)) return undefined;
  const returned = calls.time[call]! + calls.duration[call]!;
  const low = countWhile(rows, (row) => states.time[row]! < returned);
  const [row] = [...rows.subarray(Math.max(0, low - 1), low + 1)].sort((a, b) => Math.abs(states.time[a]! - returned) - Math.abs(states.time[b]! - returned));
  return row !== undefined && states.bracket[row]! <= ONE_MOMENT && Math.abs(states.time[row]! - returned) <= ONE_MOMENT ? row : undefined;
}

/** How many of the rows come before the first that does not fit; they are in order. */
function countWhile(rows: Uint32Array, fits: (row: number) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(rows[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Undefined where it is not told. */
function waits({ trace: { states } }: Correlation, row: number): boolean | undefined {
  if (states.waiting[row] !== NONE) return states.waiting[row]! > 0;
  return states.queued[row] === NONE ? undefined : states.queued[row]! > 0;
}

/** Nothing of the kind filled the send buffer. */
export function isRoomy({ wmem, sndbuf }: Trace['states'], row: number): boolean {
  return wmem[row] !== NONE && sndbuf[row] !== NONE && wmem[row]! < sndbuf[row]! * CLEARLY_BELOW;
}

/** The model of a chunk's charge is right within a factor of two. */
const CHARGE_ERROR = 2;

/** Whether what travels is what fills the buffer: chunks that have arrived behind a lost TSN stay in it as well, and are not in flight. */
function isFilledBy(states: Trace['states'], row: number, chunk: Bytes): boolean {
  const travelling = states.unacked[row] === NONE ? Math.ceil(states.flight[row]! / chunk) : states.unacked[row]!;
  return !isRoomy(states, row) && (states.wmem[row] === NONE || travelling * modelledCharge(chunk) * CHARGE_ERROR >= states.wmem[row]!);
}

/** As net/sctp/output.c decides: the peer's window first, then whether what is in flight fills the congestion window. */
function judge(correlation: Correlation, row: number, chunk: Bytes): Stance | undefined {
  const { states, strings } = correlation.trace;
  const isWaiting = waits(correlation, row);
  const flight = states.flight[row]!;
  if (isWaiting === undefined || flight === NONE) return undefined;
  if (!isWaiting) return flight > 0 && isFilledBy(states, row, chunk) ? 'flowing' : undefined;
  if (states.rwnd[row] !== NONE && states.rwnd[row]! < chunk) return 'peer-receive-window';
  if (states.cwnd[row] !== NONE && flight >= states.cwnd[row]!) return 'congestion-window';
  // Figures of the primary path say nothing of the others.
  return strings.text(states.peer[row]!).includes(',') ? undefined : 'held';
}

function sharesOf(rows: readonly number[], stances: ReadonlyMap<number, Stance>, timeOf: (row: number) => number, end: number): Map<Stance, number> {
  const shares = new Map<Stance, number>();
  let total = 0;
  rows.forEach((row, i) => {
    const next = i + 1 < rows.length ? timeOf(rows[i + 1]!) : end;
    const weight = Math.max(1, next - timeOf(row));
    total += weight;
    shares.set(stances.get(row)!, (shares.get(stances.get(row)!) ?? 0) + weight);
  });
  for (const [stance, weight] of shares) shares.set(stance, weight / total);
  return shares;
}

/** Two expiries at least: four times the timeout that stood before, or what RTO.Max leaves of it. */
const BACKED_OFF = 3.5;

/** A timeout that an answer set back begins anew. */
function backOffOf({ trace: { states } }: Correlation, rows: Uint32Array): BackOff | undefined {
  let from = -1;
  let found: BackOff | undefined;
  for (const row of rows) {
    const rto = states.rto[row]!;
    if (rto === NONE || rto === 0) continue;
    if (from < 0 || rto < states.rto[from]! || (found && rto < states.rto[found.to]!)) {
      from = row;
      found = undefined;
    } else if (rto >= states.rto[from]! * BACKED_OFF && states.rwnd[row] !== 0) found = { from, to: row };
    else if (states.unacked[row] === 0) from = row;
  }
  return found;
}

function growth(column: Uint32Array, rows: Uint32Array): number | undefined {
  const told = rows.filter((row) => column[row] !== NONE);
  return told.length < 2 ? undefined : Math.max(0, column[told.at(-1)!]! - column[told[0]!]!);
}

function lastTold(column: Uint32Array, rows: Uint32Array): number | undefined {
  const row = rows.findLast((one) => column[one] !== NONE);
  return row === undefined ? undefined : column[row]!;
}
