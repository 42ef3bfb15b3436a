/** The rows of calls that usual/ has read, in the tables; what they say of threads and descriptors is told to the dissector. */
import { isReceive, isSend } from '../../trace/schema.ts';
import { NONE, type Column } from '../../trace/table.ts';
import type { Trace } from '../../trace/trace.ts';
import { ALL, type UsualLines } from '../../usual/usualLines.ts';
import type { Context } from './context.ts';
import { NOTHING } from './descriptors.ts';

export class UsualRows {
  readonly #usual: UsualLines;
  readonly #context: Context;

  constructor(usual: UsualLines, context: Context) {
    this.#usual = usual;
    this.#context = context;
    usual.onRows = () => this.#take();
  }

  /** A record of the other way is dissected: what it did to its thread, and whether anything else that usual/ was told holds no longer. */
  settle(tid: number, input: number): void {
    const { thread, sends, refused, descriptors, threads } = this.#context;
    const usual = this.#usual;
    const isOurs = input === usual.input;
    if (threads.haveChanged) {
      // The thread of this record is known better by now.
      for (let slot = 0; slot < usual.slotCount; slot++) if (!isOurs || usual.tidOf(slot) !== tid) this.#tellHabit(slot);
      usual.forgetWho();
    } else if (descriptors.changed !== NOTHING) {
      if (descriptors.changed >= 0) usual.forgetDescriptor(descriptors.changed);
      else usual.forgetDescriptors();
    }
    threads.haveChanged = false;
    descriptors.changed = NOTHING;
    if (isOurs) usual.setThread(tid, thread, sends[thread] === true, refused[thread] === true);
  }

  #take(): void {
    const usual = this.#usual;
    const { trace, descriptors } = this.#context;
    this.#tellHabits();
    const firstTransfer = trace.transfers.length;
    const firstPoll = trace.polls.length;
    const firstCall = this.#addCalls(trace, firstTransfer, firstPoll);
    this.#addTransfers(trace, firstCall);
    this.#addPolls(trace, firstCall);
    usual.eachUse((socket, thread) => descriptors.use(socket, thread));
    usual.clearRows();
  }

  #tellHabits(): void {
    const usual = this.#usual;
    const { concerned } = usual;
    if (concerned >= 0) this.#tellHabit(concerned);
    else if (concerned === ALL) for (let slot = 0; slot < usual.slotCount; slot++) this.#tellHabit(slot);
  }

  #tellHabit(slot: number): void {
    const usual = this.#usual;
    const thread = usual.threadOf(slot);
    if (thread < 0) return;
    if (usual.sends(slot)) this.#context.sends[thread] = true;
    this.#context.refused[thread] = usual.refused(slot);
  }

  #addCalls(trace: Trace, firstTransfer: number, firstPoll: number): number {
    const { calls: count, columns, input } = this.#usual;
    const { calls } = trace;
    const first = calls.length;
    while (first + count > calls.time.length) calls.grow();
    calls.length += count;
    copy(calls.time, columns.callTime, first, count);
    copy(calls.duration, columns.callDuration, first, count);
    copy(calls.offset, columns.callOffset, first, count);
    copy(calls.line, columns.callLine, first, count);
    copy(calls.endLine, columns.callEndLine, first, count);
    copy(calls.thread, columns.callThread, first, count);
    copy(calls.syscall, columns.callSyscall, first, count);
    copy(calls.fd, columns.callFd, first, count);
    // No socket is -1 there, which is NONE.
    copy(calls.socket, columns.callSocket, first, count);
    copy(calls.returnValue, columns.callReturnValue, first, count);
    copy(calls.errno, columns.callErrno, first, count);
    calls.input.fill(input, first, first + count);
    for (let i = 0; i < count; i++) {
      const detail = columns.callDetail[i]!;
      const syscall = columns.callSyscall[i]!;
      calls.detail[first + i] = detail < 0 ? NONE : detail + (isReceive(syscall) || isSend(syscall) ? firstTransfer : firstPoll);
    }
    return first;
  }

  #addTransfers(trace: Trace, firstCall: number): void {
    const { transfers: count, columns } = this.#usual;
    const { transfers } = trace;
    const first = transfers.length;
    while (first + count > transfers.call.length) transfers.grow();
    transfers.length += count;
    copy(transfers.size, columns.transferSize, first, count);
    copy(transfers.known, columns.transferKnown, first, count);
    copy(transfers.head0, columns.transferHead0, first, count);
    copy(transfers.head1, columns.transferHead1, first, count);
    copy(transfers.head2, columns.transferHead2, first, count);
    copy(transfers.head3, columns.transferHead3, first, count);
    copy(transfers.head4, columns.transferHead4, first, count);
    copy(transfers.bodyHash, columns.transferBodyHash, first, count);
    copy(transfers.flags, columns.transferFlags, first, count);
    copy(transfers.peer, columns.transferPeer, first, count);
    for (let i = 0; i < count; i++) transfers.call[first + i] = columns.transferCall[i]! + firstCall;
  }

  #addPolls(trace: Trace, firstCall: number): void {
    const { polls: count, columns } = this.#usual;
    const { polls } = trace;
    const first = polls.length;
    while (first + count > polls.call.length) polls.grow();
    polls.length += count;
    copy(polls.fd, columns.pollFd, first, count);
    copy(polls.socket, columns.pollSocket, first, count);
    copy(polls.armed, columns.pollArmed, first, count);
    copy(polls.ready, columns.pollReady, first, count);
    for (let i = 0; i < count; i++) polls.call[first + i] = columns.pollCall[i]! + firstCall;
  }
}

/** The first `count` of `from`, to `column` from row `first` on. A few are not worth a view. */
function copy<C extends Column>(column: C, from: C, first: number, count: number): void {
  if (count > FEW) column.set(from.subarray(0, count) as C & ArrayLike<number>, first);
  else for (let i = 0; i < count; i++) column[first + i] = from[i]!;
}

const FEW = 12;
