/** Everything known about the moment of one stall, gathered once; causes, costs and remedies read it. */
import type { Correlation } from '../correlate/correlation.ts';
import { StandingQueues } from '../correlate/standingQueue.ts';
import { captureSpan, drainedAt, queueOnset, queuedAt, type Handover } from '../correlate/handover.ts';
import { countUpTo } from '../trace/search.ts';
import type { Replay } from '../correlate/replay.ts';
import { Happening, UNKNOWN_WINDOW, createSamples, isRetransmission, sampleAt, type Samples, type SendWindow } from '../correlate/sendWindow.ts';
import type { Stall } from '../correlate/stalls.ts';
import type { Association } from '../trace/association.ts';
import type { Socket } from '../trace/socket.ts';
import type { Steps } from '../trace/steps.ts';
import { NONE } from '../trace/table.ts';
import { SECOND } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { kernelWitness, type KernelWitness } from './kernelWitness.ts';
import { limitContext, sharesOf, silenceAt, type Limit, type LimitContext, type Run, type Silence, walkLimits } from './limits.ts';

/** A message that reaches the wire within this is not queued, ns: strace alone costs 0.3 to 1.1 ms, a busy machine tens of ms. */
const UNQUEUED = 20e6;

/** How far back causes look for loss, ns. */
export const LOOK_BACK = 5 * SECOND;

/** The wire at the moment of the first refusal. */
export interface WireState {
  readonly association: Association;
  readonly sender: 0 | 1;
  readonly window: SendWindow;
  /** Sample row at the refusal. */
  readonly sample: number;
  /** Bytes; undefined before the first SACK or INIT. */
  readonly aRwnd: number | undefined;
  readonly outstandingPayloadBytes: number;
  readonly outstandingChunks: number;
  /** Not yet acknowledged cumulatively: gap-acknowledged chunks stay in the send buffer. */
  readonly heldChunks: number;
  readonly rwnd: number | undefined;
  /** Largest window ever advertised to this sender, bytes. */
  readonly largestARwnd: number;
  /** The last SACK before reported gaps. */
  readonly holes: boolean;
  /** Accepted and not yet on the wire; undefined where the sends were not matched. */
  readonly queued: { readonly messages: number; readonly bytes: number } | undefined;
  /** When the queue that stood at the refusal began to build; the refusal itself when there was none. */
  readonly onset: number;
  /** End of what is judged: the end of the stall, or the moment its queue had drained. */
  readonly until: number;
  /** Payload bytes of the next DATA chunk the sender wanted to send. */
  readonly nextChunk: number;
  /** Time under each limit from the onset to the end of the stall; empty until `Situations.shareTime`. */
  readonly shares: Map<Limit, number>;
  readonly silence: Silence | undefined;
  /** Real retransmissions (probes left out) from LOOK_BACK before the onset to the end: sample rows. */
  readonly retransmissions: readonly number[];
  readonly probes: readonly number[];
  readonly gapReports: number;
  /** SACKs between onset and end that acknowledged something new. */
  readonly progressingSacks: number;
  /** Time since the last SACK at the refusal, ns. */
  readonly sackSilence: number;
}

export interface Situation {
  readonly trace: Trace;
  readonly correlation: Correlation;
  readonly stall: Stall;
  readonly socket: Socket;
  readonly association: Association | undefined;
  readonly handover: Handover | undefined;
  /** Undefined without a capture of the association around the stall. */
  readonly wire: WireState | undefined;
  /** Undefined where the kernel was not asked around the stall. */
  readonly kernel: KernelWitness | undefined;
  /** Axis uncertainty of the log, ns. */
  readonly uncertainty: number;
}

/** The association the stall belongs to: named by the sends, or the one on the socket with the longest queue at the refusal, by the log or by what the kernel told. */
function associationOf(correlation: Correlation, stall: Stall): number {
  if (stall.association !== NONE) return stall.association;
  let most = -1;
  let chosen: number = NONE;
  for (const association of correlation.owners.associationsOf[stall.socket]!) {
    const handover = correlation.handovers[association];
    const { start, end } = correlation.trace.associations[association]!;
    if (end < stall.start - SECOND || start > stall.end) continue;
    // Bytes of one, chunks of the other: a socket's associations all have the one or the other.
    const queued = handover ? queuedAt(handover, stall.start).bytes : correlation.states.waitingAt(association, stall.start) ?? 0;
    if (queued > most) {
      most = queued;
      chosen = association;
    }
  }
  return chosen;
}

