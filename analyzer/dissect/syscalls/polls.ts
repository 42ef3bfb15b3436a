/**
 * What a program waits for: epoll_ctl(2), epoll_wait(2), poll(2), select(2). One poll row a socket that is asked for or answered.
 *
 *   epoll_ctl(4, EPOLL_CTL_MOD, 17, {events=EPOLLIN|EPOLLONESHOT, data={u32=17, u64=17}}) = 0       data=0x11 in 6.x, {EPOLLIN, {u32=…}} in 4.x
 *   epoll_wait(4, [{events=EPOLLIN, data={u32=17, u64=244813135889}}], 512, -1) = 1
 *   poll([{fd=3, events=POLLIN}], 1, 10) = 1 ([{fd=3, revents=POLLIN}])
 *   select(5, [3 4], [3], NULL, {tv_sec=1, tv_usec=0}) = 1 (out [3], left {…})
 */
import { Poll, Syscall } from '../../trace/schema.ts';
import { NONE } from '../../trace/table.ts';
import { UNKNOWN_ANSWER } from '../../usual/sizes.ts';
import type { Context } from './context.ts';
import { isDigit } from './cursor.ts';
import { pollWords, readFlags } from './flags.ts';
import { EVERYTHING } from './descriptors.ts';
import { EventTexts, memberEnd } from './eventTexts.ts';

const COMMA = 0x2c;
const SPACE = 0x20;
const EQUALS = 0x3d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const POLL_BITS = 0xffff;
/** Registrations of one epoll descriptor that are remembered; more are closed ones in all likelihood. */
const MOST_REGISTRATIONS = 65_536;

export class Polls {
  readonly #context: Context;
  /** Descriptor by the low word of the epoll data, where they differ; by process and epoll descriptor. */
  readonly #registered = new Map<string, Map<number, number>>();
  readonly #known: EventTexts;

  constructor(context: Context) {
    this.#context = context;
    this.#known = new EventTexts(context.usual?.events);
  }

  epollCtl(): void {
    const { cursor, descriptors, thread, record } = this.#context;
    const epoll = cursor.descriptor();
    cursor.next();
    const fd = cursor.descriptor();
    if (fd < 0) return;
    const socket = descriptors.resolve(thread, fd, cursor);
    let events = 0;
    if (cursor.peek() === OPEN_BRACE) {
      cursor.at++;
      events = this.#events();
      const data = this.#data();
      if (data !== fd && record.returnValue === 0) this.#register(epoll, data, fd);
    }
    if (socket < 0) return;
    this.#addPoll(this.#context.addCall(Syscall.EpollCtl, fd, socket), fd, socket, events, 0);
  }

  epollWait(): void {
    const { cursor, record } = this.#context;
    const epoll = cursor.descriptor();
    const isAnswered = record.returnValue > 0 && cursor.peek() === OPEN_BRACKET;
    const call = isAnswered ? this.#answers(epoll) : NONE;
    if (call === NONE) this.wait(Syscall.EpollWait, epoll);
  }

