/**
 * Stalls as the application saw them, from the log alone: from the first refused send (EAGAIN) of a socket to the next accepted send,
 * its close, its loss or the end of the log; and sends that stayed in the kernel. What limited the sender is for diagnose/.
 */
import { CallFlag, Poll, Syscall, TransferFlag, isReceive, isSend } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { EAGAIN, isAccepted } from './calls.ts';
import { queuedAt, type Handover } from './handover.ts';
import type { Links } from './links.ts';
import type { SocketAssociations } from './sockets.ts';
import { type SocketCalls, returnedBefore } from './socketCalls.ts';

/** A send that stays in the kernel so long has waited for room, ns: above what strace and a busy machine cost (tens of ms). */
export const BLOCKED = 100e6;

/** How the application got out of the stall, as far as the log tells. */
export type StallExit = 'accepted' | 'closed' | 'lost' | 'log-end';

export interface Stall {
  readonly socket: number;
  /** Association the refused sends were meant for, NONE while the log does not name it. */
  association: number;
  /** On the axis, ns. */
  readonly start: number;
  end: number;
  /** Call rows: refused or blocked sends, in order. */
  readonly sends: number[];
  eagainCount: number;
  /** The first send was in the kernel for at least BLOCKED. */
  readonly blocked: boolean;
  exit: StallExit;
  /** The call that ended it: accepted send, close, failed call, NONE at the end of the log. */
  endCall: number;
  /** Poll row that announced room for writing before the accepted send, NONE. */
  pollOut: number;
  /** Poll row or call that asked for it after the refusal, NONE. */
  armedBy: number;
}

/** The number was no descriptor at all. */
const EBADF = 9;

/** errno values by which a socket says that its association is gone: ESRCH, EPIPE, ECONNABORTED, ECONNRESET, ENOTCONN, ESHUTDOWN, ETIMEDOUT, EHOSTUNREACH. */
const LOST = new Set([3, 32, 103, 104, 107, 108, 110, 113]);

/** SCTP_ASSOC_CHANGE and SCTP_SHUTDOWN_EVENT of sctp.h, in the host's byte order as the first octets of a notification. */
const ASSOC_CHANGE_LITTLE = 0x0180;
const ASSOC_CHANGE_BIG = 0x8001;
const SHUTDOWN_EVENT_LITTLE = 0x0580;
const SHUTDOWN_EVENT_BIG = 0x8005;
/** SCTP_COMM_LOST, SCTP_SHUTDOWN_COMP. */
const ENDED = new Set([1, 3]);

/** All stalls, in order of their beginning. */
export function findStalls(
  trace: Trace, axis: Axis, owners: SocketAssociations, socketCalls: SocketCalls, links: Links, handovers: readonly (Handover | undefined)[],
): Stall[] {
  const stalls: Stall[] = [];
  const destinationOf = (transfer: number, socket: number, time: number): number => {
    const named = transfer === NONE ? NONE : owners.destination(trace, transfer);
    if (named !== NONE) return named;
    const message = transfer === NONE ? NONE : links.messageOf[transfer]!;
    if (message !== NONE) return trace.packets.association[trace.messages.packet[message]!]!;
    return longestQueue(owners.associationsOf[socket]!, handovers, time);
  };
  for (const socket of trace.sockets) {
    const calls = socketCalls.of(socket.id);
    if (calls.length > 0 && owners.associationsOf[socket.id]!.length + (socket.protocol === 'sctp' ? 1 : 0) > 0) {
      findOnSocket(trace, axis, destinationOf, socketCalls, socket.id, stalls);
    }
  }
  stalls.sort((a, b) => a.start - b.start || a.socket - b.socket);
  return stalls;
}

/** What a refused send was meant for, where the log does not tell: the association whose messages fill the buffer; NONE when none does. */
function longestQueue(associations: readonly number[], handovers: readonly (Handover | undefined)[], time: number): number {
  let most = 0;
  let longest: number = NONE;
  for (const association of associations) {
    const handover = handovers[association];
    const queued = handover ? queuedAt(handover, time).bytes : 0;
    if (queued > most) {
      most = queued;
      longest = association;
    }
  }
  return longest;
}

