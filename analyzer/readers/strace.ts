/**
 * A log of strace 4.x-7.x in, whole system calls out: unfinished and resumed lines are joined by thread. Records come in the order
 * in which calls end. strace(1); the lines are those of strace's own tests and of `-f -ff -t -tt -ttt -r -T -y -yy -x -xx -v -i -n -k -Y`.
 *
 *   217   03:51:32.446012 sendmsg(5, {msg_name=NULL, … <unfinished ...>
 *   217   03:51:32.447385 <... sendmsg resumed>) = -1 EAGAIN (Resource temporarily unavailable) <0.001373>
 */
import type { Input } from '../trace/input.ts';
import type { RecordSink, StatusRecord } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import type { Format, Reader } from './format.ts';
import { Lines, type LineSink } from './lines.ts';
import { StraceClock } from './straceClock.ts';
import { type Pending, PendingCalls } from './stracePending.ts';
import { isPartial, readRemark, reportFlags } from './straceFlags.ts';
import { Prefix } from './stracePrefix.ts';
import { StraceRecord } from './straceRecord.ts';
import { parseResult } from './straceResult.ts';
import { looksLikeStrace } from './straceSniff.ts';
import { bodyKind, Body, cutOff, Ending, nameEnd, noteStart, stripColours } from './straceText.ts';
import { UsualReader } from './straceUsual.ts';
import type { Usual } from '../usual/usual.ts';

export const straceFormat: Format = {
  name: 'strace',
  searches: true,
  sniff: looksLikeStrace,
  open: (input, trace, sink, usual) => new StraceReader(input, trace, sink, usual),
};

const ESCAPE = 0x1b;
const SPACE = 0x20;
const HASH = 0x23;
const RESUMED = ' resumed>'.length;

class StraceReader implements Reader, LineSink {
  readonly #input: Input;
  readonly #trace: Trace;
  readonly #sink: RecordSink;
  readonly #lines = new Lines(this);
  readonly #prefix = new Prefix();
  readonly #clock: StraceClock;
  readonly #pending = new PendingCalls();
  readonly #usual: UsualReader | undefined;
  /** Pid of a `strace -ff` file by its name. */
  readonly #fileTid: number;
  #line = 0;
  #ordinal = 0;
  #coloured = false;
  #brackets = false;
  #resumedWithoutPid = 0;
  #withoutDuration = 0;
  #lastTime = NaN;
  /** A call whose line was torn by the program's own output; `) = …` at the beginning of a later line ends it. */
  #torn: Pending | undefined;
  /** The first line, until the second one shows whether it was whole. */
  #first: { bytes: Uint8Array; offset: number } | undefined;
  readonly #record: StraceRecord;
  readonly #status: StatusRecord;

  constructor(input: Input, trace: Trace, sink: RecordSink, usual?: Usual) {
    this.#input = input;
    this.#trace = trace;
    this.#sink = sink;
    input.kind = 'strace';
    this.#clock = new StraceClock(trace, input);
    this.#usual = usual?.lines && new UsualReader(usual.lines, input, this.#pending, this.#clock);
    const suffix = /\.(\d+)(?:\.gz|\.zst)?$/.exec(input.path);
    this.#fileTid = suffix ? Number(suffix[1]) : -1;
    this.#status = { input: input.id, line: 0, offset: 0, tid: -1, time: NaN, kind: 'exited' };
    this.#record = new StraceRecord(input.id);
  }

