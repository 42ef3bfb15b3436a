/**
 * One pass over the text of a log: every call with its lines, and the sockets, threads and processes behind them, by the same reader and
 * dissector that the analysis uses. What it says holds for the text at hand, on the log's own clock; no capture is needed.
 */
import { createSyscallDissector } from '../../analyzer/dissect/syscalls/syscalls.ts';
import type { Reader } from '../../analyzer/readers/format.ts';
import { straceFormat } from '../../analyzer/readers/strace.ts';
import type { SyscallRecord } from '../../analyzer/trace/records.ts';
import { Strings } from '../../analyzer/trace/strings.ts';
import { createTable, NONE } from '../../analyzer/trace/table.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { Words } from '../../analyzer/trace/words.ts';

/** One row a call, in the order in which calls end. */
const callSchema = {
  line: Uint32Array, // 1-based
  endLine: Uint32Array, // of the result
  thread: Int32Array, // tid, -1 where the log shows none
  process: Uint32Array, // row in Trace.processes
  name: Uint16Array, // LogIndex.names
  fd: Int32Array, // first argument as a descriptor, -1 when it is none
  returnValue: Float64Array, // NaN without
  errno: Uint8Array,
  time: Float64Array, // entry, ns on the log's own clock
  duration: Float64Array, // ns, NaN when unknown
  sincePrevious: Float64Array, // ns since the previous call on the descriptor began, NaN for the first
  row: Uint32Array, // in Trace.calls, NONE where the call says nothing of an SCTP socket
};

/** Calls whose first argument is a descriptor. */
const onDescriptor = new Words(Object.fromEntries((
  'read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 close fstat fstat64 lseek _llseek ioctl fcntl fcntl64 flock ' +
  'fsync fdatasync ftruncate getdents getdents64 fchmod fchown fchdir dup dup2 dup3 sendfile sendfile64 splice tee connect accept accept4 ' +
  'bind listen shutdown sendto send sendmsg sendmmsg recvfrom recv recvmsg recvmmsg recvmmsg_time64 getsockname getpeername setsockopt ' +
  'getsockopt epoll_ctl epoll_wait epoll_pwait epoll_pwait2 timerfd_settime timerfd_gettime signalfd signalfd4 inotify_add_watch ' +
  'openat openat2 newfstatat fstatat64 unlinkat readlinkat faccessat faccessat2 mkdirat renameat io_uring_enter'
).split(' ').map((name) => [name, 1])));

/** More names than any kernel has come from a file that is no log. */
const MOST_NAMES = 4096;
const ZERO = 0x30;
/** " > libc.so.6(sendmsg+0x10)", " | 00000  01 00", " * 32 bytes in buffer 0" */
const ATTACHED = new Set(['>', '|', '*']);
const CLOSE = 'close';
const DESCRIPTORS = 2 ** 31;

export class LogIndex {
  readonly trace = new Trace();
  readonly calls = createTable(callSchema);
  /** By the number in `calls.name`; 0 is the empty name. */
  readonly names = new Strings();
  /** Whole lines seen. */
  lines = 0;
  /** Lines that belong to the call above: stack frames of -k, dumps of -e write=. */
  readonly attached: number[] = [];
  readonly #reader: Reader;
  readonly #encoder = new TextEncoder();
  readonly #dissector = createSyscallDissector(this.trace);
  readonly #threads = new Map<number, number>();
  #knownThreads = 0;
  #namesUsed = 0;
  #linesRead = 0;
  /** A line whose end has not come yet. */
  #rest = '';
  /** By process and descriptor: the last call. */
  readonly #last = new Map<number, number>();
  /** By line: call + 1. */
  #byLine = new Uint32Array(0);