function findOnSocket(
  trace: Trace, axis: Axis, destinationOf: (transfer: number, socket: number, time: number) => number, socketCalls: SocketCalls, socket: number, stalls: Stall[],
): void {
  const { calls } = trace;
  /** Open stalls by destination; NONE where the log does not tell. */
  const open = new Map<number, Stall>();
  const close = (stall: Stall, exit: StallExit, call: number, end: number): void => {
    stall.exit = exit;
    stall.endCall = call;
    stall.end = Math.max(end, stall.start);
    open.delete(stall.association);
    notePolls(trace, axis, socketCalls, stall);
    stalls.push(stall);
  };
  const mayBlock = !isNonBlocking(trace, socketCalls, socket);
  const { has, clockResolution } = trace.inputs[trace.sockets[socket]!.input]!;
  // Without -T a duration is the difference of two printed times.
  const blocked = BLOCKED + (has.duration ? 0 : clockResolution);
  let lastSendAt: number | undefined;
  const own = socketCalls.of(socket);
  for (let i = nextOpening(trace, own, 0, mayBlock); i < own.length; i = open.size === 0 ? nextOpening(trace, own, i + 1, mayBlock) : i + 1) {
    const call = own[i]!;
    const syscall = calls.syscall[call]!;
    const errno = calls.errno[call]!;
    if (isSend(syscall)) {
      const transfer = socketCalls.firstTransferOf(call);
      const destination = destinationOf(transfer, socket, axis.entry(call));
      // A send that could have gone to any association ends the stall of all.
      const current = open.get(destination) ?? open.get(NONE);
      const duration = calls.duration[call]!;
      const unreturned = (calls.flags[call]! & CallFlag.Unreturned) !== 0;
      const inKernel = unreturned ? logEnd(trace, axis, call) - axis.entry(call) : duration;
      if (errno === EAGAIN) {
        if (current) {
          current.sends.push(call);
          current.eagainCount++;
        } else open.set(destination, begin(socket, destination, axis.entry(call), call, mayBlock && inKernel >= blocked, 1));
      } else if (errno === 0 && mayBlock && (unreturned || inKernel >= blocked)) {
        const stall = current ?? begin(socket, destination, axis.entry(call), call, true, 0);
        if (current) current.sends.push(call);
        if (unreturned) {
          if (inKernel >= blocked) close(stall, 'log-end', NONE, logEnd(trace, axis, call));
        } else close(stall, 'accepted', call, axis.exit(call));
      } else if (errno === 0 && current && isAcceptedCall(trace, transfer)) close(current, 'accepted', call, axis.entry(call));
      else if (LOST.has(errno)) {
        // A send that slept for room and woke up to find its association gone.
        if (open.size === 0 && mayBlock && inKernel >= blocked) open.set(destination, begin(socket, destination, axis.entry(call), call, true, 0));
        for (const stall of [...open.values()]) close(stall, 'lost', call, axis.exit(call));
      }
    } else if (open.size === 0) continue;
    else if (syscall === Syscall.Close || syscall === Syscall.Shutdown) {
      // close() frees the descriptor whatever it answers (close(2)); one with a send after it was of a copy, by dup() or of a child.
      const ends = syscall === Syscall.Shutdown ? errno === 0 : errno !== EBADF && axis.entry(call) >= (lastSendAt ??= lastSend(trace, axis, own));
      if (ends) for (const stall of [...open.values()]) close(stall, 'closed', call, axis.entry(call));
    } else if (LOST.has(errno) || saysLost(trace, socketCalls, call)) {
      for (const stall of [...open.values()]) close(stall, 'lost', call, axis.exit(call));
    }
  }
  // exit_group() and a deadly signal close the socket without a call on it.
  const { closeCall } = trace.sockets[socket]!;
  const death = closeCall !== NONE && calls.syscall[closeCall] === Syscall.Exit ? closeCall : NONE;
  for (const stall of [...open.values()]) {
    if (death !== NONE && axis.entry(death) >= stall.start) close(stall, 'closed', death, axis.entry(death));
    else close(stall, 'log-end', NONE, logEnd(trace, axis, stall.sends.at(-1)!));
  }
}

/** Place in `own` from `from` on of a call that can begin a stall: most calls of most logs cannot. */
function nextOpening({ calls: { errno, syscall } }: Trace, own: Uint32Array, from: number, mayBlock: boolean): number {
  let i = from;
  while (i < own.length && errno[own[i]!] === 0 && !(mayBlock && isSend(syscall[own[i]!]!))) i++;
  return i;
}

