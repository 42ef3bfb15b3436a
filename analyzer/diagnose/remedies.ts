/**
 * What to change, chosen for the cause, the consequence and the sender's software. Every remedy says what to check first, because
 * most have a price. Versions and options: Erlang/OTP release notes (OTP-19061, OTP-19258), inet(3), sctp(7), RFC 6458.
 */
import { countUpTo } from '../trace/search.ts';
import { formatDuration, SECOND } from '../trace/time.ts';
import type { Verdict } from './cause.ts';
import type { Aftermath } from './consequence.ts';
import { endpointText } from './endpointText.ts';
import { bufferUse, sendBufferBytes } from './sendBuffer.ts';
import type { Situation } from './situation.ts';
import type { Stack } from './stack.ts';

export interface Remedy {
  readonly id: string;
  readonly text: string;
  readonly checkFirst: string;
}

interface Case {
  readonly situation: Situation;
  readonly verdict: Verdict;
  readonly aftermath: Aftermath;
  readonly stack: Stack;
}

interface RemedyRule {
  readonly id: string;
  when(c: Case): boolean;
  text(c: Case): string;
  readonly checkFirst: string | ((c: Case) => string);
}

/** A receive window below two full packets stalls by itself; Erlang's recbuf of 1024 advertises 1500. */
export const TINY_WINDOW = 3000;
const OTP_DEFAULT_SNDBUF = 65_536;

const peerText = ({ situation }: Case): string => {
  const { association, wire } = situation;
  return association && wire ? endpointText(association, (1 - wire.sender) as 0 | 1) : 'the peer';
};

const limited = (...causes: readonly string[]) => (c: Case): boolean => causes.includes(c.verdict.cause);

const rules: readonly RemedyRule[] = [
  {
    id: 'peer-not-reading',
    when: (c) => c.verdict.cause === 'peer-receive-window' && !hasTinyWindow(c.situation),
    text: (c) => `Find out why ${peerText(c)} stopped reading: its SCTP stack answered all the time, so the host is up and the application is not taking messages (overload, garbage collection, a lock, a stopped process).`,
    checkFirst: "the peer's CPU, its process state (SIGSTOP, swap), and `ss -S -i` there: a large Recv-Q proves it",
  },
  {
    id: 'peer-receive-buffer',
    when: (c) => c.verdict.cause === 'peer-receive-window' && hasTinyWindow(c.situation),
    text: () => "Raise the receiver's buffer (SO_RCVBUF; Erlang: `{recbuf, N}`): its window holds one or two messages, so every burst stalls. gen_sctp sets 1024 unless told otherwise (erlang/otp#9722).",
    checkFirst: 'net.core.rmem_max on the receiver: larger settings are silently capped',
  },
  {
    id: 'erlang-blocking-send',
    when: (c) => c.stack.id === 'erlang' && c.aftermath.consequence === 'association-closed-by-app',
    text: () => 'diameter_sctp closes the transport on {error, eagain}. Upgrade to OTP 26.2.5 or 27.0: gen_sctp:send then waits until the socket is writable (OTP-19061). If you need the old behaviour there, OTP 26.2.5.4 and 27.1.2 have {non_block_send, true} (OTP-19258) and your code must handle {error, eagain}.',
    checkFirst: 'after the upgrade a blocked send has no timeout on SCTP: watch the message queue of the transport process, DWR and DWA share it',
  },
  {
    id: 'erlang-blocked-sender',
    when: (c) => c.stack.id === 'erlang-blocking',
    text: () => 'gen_sctp:send waits here and has no timeout on SCTP. Limit the requests in flight in the application and give diameter:call timeouts, so that the transport process is not the queue.',
    checkFirst: 'process_info(Pid, message_queue_len) of the transport process: the watchdog (DWR/DWA) waits in the same queue',
  },
  {
    id: 'send-buffer-size',
    when: (c) => limited('send-buffer', 'peer-receive-window', 'congestion-window', 'shared-socket', 'nagle-delayed-sack')(c) && sendBufferBytes(c.situation) !== undefined,
    text: headroomText,
    checkFirst: 'net.core.wmem_max: larger settings are silently capped; a longer buffer delays the watchdog too and only buys time when the peer stays stopped',
  },
  {
    id: 'erlang-sndbuf',
    when: (c) => c.stack.id.startsWith('erlang') && (c.situation.socket.sndbufSet === OTP_DEFAULT_SNDBUF || c.situation.socket.sndbufSet === undefined),
    text: () => 'Cannot upgrade: set {sndbuf, N} in the transport_config; gen_sctp sets 65536 unless told otherwise.',
    checkFirst: 'diameter_sctp passes sndbuf, recbuf and sctp_nodelay through, but not sctp_events',
  },
  {
    id: 'freediameter-retry',
    when: (c) => c.stack.id === 'freediameter',
    text: () => 'freeDiameter repeats a refused send for about a second (SO_SNDTIMEO 100 ms, ten tries) in the thread that owns the peer, then gives the connection up. Spread the load over more peers or raise the send buffer so that a short stop of the peer fits.',
    checkFirst: "the size of the outgoing queue in the log at DEBUG level: a full queue blocks the caller's thread",
  },
  {
    id: 'wait-for-writable',
    when: (c) => (c.aftermath.consequence === 'spin-retry' || c.aftermath.consequence === 'message-dropped' || c.aftermath.consequence === 'resumed-by-retry') && !c.stack.id.startsWith('erlang') && !c.situation.stall.blocked,
    text: (c) => c.aftermath.consequence === 'message-dropped'
      ? 'Check the result of send(): a refused message is gone unless the application keeps it. Queue it and wait for POLLOUT.'
      : 'Wait for POLLOUT (EPOLLOUT) instead of trying again: each try costs a system call and takes the processor from whoever could drain the queue.',
    checkFirst: 'POLLOUT is announced per socket, sndbuf_policy may count per association: on a one-to-many socket both must have room',
  },
  {
    id: 'loss',
    when: limited('congestion-window'),
    text: () => 'Find the loss: SCTP halves its window at each loss and restarts at one packet after a timeout, so a few percent are enough. A larger send buffer only hides it.',
    checkFirst: 'interface and queue drop counters on every hop of the path, MTU mismatches (large chunks lost, small ones acknowledged), policers',
  },
  {
    id: 'path',
    when: limited('path-failure'),
    text: (c) => (c.situation.association?.paths.length ?? 1) > 1
      ? 'A path died and the association waited for its timers. Lower RTO.Max, RTO.Min and Path.Max.Retrans (SCTP_RTOINFO, SCTP_PEER_ADDR_PARAMS) or enable potentially-failed paths (net.sctp.pf_retrans) so that the failover takes less than the send buffer holds.'
      : 'The only path died. Multi-homing (sctp_bindx, sctp_connectx) would have kept the association; shorter RTO.Max and Association.Max.Retrans (SCTP_RTOINFO, SCTP_ASSOCINFO) report the loss sooner.',
    checkFirst: 'that the two paths share no link, switch or firewall; timers below the path\'s worst round trip cause false failovers',
  },
  {
    id: 'nagle',
    when: limited('nagle-delayed-sack'),
    text: () => 'Set SCTP_NODELAY (Erlang: {sctp_nodelay, true}); or make the send buffer larger than about six path MTUs; or have the peer acknowledge sooner (SCTP_DELAYED_SACK).',
    checkFirst: 'that small messages are what the peer expects: without Nagle each goes into its own packet',
  },
  {
    id: 'shared-socket',
    when: (c) => c.verdict.cause === 'shared-socket' || c.situation.correlation.owners.associationsOf[c.situation.socket.id]!.length > 1,
    text: () => 'One slow peer fills the send buffer for all associations of this socket. Set net.sctp.sndbuf_policy=1 (a buffer for each association) or peel the associations off (sctp_peeloff).',
    checkFirst: 'memory: with policy 1 every association may use a whole SO_SNDBUF; the policy is read when the socket is created',
  },
  {
    id: 'memory',
    when: limited('memory-pressure'),
    text: () => 'Raise net.sctp.sctp_mem, or find what holds the memory: EAGAIN also comes when the kernel cannot charge one more message although the buffer is free.',
    checkFirst: '`cat /proc/net/protocols | grep SCTP` (memory, pressure) and /proc/net/sctp/assocs during the stall',
  },
];