  /** `path`: the file's name, which carries the pid of a `strace -ff` log. */
  constructor(path: string) {
    this.#reader = straceFormat.open(this.trace.addInput(path), this.trace, {
      packet: () => {},
      state: () => {},
      syscall: (record) => this.#add(record),
      status: (record) => this.#dissector.status(record),
    });
  }

  push(text: string): void {
    const whole = text.lastIndexOf('\n') + 1;
    if (whole === 0) {
      this.#rest += text;
      return;
    }
    const lines = this.#rest + text.slice(0, whole);
    this.#rest = text.slice(whole);
    this.#read(lines);
  }

  end(): void {
    this.#read(this.#rest);
    this.#reader.end();
    const { calls } = this;
    this.lines = this.trace.inputs[0]!.lines;
    this.#byLine = new Uint32Array(this.lines + 1);
    for (let call = calls.length - 1; call >= 0; call--) {
      this.#byLine[calls.endLine[call]!] = call + 1;
      this.#byLine[calls.line[call]!] = call + 1;
    }
  }

  #read(lines: string): void {
    if (lines === '') return;
    this.#reader.push(this.#encoder.encode(lines));
    for (let at = 0; at < lines.length; at = lines.indexOf('\n', at) + 1) {
      this.#linesRead++;
      if (lines[at] === ' ' && ATTACHED.has(lines[at + 1]!)) this.attached.push(this.#linesRead);
      if (lines.indexOf('\n', at) < 0) break;
    }
  }

  /** The call that begins or ends on a line, -1. */
  callAt(line: number): number {
    return (this.#byLine[line] ?? 0) - 1;
  }

  nameOf(call: number): string {
    return this.names.text(this.calls.name[call]!);
  }

  /** The socket a call was on, -1 where it was on none that carries messages. */
  socketOf(call: number): number {
    const row = this.calls.row[call]!;
    const socket = row === NONE ? NONE : this.trace.calls.socket[row]!;
    return socket === NONE ? -1 : socket;
  }

  #add(record: SyscallRecord): void {
    const { calls, trace } = this;
    const before = trace.calls.length;
    this.#dissector.syscall(record);
    const call = calls.add();
    calls.line[call] = record.line;
    calls.endLine[call] = record.endLine;
    calls.thread[call] = record.tid;
    calls.process[call] = this.#processOf(record.tid);
    calls.name[call] = this.#nameOf(record);
    calls.fd[call] = descriptorOf(record);
    calls.returnValue[call] = record.returnValue;
    calls.errno[call] = record.errno;
    calls.time[call] = record.time;
    calls.duration[call] = record.duration;
    calls.row[call] = trace.calls.length > before ? trace.calls.length - 1 : NONE;
    calls.sincePrevious[call] = this.#sincePrevious(call);
  }

  #nameOf({ bytes, nameStart, nameEnd }: SyscallRecord): number {
    if (this.#namesUsed >= MOST_NAMES) return 0;
    const id = this.names.id(String.fromCharCode(...bytes.subarray(nameStart, Math.min(nameEnd, nameStart + 64))));
    this.#namesUsed = Math.max(this.#namesUsed, id);
    return id;
  }

  #processOf(tid: number): number {
    const { threads } = this.trace;
    for (; this.#knownThreads < threads.length; this.#knownThreads++) this.#threads.set(threads[this.#knownThreads]!.tid, this.#knownThreads);
    const thread = this.#threads.get(tid);
    return thread === undefined ? 0 : threads[thread]!.process;
  }

  #sincePrevious(call: number): number {
    const { calls } = this;
    const fd = calls.fd[call]!;
    if (fd < 0 || this.trace.inputs[0]!.clock === 'ordinal') return NaN;
    const key = calls.process[call]! * DESCRIPTORS + fd;
    const previous = this.#last.get(key);
    if (calls.errno[call] === 0 && this.nameOf(call) === CLOSE) this.#last.delete(key);
    else this.#last.set(key, call);
    const since = previous === undefined ? NaN : calls.time[call]! - calls.time[previous]!;
    return since >= 0 ? since : NaN;
  }
}

/** "17<SCTP:[244]>, …" -> 17 */
function descriptorOf({ bytes, nameStart, nameEnd, argumentsStart, argumentsEnd, headless }: SyscallRecord): number {
  if (headless || onDescriptor.find(bytes, nameStart, nameEnd) < 0) return -1;
  let fd = -1;
  for (let at = argumentsStart; at < argumentsEnd && at < argumentsStart + 10; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return bytes[at] === 0x78 ? -1 : fd;
    fd = Math.max(fd, 0) * 10 + digit;
  }
  return fd;
}