/** When the last of the sends among calls began. */
function lastSend(trace: Trace, axis: Axis, own: Uint32Array): number {
  let last = -Infinity;
  for (let i = 0; i < own.length; i++) if (isSend(trace.calls.syscall[own[i]!]!)) last = Math.max(last, axis.entry(own[i]!));
  return last;
}

/** EAGAIN sooner than this after the entry is no expired timeout, ns: SO_RCVTIMEO and SO_SNDTIMEO are set to more. */
const AT_ONCE = 1e6;

/** The socket never waits: by its flags, or because some call on it answered EAGAIN at once without MSG_DONTWAIT. */
function isNonBlocking(trace: Trace, socketCalls: SocketCalls, socket: number): boolean {
  const { calls, transfers } = trace;
  if (trace.sockets[socket]!.nonBlocking !== undefined) return trace.sockets[socket]!.nonBlocking!;
  return socketCalls.of(socket).some((call) => {
    if (calls.errno[call] !== EAGAIN || !(calls.duration[call]! < AT_ONCE)) return false;
    const transfer = socketCalls.firstTransferOf(call);
    return transfer !== NONE && (transfers.flags[transfer]! & TransferFlag.DontWait) === 0;
  });
}

function begin(socket: number, association: number, start: number, call: number, blocked: boolean, eagainCount: number): Stall {
  return { socket, association, start, end: start, sends: [call], eagainCount, blocked, exit: 'log-end', endCall: NONE, pollOut: NONE, armedBy: NONE };
}

const isAcceptedCall = (trace: Trace, transfer: number): boolean => transfer === NONE || isAccepted(trace, transfer);

/** The last time of the call's log. */
function logEnd(trace: Trace, axis: Axis, call: number): number {
  return axis.end(trace.calls.input[call]!);
}

/** A receive that tells the end of the association: end of file, or a notification of its loss or of the peer's SHUTDOWN. */
function saysLost(trace: Trace, socketCalls: SocketCalls, call: number): boolean {
  const { calls, transfers } = trace;
  if (!isReceive(calls.syscall[call]!) || calls.errno[call] !== 0) return false;
  const t = socketCalls.firstTransferOf(call);
  if (calls.returnValue[call] === 0 && (calls.flags[call]! & CallFlag.Unreturned) === 0) return !trace.sockets[calls.socket[call]!]!.oneToMany;
  if (t === NONE || (transfers.flags[t]! & TransferFlag.Notification) === 0 || transfers.known[t]! < 4) return false;
  const type = transfers.head0[t]! >>> 16;
  if (type === SHUTDOWN_EVENT_LITTLE || type === SHUTDOWN_EVENT_BIG) return true;
  if (transfers.known[t]! < 12 || (type !== ASSOC_CHANGE_LITTLE && type !== ASSOC_CHANGE_BIG)) return false;
  const state = transfers.head2[t]! >>> 16;
  return ENDED.has(type === ASSOC_CHANGE_LITTLE ? state >>> 8 : state);
}

/** Finds whether room was asked for and announced between the first refusal and the end. */
function notePolls(trace: Trace, axis: Axis, socketCalls: SocketCalls, stall: Stall): void {
  const { polls } = trace;
  const own = socketCalls.pollsOf(stall.socket);
  for (let i = socketCalls.firstPollFrom(stall.socket, stall.sends[0]!); i < own.length; i++) {
    const poll = own[i]!;
    const call = polls.call[poll]!;
    if (stall.endCall !== NONE && call > stall.endCall && trace.calls.input[call] === trace.calls.input[stall.endCall]) break;
    // A wait that began before the refusal and returned after it counts: its return is what matters.
    if (!returnedBefore(trace, axis, stall.sends[0]!, call)) continue;
    if (stall.endCall !== NONE && !returnedBefore(trace, axis, call, stall.endCall)) continue;
    if ((polls.armed[poll]! & Poll.Out) !== 0 && stall.armedBy === NONE) stall.armedBy = poll;
    if ((polls.ready[poll]! & Poll.Out) !== 0 && stall.pollOut === NONE) stall.pollOut = poll;
  }
}
