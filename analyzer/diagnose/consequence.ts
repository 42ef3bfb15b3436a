/** What the application did about a stall and what became of its messages, from the log (and the wire, where a link shows it). */
import { returnedBefore } from '../correlate/socketCalls.ts';
import type { Association } from '../trace/association.ts';
import { Syscall, isSend } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Consequence } from '../view/report.ts';
import type { Proof } from './proof.ts';
import type { Situation } from './situation.ts';
import { formatDuration } from '../trace/time.ts';

/** Refusals without any wait between them, before a retry counts as spinning. */
const SPIN_REFUSALS = 5;

/** Tries of a spinning sender lie closer together than any timer would put them, ns (each costs a few ms under strace). */
const SPIN_INTERVAL = 25e6;

/** An application that takes longer to use the room it was told of lengthens the stall itself, ns. */
const LATE = 100e6;

/** RFC 9260 3.3.10.12. */
const USER_INITIATED_ABORT = 12;

/** A message is identified by at least a Diameter header up to its hop-by-hop id. */
const IDENTIFYING_BYTES = 16;

export interface Aftermath {
  readonly consequence: Consequence;
  readonly proofs: readonly Proof[];
  /** Refused messages (first transfer row of each) that were accepted later, and those that never were. */
  readonly sentLater: readonly { readonly transfer: number; readonly accepted: number }[];
  readonly dropped: readonly number[];
}

export function aftermathOf(situation: Situation): Aftermath {
  const { trace } = situation;
  const { sentLater, dropped } = fateOfRefused(situation);
  const proofs: Proof[] = [];
  const timeout = expiredTimeout(situation);
  if (timeout) proofs.push(timeout);
  const consequence = decide(situation, dropped, proofs);
  if (dropped.length > 0 && consequence !== 'message-dropped') {
    proofs.push({ clause: `the refused message was not sent again`, at: { call: trace.transfers.call[dropped[0]!]! } });
  }
  if (consequence === 'association-closed-by-app' || consequence === 'association-lost') {
    const again = reconnected(situation);
    if (again) proofs.push(again);
  }
  return { consequence, proofs, sentLater, dropped };
}

/** The next association between the same two hosts. */
function reconnected({ trace, correlation, association, stall }: Situation): Proof | undefined {
  if (!association) return undefined;
  const shares = (side: 0 | 1, other: Association): boolean => other.endpoints[side].addresses.some((address) => association.endpoints[side].addresses.includes(address));
  const next = trace.associations
    .filter((other) => other.transport === 'sctp' && other.initSeen && other.start > stall.end && other.id !== association.id && other.endpoints[1].port === association.endpoints[1].port && shares(0, other) && shares(1, other))
    .sort((a, b) => a.start - b.start)[0];
  const first = next && correlation.order.of(next.id)[0];
  return first === undefined ? undefined : { clause: `a new association began ${formatDuration(correlation.axis.packet(first) - stall.end)} later`, at: { packet: first } };
}

/** A blocking socket with SO_SNDTIMEO answers EAGAIN when the time is over (socket(7)). */
function expiredTimeout({ trace, stall }: Situation): Proof | undefined {
  const first = stall.sends[0]!;
  if (!stall.blocked || stall.eagainCount === 0) return undefined;
  return { clause: `the call waited ${formatDuration(trace.calls.duration[first]!)} in the kernel before it answered EAGAIN: a send timeout (SO_SNDTIMEO) ran out`, at: { call: first, result: true } };
}

