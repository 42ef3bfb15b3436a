// @ts-check
/**
 * The traced program: a thread an association waits in epoll, reads messages, sends requests on a timer and answers at once; workers and a
 * housekeeper make the noise of futexes, clocks and polls that fills real logs. The housekeeper keeps log and capture at one size.
 */
import { CapabilitiesRequest, CreditControlRequest, WatchdogRequest, isRequest, writeMessage } from './diameter.mjs';
import { createAnswer } from './peer.mjs';
import { quote } from './straceLog.mjs';
import { PARK, Thread } from './thread.mjs';

/**
 * @typedef {import('./association.mjs').Association} Association
 * @typedef {import('./diameter.mjs').Message} Message
 * @typedef {import('./thread.mjs').Program} Running
 */

const FIRST_TID = 2101;
const WORKERS = 4;
const WATCHDOG_INTERVAL = 5_000_000;
/** Requests that wait for a full socket before the application makes no more. */
const LONGEST_BACKLOG = 64;
const MESSAGE_END = 'msg_iovlen=1, msg_control=[{cmsg_len=48, cmsg_level=SOL_SCTP, cmsg_type=0x1}], msg_controllen=48';

export class TracedProgram {
  #clock;
  #random;
  #log;
  #capture;
  #associations;
  #mainThread;
  #workers;
  #tid = FIRST_TID;
  #scratch = Buffer.alloc(4096);

  /**
   * @param {import('./association.mjs').World & { log: import('./straceLog.mjs').StraceLog }} world
   * @param {readonly Association[]} associations
   */
  constructor({ clock, random, capture, log }, associations) {
    this.#clock = clock;
    this.#random = random;
    this.#capture = capture;
    this.#log = log;
    this.#associations = associations;
    this.#mainThread = new Thread(this.#tid++, clock);
    this.#workers = Array.from({ length: WORKERS }, () => new Thread(this.#tid++, clock));
  }

  /** @param {(association: Association) => void} onUp */
  start(onUp) {
    this.#mainThread.start(this.#main(this.#mainThread, onUp), 0);
  }

