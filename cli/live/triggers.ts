/** What makes the flight recorder keep what it has: a refused send, a window that closes, a late watchdog, a lost association; and when that was. */
import type { Session } from '../../analyzer/view/session.ts';
import { isFull } from '../../analyzer/diagnose/fullState.ts';
import { PacketFlag, Protocol } from '../../analyzer/trace/schema.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import { SECOND } from '../../analyzer/trace/time.ts';
import type { Seen } from './seen.ts';

/** The record that a recording is made for: a recording begins so long before it, and ends so long after. */
export interface Incident {
  readonly why: string;
  readonly input: number;
  /** Of the record in what the engine was fed. */
  readonly offset: number;
  /** Of the record, on the axis. */
  readonly time: number;
  /** How long after the record it was what was waited for: an answer is late when it should have come, ns. */
  readonly grace: number;
}

export interface Trigger {
  /** As it was written: "window<2000". */
  readonly name: string;
  /** For what was not seen before; undefined while there is nothing. */
  readonly fires: (session: Session, seen: Seen) => Incident | undefined;
}

const WINDOW = /^window<(\d{1,9})$/;
const LATE = /^dwa-late(?:>(\d{1,6})(ms|s))?$/;
/** Half of the smallest Tw, RFC 3539 3.4.1. */
const LATE_DWA = 3 * SECOND;
const DEVICE_WATCHDOG = 280;

export const triggerHelp = 'eagain, window<BYTES, dwa-late[>3s], association-lost, key';

/** Undefined for what is no trigger. `key` fires from outside and is none of these. */
export function parseTrigger(text: string): Trigger | undefined {
  if (text === 'eagain') return { name: text, fires: refusedSend };
  if (text === 'association-lost') return { name: text, fires: lostAssociation };
  const window = WINDOW.exec(text);
  if (window) return { name: text, fires: (session, seen) => closedWindow(session, seen, Number(window[1])) };
  const late = LATE.exec(text);
  if (late) return { name: text, fires: (session, seen) => lateWatchdog(session, seen, late[1] === undefined ? LATE_DWA : Number(late[1]) * (late[2] === 's' ? SECOND : SECOND / 1000)) };
  return undefined;
}

function incidentOfPacket({ source: { trace: { packets }, correlation: { axis } } }: Session, packet: number, why: string, grace = 0): Incident {
  return { why, input: packets.input[packet]!, offset: packets.offset[packet]!, time: axis.packet(packet), grace };
}

function refusedSend(session: Session, seen: Seen): Incident | undefined {
  const { conclusion: { diagnosis, report }, source: { trace, correlation } } = session;
  const { calls, states: rows } = trace;
  const { states, axis } = correlation;
  const at = diagnosis.stalls.findIndex(({ situation: { stall } }) => seen.isNew(session, stall));
  if (at >= 0) {
    const { sends, start } = diagnosis.stalls[at]!.situation.stall;
    return { why: report.stalls[at]!.summary.slice(0, 2).join(': '), input: calls.input[sends[0]!]!, offset: calls.offset[sends[0]!]!, time: start, grace: 0 };
  }
  // Without a log of sends: a send buffer that has filled.
  const timeOf = (row: number): number => axis.of(rows.input[row]!, rows.time[row]!);
  for (const { association, title } of report.findings.filter(({ rule }) => rule === 'send-buffer-full')) {
    const own = states.of(association! - 1);
    const filled = own.find((row, i) => isFull(rows, row) && timeOf(row) > seen.since(session, rows.input[row]!) && !(i > 0 && isFull(rows, own[i - 1]!)));
    if (filled !== undefined) return { why: title, input: rows.input[filled]!, offset: rows.offset[filled]!, time: timeOf(filled), grace: 0 };
  }
  return undefined;
}

function lostAssociation(session: Session, seen: Seen): Incident | undefined {
  const since = seen.sinceOfPackets(session);
  const lost = session.source.trace.associations.find(({ ending, end, transport }) => transport === 'sctp' && ending === 'abort' && end > since);
  return lost && incidentOfPacket(session, lost.abort?.packet ?? lost.endPacket, `association ${lost.id + 1} was aborted`);
}

function closedWindow(session: Session, seen: Seen, least: number): Incident | undefined {
  const { trace: { sacks, packets, inputs }, correlation: { axis } } = session.source;
  const since = inputs.map(({ id }) => seen.since(session, id));
  // By association and side: whether its window was small already. One that stays closed is no news.
  const wasSmall = new Map<number, boolean>();
  for (let row = 0; row < sacks.length; row++) {
    const packet = sacks.packet[row]!;
    if ((packets.flags[packet]! & PacketFlag.Duplicate) !== 0) continue;
    const association = packets.association[packet]!;
    const side = association * 2 + (packets.flags[packet]! & PacketFlag.FromSecond);
    const isSmall = sacks.aRwnd[row]! < least;
    if (isSmall && wasSmall.get(side) !== true && axis.packet(packet) > since[packets.input[packet]!]!) {
      return incidentOfPacket(session, packet, `a_rwnd fell to ${sacks.aRwnd[row]} B on association ${association === NONE ? '?' : association + 1}`);
    }
    wasSmall.set(side, isSmall);
  }
  return undefined;
}

function lateWatchdog(session: Session, seen: Seen, late: number): Incident | undefined {
  const { trace: { messages, packets, inputs }, correlation: { axis, transactions } } = session.source;
  const now = inputs.map(({ id, lastTime }) => (Number.isNaN(lastTime) ? -Infinity : axis.of(id, lastTime)));
  const since = inputs.map(({ id }) => seen.since(session, id));
  for (let m = messages.length - 1; m >= 0; m--) {
    const isWatchdog = messages.protocol[m] === Protocol.Diameter && (messages.head1[m]! & 0xff_ffff) === DEVICE_WATCHDOG && (messages.head1[m]! & 0x8000_0000) !== 0;
    if (!isWatchdog) continue;
    const at = axis.packet(messages.packet[m]!);
    const input = packets.input[messages.packet[m]!]!;
    // It became late after the last look.
    if (at + late <= since[input]!) continue;
    const answer = transactions.counterpart[m] ?? NONE;
    const waited = (answer === NONE ? now[input]! : axis.packet(messages.packet[answer]!)) - at;
    if (waited >= late) return incidentOfPacket(session, messages.packet[m]!, answer === NONE ? 'a DWR has no answer yet' : 'a DWA came late', late);
  }
  return undefined;
}
