/** The rows of calls that usual/ has read, in the tables; what they say of threads and descriptors is told to the dissector. */
import { NONE } from '../../trace/table.ts';
import type { Trace } from '../../trace/trace.ts';
import { Syscall } from '../../trace/schema.ts';
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
    for (let i = 0; i < count; i++) {
      const row = calls.add();
      const socket = columns.callSocket[i]!;
      const detail = columns.callDetail[i]!;
      const syscall = columns.callSyscall[i]!;
      calls.time[row] = columns.callTime[i]!;
      calls.duration[row] = columns.callDuration[i]!;
      calls.input[row] = input;
      calls.line[row] = columns.callLine[i]!;
      calls.endLine[row] = columns.callEndLine[i]!;
      calls.offset[row] = columns.callOffset[i]!;
      calls.thread[row] = columns.callThread[i]!;
      calls.syscall[row] = syscall;
      calls.fd[row] = columns.callFd[i]!;
      calls.socket[row] = socket < 0 ? NONE : socket;
      calls.returnValue[row] = columns.callReturnValue[i]!;
      calls.errno[row] = columns.callErrno[i]!;
      calls.detail[row] = detail < 0 ? NONE : detail + (syscall === Syscall.EpollWait ? firstPoll : firstTransfer);
    }
    return first;
  }

  #addTransfers(trace: Trace, firstCall: number): void {
    const { transfers: count, columns } = this.#usual;
    const { transfers } = trace;
    for (let i = 0; i < count; i++) {
      const row = transfers.add();
      transfers.call[row] = columns.transferCall[i]! + firstCall;
      transfers.size[row] = columns.transferSize[i]!;
      transfers.known[row] = columns.transferKnown[i]!;
      transfers.head0[row] = columns.transferHead0[i]!;
      transfers.head1[row] = columns.transferHead1[i]!;
      transfers.head2[row] = columns.transferHead2[i]!;
      transfers.head3[row] = columns.transferHead3[i]!;
      transfers.head4[row] = columns.transferHead4[i]!;
      transfers.bodyHash[row] = columns.transferBodyHash[i]!;
      transfers.flags[row] = columns.transferFlags[i]!;
      transfers.peer[row] = columns.transferPeer[i]!;
    }
  }

  #addPolls(trace: Trace, firstCall: number): void {
    const { polls: count, columns } = this.#usual;
    const { polls } = trace;
    for (let i = 0; i < count; i++) {
      const row = polls.add();
      polls.call[row] = columns.pollCall[i]! + firstCall;
      polls.fd[row] = columns.pollFd[i]!;
      polls.socket[row] = columns.pollSocket[i]!;
      polls.ready[row] = columns.pollReady[i]!;
    }
  }
}