  /**
   * One call: what is known at its entry, its time, what the kernel filled in, its result.
   * @param {Thread} thread
   * @param {string} name
   * @param {string} before
   * @param {number | string} result
   * @param {string} after
   * @returns {Running}
   */
  *#call(thread, name, before, result = 0, after = '') {
    this.#log.enter(thread, name, before);
    yield this.#random.between(6, 24);
    this.#log.exit(thread, after, result);
    yield this.#random.between(2, 9);
  }

  /** @type {(thread: Thread, onUp: (association: Association) => void) => Running} */
  *#main(thread, onUp) {
    yield* this.#call(thread, 'execve', '"/usr/sbin/diameterd", ["/usr/sbin/diameterd"], 0x7ffc94edd8c8 /* 10 vars */');
    yield* this.#call(thread, 'socket', 'AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_SCTP', 10);
    yield* this.#call(thread, 'bind', '10, {sa_family=AF_INET, sin_port=htons(3868), sin_addr=inet_addr("10.9.0.1")}, 16');
    yield* this.#call(thread, 'listen', '10, 16');
    for (const worker of this.#workers) yield* this.#clone(thread, worker, this.#work(worker));
    for (const association of this.#associations) {
      const { fd, plan } = association;
      if (plan.role === 'client') yield* this.#connect(thread, association);
      else yield* this.#accept(thread, association);
      yield* this.#call(thread, 'setsockopt', `${fd}, SOL_SCTP, SCTP_NODELAY, [1], 4`);
      yield* this.#call(thread, 'epoll_create1', 'EPOLL_CLOEXEC', fd + 20);
      yield* this.#call(thread, 'epoll_ctl', `${fd + 20}, EPOLL_CTL_ADD, ${fd}, {events=EPOLLIN, data={u32=${fd}, u64=${fd}}}`);
      yield* this.#call(thread, 'timerfd_create', 'CLOCK_MONOTONIC, TFD_CLOEXEC|TFD_NONBLOCK', fd + 40);
      yield* this.#call(thread, 'epoll_ctl', `${fd + 20}, EPOLL_CTL_ADD, ${fd + 40}, {events=EPOLLIN, data={u32=${fd + 40}, u64=${fd + 40}}}`);
      onUp(association);
      const server = new Thread(this.#tid++, this.#clock);
      yield* this.#clone(thread, server, this.#serve(server, association));
    }
    yield* this.#keepHouse(thread);
  }

  /** @type {(thread: Thread, child: Thread, program: Running) => Running} */
  *#clone(thread, child, program) {
    const flags = 'CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD|CLONE_SYSVSEM|CLONE_SETTLS|CLONE_PARENT_SETTID|CLONE_CHILD_CLEARTID';
    child.start(program, 60);
    yield* this.#call(
      thread, 'clone3', `{flags=${flags}, exit_signal=0, stack=0x7f4073000000, stack_size=0x7fff80, tls=0x7f40737ff6c0}`, child.tid,
      ` => {parent_tid=[${child.tid}]}, 88`,
    );
  }

  /** @type {(thread: Thread, association: Association) => Running} */
  *#connect(thread, association) {
    const { fd, plan, node, peer } = association;
    yield* this.#call(thread, 'socket', 'AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_SCTP', fd);
    // The kernel doubles what is asked for.
    yield* this.#call(thread, 'setsockopt', `${fd}, SOL_SOCKET, SO_SNDBUF, [${plan.sendBuffer / 2}], 4`);
    yield* this.#call(thread, 'bind', `${fd}, ${socketAddress(node.host)}, 16`);
    this.#log.enter(thread, 'connect', `${fd}, ${socketAddress(peer.host)}, 16`);
    association.connect(() => thread.wake());
    yield PARK;
    this.#log.exit(thread, '', 0);
    yield 10;
    yield* this.#call(thread, 'fcntl', `${fd}, F_SETFL, O_RDWR|O_NONBLOCK`);
  }

  /** @type {(thread: Thread, association: Association) => Running} */
  *#accept(thread, association) {
    const { fd, plan, peer } = association;
    this.#log.enter(thread, 'accept4', '10, ');
    association.connect(() => thread.wake());
    yield PARK;
    this.#log.exit(thread, `${socketAddress(peer.host)}, [128 => 16], SOCK_CLOEXEC|SOCK_NONBLOCK`, fd);
    yield 10;
    yield* this.#call(thread, 'setsockopt', `${fd}, SOL_SOCKET, SO_SNDBUF, [${plan.sendBuffer / 2}], 4`);
  }

  /** @type {(thread: Thread, association: Association) => Running} */
  *#serve(thread, association) {
    const { plan, fd, node } = association;
    const isClient = plan.role === 'client';
    /** @type {Message[]} */
    const backlog = [];
    const state = { isTimerDue: false, isArmed: false, isStalled: false, watchdog: this.#clock.now };
    const tick = () => {
      state.isTimerDue = true;
      thread.wake();
      this.#clock.after(isClient ? plan.interval : WATCHDOG_INTERVAL, tick, undefined);
    };
    tick();
    node.onReadable = () => thread.wake();
    node.onWritable = () => {
      if (state.isArmed) thread.wake();
    };
    if (isClient) backlog.push(association.createRequest(CapabilitiesRequest));
    for (;;) {
      this.#log.enter(thread, 'epoll_wait', `${fd + 20}, `);
      yield this.#random.between(3, 9);
      if (!state.isTimerDue && node.inbox.length === 0 && !(state.isArmed && node.isWritable)) yield PARK;
      const { isTimerDue } = state;
      const isReadable = node.inbox.length > 0;
      const isWritable = state.isArmed && node.isWritable;
      const events = [];
      const bits = isReadable ? (isWritable ? 'EPOLLIN|EPOLLOUT' : 'EPOLLIN') : 'EPOLLOUT';
      if (isReadable || isWritable) events.push(`{events=${bits}, data={u32=${fd}, u64=${fd}}}`);
      if (isTimerDue) events.push(`{events=EPOLLIN, data={u32=${fd + 40}, u64=${fd + 40}}}`);
      this.#log.exit(thread, `[${events.join(', ')}], 16, -1`, events.length);
      yield this.#random.between(2, 9);
      if (isTimerDue) {
        state.isTimerDue = false;
        yield* this.#call(thread, 'read', `${fd + 40}, `, 8, '"\\1\\0\\0\\0\\0\\0\\0\\0", 8');
        const isWatchdogDue = this.#clock.now - state.watchdog >= WATCHDOG_INTERVAL;
        if (isWatchdogDue) state.watchdog = this.#clock.now;
        if (isWatchdogDue) backlog.push(association.createRequest(WatchdogRequest));
        const burst = isClient && backlog.length < LONGEST_BACKLOG ? plan.burst : 0;
        for (let i = 0; i < burst; i++) backlog.push(association.createRequest(CreditControlRequest));
      }
      if (isReadable) yield* this.#receive(thread, association, backlog);
      if (backlog.length > 0 && (!state.isArmed || isWritable) && (plan.waits || !state.isStalled || isTimerDue)) {
        yield* this.#sendAll(thread, association, backlog, state);
      }
    }
  }

  /** @type {(thread: Thread, association: Association, backlog: Message[]) => Running} */
  *#receive(thread, { fd, node, peer, plan }, backlog) {
    const name = `msg_name=${socketAddress(peer.host)}, msg_namelen=128 => 16`;
    for (;;) {
      this.#log.enter(thread, 'recvmsg', `${fd}, `);
      yield this.#random.between(6, 20);
      const message = node.take();
      if (!message) {
        this.#log.exitAgain(thread, '{msg_namelen=128}, MSG_DONTWAIT');
        yield this.#random.between(2, 9);
        return;
      }
      writeMessage(message, this.#scratch, 0);
      this.#log.counts.receives++;
      this.#log.exit(
        thread,
        `{${name}, msg_iov=[{iov_base=${quote(this.#scratch, message.length)}, iov_len=65536}], ${MESSAGE_END}, msg_flags=MSG_EOR}, MSG_DONTWAIT`,
        message.length,
      );
      yield this.#random.between(2, 9);
      if (isRequest(message)) backlog.push(createAnswer(message, this.#random));
      else if (this.#random.perMillion(100_000)) yield* this.#wakeWorker(thread);
      if (!plan.drains) return;
    }
  }

  /** @type {(thread: Thread, association: Association, backlog: Message[], state: { isArmed: boolean, isStalled: boolean }) => Running} */
  *#sendAll(thread, { fd, node, peer, plan }, backlog, state) {
    const name = `msg_name=${socketAddress(peer.host)}, msg_namelen=16`;
    const { counts } = this.#log;
    while (backlog.length > 0) {
      const message = backlog[0];
      writeMessage(message, this.#scratch, 0);
      this.#log.enter(
        thread, 'sendmsg',
        `${fd}, {${name}, msg_iov=[{iov_base=${quote(this.#scratch, message.length)}, iov_len=${message.length}}], ${MESSAGE_END}, msg_flags=0}, MSG_DONTWAIT|MSG_NOSIGNAL`,
      );
      yield this.#random.between(8, 36);
      counts.sends++;
      if (node.send(message)) {
        state.isStalled = false;
        backlog.shift();
        this.#log.exit(thread, '', message.length);
        yield this.#random.between(2, 9);
        continue;
      }
      counts.refusedSends++;
      if (!state.isStalled) counts.stalls++;
      state.isStalled = true;
      this.#log.exitAgain(thread);
      yield this.#random.between(2, 9);
      break;
    }
    const isArmed = plan.waits && backlog.length > 0;
    if (isArmed === state.isArmed) return;
    state.isArmed = isArmed;
    const events = isArmed ? 'EPOLLIN|EPOLLOUT' : 'EPOLLIN';
    yield* this.#call(thread, 'epoll_ctl', `${fd + 20}, EPOLL_CTL_MOD, ${fd}, {events=${events}, data={u32=${fd}, u64=${fd}}}`);
  }

  /** @type {(thread: Thread) => Running} */
  *#wakeWorker(thread) {
    const worker = this.#workers[this.#random.between(0, WORKERS - 1)];
    worker.wake();
    yield* this.#call(thread, 'futex', `${futexOf(worker)}, FUTEX_WAKE_PRIVATE, 1`, 1);
  }

  /** @type {(thread: Thread) => Running} */
  *#work(thread) {
    for (;;) {
      this.#log.enter(thread, 'futex', `${futexOf(thread)}, FUTEX_WAIT_PRIVATE, 0, NULL`);
      yield PARK;
      this.#log.exit(thread, '', 0);
      yield this.#random.between(2, 9);
      yield* this.#call(thread, 'futex', `0x7f4073b31a20, FUTEX_WAKE_PRIVATE, 1`, 0);
    }
  }

  /** Talks while the log is shorter than the capture. @type {(thread: Thread) => Running} */
  *#keepHouse(thread) {
    for (;;) {
      this.#log.enter(thread, 'clock_nanosleep', 'CLOCK_REALTIME, 0, {tv_sec=0, tv_nsec=10000000}, ');
      yield this.#random.between(10_050, 10_090);
      this.#log.exit(thread, '0x7fff0926a310', 0);
      yield 5;
      if (this.#log.size >= this.#capture.size) continue;
      const microseconds = this.#clock.now % 1e6;
      const seconds = (this.#clock.now - microseconds) / 1e6;
      yield* this.#call(thread, 'clock_gettime', 'CLOCK_REALTIME, ', 0, `{tv_sec=${seconds}, tv_nsec=${microseconds * 1000 + 217}}`);
      this.#log.enter(thread, 'read', '11, ');
      yield this.#random.between(6, 15);
      this.#log.exitAgain(thread, '0x7f4d9d62dd20, 8');
      yield this.#random.between(20, 60);
      yield* this.#call(thread, 'write', '2, "session table swept\\n", 20', 20);
      yield this.#random.between(20, 60);
      yield* this.#wakeWorker(thread);
      yield* this.#call(thread, 'poll', '[{fd=12, events=POLLIN}], 1, 0', '0 (Timeout)');
      yield this.#random.between(20, 60);
    }
  }
}

/** @param {Thread} worker */
const futexOf = (worker) => `0x7f4073b3${(worker.tid * 40).toString(16)}`;

/** @param {import('./capture.mjs').Host} host */
const socketAddress = ({ address, port }) =>
  `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("${[address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.')}")}`;
