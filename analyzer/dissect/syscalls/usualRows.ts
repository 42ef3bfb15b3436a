/** The rows of calls that usual/ has read, in the tables; what they say of threads and descriptors is told to the dissector. */
import { isReceive, isSend } from '../../trace/schema.ts';
import { copyRows, NONE } from '../../trace/table.ts';
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
    if (usual.input < 0) return;
    // Two logs with numbers for suffixes may show the same thread.
    const isOurs = input >= 0 && (input === usual.input || usual.isThread(tid, thread));
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
    if (!usual.hasRows) return;
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
    if (concerned !== ALL || !usual.hasNews) return;
    for (let slot = 0; slot < usual.slotCount; slot++) this.#tellHabit(slot);
    usual.hasNews = false;
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
    copyRows(calls.time, columns.callTime, first, count);
    copyRows(calls.duration, columns.callDuration, first, count);
    copyRows(calls.offset, columns.callOffset, first, count);
    copyRows(calls.line, columns.callLine, first, count);
    copyRows(calls.endLine, columns.callEndLine, first, count);
    copyRows(calls.thread, columns.callThread, first, count);
    copyRows(calls.syscall, columns.callSyscall, first, count);
    copyRows(calls.fd, columns.callFd, first, count);
    // No socket is -1 there, which is NONE.
    copyRows(calls.socket, columns.callSocket, first, count);
    copyRows(calls.returnValue, columns.callReturnValue, first, count);
    copyRows(calls.errno, columns.callErrno, first, count);
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
    copyRows(transfers.size, columns.transferSize, first, count);
    copyRows(transfers.known, columns.transferKnown, first, count);
    copyRows(transfers.head0, columns.transferHead0, first, count);
    copyRows(transfers.head1, columns.transferHead1, first, count);
    copyRows(transfers.head2, columns.transferHead2, first, count);
    copyRows(transfers.head3, columns.transferHead3, first, count);
    copyRows(transfers.head4, columns.transferHead4, first, count);
    copyRows(transfers.bodyHash, columns.transferBodyHash, first, count);
    copyRows(transfers.flags, columns.transferFlags, first, count);
    copyRows(transfers.peer, columns.transferPeer, first, count);
    for (let i = 0; i < count; i++) transfers.call[first + i] = columns.transferCall[i]! + firstCall;
  }

  #addPolls(trace: Trace, firstCall: number): void {
    const { polls: count, columns } = this.#usual;
    const { polls } = trace;
    const first = polls.length;
    while (first + count > polls.call.length) polls.grow();
    polls.length += count;
    copyRows(polls.fd, columns.pollFd, first, count);
    copyRows(polls.socket, columns.pollSocket, first, count);
    copyRows(polls.armed, columns.pollArmed, first, count);
    copyRows(polls.ready, columns.pollReady, first, count);
    for (let i = 0; i < count; i++) polls.call[first + i] = columns.pollCall[i]! + firstCall;
  }
}