function decide(situation: Situation, dropped: readonly number[], proofs: Proof[]): Consequence {
  const { trace, correlation, stall } = situation;
  const { calls } = trace;
  const after = (call: number): string => formatDuration(correlation.axis.entry(call) - correlation.axis.exit(stall.sends.at(-1)!));
  if (stall.exit === 'lost') {
    proofs.push({ clause: 'the socket reported that the association was gone', at: { call: stall.endCall, result: true } });
    return 'association-lost';
  }
  if (stall.exit === 'closed') {
    const abort = situation.association?.abort;
    // The kernel's own ABORT for close() or a kill may be on the wire before strace prints the call.
    const isOwn = abort !== undefined && abort.cause === USER_INITIATED_ABORT && abort.from === situation.wire?.sender;
    const endedBefore = abort !== undefined && !isOwn && correlation.axis.packet(abort.packet) + situation.uncertainty < correlation.axis.entry(stall.endCall);
    if (endedBefore) {
      proofs.push({ clause: 'the association was aborted', at: { packet: abort.packet } });
      return 'association-lost';
    }
    const { shutdown } = situation.association ?? {};
    const peer = situation.wire ? 1 - situation.wire.sender : undefined;
    if (shutdown && shutdown.from === peer && correlation.axis.packet(shutdown.packet) + situation.uncertainty < correlation.axis.entry(stall.endCall)) {
      proofs.push({ clause: 'the peer shut the association down', at: { packet: shutdown.packet } });
      return 'association-lost';
    }
    const name = calls.syscall[stall.endCall] === Syscall.Shutdown ? 'shutdown' : 'close';
    const what = calls.syscall[stall.endCall] === Syscall.Exit ? 'the process ended' : `the application called ${name}(${calls.fd[stall.endCall]})`;
    proofs.push({ clause: `${what} ${after(stall.endCall)} after the refusal`, at: { call: stall.endCall } });
    if (abort !== undefined) proofs.push({ clause: 'the kernel answered the close with an ABORT', at: { packet: abort.packet } });
    return 'association-closed-by-app';
  }
  if (stall.exit === 'log-end') {
    if (stall.eagainCount === 0) {
      proofs.push({ clause: 'the call had not returned when the log ends', at: { call: stall.sends[0]! } });
      return 'blocked-in-call';
    }
    const { abort } = situation.association ?? {};
    if (abort && correlation.axis.packet(abort.packet) > stall.start) {
      const byPeer = situation.wire !== undefined && abort.from !== situation.wire.sender;
      proofs.push({ clause: `the association ended by an ABORT${byPeer ? ' of the peer' : ''}${abort.reason === '' ? '' : `: ${abort.reason}`}`, at: { packet: abort.packet } });
      // The kernel names the user when it was close() that the log does not show.
      return abort.cause === USER_INITIATED_ABORT && !byPeer ? 'association-closed-by-app' : 'association-lost';
    }
    proofs.push({ clause: 'no send was accepted before the log ends', at: { call: stall.sends.at(-1)!, result: true } });
    return dropped.length > 0 && resumesElsewhere(situation) ? 'message-dropped' : 'unresolved';
  }
  if (stall.eagainCount === 0) {
    proofs.push({ clause: 'the call returned and the message was accepted', at: { call: stall.endCall, result: true } });
    return 'blocked-in-call';
  }
  if (dropped.length > 0) {
    proofs.push({ clause: `${dropped.length === 1 ? 'the refused message was' : `${dropped.length} refused messages were`} never sent again`, at: { call: trace.transfers.call[dropped[0]!]! } });
    return 'message-dropped';
  }
  if (stall.pollOut !== NONE) {
    proofs.push({ clause: 'the kernel announced room (POLLOUT)', at: { call: trace.polls.call[stall.pollOut]!, result: true } });
    const late = correlation.axis.entry(stall.endCall) - correlation.axis.exit(trace.polls.call[stall.pollOut]!);
    proofs.push({ clause: late > LATE ? `the application sent again ${formatDuration(late)} later, and it was accepted` : 'the next send was accepted', at: { call: stall.endCall } });
    return 'resumed-after-pollout';
  }
  if (stall.eagainCount === 1 && stall.armedBy !== NONE) {
    proofs.push({ clause: 'the application asked to be told when there is room (POLLOUT)', at: { call: trace.polls.call[stall.armedBy]! } });
    proofs.push({ clause: 'its next try was accepted; the log does not print the answer of the wait', at: { call: stall.endCall } });
    return 'resumed-after-pollout';
  }
  if (stall.eagainCount === 1 && trace.polls.length === 0) {
    proofs.push({ clause: 'the next try was accepted at once, as after POLLOUT; the log has no poll calls that would show it', at: { call: stall.endCall } });
    return 'resumed-after-pollout';
  }
  proofs.push({ clause: `the ${ordinal(stall.eagainCount + 1)} try was accepted`, at: { call: stall.endCall } });
  return isSpin(situation) ? 'spin-retry' : 'resumed-by-retry';
}