/** Stalls that one walk over the limits tells of. */
interface Walk {
  readonly context: LimitContext;
  readonly noDelay: boolean | undefined;
  readonly wires: WireState[];
}

/** Makes the situations of one correlation; what several stalls of a sender share is computed once. */
export class Situations {
  readonly #correlation: Correlation;
  readonly #contexts = new Map<number, LimitContext>();
  /** By association, sender, SCTP_NODELAY and whether the queue is known. */
  readonly #walks = new Map<string, Walk>();
  readonly #captureSpan: readonly [number, number];
  #standing: StandingQueues | undefined;
  #scratch: Samples | undefined;
  /** The last one: V8 forgets what it compiled for a class of which no object is left. */
  #replay: Replay | undefined;

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
    this.#captureSpan = captureSpan(correlation.trace, correlation.axis);
  }

  *of(stall: Stall): Steps<Situation> {
    const correlation = this.#correlation;
    const { trace } = correlation;
    const socket = trace.sockets[stall.socket]!;
    const id = associationOf(correlation, stall);
    const association = id === NONE ? undefined : trace.associations[id]!;
    const input = trace.calls.input[stall.sends[0]!]!;
    const kernel = kernelWitness(correlation, stall, id);
    return {
      trace, correlation, stall, socket, association, kernel,
      handover: association ? correlation.handovers[association.id] : undefined,
      wire: association && correlation.axis.isPlaced(input) ? yield* this.#wireState(stall, socket, association, kernel) : undefined,
      uncertainty: correlation.axis.uncertainty(input),
    };
  }

  /** The limits of one sender; kept for the stalls that share it. */
  *context(association: number, sender: 0 | 1): Steps<LimitContext> {
    const key = association * 2 + sender;
    let context = this.#contexts.get(key);
    if (!context) this.#contexts.set(key, (context = yield* this.#build(association, sender)));
    return context;
  }

  /** The same, valid only until the next is asked for, unless it is kept already: for those who look at one sender after the other. */
  *passingContext(association: number, sender: 0 | 1): Steps<LimitContext> {
    return this.#contexts.get(association * 2 + sender) ?? (yield* this.#build(association, sender, (this.#scratch ??= createSamples())));
  }

  *#build(association: number, sender: 0 | 1, samples?: Samples): Steps<LimitContext> {
    const correlation = this.#correlation;
    this.#replay = correlation.replay(association, sender, samples);
    return limitContext(yield* this.#replay.window(), correlation.handovers[association], this.#captureSpan[1]);
  }

  /** Fills the shares of all situations made so far: a backlog that refuses a hundred sends is walked once, and what no stall is about not at all. */
  *shareTime(): Steps<void> {
    for (const { context, noDelay, wires } of this.#walks.values()) {
      const timeline = yield* walkLimits(context, noDelay, undefined, runsOf(context.window.samples, wires));
      for (const { onset, until, shares } of wires) for (const [limit, time] of sharesOf(timeline, onset, until)) shares.set(limit, time);
    }
    this.#walks.clear();
  }

  #toWalk(context: LimitContext, noDelay: boolean | undefined, wire: WireState): void {
    const key = `${wire.association.id}/${wire.sender}/${noDelay}/${context.handover !== undefined}`;
    const walk = this.#walks.get(key);
    if (walk) walk.wires.push(wire);
    else this.#walks.set(key, { context, noDelay, wires: [wire] });
  }

  /** What a log of refused sends alone tells of the queue. */
  #standingQueue(association: number, sender: 0 | 1, time: number): Handover | undefined {
    const queue = (this.#standing ??= new StandingQueues(this.#correlation)).of(association, sender);
    return queue?.covers(time) ? queue.handover : undefined;
  }

  *#wireState(stall: Stall, socket: Socket, association: Association, kernel: KernelWitness | undefined): Steps<WireState | undefined> {
    const correlation = this.#correlation;
    const { trace } = correlation;
    const sender = correlation.handovers[association.id]?.sender ?? correlation.owners.localOf[association.id] ?? correlation.states.localOf[association.id];
    if (sender === undefined || stall.start < this.#captureSpan[0] || stall.start > this.#captureSpan[1]) return undefined;
    const context = yield* this.context(association.id, sender);
    // Where calls are only framed by packets, the queue cannot be told at an instant: the wire alone is judged, over all that is open.
    const placement = correlation.axis.placements[trace.calls.input[stall.sends[0]!]!];
    const { window } = context;
    const handover = placement ? undefined : context.handover ?? (trace.inputs[socket.input]!.partial ? this.#standingQueue(association.id, sender, stall.start) : undefined);
    const { samples } = window;
    const sample = sampleAt(samples, stall.start);
    if (sample < 0) return undefined;
    // A send that stays in the kernel is not itself in the queue it waits behind.
    const queued = handover ? queuedAt(handover, stall.eagainCount === 0 ? stall.start - 1 : stall.start) : undefined;
    let onset = handover && queued && queued.messages > 0 ? queueOnset(handover, stall.start, UNQUEUED) : stall.start;
    if (!handover && kernel && kernel.standsSince < onset) onset = kernel.standsSince;
    let until = Math.max(Math.min(stall.end, handover ? drainedAt(handover, stall.start) : Infinity), stall.start + 1);
    if (placement) {
      onset = Math.max(samples.time[0]!, placement.notBefore[stall.sends[0]!]!);
      if (stall.endCall !== NONE) until = Math.min(samples.time[samples.length - 1]!, placement.notAfter[stall.endCall]!);
    }
    const happened = happenedBetween(samples, onset, until);
    let lastSack = sample;
    while (lastSack > 0 && (samples.what[lastSack]! & Happening.Sack) === 0) lastSack--;
    const aRwnd = samples.aRwnd[sample] === UNKNOWN_WINDOW ? undefined : samples.aRwnd[sample]!;
    const outstanding = samples.outstanding[sample]!;
    const wire: WireState = {
      association, sender, window, sample, aRwnd, queued, onset, until,
      outstandingPayloadBytes: outstanding,
      outstandingChunks: samples.chunks[sample]!,
      heldChunks: samples.held[sample]!,
      largestARwnd: window.largestARwnd,
      holes: (samples.what[sample]! & Happening.Holes) !== 0,
      rwnd: aRwnd === undefined ? undefined : Math.max(0, aRwnd - outstanding),
      nextChunk: nextChunkOf(correlation, context, stall, sample),
      shares: new Map(),
      silence: silenceAt(context.silences, stall.start) ?? context.silences.find((s) => s.start >= onset && s.start < until),
      ...happened,
      sackSilence: Math.max(0, stall.start - samples.time[lastSack]!),
    };
    this.#toWalk({ ...context, handover }, socket.noDelay, wire);
    return wire;
  }
}

