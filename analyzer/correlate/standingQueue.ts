/**
 * The queue in the send buffer where the log holds refused sends only: messages of one association leave in the order in which they were
 * accepted, and between a refusal and the next accepted send nothing is accepted. So all that the wire carries from a refusal until that
 * next message was in the buffer at the refusal. Derived; nothing is said of the time between such stretches.
 */
import { PacketFlag } from '../trace/schema.ts';
import { countUpTo } from '../trace/search.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { groupRows, rowsOf, type Groups } from './groups.ts';
import type { Handover } from './handover.ts';
import type { Links } from './links.ts';
import type { SocketCalls } from './socketCalls.ts';
import type { Stall } from './stalls.ts';

/** What a Correlation has by then. */
export interface Joined {
  readonly trace: Trace;
  readonly axis: Axis;
  readonly links: Links;
  readonly socketCalls: SocketCalls;
  readonly stalls: readonly Stall[];
}

export interface StandingQueue {
  /** What was accepted and when at the latest, without its calls. */
  readonly handover: Handover;
  /** Whether the queue at this time is known. */
  covers(time: number): boolean;
}

/** From a refusal until the message that was accepted next is on the wire. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  /** Row in messages, and when it was accepted. */
  readonly message: number;
  readonly acceptedAt: number;
}

export class StandingQueues {
  readonly #correlation: Joined;
  readonly #messages: Groups;
  readonly #stalls: ReadonlyMap<number, readonly Stall[]>;
  readonly #queues = new Map<number, StandingQueue | undefined>();

  constructor(correlation: Joined) {
    this.#correlation = correlation;
    const { trace: { messages, packets, associations }, stalls } = correlation;
    const keys = new Uint32Array(messages.length).fill(NONE);
    for (let row = 0; row < messages.length; row++) {
      const packet = messages.packet[row]!;
      if (packets.association[packet] !== NONE) keys[row] = packets.association[packet]! * 2 + ((packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0);
    }
    this.#messages = groupRows(keys, messages.length, associations.length * 2);
    const byAssociation = new Map<number, Stall[]>();
    for (const stall of stalls) {
      const own = byAssociation.get(stall.association);
      if (own) own.push(stall);
      else byAssociation.set(stall.association, [stall]);
    }
    this.#stalls = byAssociation;
  }

  /** Undefined where no stall of the association tells. */
  of(association: number, sender: 0 | 1): StandingQueue | undefined {
    const key = association * 2 + sender;
    if (!this.#queues.has(key)) this.#queues.set(key, this.#build(association, sender));
    return this.#queues.get(key);
  }

  #build(association: number, sender: 0 | 1): StandingQueue | undefined {
    const { trace, axis } = this.#correlation;
    const stretches = stretchesOf(this.#correlation, this.#stalls.get(association) ?? []);
    if (stretches.length === 0) return undefined;
    const rows = rowsOf(this.#messages, association * 2 + sender).slice();
    const wiredOf = (row: number): number => axis.packetTimes[trace.messages.packet[row]!]!;
    rows.sort((a, b) => wiredOf(a) - wiredOf(b));
    const wiredAt = Float64Array.from(rows, wiredOf);
    const acceptedAt = wiredAt.slice();
    const ownAcceptance = new Map(stretches.map((stretch) => [stretch.message, stretch.acceptedAt]));
    let first = 0;
    for (let i = 0; i < rows.length; i++) {
      while (first < stretches.length && stretches[first]!.until <= wiredAt[i]!) first++;
      const stretch = stretches[first];
      const known = ownAcceptance.get(rows[i]!);
      if (known !== undefined) acceptedAt[i] = Math.min(known, wiredAt[i]!);
      else if (stretch && stretch.from < wiredAt[i]!) acceptedAt[i] = stretch.from;
    }
    // What left earlier was accepted earlier.
    for (let i = rows.length - 2; i >= 0; i--) acceptedAt[i] = Math.min(acceptedAt[i]!, acceptedAt[i + 1]!);
    const bytes = runningSizes(trace, rows);
    const ends = Float64Array.from(stretches, ({ until }) => until);
    return {
      handover: { association, sender, transfers: new Uint32Array(), neverWired: [], acceptedAt, acceptedBytes: bytes, carriedAt: wiredAt, wiredAt, wiredBytes: bytes },
      covers: (time) => {
        const stretch = stretches[countUpTo(ends, time)];
        return stretch !== undefined && stretch.from <= time;
      },
    };
  }
}

/** In order of their end, which is that of the wire. */
function stretchesOf({ trace, axis, links, socketCalls }: Joined, stalls: readonly Stall[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { start, endCall, exit } of stalls) {
    if (exit !== 'accepted') continue;
    const transfer = socketCalls.firstTransferOf(endCall);
    const message = transfer === NONE ? NONE : links.messageOf[transfer]!;
    if (message === NONE) continue;
    const until = axis.packetTimes[trace.messages.packet[message]!]!;
    // Where the tracer lost events, something may have been accepted in between.
    const log = trace.calls.input[endCall]!;
    const acceptedAt = axis.entry(endCall);
    if (trace.gaps.some((gap) => gap.input === log && axis.of(log, gap.from) <= acceptedAt && axis.of(log, gap.until) >= start)) continue;
    if (until > start) stretches.push({ from: start, until, message, acceptedAt });
  }
  return stretches.sort((a, b) => a.until - b.until);
}

function runningSizes({ messages }: Trace, rows: Uint32Array): Float64Array {
  const sizes = new Float64Array(rows.length);
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sizes[i] = sum += messages.size[rows[i]!]!;
  return sizes;
}
