/** The call at hand and what is known so far: what the parts of the system call dissector share. */
import type { StatusRecord, SyscallRecord } from '../../trace/records.ts';
import { CallFlag, Syscall } from '../../trace/schema.ts';
import type { Socket } from '../../trace/socket.ts';
import { NONE } from '../../trace/table.ts';
import type { Trace } from '../../trace/trace.ts';
import { UNKNOWN_DESCRIPTOR } from '../../usual/sizes.ts';
import type { UsualLines } from '../../usual/usualLines.ts';
import { Addresses } from './address.ts';
import { Cursor } from './cursor.ts';
import { Descriptors } from './descriptors.ts';
import { Threads } from './threads.ts';

const LARGEST_INT = 0x7fff_ffff;

export class Context {
  readonly trace: Trace;
  readonly threads: Threads;
  readonly descriptors: Descriptors;
  readonly addresses: Addresses;
  /** At the first argument when a call begins to be dissected. */
  readonly cursor = new Cursor();
  /** Is told what lines mean that it will see again. */
  readonly usual: UsualLines | undefined;
  record!: SyscallRecord;
  /** Row in Trace.threads of the call at hand. */
  thread = -1;
  /** By thread: it sends on sockets that may be SCTP. */
  readonly sends: boolean[] = [];
  /** By thread: its last send was refused. */
  readonly refused: boolean[] = [];

  constructor(trace: Trace, usual?: UsualLines) {
    this.trace = trace;
    this.usual = usual;
    this.addresses = new Addresses(trace.strings);
    this.threads = new Threads(trace);
    this.descriptors = new Descriptors(trace, this.threads);
  }

  /** What `fd` at the cursor turned out to be, for whoever reads the next calls on it. */
  tellDescriptor(fd: number, socket: number, annotationStart: number, annotationEnd: number): void {
    const { usual, descriptors, record, trace } = this;
    if (usual?.reason !== UNKNOWN_DESCRIPTOR || !descriptors.areCertain) return;
    const isSctp = socket >= 0 && trace.sockets[socket]!.protocol === 'sctp';
    usual.learnDescriptor(record.tid, fd, socket, isSctp, this.cursor.bytes, annotationStart, annotationEnd);
  }

  /** Adds the row of the call at hand. `socket` below zero is none. */
  addCall(syscall: number, fd: number, socket: number): number {
    const { record } = this;
    const { calls } = this.trace;
    const row = calls.add();
    calls.time[row] = record.time;
    calls.duration[row] = record.duration;
    calls.input[row] = record.input;
    calls.line[row] = record.line;
    calls.endLine[row] = record.endLine;
    calls.offset[row] = record.offset;
    calls.thread[row] = this.thread;
    calls.syscall[row] = syscall;
    calls.fd[row] = fd;
    calls.socket[row] = socket < 0 ? NONE : socket;
    const value = record.returnValue;
    calls.returnValue[row] = value > LARGEST_INT ? LARGEST_INT : value < -LARGEST_INT ? -LARGEST_INT : value;
    calls.errno[row] = record.errno;
    calls.flags[row] = (record.unreturned ? CallFlag.Unreturned : 0) | (record.headless ? CallFlag.Headless : 0);
    calls.detail[row] = NONE;
    return row;
  }

  /** A signal that ends a process closes its sockets as exit_group() does; a row stands for it. */
  addDeath(record: StatusRecord, thread: number): number {
    const { calls } = this.trace;
    const row = calls.add();
    calls.time[row] = record.time;
    calls.duration[row] = NaN;
    calls.input[row] = record.input;
    calls.line[row] = record.line;
    calls.endLine[row] = record.line;
    calls.offset[row] = record.offset;
    calls.thread[row] = thread;
    calls.syscall[row] = Syscall.Exit;
    calls.fd[row] = -1;
    calls.socket[row] = NONE;
    calls.flags[row] = CallFlag.Unreturned;
    calls.detail[row] = NONE;
    return row;
  }

  socket(id: number): Socket {
    return this.trace.sockets[id]!;
  }

  succeeded(): boolean {
    return this.record.returnValue >= 0;
  }
}