/** From each onset to the end of what is judged. */
function runsOf(samples: Samples, wires: readonly WireState[]): Run[] {
  const runs = wires.map(({ onset, until }) => {
    const first = Math.max(0, sampleAt(samples, onset));
    return { first, last: Math.max(first, sampleAt(samples, until)) + 1 };
  });
  runs.sort((a, b) => a.first - b.first);
  const joined: { first: number; last: number }[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (before && run.first <= before.last) before.last = Math.max(before.last, run.last);
    else joined.push(run);
  }
  return joined;
}

const NOTED = Happening.FastRetransmit | Happening.TimerRetransmit | Happening.ZeroWindowProbe | Happening.Gap | Happening.Progress;

function happenedBetween({ what, time, length }: Samples, onset: number, until: number): Pick<WireState, 'retransmissions' | 'probes' | 'gapReports' | 'progressingSacks'> {
  const retransmissions: number[] = [];
  const probes: number[] = [];
  let gapReports = 0;
  let progressingSacks = 0;
  const end = countUpTo(time, until, length);
  for (let i = Math.max(0, countUpTo(time, onset - LOOK_BACK, length) - 1); i < end; i++) {
    const seen = what[i]! & NOTED;
    if (seen === 0) continue;
    if (isRetransmission(seen)) retransmissions.push(i);
    if ((seen & Happening.ZeroWindowProbe) !== 0) probes.push(i);
    if ((seen & Happening.Gap) !== 0) gapReports++;
    if ((seen & Happening.Progress) !== 0 && time[i]! >= onset) progressingSacks++;
  }
  return { retransmissions, probes, gapReports, progressingSacks };
}

function nextChunkOf(correlation: Correlation, context: LimitContext, stall: Stall, sample: number): number {
  const { samples } = context.window;
  for (let i = sample + 1; i < samples.length; i++) if (samples.dataLength[i]! > 0) return samples.dataLength[i]!;
  const { trace } = correlation;
  const { handover } = context;
  if (handover) {
    const head = countUpTo(handover.wiredAt, stall.start);
    const transfer = handover.transfers[head];
    if (transfer !== undefined) return trace.transfers.size[transfer]!;
  }
  const refused = correlation.socketCalls.firstTransferOf(stall.sends[0]!);
  return refused === NONE ? 0 : trace.transfers.size[refused]!;
}