export function remediesFor(c: Case): Remedy[] {
  return rules.filter((rule) => rule.when(c)).map((rule) => ({
    id: rule.id, text: rule.text(c), checkFirst: typeof rule.checkFirst === 'string' ? rule.checkFirst : rule.checkFirst(c),
  }));
}

export function hasTinyWindow(situation: Situation): boolean {
  const { association, wire } = situation;
  if (!association || !wire) return false;
  const advertised = association.endpoints[1 - wire.sender]!.init?.aRwnd;
  return advertised !== undefined && advertised < TINY_WINDOW;
}

function headroomText(c: Case): string {
  const { situation } = c;
  const buffer = sendBufferBytes(situation)!;
  const use = bufferUse(situation);
  const { handover, stall } = situation;
  const rate = handover ? acceptedPerSecond(handover.acceptedAt, stall.start) : undefined;
  const holds = use && use.perMessage > 0 ? Math.floor(buffer / use.perMessage) : undefined;
  const headroom = holds !== undefined && rate !== undefined && rate > 0 ? `, ${formatDuration((holds / rate) * SECOND)} of the load before the stall (${Math.round(rate)}/s)` : '';
  const held = holds === undefined ? `The send buffer of ${buffer} B was full.` : `The send buffer of ${buffer} B holds about ${holds} messages of this size${headroom} (derived: the kernel charges whole buffers, not bytes).`;
  return `${held} Raise SO_SNDBUF so that it outlasts the pauses you must survive.`;
}

/** Accepted messages a second over the 5 s before `time`. */
function acceptedPerSecond(acceptedAt: Float64Array, time: number): number {
  const last = countUpTo(acceptedAt, time);
  const first = countUpTo(acceptedAt, time - 5 * SECOND);
  const span = last - first > 1 ? time - acceptedAt[first]! : 0;
  return span > 0 ? ((last - first) / span) * SECOND : 0;
}
