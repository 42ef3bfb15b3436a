/** The verdict in a few sentences: what happened, why, what followed. The first is the headline. */
import { endpointText } from '../diagnose/endpointText.ts';
import type { JudgedStall } from '../diagnose/diagnosis.ts';
import type { Cause, Consequence } from './report.ts';
import { formatDuration, formatTimeOfDay } from '../trace/time.ts';

const because: Record<Cause, (peer: string) => string> = {
  'peer-receive-window': (peer) => `${peer} did not take messages fast enough: its receive window had no room for the next one`,
  'congestion-window': () => 'packets were lost or the congestion window stayed small',
  'path-failure': (peer) => `nothing came back from ${peer} any more`,
  'send-buffer': () => 'the send buffer is too small for what travels in one round trip',
  'shared-socket': () => 'another association on the same socket had filled the send buffer',
  'nagle-delayed-sack': () => 'Nagle held small messages back while the peer delayed its SACKs',
  'memory-pressure': () => 'the kernel had no SCTP memory left to charge',
  unknown: () => 'the recording does not show what was binding',
};

const headline: Record<Consequence, string> = {
  'resumed-after-pollout': 'send() refused · resumed when the socket became writable',
  'resumed-by-retry': 'send() refused · resumed by trying again',
  'spin-retry': 'send() refused · retried in a loop until accepted',
  'message-dropped': 'send() refused · message dropped',
  'association-closed-by-app': 'send() refused · association closed by the application',
  'association-lost': 'send() refused · association lost',
  'blocked-in-call': 'send() blocked in the kernel',
  unresolved: 'send() refused · no way out before the log ends',
};

export function summaryOf({ situation, verdict, aftermath, cost }: JudgedStall, epochSeconds: number): string[] {
  const { stall, socket, association, wire, handover, kernel, trace } = situation;
  const side = wire?.sender ?? handover?.sender ?? 0;
  // Without a capture the kernel may know the peer.
  const told = kernel?.rows[0] ?? kernel?.full;
  const peer = association ? endpointText(association, (1 - side) as 0 | 1) : told === undefined ? 'the peer' : trace.strings.text(trace.states.peer[told]!);
  const words = headline[aftermath.consequence];
  const lines = [stall.eagainCount === 0 ? words.replace('send() refused', 'send() blocked') : words];
  const to = association ? `to ${peer} (association ${association.id + 1}, fd ${socket.fd})` : told === undefined ? `on fd ${socket.fd}` : `to ${peer} (fd ${socket.fd})`;
  lines.push(
    stall.eagainCount === 0
      ? `At ${formatTimeOfDay(epochSeconds, stall.start)} send() ${to} entered the kernel and stayed there for ${formatDuration(cost.duration)}.`
      : `At ${formatTimeOfDay(epochSeconds, stall.start)} send() ${to} was refused${stall.eagainCount > 1 ? `, ${stall.eagainCount} times in ${formatDuration(cost.duration)}` : ''}${wire?.queued && wire.queued.messages > 0 ? `: ${wire.queued.messages} accepted messages had not reached the wire` : ''}.`,
  );
  lines.push(`Cause (${verdict.confidence} confidence): ${because[verdict.cause](peer)}.`);
  return lines;
}
