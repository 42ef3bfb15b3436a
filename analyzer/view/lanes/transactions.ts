/** Diameter requests of one side, each from its send() or its first packet to its answer. */
import { NONE } from '../../trace/table.ts';
import { MILLISECOND, SECOND } from '../../trace/time.ts';
import { isDiameterRequest } from '../../diagnose/cost.ts';
import type { ClassInfo } from '../protocol.ts';
import { layBars } from './bars.ts';
import { EventList } from './events.ts';
import type { Lane } from './lane.ts';
import type { LaneSource } from './source.ts';
import { SpanLane, type SpanRun } from './spanLane.ts';

const kind = { Unanswered: 0, NeverSent: 1, Queued: 2, Answered: 3, Late: 4, Failed: 5 } as const;

const classes: readonly ClassInfo[] = [
  { name: 'unanswered', role: 'alarm', shape: 'hatched', table: 'transactions' },
  { name: 'accepted, never on the wire', role: 'queued', shape: 'outline', table: 'transfers' },
  { name: 'queued before the wire', role: 'queued', shape: 'bar', table: 'transactions' },
  { name: 'answered', role: 'good', shape: 'bar', table: 'transactions' },
  { name: 'answered late', role: 'warning', shape: 'bar', table: 'transactions' },
  { name: 'answered with an error', role: 'alarm', shape: 'bar', table: 'transactions' },
];

/** Rows of bars: more at once cut each other short. */
const ROWS = 10;

/** An answer is late when it takes longer than this, and so many times the median of its kind, ns. */
const LATE = 200 * MILLISECOND;
const LATE_FACTOR = 5;
/** Whatever the median, ns: a client of RFC 6733 5.5.4 has begun to wonder. */
const LATE_IN_ANY_CASE = 2 * SECOND;
/** A message that leaves within this of its send() was not queued, ns. */
const UNQUEUED = 2 * MILLISECOND;
/** RFC 6733 7.1: success is below. */
const FIRST_ERROR = 3000;

export function transactionLane(source: LaneSource, association: number, sender: 0 | 1, group: string, title: string): Lane | undefined {
  const { trace, correlation: { requests: book } } = source;
  const requests = book.of(association, sender);
  if (requests.messages.length === 0) return undefined;
  const command = new Set(Array.from(requests.messages.subarray(0, 1000), (m) => trace.messages.head1[m]! & 0xff_ffff));
  return new SpanLane(
    {
      id: `transactions:${association + 1}:${sender}`, group, title, rows: ROWS, labelled: false, classes,
      hint: `Requests (${command.size} ${command.size === 1 ? 'command' : 'commands'}) from the wire to their answers, with the time before in the send buffer. Late: over 200 ms and five times the median, or over 2 s. At most ${ROWS} are drawn at once.`,
    },
    () => transactionBars(source, association, sender),
  );
}

function transactionBars(source: LaneSource, association: number, sender: 0 | 1): SpanRun[] {
  const { trace, correlation: { axis, links, transactions, requests: book, handovers } } = source;
  const { messages, calls, transfers } = trace;
  const requests = book.of(association, sender);
  const times = requests.answerTime.filter((time) => !Number.isNaN(time)).sort();
  const median = times.length > 0 ? times[times.length >> 1]! : NaN;
  const late = Math.min(LATE_IN_ANY_CASE, Math.max(LATE, LATE_FACTOR * median));
  const { end } = trace.associations[association]!;
  const bars = classes.map(() => new EventList());
  requests.messages.forEach((message, i) => {
    const at = requests.requestedAt[i]!;
    const send = links.sendOf[message]!;
    const entry = send === NONE ? at : axis.entry(transfers.call[send]!);
    if (at - entry > UNQUEUED) bars[kind.Queued]!.add(entry, message, at);
    const answer = transactions.counterpart[message]!;
    if (answer === NONE) {
      bars[kind.Unanswered]!.add(at, message, Math.max(at, end));
      return;
    }
    const to = at + requests.answerTime[i]!;
    const result = messages.resultCode[answer]!;
    bars[result >= FIRST_ERROR ? kind.Failed : to - entry > late ? kind.Late : kind.Answered]!.add(at, message, to);
  });
  const handover = handovers[association];
  if (handover?.sender === sender) {
    for (const transfer of handover.neverWired) {
      if (!isDiameterRequest(trace, transfer)) continue;
      const from = axis.entry(transfers.call[transfer]!);
      bars[kind.NeverSent]!.add(from, transfer, Math.max(from, Math.min(end, axis.end(calls.input[transfers.call[transfer]!]!))));
    }
  }
  return layBars(bars.map((list, number) => ({ events: list.finish(), open: number === kind.Unanswered || number === kind.NeverSent })), ROWS);
}
