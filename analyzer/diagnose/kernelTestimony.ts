/** What the kernel's own figures say for or against each cause. Observed at its looks; no look says anything of the time between. */
import { NONE } from '../trace/table.ts';
import { formatDuration } from '../trace/time.ts';
import type { Cause } from '../view/report.ts';
import { BURST, isBurst } from './causes/congestionWindow.ts';
import { hogOf } from './causes/sharedSocket.ts';
import { isRoomy, type KernelWitness, type Stance } from './kernelWitness.ts';
import type { Proof } from './proof.ts';
import type { Situation } from './situation.ts';

export interface Testimony {
  /** Of the time that the looks stand for, 0-1; above 1 where it refutes what else might be. */
  readonly share: number;
  readonly proofs: readonly Proof[];
  /** One clause: what the kernel said instead; empty when it says nothing against. */
  readonly against: string;
}

/** A buffer with room refutes every limit that would have filled it. */
const REFUTES_OTHERS = 1.1;

/** Without the wire: what may also be something else. A small window with several chunks on their way and retransmissions may be held by a lost TSN. */
const DOUBTFUL = 0.6;

type Witnessed = Situation & { readonly kernel: KernelWitness };

const stanceOf: Partial<Record<Cause, Stance>> = { 'peer-receive-window': 'peer-receive-window', 'congestion-window': 'congestion-window', 'send-buffer': 'flowing' };

/** Undefined where the kernel does not say anything of this cause. */
export function testimonyFor(cause: Cause, situation: Situation): Testimony | undefined {
  if (!situation.kernel) return undefined;
  const witnessed = situation as Witnessed;
  if (cause === 'path-failure') return ofPathFailure(witnessed);
  if (cause === 'memory-pressure') return ofMemory(witnessed);
  const stance = stanceOf[cause];
  return stance === undefined || witnessed.kernel.shares.size === 0 ? undefined : ofStance(stance, witnessed);
}

/** That the refusal was for want of room in the send buffer, where a look shows it. */
export function fullBufferProof({ kernel, trace: { states }, stall }: Situation): Proof | undefined {
  if (kernel?.full === undefined) return undefined;
  const { full } = kernel;
  return { clause: `${whenOf(kernel, stall.start, full)} the kernel had charged ${states.wmem[full]} B to a send buffer of ${states.sndbuf[full]} B: no room was left`, at: { state: full } };
}

function ofStance(stance: Stance, situation: Witnessed): Testimony | undefined {
  const { kernel, wire, stall, trace: { states } } = situation;
  // The wire shows what lies behind it: a lost TSN that holds the peer's window, or nobody who answers.
  if (wire?.silence || (stance === 'peer-receive-window' && wire?.holes)) return undefined;
  if (hogOf(situation)) return undefined;
  if (kernel.backOff && !wire && stance !== 'peer-receive-window') return undefined;
  let share = kernel.shares.get(stance) ?? 0;
  // Without the wire, what is in flight right after a loss tells little of what filled the buffer before.
  if (!wire && stance === 'flowing' && kernel.retransmitted) return undefined;
  const burst = isShortBurst(situation);
  const crowded = kernel.shares.get('congestion-window') ?? 0;
  if (burst && stance === 'congestion-window') return { share: 0, proofs: [], against: '' };
  const told: Stance = burst && stance === 'flowing' && crowded > share ? 'congestion-window' : stance;
  if (burst && stance === 'flowing') share += crowded;
  const row = tellingRow(kernel, told, stall.start);
  if (row === undefined) {
    return { share: 0, proofs: [], against: denial(stance, situation) };
  }
  if (!wire && stance === 'peer-receive-window' && (kernel.retransmitted ?? 0) > 0 && states.rwnd[row]! > 0 && states.unacked[row] !== NONE && states.unacked[row]! > 1) share *= DOUBTFUL;
  // A window that is used up without any loss may be a burst at its beginning.
  if (!wire && stance === 'congestion-window' && !kernel.retransmitted) share *= DOUBTFUL;
  const alike = kernel.rows.filter((one) => kernel.stances.get(one) === told).length;
  const since = kernel.timeOf(kernel.rows[0]!) - stall.start;
  const others = kernel.rows.length > 1 ? `; so say ${alike} of ${kernel.rows.length} looks${since < 0 ? ` from ${formatDuration(-since)} before the refusal` : ''} to the end of the stall` : '';
  return { share, proofs: [{ clause: `${whenOf(kernel, stall.start, row)} the kernel ${describe(told, situation, row)}${others}`, at: { state: row } }], against: '' };
}