function isSpin({ trace, correlation, stall }: Situation): boolean {
  if (stall.eagainCount < SPIN_REFUSALS || stall.blocked) return false;
  const { axis } = correlation;
  const gaps: number[] = [];
  for (let i = 1; i < stall.sends.length; i++) {
    const gap = axis.entry(stall.sends[i]!) - axis.exit(stall.sends[i - 1]!);
    const slept = sleptBetween(trace, stall.sends[i - 1]!, stall.sends[i]!);
    gaps.push(slept ? Infinity : gap);
  }
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)]! < SPIN_INTERVAL;
}

/** The thread gave up the processor on purpose between two of its calls. */
function sleptBetween(trace: Trace, from: number, to: number): boolean {
  const { calls } = trace;
  for (let call = from + 1; call < to; call++) {
    if (calls.thread[call] === calls.thread[from] && (calls.syscall[call] === Syscall.Sleep || isWait(calls.syscall[call]!))) {
      if (!(calls.duration[call]! < 1e6)) return true;
    }
  }
  return false;
}

const isWait = (syscall: number): boolean => syscall === Syscall.EpollWait || syscall === Syscall.Poll || syscall === Syscall.Select;

/** Acceptances of one content looked at; repeated content beyond that is taken as sent. */
const MOST_CANDIDATES = 4096;

/** So many different messages refused in one stall are an application that does not hold on to them. */
const GOES_ON = 3;

const contentKey = ({ transfers }: Trace, t: number): string =>
  `${transfers.head0[t]}/${transfers.head1[t]}/${transfers.head3[t]}/${transfers.head4[t]}/${transfers.bodyHash[t]}`;

/** Follows each refused message to its acceptance. A message whose bytes are not known is taken as sent. */
function fateOfRefused({ trace, correlation, stall }: Situation): Pick<Aftermath, 'sentLater' | 'dropped'> {
  const { calls, transfers } = trace;
  const sentLater: { transfer: number; accepted: number }[] = [];
  const dropped: number[] = [];
  const next = stall.endCall === NONE || stall.exit !== 'accepted' ? NONE : correlation.socketCalls.firstTransferOf(stall.endCall);
  const refused: number[] = [];
  const seen = new Set<string>();
  for (const call of stall.sends) {
    if (calls.errno[call] === 0) continue;
    const t = correlation.socketCalls.firstTransferOf(call);
    if (t === NONE || transfers.known[t]! < IDENTIFYING_BYTES) continue;
    const key = contentKey(trace, t);
    if (seen.has(key)) continue;
    seen.add(key);
    refused.push(t);
  }
  // An application that goes on to another message each time, and then sends one that was never refused, does not repeat: content that
  // recurs later (M3UA) is no retry.
  const goesOn = refused.length >= GOES_ON && next !== NONE && !seen.has(contentKey(trace, next));
  for (const t of refused) {
    let accepted = goesOn ? NONE : correlation.acceptedSends.first(transfers, t);
    let steps = 0;
    while (accepted !== NONE && returnedBefore(trace, correlation.axis, transfers.call[accepted]!, transfers.call[t]!) && steps++ < MOST_CANDIDATES) {
      accepted = correlation.acceptedSends.after(accepted, transfers, t);
    }
    if (accepted !== NONE) sentLater.push({ transfer: t, accepted });
    else dropped.push(t);
  }
  return { sentLater, dropped };
}

/** The application went on sending other messages on this socket before the log ends. */
function resumesElsewhere({ trace, correlation, stall }: Situation): boolean {
  const last = stall.sends.at(-1)!;
  return correlation.socketCalls.of(stall.socket).some((call) => call > last && isSend(trace.calls.syscall[call]!) && trace.calls.errno[call] === 0);
}

const ordinal = (n: number): string => `${n}${n % 100 > 10 && n % 100 < 14 ? 'th' : n % 10 === 1 ? 'st' : n % 10 === 2 ? 'nd' : n % 10 === 3 ? 'rd' : 'th'}`;
