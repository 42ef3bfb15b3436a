/** What makes the flight recorder keep what it has: a refused send, a window that closes, a late watchdog, a lost association. */
import type { Session } from '../../analyzer/view/session.ts';
import { PacketFlag, Protocol } from '../../analyzer/trace/schema.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import { SECOND } from '../../analyzer/trace/time.ts';

export interface Trigger {
  /** As it was written: "window<2000". */
  readonly name: string;
  /** A sentence when it fires; undefined while it does not. `since`: axis time from which on things are new. */
  readonly fires: (session: Session, since: number) => string | undefined;
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
  if (window) return { name: text, fires: (session, since) => closedWindow(session, since, Number(window[1])) };
  const late = LATE.exec(text);
  if (late) return { name: text, fires: (session, since) => lateWatchdog(session, since, late[1] === undefined ? LATE_DWA : Number(late[1]) * (late[2] === 's' ? SECOND : SECOND / 1000)) };
  return undefined;
}

function refusedSend({ conclusion: { diagnosis, report } }: Session, since: number): string | undefined {
  const at = diagnosis.stalls.findIndex(({ situation: { stall } }) => stall.start >= since);
  if (at >= 0) return report.stalls[at]!.summary.slice(0, 2).join(': ');
  const inferred = report.findings.find(({ rule }) => rule === 'send-buffer-full');
  return inferred?.title;
}

function lostAssociation({ source: { trace } }: Session, since: number): string | undefined {
  const lost = trace.associations.find(({ ending, end, transport }) => transport === 'sctp' && ending === 'abort' && end >= since);
  return lost && `association ${lost.id + 1} was aborted`;
}

function closedWindow({ source: { trace, correlation } }: Session, since: number, least: number): string | undefined {
  const { sacks, packets } = trace;
  for (let row = sacks.length - 1; row >= 0; row--) {
    const packet = sacks.packet[row]!;
    if (correlation.axis.packet(packet) < since) return undefined;
    if (sacks.aRwnd[row]! < least && (packets.flags[packet]! & PacketFlag.Duplicate) === 0) {
      return `a_rwnd fell to ${sacks.aRwnd[row]} B on association ${packets.association[packet] === NONE ? '?' : packets.association[packet]! + 1}`;
    }
  }
  return undefined;
}

function lateWatchdog({ source: { trace, correlation } }: Session, since: number, late: number): string | undefined {
  const { messages } = trace;
  const { axis, transactions } = correlation;
  const now = trace.inputs.reduce((latest, { id, lastTime }) => (Number.isNaN(lastTime) ? latest : Math.max(latest, axis.of(id, lastTime))), -Infinity);
  for (let m = messages.length - 1; m >= 0; m--) {
    const at = axis.packet(messages.packet[m]!);
    if (at < since - late) return undefined;
    const isWatchdog = messages.protocol[m] === Protocol.Diameter && (messages.head1[m]! & 0xff_ffff) === DEVICE_WATCHDOG && (messages.head1[m]! & 0x8000_0000) !== 0;
    if (!isWatchdog) continue;
    const answer = transactions.counterpart[m] ?? NONE;
    const waited = (answer === NONE ? now : axis.packet(messages.packet[answer]!)) - at;
    if (waited >= late && at + late >= since) return answer === NONE ? 'a DWR has no answer yet' : 'a DWA came late';
  }
  return undefined;
}
