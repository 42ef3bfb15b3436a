/** The peer of an association as RFC 3539 would call it, and the messages that keep it up. Derived from the wire. */
import { Protocol } from '../../trace/schema.ts';
import { NONE } from '../../trace/table.ts';
import { SECOND } from '../../trace/time.ts';
import type { ClassInfo } from '../protocol.ts';
import { layBars } from './bars.ts';
import { EventList } from './events.ts';
import type { Lane } from './lane.ts';
import type { LaneSource } from './source.ts';
import { SpanLane, type SpanRun } from './spanLane.ts';

/** Device-Watchdog, Capabilities-Exchange and Disconnect-Peer: RFC 6733 5.3-5.5. */
const peerCommands = new Set([257, 280, 282]);

const peer = { Okay: 0, Suspect: 1, Down: 2, Unanswered: 3, Exchange: 4 } as const;

const peerClasses: readonly ClassInfo[] = [
  { name: 'OKAY', role: 'good', shape: 'bar', table: 'transactions' },
  { name: 'SUSPECT', role: 'warning', shape: 'hatched', table: 'transactions' },
  { name: 'DOWN', role: 'alarm', shape: 'bar', table: 'controlChunks' },
  { name: 'unanswered', role: 'alarm', shape: 'hatched', table: 'transactions' },
  { name: 'CER, DWR, DPR', role: 'control', shape: 'bar', table: 'transactions' },
];

/** A DWR without its answer for so long makes the peer suspect: Tw is 6 s at least, RFC 3539 3.4.1. */
const SUSPECT_AFTER = 6 * SECOND;

/** The peer as RFC 3539 would call it, from what the wire shows; below, the messages that keep it up. Derived. */
export function peerLane(source: LaneSource, association: number, group: string): Lane | undefined {
  const { trace, correlation: { requests: book, transactions, axis } } = source;
  const { messages } = trace;
  if (book.of(association, 0).messages.length + book.of(association, 1).messages.length === 0) return undefined;
  return new SpanLane(
    {
      id: `peer:${association + 1}`, group, title: 'peer state', rows: 2, labelled: true, classes: peerClasses,
      hint: 'OKAY from the first answer on; SUSPECT while a DWR has been without an answer for 6 s (RFC 3539 3.4.1); DOWN once the association has ended, until the next between the same hosts. Derived from the wire. Below: CER, DWR and DPR to their answers.',
    },
    () => {
      const bars = peerClasses.map(() => new EventList());
      const states = peerClasses.map(() => new EventList());
      const { start, end, ending } = trace.associations[association]!;
      let first: { at: number; message: number } | undefined;
      for (const side of [0, 1] as const) {
        const requests = book.of(association, side);
        requests.messages.forEach((message, i) => {
          const at = requests.requestedAt[i]!;
          const answer = transactions.counterpart[message]!;
          const to = answer === NONE ? end : at + requests.answerTime[i]!;
          if (answer !== NONE && (!first || to < first.at)) first = { at: to, message };
          if (messages.protocol[message] !== Protocol.Diameter || !peerCommands.has(messages.head1[message]! & 0xff_ffff)) return;
          bars[answer === NONE ? peer.Unanswered : peer.Exchange]!.add(at, message, Math.max(at, to));
          if (to - at > SUSPECT_AFTER) states[peer.Suspect]!.add(at + SUSPECT_AFTER, message, to);
        });
      }
      if (first) states[peer.Okay]!.add(first.at, first.message, Math.max(first.at, end));
      if (ending !== 'open') {
        const next = nextAssociation(source, association);
        const until = next ?? axisEnd(source);
        if (until > end) states[peer.Down]!.add(Math.max(start, end), controlOf(source, association), until);
      }
      const lay = (lists: readonly EventList[]): SpanRun[] => layBars(lists.map((list) => ({ events: list.finish(), open: false })), 1);
      return [...lay(states), ...lay(bars).map((run) => ({ ...run, sub: 1 }))];
    },
  );

  function axisEnd({ trace: { inputs } }: LaneSource): number {
    return inputs.reduce((latest, { id, lastTime }) => (Number.isNaN(lastTime) ? latest : Math.max(latest, axis.of(id, lastTime))), -Infinity);
  }
}

/** Beginning of the next association between the same hosts and to the same port. */
function nextAssociation({ trace: { associations } }: LaneSource, association: number): number | undefined {
  const own = associations[association]!;
  const shares = (side: 0 | 1, other: typeof own): boolean => other.endpoints[side].addresses.some((address) => own.endpoints[side].addresses.includes(address));
  const later = associations.filter((other) => other.id !== own.id && other.start >= own.end && other.endpoints[1].port === own.endpoints[1].port && shares(0, other) && shares(1, other));
  return later.length === 0 ? undefined : Math.min(...later.map(({ start }) => start));
}

/** The chunk that ended it. */
function controlOf({ trace: { associations, controlChunks } }: LaneSource, association: number): number {
  const { endPacket } = associations[association]!;
  let [low, high] = [0, controlChunks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (controlChunks.packet[middle]! < endPacket) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, Math.max(0, controlChunks.length - 1));
}
