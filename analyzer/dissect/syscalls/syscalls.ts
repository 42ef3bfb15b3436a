/**
 * System call records in, rows of trace.calls, transfers, polls, options and the sockets, threads and processes out. Only calls
 * that matter to an SCTP socket (or to one that may be) get a row; the rest is left after a look at its name.
 */
import type { StatusRecord, SyscallRecord } from '../../trace/records.ts';
import { Syscall } from '../../trace/schema.ts';
import type { Trace } from '../../trace/trace.ts';
import { Words } from '../../trace/words.ts';
import { UNKNOWN_NAME } from '../../usual/sizes.ts';
import type { UsualLines } from '../../usual/usualLines.ts';
import { Context } from './context.ts';
import { readFlags } from './flags.ts';
import { Act, actOf } from './names.ts';
import { Polls } from './polls.ts';
import { Quoted } from './quoted.ts';
import { Sockets } from './sockets.ts';
import { Transfers } from './transfers.ts';
import { UsualRows } from './usualRows.ts';

export interface SyscallDissector {
  syscall(record: SyscallRecord): void;
  status(record: StatusRecord): void;
}

/** `usual` reads most calls of the same logs. */
export function createSyscallDissector(trace: Trace, usual?: UsualLines): SyscallDissector {
  const dissector = new Dissector(trace, usual);
  return {
    syscall: (record) => dissector.syscall(record),
    status: (record) => dissector.status(record),
  };
}

/** linux/sched.h */
const CLONE_FILES = 0x400;
const CLONE_THREAD = 0x10000;
const cloneWords = new Words({ CLONE_FILES, CLONE_THREAD });
const FLAGS = new TextEncoder().encode('flags=');
/** PATH_MAX is more than a name needs. */
const LONGEST_PATH = 256;

class Dissector {
  readonly #context: Context;
  readonly #transfers: Transfers;
  readonly #polls: Polls;
  readonly #sockets: Sockets;
  readonly #path = new Uint8Array(LONGEST_PATH);
  readonly #quoted = new Quoted();

  readonly #usualRows: UsualRows | undefined;

  constructor(trace: Trace, usual: UsualLines | undefined) {
    this.#context = new Context(trace, usual);
    this.#usualRows = usual && new UsualRows(usual, this.#context);
    this.#transfers = new Transfers(this.#context);
    this.#polls = new Polls(this.#context);
    this.#sockets = new Sockets(this.#context);
  }

  syscall(record: SyscallRecord): void {
    const { bytes } = record;
    const act = actOf(bytes, record.nameStart, record.nameEnd);
    const context = this.#context;
    if (context.usual?.reason === UNKNOWN_NAME) context.usual.learnName(bytes, record.nameStart, record.nameEnd, act);
    // Without its beginning a call shows no descriptor.
    if (act < 0 || record.headless) return;
    context.record = record;
    context.thread = context.threads.of(record.input, record.tid);
    context.descriptors.line = record.endLine;
    context.descriptors.time = record.time;
    if (record.command !== '') this.#nameThread(record.command);
    context.cursor.set(record, record.argumentsStart, record.argumentsEnd);
    if (act <= Act.Readv) this.#transfers.dissect(act);
    else this.#other(act);
    this.#usualRows?.settle(record.tid, record.input);
  }

  status(record: StatusRecord): void {
    const { threads, descriptors } = this.#context;
    if (record.kind === 'killed') {
      const thread = threads.of(record.input, record.tid);
      descriptors.exit(thread, this.#context.addDeath(record, thread));
    }
    if (record.kind !== 'superseded') threads.forget(record.input, record.tid);
    this.#usualRows?.settle(record.tid, -1);
  }

  #other(act: number): void {
    const sockets = this.#sockets;
    const polls = this.#polls;
    switch (act) {
      case Act.Socket: return sockets.socket();
      case Act.Socketpair: case Act.Pipe: return sockets.pair();
      case Act.Open: return sockets.other();
      case Act.Bind: return sockets.bind();
      case Act.Connect: return sockets.connect();
      case Act.Listen: return sockets.listen();
      case Act.Accept: return sockets.accept();
      case Act.Close: return sockets.close();
      case Act.CloseRange: return sockets.closeRange();
      case Act.Shutdown: return sockets.shutdown();
      case Act.Dup: case Act.Dup2: return sockets.dup();
      case Act.Setsockopt: return sockets.option(true);
      case Act.Getsockopt: return sockets.option(false);
      case Act.Fcntl: return sockets.fcntl();
      case Act.Ioctl: return sockets.ioctl();
      case Act.Getsockname: return sockets.name('local');
      case Act.Getpeername: return sockets.name('peer');
      case Act.EpollCtl: return polls.epollCtl();
      case Act.EpollWait: return polls.epollWait();
      case Act.Poll: return polls.poll();
      case Act.Select: return polls.select();
      case Act.Sleep: return polls.sleep();
      case Act.Fork: return this.#fork();
      case Act.Execve: return this.#execve();
      default: return this.#exit(act);
    }
  }

  /** `clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|…|SIGCHLD, …) = 161`, `clone3({flags=CLONE_VM|…|CLONE_THREAD, …}, 88) = 581` */
  #fork(): void {
    const { cursor, record, threads, descriptors, thread } = this.#context;
    if (!(record.returnValue > 0)) return;
    while (cursor.at < cursor.end && !cursor.has(FLAGS)) cursor.at++;
    cursor.at = Math.min(cursor.at + FLAGS.length, cursor.end);
    const shared = (readFlags(cursor, cloneWords) & (CLONE_FILES | CLONE_THREAD)) !== 0;
    const parent = threads.processOf(thread);
    const process = threads.clone(thread, record.returnValue, shared);
    if (process !== parent) descriptors.inherit(parent, process);
    this.#context.addCall(Syscall.Fork, -1, -1);
  }

  #execve(): void {
    const { cursor, record, trace, threads, descriptors, thread } = this.#context;
    if (record.returnValue !== 0) return;
    const call = this.#context.addCall(Syscall.Execve, -1, -1);
    descriptors.execute(thread, call);
    if (cursor.peek() !== 0x22) cursor.next();
    if (cursor.peek() !== 0x22) return;
    this.#quoted.decode(cursor.bytes, cursor.at, cursor.end, this.#path, 0, LONGEST_PATH);
    const path = new TextDecoder().decode(this.#path.subarray(0, this.#quoted.length));
    trace.processes[threads.processOf(thread)]!.command = path.slice(path.lastIndexOf('/') + 1);
  }

  /** exit() ends the thread, exit_group() the process and its descriptors. */
  #exit(act: number): void {
    const { descriptors, thread } = this.#context;
    const call = this.#context.addCall(Syscall.Exit, -1, -1);
    if (act === Act.ExitGroup) descriptors.exit(thread, call);
  }

  #nameThread(command: string): void {
    const { trace, thread } = this.#context;
    const row = trace.threads[thread]!;
    if (row.command === command) return;
    row.command = command;
    const process = trace.processes[row.process]!;
    if (process.command === '') process.command = command;
  }
}