  /** `[{events=EPOLLIN, data={u32=17, u64=17}}, …]`. Returns the call's row. */
  #answers(epoll: number): number {
    const { cursor } = this.#context;
    let call = NONE;
    for (cursor.at++; cursor.peek() === OPEN_BRACE; this.#leaveBrace()) {
      const end = memberEnd(cursor.bytes, cursor.at, cursor.end);
      let known = this.#known.find(cursor.view, cursor.at, end);
      if (known >= 0) {
        this.#tell(epoll, known);
        cursor.at = end - 1;
      } else {
        const start = cursor.at++;
        const events = this.#events();
        const data = this.#data();
        // A member of poll's lists is no answer, and means something else there.
        known = cursor.bytes[start + 1] === 0x66 ? -1 : this.#keep(start, end, events, data);
        if (known < 0) {
          call = this.#answer(call, epoll, events, data);
          continue;
        }
      }
      call = this.#answer(call, epoll, this.#known.events[known]!, this.#known.data[known]!);
    }
    return call;
  }

  #keep(start: number, end: number, events: number, data: number): number {
    const slot = this.#known.keep(this.#context.cursor.view, start, end, events, data);
    if (slot >= 0) this.#context.usual?.forgetAnswer(slot);
    return slot;
  }

  #tell(epoll: number, known: number): void {
    const { usual, descriptors, record } = this.#context;
    if (usual?.reason !== UNKNOWN_ANSWER || !descriptors.areCertain) return;
    const fd = this.#meant(epoll, this.#known.data[known]!);
    usual.learnAnswer(record.tid, epoll, known, this.#find(fd), fd);
  }

  /** The descriptor that epoll data stand for. */
  #meant(epoll: number, data: number): number {
    const registered = this.#registered.size > 0 ? this.#registered.get(this.#key(epoll)) : undefined;
    return registered?.get(data) ?? data;
  }

  #answer(call: number, epoll: number, events: number, data: number): number {
    const fd = this.#meant(epoll, data);
    const socket = this.#find(fd);
    if (socket < 0) return call;
    const row = call === NONE ? this.#context.addCall(Syscall.EpollWait, epoll, socket) : call;
    this.#addPoll(row, fd, socket, 0, events);
    return row;
  }

  poll(): void {
    const { cursor, record, trace } = this.#context;
    let call = NONE;
    const first = trace.polls.length;
    if (cursor.peek() === OPEN_BRACKET) cursor.at++;
    for (; cursor.peek() === OPEN_BRACE; this.#leaveBrace()) {
      const { fd, events } = this.#member();
      const socket = this.#find(fd);
      this.#context.tellDescriptor(fd, socket, 0, 0);
      if (socket < 0) continue;
      if (call === NONE) call = this.#context.addCall(Syscall.Poll, fd, socket);
      this.#addPoll(call, fd, socket, events, 0);
    }
    if (call === NONE) {
      this.wait(Syscall.Poll, -1);
      return;
    }
    // "([{fd=3, revents=POLLIN}])": the ready ones, in the same order.
    cursor.set(record, record.auxiliaryStart, record.auxiliaryEnd);
    while (cursor.at < cursor.end && cursor.peek() !== OPEN_BRACE) cursor.at++;
    let row = first;
    for (; cursor.peek() === OPEN_BRACE && row < trace.polls.length; this.#leaveBrace()) {
      const { fd, events } = this.#member();
      let match = row;
      while (match < trace.polls.length && trace.polls.fd[match] !== fd) match++;
      if (match < trace.polls.length && this.#find(fd) >= 0) {
        trace.polls.ready[match] = events;
        row = match + 1;
      }
    }
  }

  /** `{fd=3, events=POLLIN}`, `{fd=3, revents=POLLIN}`; the cursor stops before the brace. */
  #member(): { fd: number; events: number } {
    const { cursor } = this.#context;
    const start = cursor.at;
    cursor.at += 4; // "{fd="
    const fd = cursor.descriptor();
    const events = this.#events();
    const end = memberEnd(cursor.bytes, start, cursor.end);
    // A brace in the annotation is not the end.
    if (fd >= 0 && cursor.at < end && this.#known.find(cursor.view, start, end) < 0) this.#keep(start, end, events, fd);
    return { fd, events };
  }

  select(): void {
    const { cursor, record, trace } = this.#context;
    cursor.next();
    let call = NONE;
    const first = trace.polls.length;
    for (const bit of [Poll.In, Poll.Out]) {
      if (cursor.peek() === OPEN_BRACKET) call = this.#armSet(call, bit);
      cursor.next();
    }
    if (call === NONE) {
      this.wait(Syscall.Select, -1);
      return;
    }
    // "(in [3], out [3 4], left {…})"
    cursor.set(record, record.auxiliaryStart + 1, record.auxiliaryEnd);
    let row = first;
    while (cursor.at < cursor.end) {
      const bit = cursor.peek() === 0x69 ? Poll.In : cursor.peek() === 0x6f ? Poll.Out : 0;
      while (cursor.at < cursor.end && cursor.peek() !== OPEN_BRACKET && cursor.peek() !== COMMA) cursor.at++;
      if (bit !== 0 && cursor.peek() === OPEN_BRACKET) row = this.#answerSet(row, bit);
      const before = cursor.at;
      cursor.next();
      if (cursor.at === before) cursor.at++;
    }
  }

  /** A wait that names no socket: it tells a retry after a pause from a spin. */
  wait(syscall: number, fd: number): void {
    const { thread, sends, refused, record } = this.#context;
    if (sends[thread] && (refused[thread] || !(record.returnValue > 0))) this.#context.addCall(syscall, fd, -1);
  }

  /** nanosleep and clock_nanosleep between sends. */
  sleep(): void {
    const { thread, sends } = this.#context;
    if (sends[thread]) this.#context.addCall(Syscall.Sleep, -1, -1);
  }

  #armSet(call: number, bit: number): number {
    const { cursor } = this.#context;
    for (let fd = this.#nextOfSet(); fd >= 0; fd = this.#nextOfSet()) {
      const socket = this.#find(fd);
      if (socket < 0) continue;
      if (call === NONE) call = this.#context.addCall(Syscall.Select, fd, socket);
      this.#addPoll(call, fd, socket, bit, 0);
    }
    if (cursor.peek() === CLOSE_BRACKET) cursor.at++;
    return call;
  }

  /** Marks the rows from `row` on that are in the set. The rows of a set follow each other in the order of descriptors. */
  #answerSet(row: number, bit: number): number {
    const { polls } = this.#context.trace;
    const { cursor } = this.#context;
    let next = row;
    while (next < polls.length && polls.armed[next] !== bit) next++;
    for (let fd = this.#nextOfSet(); fd >= 0; fd = this.#nextOfSet()) {
      while (next < polls.length && polls.armed[next] === bit && polls.fd[next]! < fd) next++;
      if (next < polls.length && polls.armed[next] === bit && polls.fd[next] === fd) polls.ready[next] = bit;
    }
    if (cursor.peek() === CLOSE_BRACKET) cursor.at++;
    return next;
  }

  /** The next descriptor of "[3 4<socket:[12]>]", -1 at its end. */
  #nextOfSet(): number {
    const { cursor } = this.#context;
    while (cursor.peek() === OPEN_BRACKET || cursor.peek() === SPACE) cursor.at++;
    if (!isDigit(cursor.peek())) return -1;
    const fd = cursor.number();
    while (cursor.at < cursor.end && cursor.peek() !== SPACE && cursor.peek() !== CLOSE_BRACKET) cursor.at++;
    if (cursor.bytes[cursor.at - 1] === CLOSE_BRACKET) cursor.at--;
    return fd;
  }

  /** `events=EPOLLIN|EPOLLOUT`, or the flags alone; steps to what follows. */
  #events(): number {
    const { cursor } = this.#context;
    const word = cursor.wordEnd();
    if (cursor.bytes[word] === EQUALS && word < cursor.end) cursor.at = word + 1;
    const flags = readFlags(cursor, pollWords);
    cursor.next();
    return flags & POLL_BITS;
  }

  /** `data={u32=17, u64=17}`, `data=0x11`, `{u32=17, u64=17}`: the low word. */
  #data(): number {
    const { cursor } = this.#context;
    while (cursor.at < cursor.end && !isDigit(cursor.peek())) {
      if (cursor.peek() === 0x75) cursor.at += 3; // "u32"
      else cursor.at++;
    }
    return cursor.at < cursor.end ? cursor.word() : -1;
  }

  /** Past the braces that end the member here (`data={u32=5, u64=5}}` has two), and the comma after them. */
  #leaveBrace(): void {
    const { cursor } = this.#context;
    while (cursor.at < cursor.end && cursor.peek() !== CLOSE_BRACE) cursor.at++;
    while (cursor.peek() === CLOSE_BRACE) cursor.at++;
    while (cursor.peek() === COMMA || cursor.peek() === SPACE) cursor.at++;
  }

  #find(fd: number): number {
    return this.#context.descriptors.find(this.#context.thread, fd);
  }

  #key(epoll: number): string {
    return `${this.#context.threads.processOf(this.#context.thread)}:${epoll}`;
  }

  #register(epoll: number, data: number, fd: number): void {
    const key = this.#key(epoll);
    let registered = this.#registered.get(key);
    if (!registered) this.#registered.set(key, (registered = new Map()));
    if (registered.get(data) === fd) return;
    if (registered.size >= MOST_REGISTRATIONS) registered.clear();
    registered.set(data, fd);
    this.#context.descriptors.changed = EVERYTHING;
  }

  #addPoll(call: number, fd: number, socket: number, armed: number, ready: number): void {
    const { trace } = this.#context;
    const row = trace.polls.add();
    if (trace.calls.detail[call] === NONE) trace.calls.detail[call] = row;
    trace.polls.call[row] = call;
    trace.polls.fd[row] = fd;
    trace.polls.socket[row] = socket;
    trace.polls.armed[row] = armed & POLL_BITS;
    trace.polls.ready[row] = ready & POLL_BITS;
  }
}