/** In short what the look that is nearest to the refusal says instead. */
function denial(stance: Stance, { kernel, stall, trace: { states } }: Witnessed): string {
  const { atRefusal, rows, stances, timeOf } = kernel;
  const nearest = rows.reduce((best, row) => (Math.abs(timeOf(row) - stall.start) < Math.abs(timeOf(best) - stall.start) ? row : best));
  const row = atRefusal !== undefined && stances.has(atRefusal) ? atRefusal : nearest;
  const when = whenOf(kernel, stall.start, row);
  switch (stance) {
    case 'peer-receive-window': return states.rwnd[row] === NONE ? '' : `the kernel counted ${states.rwnd[row]} B of room there ${when}`;
    case 'congestion-window': return states.cwnd[row] === NONE || states.flight[row]! >= states.cwnd[row]! ? '' : `the kernel had ${states.flight[row]} B in flight of ${states.cwnd[row]} B allowed ${when}`;
    case 'flowing': return stances.get(row) === 'flowing' ? '' : `${waitingText(states, row)} waited in it ${when}`;
    case 'held': return '';
  }
}

/** What filled the buffer was a burst: it was gone before the window could have grown. */
function isShortBurst({ kernel, wire, stall }: Witnessed): boolean {
  if (wire) return isBurst(wire);
  const since = Number.isNaN(kernel.standsSince) ? stall.start : kernel.standsSince;
  return kernel.retransmitted === 0 && stall.end - since < BURST;
}

function ofPathFailure({ kernel, wire, trace: { states } }: Witnessed): Testimony | undefined {
  if (!kernel.backOff || (wire && !wire.silence)) return undefined;
  const { from, to } = kernel.backOff;
  const time = (row: number): string => formatDuration(states.rto[row]! * 1e3);
  const again = kernel.retransmitted === undefined ? '' : `, ${kernel.retransmitted} chunks were retransmitted`;
  return {
    share: 1,
    proofs: [{ clause: `the kernel's retransmission timeout grew from ${time(from)} to ${time(to)} while the peer's window had room: it ran out again and again without an answer${again}`, at: { state: to } }],
    against: '',
  };
}

/** The refusal itself must have been seen, and the look before it: only then had the buffer room all along. */
function ofMemory({ kernel, trace: { states }, stall }: Witnessed): Testimony | undefined {
  if (kernel.full !== undefined) {
    return { share: 0, proofs: [], against: `the send buffer itself was full: ${states.wmem[kernel.full]} of ${states.sndbuf[kernel.full]} B were charged ${whenOf(kernel, stall.start, kernel.full)}` };
  }
  const { atRefusal } = kernel;
  const before = atRefusal === undefined ? undefined : kernel.rowBefore(atRefusal);
  if (atRefusal === undefined || before === undefined || !isRoomy(states, atRefusal) || !isRoomy(states, before)) return undefined;
  return {
    share: REFUTES_OTHERS,
    proofs: [{ clause: `as the send returned only ${states.wmem[atRefusal]} of ${states.sndbuf[atRefusal]} B of the send buffer were charged, and little more at the look before: global SCTP memory is the remaining limit`, at: { state: atRefusal } }],
    against: '',
  };
}

/** The refusal's own row where it says so, else the first in the stall, else the last before it. */
function tellingRow({ atRefusal, rows, stances, timeOf }: KernelWitness, stance: Stance, start: number): number | undefined {
  if (atRefusal !== undefined && stances.get(atRefusal) === stance) return atRefusal;
  const alike = rows.filter((row) => stances.get(row) === stance);
  return alike.find((row) => timeOf(row) >= start) ?? alike.at(-1);
}

function whenOf({ atRefusal, timeOf }: KernelWitness, start: number, row: number): string {
  if (row === atRefusal) return 'as the send returned';
  const after = timeOf(row) - start;
  return after >= 0 ? `${formatDuration(after)} after the refusal` : `${formatDuration(-after)} before the refusal`;
}

const waitingText = ({ waiting, queued }: Situation['trace']['states'], row: number): string =>
  (waiting[row] !== NONE ? `${waiting[row]} B` : `${queued[row]} chunk${queued[row] === 1 ? '' : 's'}`);

function describe(stance: Stance, { trace: { states }, wire }: Witnessed, row: number): string {
  const told = (column: Uint32Array): string => (column[row] === NONE ? 'unknown' : String(column[row]));
  const waiting = waitingText(states, row);
  switch (stance) {
    case 'peer-receive-window':
      return `counted ${told(states.rwnd)} B of room in the peer's window, ${told(states.flight)} B in flight and ${waiting} waiting${wire ? `: the next chunk of ${wire.nextChunk} B did not fit` : ''}`;
    case 'congestion-window':
      return `had ${told(states.flight)} B in flight, all that its congestion window of ${told(states.cwnd)} B allows, and ${waiting} waiting, with room for ${told(states.rwnd)} B at the peer`;
    case 'flowing':
      return `had all that was accepted in flight (${told(states.flight)} B), with room for ${told(states.rwnd)} B at the peer`;
    case 'held':
      return `had ${waiting} waiting with ${told(states.flight)} B in flight of ${told(states.cwnd)} B allowed and room for ${told(states.rwnd)} B at the peer`;
  }
}
