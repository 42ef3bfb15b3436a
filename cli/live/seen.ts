/**
 * What of a live session was looked at before: by input, since sources lag behind each other, and stalls by their first refused send. Holds across
 * engines that take over, which may count days from another one.
 */
import type { Stall } from '../../analyzer/correlate/stalls.ts';
import type { Session } from '../../analyzer/view/session.ts';

const SECOND = 1e9;
/** Of a stall's key; the finest that a double still holds of seconds since 1970, with room. */
const DECIMALS = 5;

export class Seen {
  /** Of the times below. */
  #day = 0;
  /** By input, the last time on the axis. */
  #times: readonly number[] = [];
  #stalls = new Set<string>();

  /** Rows of the input after this axis time are new. */
  since(session: Session, input: number): number {
    return (this.#times[input] ?? -Infinity) + (this.#day - dayOf(session)) * SECOND;
  }

  /** The same for what no single input shows: an association's end. */
  sinceOfPackets(session: Session): number {
    const captures = session.source.trace.inputs.filter(({ kind }) => kind === 'pcap' || kind === 'pcapng');
    return captures.reduce((latest, { id }) => Math.max(latest, this.since(session, id)), -Infinity);
  }

  isNew(session: Session, stall: Stall): boolean {
    return !this.#stalls.has(keyOf(session, stall));
  }

  note(session: Session): void {
    const { trace, correlation } = session.source;
    const now = trace.inputs.map(({ id, lastTime }) => Math.max(this.since(session, id), Number.isNaN(lastTime) ? -Infinity : correlation.axis.of(id, lastTime)));
    this.#times = now;
    this.#day = dayOf(session);
    this.#stalls = new Set(correlation.stalls.map((stall) => keyOf(session, stall)));
  }
}

const dayOf = ({ source: { trace } }: Session): number => trace.epochSeconds ?? 0;

/** By the log's own clock: where it lies on the axis changes while clocks are fitted. */
function keyOf(session: Session, { sends }: Stall): string {
  const { calls, inputs } = session.source.trace;
  const row = sends[0]!;
  const { id, clock } = inputs[calls.input[row]!]!;
  return `${id} ${((clock === 'epoch' ? dayOf(session) : 0) + calls.time[row]! / SECOND).toFixed(DECIMALS)}`;
}
