/** The rows of calls that usual/ has read, in the tables; what they say of threads and descriptors is told to the dissector. */
import { isReceive, isSend } from '../../trace/schema.ts';
import { NONE } from '../../trace/table.ts';
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
    this.#add(trace);
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

  #add({ calls, transfers, polls }: Trace): void {
    const { rows, input, calls: count } = this.#usual;
    const firstCall = calls.append(rows.calls, count);
    const firstTransfer = transfers.append(rows.transfers, this.#usual.transfers);
    const firstPoll = polls.append(rows.polls, this.#usual.polls);
    calls.input.fill(input, firstCall, calls.length);
    for (let call = firstCall; call < calls.length; call++) {
      if (calls.detail[call] === NONE) continue;
      const syscall = calls.syscall[call]!;
      calls.detail[call]! += isReceive(syscall) || isSend(syscall) ? firstTransfer : firstPoll;
    }
    for (let row = firstTransfer; row < transfers.length; row++) transfers.call[row]! += firstCall;
    for (let row = firstPoll; row < polls.length; row++) polls.call[row]! += firstCall;
  }
}