  push(bytes: Uint8Array): void {
    // --color=always colours the first line already.
    if (this.#input.bytes < COLOURED_WITHIN) this.#coloured ||= bytes.indexOf(ESCAPE) >= 0;
    this.#lines.push(bytes);
    this.#usual?.endChunk();
    this.#input.bytes += bytes.length;
    this.#publish();
  }

  end(): void {
    this.#lines.end();
    this.#usual?.release();
    this.#releaseFirst(true);
    this.#dropTorn();
    for (const pending of this.#pending.open()) this.#giveUp(pending);
    this.#publish();
    reportFlags(this.#input, this.#trace.problems, this.#withoutDuration, this.#resumedWithoutPid);
  }

  oversized(offset: number): void {
    this.#line++;
    this.#garbage(offset, this.#line);
  }

  line(bytes: Uint8Array, start: number, end: number, offset: number): void {
    this.#line++;
    if (this.#coloured) {
      const stripped = stripColours(bytes, start, end);
      bytes = stripped;
      start = 0;
      end = stripped.length;
    }
    if (this.#line === 1) {
      this.#first = { bytes: new Uint8Array(bytes.subarray(start, end)), offset };
      return;
    }
    if (this.#first) {
      this.#prefix.parse(bytes, start, end);
      this.#releaseFirst(this.#prefix.stamp === 0 && this.#prefix.tid < 0);
    }
    this.#usual?.beforeLine();
    this.#read(bytes, start, end, offset, this.#line);
    this.#usual?.afterLine(this.#tid);
  }

  skim(chunk: Uint8Array, start: number, offset: number): number {
    const usual = this.#usual;
    if (!usual || this.#first || this.#torn || this.#coloured) return start;
    const stop = usual.skim(chunk, start, offset, this.#line, this.#brackets, this.#fileTid);
    this.#line += usual.lines;
    this.#ordinal += usual.begun;
    this.#withoutDuration += usual.untimed;
    if (usual.lines > 0) this.#lastTime = this.#clock.last;
    return stop;
  }

  /** A first line without pid and time is torn when its successor has them. */
  #releaseFirst(bare: boolean): void {
    const first = this.#first;
    this.#first = undefined;
    if (!first || (this.#input.partial = isPartial(first.bytes))) return;
    const prefix = this.#prefix;
    const body = prefix.parse(first.bytes, 0, first.bytes.length);
    const torn = !bare && prefix.stamp === 0 && prefix.tid < 0 && bodyKind(first.bytes, body, nameEnd(first.bytes, body, first.bytes.length), first.bytes.length) === Body.Call;
    if (torn) this.#garbage(first.offset, 1);
    else this.#read(first.bytes, 0, first.bytes.length, first.offset, 1);
  }

  #read(bytes: Uint8Array, start: number, end: number, offset: number, line: number): void {
    if (start === end) return;
    if (bytes[start] === HASH && this.#input.partial) return readRemark(bytes, start, end, this.#input, this.#trace, offset, line);
    if (bytes[start] === SPACE && start + 1 < end) {
      const second = bytes[start + 1]!;
      if (second === 0x3e) this.#input.has.stack = true; // " > libc.so.6(sendmsg+0x10) [0x10ac10]"
      if (second === 0x3e || second === 0x7c || second === 0x2a) return; // " | 00000  01 00 …", " * 212 bytes in buffer 0"
    }
    const prefix = this.#prefix;
    const body = prefix.parse(bytes, start, end);
    const name = nameEnd(bytes, body, end);
    switch (bodyKind(bytes, body, name, end)) {
      case Body.Call: return this.#call(bytes, body, name, end, offset, line);
      case Body.Resumed: return this.#resumed(bytes, body, end, offset, line);
      case Body.Status: return this.#ends(bytes, body, end, offset, line);
      case Body.Continuation: return this.#continuation(bytes, body, end, offset, line);
      case Body.CutOff: return this.#tornCut(bytes, body, end, offset, line);
      case Body.Note:
        if (prefix.stamp !== 0) this.#timeOf(offset, line);
        return;
      default: this.#garbage(offset, line);
    }
  }

  #timeOf(offset: number, line: number): number {
    const time = this.#clock.at(this.#prefix, this.#ordinal, offset, line);
    if (Number.isNaN(this.#input.firstTime)) this.#input.firstTime = time;
    return (this.#lastTime = time);
  }

  /** The thread of the line just read. */
  #thread(): Pending {
    const prefix = this.#prefix;
    if (prefix.tid < 0 && this.#brackets) return this.#pending.sole() ?? this.#pending.of(-1);
    this.#brackets ||= prefix.bracketed;
    if (prefix.tid >= 0) this.#input.has.pid = true;
    return this.#pending.of(this.#tid);
  }

  /** Of the line just read, where it says so. */
  get #tid(): number {
    return this.#prefix.tid < 0 ? this.#fileTid : this.#prefix.tid;
  }

  #call(bytes: Uint8Array, body: number, close: number, end: number, offset: number, line: number): void {
    const time = this.#timeOf(offset, line);
    const thread = this.#thread();
    if (this.#prefix.commandStart < this.#prefix.commandEnd) thread.name(bytes, this.#prefix.commandStart, this.#prefix.commandEnd);
    if (this.#torn) this.#dropTorn();
    if (thread.open) this.#giveUp(thread);
    const record = this.#record;
    const cut = cutOff(bytes, close + 1, end);
    if (cut >= 0 || !parseResult(bytes, close + 1, end, record)) {
      thread.begin(bytes, body, close, close + 1, cut >= 0 ? cut : end);
      thread.line = line;
      thread.offset = offset;
      thread.time = time;
      this.#ordinal++;
      if (cut < 0) this.#torn = thread;
      else this.#cut(thread, bytes, cut, end);
      return;
    }
    record.place(bytes, body, close, close + 1);
    record.begin(line, offset, time, false);
    this.#ordinal++;
    this.#emit(thread, line);
  }

  /** A call that goes on elsewhere, or nowhere. */
  #cut(thread: Pending, bytes: Uint8Array, cut: number, end: number): void {
    const ending = Ending.of(bytes, cut, end);
    if (ending === Ending.Detached) this.#giveUp(thread);
    if (ending !== Ending.PidChanged) return;
    const heir = this.#pending.of(Ending.pid(bytes, cut, end));
    if (heir === thread) return;
    if (heir.open) this.#giveUp(heir);
    heir.takeOver(thread);
  }

  #resumed(bytes: Uint8Array, body: number, end: number, offset: number, line: number): void {
    const time = this.#timeOf(offset, line);
    if (this.#torn) this.#dropTorn();
    const nameStart = body + 5;
    let nameStop = nameStart;
    while (nameStop < end && bytes[nameStop] !== SPACE) nameStop++;
    const rest = Math.min(nameStop + RESUMED, end);
    let thread = this.#thread();
    if (this.#prefix.tid < 0) {
      if (this.#fileTid < 0) this.#resumedWithoutPid++;
      if (!thread.open) thread = this.#pending.soleNamed(bytes, nameStart, nameStop) ?? thread;
    } else if (!thread.open && this.#brackets) {
      // Its first half was printed before there were pids.
      const unnamed = this.#pending.of(-1);
      if (unnamed.open && unnamed.hasName(bytes, nameStart, nameStop)) thread.takeOver(unnamed);
    }
    if (this.#prefix.commandStart < this.#prefix.commandEnd) thread.name(bytes, this.#prefix.commandStart, this.#prefix.commandEnd);
    const renamed = thread.open && bytes[nameStart] !== 0x3f && !thread.hasName(bytes, nameStart, nameStop);
    if (renamed) this.#giveUp(thread);
    const cut = cutOff(bytes, rest, end);
    if (!thread.open) return this.#headless(thread, bytes, nameStart, nameStop, rest, end, time, offset, line);
    if (cut >= 0 && !parseResult(bytes, rest, end, this.#record)) {
      thread.append(bytes, rest, cut);
      this.#cut(thread, bytes, cut, end);
      return;
    }
    if (cut < 0 && parseResult(bytes, rest, end, this.#record)) {
      thread.complete(bytes, rest, end, this.#record);
      this.#returns(thread, time, line);
      return;
    }
    thread.append(bytes, rest, cut >= 0 ? cut : end);
    this.#finish(thread, time, line);
  }

  /** The open call of a thread is whole now: its text ends with the result. */
  #finish(thread: Pending, time: number, line: number): void {
    if (parseResult(thread.bytes, thread.argumentsStart, thread.length, this.#record)) return this.#returns(thread, time, line);
    thread.open = false;
    this.#garbage(thread.offset, thread.line);
  }

  #returns(thread: Pending, time: number, line: number): void {
    const record = this.#record;
    thread.open = false;
    if (Number.isNaN(record.duration) && this.#clock.timed) record.duration = Math.max(0, time - thread.time);
    this.#fromPending(thread);
    this.#emit(thread, line);
  }

  #fromPending(thread: Pending): void {
    this.#record.place(thread.bytes, 0, thread.nameEnd, thread.argumentsStart);
    this.#record.begin(thread.line, thread.offset, thread.time, false);
  }

  #headless(
    thread: Pending, bytes: Uint8Array, nameStart: number, nameStop: number, rest: number, end: number, time: number, offset: number, line: number,
  ): void {
    const record = this.#record;
    this.#trace.problems.report('strace-unpaired-resumed', this.#input.id, offset, line);
    if (!parseResult(bytes, rest, end, record)) return;
    record.place(bytes, nameStart, nameStop, rest);
    record.begin(line, offset, Number.isNaN(record.duration) ? time : time - record.duration, true);
    this.#ordinal++;
    this.#emit(thread, line);
  }

  #continuation(bytes: Uint8Array, body: number, end: number, offset: number, line: number): void {
    const torn = this.#torn;
    this.#torn = undefined;
    if (!torn?.open) return this.#garbage(offset, line);
    torn.append(bytes, body, end);
    this.#finish(torn, this.#lastTime, line);
  }

  /** " <unfinished ...>" on a line of its own: a note of strace's own tore the call's line. */
  #tornCut(bytes: Uint8Array, body: number, end: number, offset: number, line: number): void {
    const torn = this.#torn;
    this.#torn = undefined;
    if (!torn?.open) return this.#garbage(offset, line);
    torn.length = noteStart(torn.bytes, torn.argumentsStart, torn.length);
    this.#cut(torn, bytes, body, end);
  }

  /** The program's output tore a call's line and nothing ended it. */
  #dropTorn(): void {
    const torn = this.#torn;
    this.#torn = undefined;
    if (!torn?.open) return;
    torn.open = false;
    this.#garbage(torn.offset, torn.line);
  }

  /** "+++ exited with 0 +++", "+++ killed by SIGKILL +++", "+++ superseded by execve in pid 12 +++" */
  #ends(bytes: Uint8Array, body: number, end: number, offset: number, line: number): void {
    const time = this.#timeOf(offset, line);
    const thread = this.#thread();
    const status = this.#status;
    const word = bytes[body + 4];
    status.kind = word === 0x73 ? 'superseded' : word === 0x6b ? 'killed' : 'exited';
    if (status.kind === 'superseded') {
      const heir = this.#pending.of(Ending.pid(bytes, body, end));
      if (heir !== thread && heir.open) {
        if (thread.open) this.#giveUp(thread);
        thread.takeOver(heir);
      }
      this.#pending.remove(heir.tid);
    } else {
      if (thread.open) this.#giveUp(thread);
      this.#pending.remove(thread.tid);
    }
    status.line = line;
    status.offset = offset;
    status.tid = thread.tid;
    status.time = time;
    this.#sink.status(status);
  }

  /** The open call of a thread never returns in this log. */
  #giveUp(thread: Pending): void {
    const record = this.#record;
    thread.open = false;
    this.#trace.problems.report('strace-unfinished', this.#input.id, thread.offset, thread.line);
    this.#fromPending(thread);
    record.giveUp(thread.length);
    this.#emit(thread, thread.line);
  }

  #emit(thread: Pending, endLine: number): void {
    const record = this.#record;
    record.endLine = endLine;
    record.tid = thread.tid;
    record.command = thread.command;
    const input = this.#input;
    input.records++;
    if (!Number.isNaN(record.duration)) input.has.duration = true;
    else if (!record.unreturned) this.#withoutDuration++;
    this.#sink.syscall(record);
  }

  #garbage(offset: number, line: number): void {
    this.#trace.problems.report('strace-garbage', this.#input.id, offset, line);
  }

  #publish(): void {
    const input = this.#input;
    input.lines = this.#line;
    input.lastTime = this.#lastTime;
  }
}

/** Bytes at the beginning of a log among which escape sequences are, if there are any. */
const COLOURED_WITHIN = 64 * 1024;
