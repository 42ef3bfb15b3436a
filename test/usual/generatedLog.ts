/**
 * Logs that no program ever wrote, but strace might have: threads, sockets and waits at random, in the layouts of strace 4.x to 6.x, with
 * everything that changes what a descriptor, a thread or a text means. A seed in, the same logs out.
 */
import { seededRandom } from '../random.ts';

export interface GeneratedLog {
  readonly path: string;
  readonly bytes: Uint8Array;
}

interface Call {
  readonly name: string;
  readonly args: string;
  readonly result: string;
}

/** A call whose first part is printed. */
interface Open {
  readonly name: string;
  readonly rest: string;
  readonly result: string;
}

type Kind = 'sctp' | 'other' | 'unknown';

const QUIET = ['getpid', 'futex', 'gettimeofday', 'rt_sigprocmask', 'timerfd_settime', 'clock_gettime', 'brk', 'madvise'];
const MESSAGES = ['"\\1\\0\\0 \\200\\0\\1\\30\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\1\\0\\0\\1\\10@\\0\\0\\f\\0\\0\\0\\1"', '"\\1\\0\\2\\274\\300\\0\\1<\\1\\0\\0#"...', '"\\x01\\x00\\x00\\x14"', '"a, \\"b\\") = 1"'];
const SEND_FLAGS = ['0', 'MSG_DONTWAIT', 'MSG_DONTWAIT|MSG_NOSIGNAL', 'MSG_FIN', 'MSG_NOSIGNAL', '0x40', 'MSG_MORE'];
const RECEIVE_FLAGS = ['0', 'MSG_DONTWAIT', 'MSG_PEEK', 'MSG_PEEK|MSG_DONTWAIT', 'MSG_CMSG_CLOEXEC'];
const ERRORS = ['EAGAIN (Resource temporarily unavailable)', 'EINTR (Interrupted system call)', 'ECONNRESET (Connection reset by peer)', 'EBADF (Bad file descriptor)', 'EXYZ (Odd)'];
const EVENTS = ['IN', 'OUT', 'IN|%OUT', 'IN|%RDHUP', 'HUP|%ERR', 'IN|0x2000'];
const STATUS = ['exited with 0', 'exited with 1', 'killed by SIGKILL', 'killed by SIGSEGV (core dumped)'];

class Generator {
  readonly #random: () => number;
  readonly #layout: 'bare' | 'brackets' | 'none';
  readonly #clock: 'time-of-day' | 'epoch' | 'seconds' | 'relative' | 'none';
  readonly #annotates: number;
  readonly #isOld: boolean;
  readonly #data: 'words' | 'hex';
  readonly #eol: string;
  readonly #durations: number;
  /** How many of the calls change something, how many are cut, how many texts are new. */
  readonly #changes: number;
  readonly #cuts: number;
  readonly #fresh: number;
  /** Epoll data have as many different high words. */
  readonly #highs: number;
  readonly #tids: number[];
  readonly #most: number;
  readonly #open = new Map<number, Open>();
  readonly #kinds = new Map<number, Kind>();
  readonly #inodes = new Map<number, number>();
  readonly #closed: number[] = [];
  readonly #data32 = new Map<number, number>();
  #nextInode = 10_000;
  #time: number;
  #out = '';

  constructor(random: () => number) {
    this.#random = random;
    this.#layout = this.pick(['bare', 'bare', 'brackets', 'none']);
    this.#clock = this.chance(0.4) ? 'time-of-day' : this.pick(['epoch', 'epoch', 'epoch', 'seconds', 'relative', 'none']);
    this.#annotates = this.pick([0, 0, 1, 0.5]);
    this.#isOld = this.chance(0.08);
    this.#data = this.pick(['words', 'words', 'hex']);
    this.#eol = this.chance(0.1) ? '\r\n' : '\n';
    this.#durations = this.pick([0, 1, 1, 0.7]);
    this.#changes = this.pick([0, 0.003, 0.01, 0.03, 0.2]);
    this.#cuts = this.pick([0, 0.1, 0.4]);
    this.#fresh = this.pick([0, 0.02, 0.3]);
    this.#highs = this.pick([1, 1, 1, 20]);
    const threads = this.chance(0.03) ? 300 : this.pick([1, 2, 3, 6]);
    this.#tids = Array.from({ length: threads }, (_, i) => 200 + i * this.pick([1, 3, 7]));
    this.#most = this.chance(0.03) ? 1500 : this.pick([5, 8, 16]);
    this.#time = this.pick([0, 36_000, 86_398, 43_100]) + random();
    for (let fd = 3; fd < 3 + this.#most; fd++) this.#kinds.set(fd, this.pick(['sctp', 'sctp', 'other', 'unknown']));
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  int(below: number): number {
    return Math.floor(this.#random() * below);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)]!;
  }

  write(lines: number): Uint8Array {
    while (lines-- > 0) this.#step();
    return Uint8Array.from(Buffer.from(this.chance(0.8) ? this.#out : this.#out.trimEnd(), 'latin1'));
  }

  #step(): void {
    if (this.chance(0.3 * this.#changes)) return this.#oddity();
    const tid = this.pick(this.#tids);
    const open = this.#open.get(tid);
    if (open) return this.chance(1 - this.#changes) ? this.#resume(tid, open) : this.#ends(tid);
    if (this.chance(this.#changes * 0.1)) return this.#ends(tid);
    const call = this.chance(this.#changes) ? this.#change() : this.#usual();
    this.#print(tid, call);
  }

  #print(tid: number, { name, args, result }: Call): void {
    if (!this.chance(this.#cuts)) return this.#line(tid, `${name}(${args}) = ${result}${this.#duration()}`);
    const commas = [0, args.length, ...[...args.matchAll(/, /g)].map((match) => match.index + 2)];
    const at = this.chance(0.9) ? this.pick(commas) : this.int(args.length);
    this.#line(tid, `${name}(${args.slice(0, at)}${this.chance(0.9) ? ' ' : ''}<unfinished ...>`);
    this.#open.set(tid, { name, rest: args.slice(at), result });
  }

  #resume(tid: number, { name, rest, result }: Open): void {
    this.#open.delete(tid);
    if (this.chance(this.#changes)) return this.#line(tid, `<... ${this.pick(['?', 'read', 'sendmsg', `${name}x`])} resumed>${rest}) = ${result}${this.#duration()}`);
    if (this.chance(this.#changes)) return this.#line(tid, `<... ${name} resumed> <unfinished ...>`);
    if (this.chance(this.#changes)) return this.#line(tid, `<... ${name} resumed>${rest}`);
    const gap = this.#isOld && !rest.startsWith(' ') ? ' ' : '';
    this.#line(tid, `<... ${name} resumed>${gap}${rest}) = ${result}${this.#duration()}`);
  }

  /** A thread goes, in one of the ways that a log shows, or its next call stands in place of the end of the one before. */
  #ends(tid: number): void {
    this.#open.delete(tid);
    const other = this.pick(this.#tids);
    const lines: readonly (() => void)[] = [
      () => this.#line(tid, `+++ ${this.pick(STATUS)} +++`),
      () => this.#line(tid, 'exit_group(0) = ?'),
      () => this.#line(tid, 'exit(0) = ?'),
      () => {
        this.#line(tid, `execve("/bin/x", ["x"], 0x7ffc /* 3 vars */ <pid changed to ${other} ...>`);
        if (this.chance(0.5)) return;
        this.#line(other, `+++ superseded by execve in pid ${tid} +++`);
        if (this.chance(0.8)) this.#line(other, `<... execve resumed>) = 0${this.#duration()}`);
        this.#open.delete(other);
      },
      () => this.#line(tid, `read(${this.#fd()},  <detached ...>`),
      () => this.#line(tid, `<... ${this.pick(['read', 'sendmsg', 'epoll_wait'])} resumed>) = 0${this.#duration()}`),
      () => this.#print(tid, this.#usual()),
    ];
    this.pick(lines)();
  }

  /** What no call is. */
  #oddity(): void {
    const tid = this.pick(this.#tids);
    const lines: readonly (() => void)[] = [
      () => (this.#out += this.#eol),
      () => this.#line(tid, '--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---'),
      () => (this.#out += `strace: Process ${tid} attached${this.#eol}`),
      () => (this.#out += `program's own output${this.#eol}`),
      () => this.#line(tid, `${this.pick(QUIET)}(torn`),
      () => this.#line(tid, `) = 0${this.#duration()}`),
      () => this.#line(tid, ''),
      () => this.#line(-1, `${this.pick(QUIET)}() = 1${this.#duration()}`),
      () => this.#line(-1, `<... ${this.pick(['read', 'sendmsg', 'epoll_wait', 'poll'])} resumed>) = 1${this.#duration()}`),
      () => (this.#time -= this.pick([0.5, 80_000])),
      () => (this.#time += this.pick([50_000, 86_000])),
      () => this.#line(tid, `read(${this.#fd()}, "${'x'.repeat(this.pick([2030, 2048, 2070, 5000, 270_000]))}", 9) = 9${this.#duration()}`),
      () => (this.#out = this.#out.slice(0, -1 - this.int(30))),
      () => (this.#out += this.#out.slice(-this.int(800))),
      () => this.#line(tid, `write(${this.#fd()}, "\xff\x80\0\xf7\x7f", 5) = 5`),
    ];
    this.pick(lines)();
  }

  #line(tid: number, body: string): void {
    this.#time += this.chance(0.1) ? 0.2 * this.#random() : 0.0005 * this.#random();
    if (this.chance(0.1 * this.#changes)) this.#time -= 0.001;
    const isShown = tid >= 0 && this.#layout !== 'none';
    const pid = !isShown ? '' : this.#layout === 'bare' ? `${tid}`.padEnd(5) + ' ' : `[pid ${`${tid}`.padStart(5)}] `;
    this.#out += `${pid}${this.#stamp()}${body}${this.#eol}`;
  }

  #stamp(): string {
    const whole = Math.floor(this.#time);
    const micro = Math.floor((this.#time - whole) * 1e6).toString().padStart(6, '0');
    const two = (value: number): string => `${Math.floor(value) % 60}`.padStart(2, '0');
    const day = `${`${Math.floor(whole / 3600 + 24) % 24}`.padStart(2, '0')}:${two(whole / 60 + 1440)}:${two(whole + 86_400)}`;
    switch (this.#clock) {
      case 'time-of-day': return `${day}.${micro} `;
      case 'epoch': return `${1_795_400_000 + whole}.${micro} `;
      case 'seconds': return `${day} `;
      case 'relative': return `     0.000${micro.slice(0, 3)} `;
      default: return '';
    }
  }

  #duration(): string {
    if (!this.chance(this.#durations)) return '';
    return ` <${this.chance(0.02) ? this.pick(['12.000345', '123456.000001', '0.000000123', '1234567.1']) : `0.${`${this.int(2000)}`.padStart(6, '0')}`}>`;
  }

  #fd(): number {
    return 3 + this.int(this.#most);
  }

  /** The descriptor as -y or -yy shows it. */
  #shown(fd: number): string {
    if (!this.chance(this.#annotates)) return `${fd}`;
    const kind = this.#kinds.get(fd);
    if (!this.#inodes.has(fd) || this.chance(this.#changes * 0.05)) this.#inodes.set(fd, this.#nextInode++);
    const inode = this.#inodes.get(fd)!;
    if (kind === 'other') return `${fd}<${this.chance(0.02) ? this.pick(['/tmp/a}b', `/tmp/${this.#raw()}`]) : inode % 2 ? `/var/log/${inode}` : `TCP:[10.0.0.1:${inode}->10.0.0.2:80]`}>`;
    if (kind === 'unknown') return `${fd}<socket:[${inode}]>`;
    return `${fd}<${this.chance(0.05) ? `SCTP:[${inode}]` : `SCTP:[10.0.0.1:${inode}->10.0.0.2:3868]`}>`;
  }

  /** Bytes that are no text, and no number either. */
  #raw(): string {
    return this.pick(['x', '\xff'.repeat(17), '\x80\0\0\0\0\0\0\x7f'.repeat(3), '\0'.repeat(16)]);
  }

  #some(list: readonly string[]): string {
    return this.chance(this.#fresh) ? this.pick(list) : list[0]!;
  }

  #address(): string {
    const one = this.chance(this.#fresh * 0.3) ? this.int(900) : this.int(3);
    return this.chance(0.8)
      ? `{sa_family=AF_INET, sin_port=htons(3868), sin_addr=inet_addr("10.0.${one >> 8}.${one & 255}")}`
      : this.chance(0.9) ? `{sa_family=AF_INET6, sin6_port=htons(${3868 + one}), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "fd00::${one.toString(16)}", &sin6_addr), sin6_scope_id=0}`
        : `{sa_family=AF_UNIX, sun_path="/tmp/${this.#raw()}"}`;
  }

  #message(): string {
    if (this.chance(this.#fresh * 0.2)) return `"${Array.from({ length: this.int(60) }, () => `\\${this.int(256).toString(8)}`).join('')}"${this.chance(0.5) ? '...' : ''}`;
    return this.pick(MESSAGES);
  }

  #header(): string {
    const size = this.chance(0.7) ? 32 : this.int(70_000);
    const name = this.chance(0.6) ? 'NULL' : this.#address();
    const buffers = this.chance(this.#fresh * 0.3) ? [20, 12] : this.chance(this.#fresh * 0.1) ? [] : [size];
    const flags = this.#some(['0', 'MSG_EOR', 'MSG_EOR|MSG_MORE', 'MSG_TRUNC', '0x8000']);
    const control = this.#some(['', '[{cmsg_len=48, cmsg_level=SOL_SCTP, cmsg_type=0x1}]', '[{cmsg_len=48, cmsg_level=SOL_SCTP, cmsg_type=0x1, cmsg_data="\\x07\\x00\\x00\\x00\\x00\\x02"}]', '[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[5]}]', `[{cmsg_len=${this.int(50)}}]`, `[{cmsg_len=20, cmsg_data="${this.#raw()}"}]`]);
    if (this.#isOld) {
      const vector = buffers.map((length) => `{${this.#message()}, ${length}}`).join(', ');
      return `{msg_name(${name === 'NULL' ? 0 : 16})=${name}, msg_iov(${buffers.length})=[${vector}], msg_controllen=${control ? 48 : 0}, ${control ? `${control.slice(1, -1)}, ` : ''}msg_flags=${flags}}`;
    }
    const vector = buffers.map((length) => `{iov_base=${this.#message()}, iov_len=${length}}`).join(', ');
    return `{msg_name=${name}, msg_namelen=${name === 'NULL' ? 0 : 16}, msg_iov=[${vector}], msg_iovlen=${buffers.length}, ${control ? `msg_control=${control}, ` : ''}msg_controllen=${control ? 48 : 0}, msg_flags=${flags}}`;
  }

  #outcome(value: number): string {
    if (this.chance(0.1)) return `-1 ${this.#some(ERRORS)}`;
    return this.chance(this.#fresh * 0.1) ? this.pick(['?', '? ERESTARTSYS (To be restarted if SA_RESTART is set)', '0x20', '-1', '-11 (x)']) : `${value}`;
  }

  #usual(): Call {
    const fd = this.#fd();
    const shown = this.#shown(fd);
    if (this.chance(this.#fresh * 0.02)) return { name: this.pick(['sendmsg', 'recvmsg', 'sendto', 'poll']), args: `0x${fd.toString(16)}, 0x7ffe12345678, 0`, result: '0x20' };
    if (this.chance((this.#changes + this.#fresh) * 0.5)) return this.chance(0.7) ? this.#stream(shown) : this.#select();
    switch (this.int(10)) {
      case 0: case 1: return { name: 'sendmsg', args: `${shown}, ${this.#header()}, ${this.#some(SEND_FLAGS)}`, result: this.#outcome(32) };
      case 2: case 3: return { name: 'recvmsg', args: `${shown}, ${this.#header()}, ${this.#some(RECEIVE_FLAGS)}`, result: this.#outcome(this.int(40)) };
      case 4: case 5: return this.#epollWait();
      case 6: return this.#poll();
      case 7: return { name: this.pick(['nanosleep', 'clock_nanosleep']), args: '{tv_sec=0, tv_nsec=1000}, NULL', result: this.#outcome(0) };
      default: return { name: this.chance(this.#fresh * 0.2) ? `call_${this.int(500)}` : this.pick(QUIET), args: this.chance(0.5) ? '' : '0x7ffe, [a, "b"], {c=d}', result: this.#outcome(0) };
    }
  }

  #stream(shown: string): Call {
    const message = this.#message();
    const vector = `[{iov_base=${message}, iov_len=20}, {iov_base="", iov_len=12}], 2`;
    const several = `[{msg_hdr=${this.#header()}, msg_len=32}, {msg_hdr=${this.#header()}, msg_len=12}], 2, ${this.#some(SEND_FLAGS)}`;
    const calls: readonly [string, string][] = [
      ['write', `${shown}, ${message}, 32`], ['read', `${shown}, ${message}, 32`], ['writev', `${shown}, ${vector}`], ['readv', `${shown}, ${vector}`],
      ['sendto', `${shown}, ${message}, 32, ${this.#some(SEND_FLAGS)}, ${this.chance(0.5) ? 'NULL, 0' : `${this.#address()}, 16`}`],
      ['recvfrom', `${shown}, ${message}, 65536, ${this.#some(RECEIVE_FLAGS)}, NULL, NULL`], ['send', `${shown}, ${message}, 32, 0`],
      ['sendmmsg', `${shown}, ${several}`], ['recvmmsg', `${shown}, ${several}, NULL`],
    ];
    const [name, args] = this.pick(calls);
    return { name, args, result: this.#outcome(32) };
  }

  #member(fd: number): string {
    const events = `EPOLL${this.#some(EVENTS).replace('%', 'EPOLL')}`;
    const data = this.#data32.get(fd) ?? (this.chance(this.#fresh * 0.1) ? this.int(2 ** 32) : fd);
    const high = 2 ** 32 * this.int(this.#highs);
    if (this.#isOld) return `{${events}, {u32=${data}, u64=${data + high}}}`;
    return `{events=${events}, data=${this.#data === 'hex' ? `0x${(data + high).toString(16)}` : `{u32=${data}, u64=${data + high}}`}}`;
  }

  #epollWait(): Call {
    const count = this.chance(0.3) ? 0 : this.chance(this.#changes) ? this.pick([64, 65, 100]) : 1 + this.int(3);
    const members = Array.from({ length: count }, () => this.#member(this.#fd())).join(', ');
    const list = this.#isOld ? `{${members}}` : `[${members}]`;
    return { name: this.#some(['epoll_wait', 'epoll_pwait', 'epoll_pwait2']), args: `${this.chance(0.9) ? 4 : 5}, ${list}, 512, -1`, result: this.chance(0.95) ? `${count}` : this.#outcome(count) };
  }

  #poll(): Call {
    const asked = Array.from({ length: 1 + (this.chance(0.3) ? this.int(4) : 0) + (this.chance(this.#changes) ? 70 : 0) }, () => this.#shown(this.#fd()));
    const events = `POLL${this.#some(EVENTS).replace('%', 'POLL')}`;
    const ready = asked.filter(() => this.chance(0.5)).map((fd) => `{fd=${fd}, revents=${events}}`);
    const args = `[${asked.map((fd) => `{fd=${fd}, events=POLLIN}`).join(', ')}], ${asked.length}, ${this.pick([10, -1])}`;
    return { name: this.#some(['poll', 'ppoll']), args, result: ready.length > 0 ? `${ready.length} ([${ready.join(', ')}])` : this.pick(['0 (Timeout)', '-1 EINTR (Interrupted system call)', '0']) };
  }

  #select(): Call {
    const [a, b] = [this.#fd(), this.#fd()].toSorted((x, y) => x - y);
    return { name: 'select', args: `20, [${a} ${b}], [${b}], NULL, {tv_sec=1, tv_usec=0}`, result: this.chance(0.5) ? `1 (in [${a}], left {tv_sec=0, tv_usec=9})` : '0 (Timeout)' };
  }

  #change(): Call {
    const fd = this.#fd();
    const to = (this.chance(0.9) ? this.#closed.pop() : undefined) ?? this.#fd();
    const shown = this.#shown(fd);
    const failed = this.chance(0.1) ? '-1 EBADF (Bad file descriptor)' : undefined;
    const becomes = (kind: Kind): string => {
      if (failed !== undefined) return failed;
      this.#kinds.set(to, kind);
      this.#inodes.set(to, this.#nextInode++);
      return this.#shown(to);
    };
    switch (this.int(21)) {
      case 0: return { name: 'socket', args: `AF_INET, ${this.pick(['SOCK_STREAM', 'SOCK_SEQPACKET', 'SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK'])}, IPPROTO_SCTP`, result: becomes('sctp') };
      case 1: return { name: 'socket', args: 'AF_INET, SOCK_STREAM, IPPROTO_TCP', result: becomes('other') };
      case 2: return { name: 'openat', args: 'AT_FDCWD, "/etc/hosts", O_RDONLY', result: becomes('other') };
      case 3: case 4: case 5: case 6: case 7:
        if (this.chance(0.9)) this.#closed.push(fd);
        return { name: 'close', args: shown, result: failed ?? '0' };
      case 8: return { name: this.pick(['dup', 'fcntl']), args: `${shown}, F_DUPFD, 0`, result: becomes(this.#kinds.get(fd)!) };
      case 9: return { name: 'dup2', args: `${shown}, ${to}`, result: becomes(this.#kinds.get(fd)!) };
      case 10: return { name: 'accept4', args: `${shown}, ${this.#address()}, [112 => 16], SOCK_CLOEXEC`, result: becomes(this.#kinds.get(fd)!) };
      case 11: return { name: 'close_range', args: `${fd}, ${fd + this.int(4)}, 0`, result: '0' };
      case 12: case 13: case 14: return this.#epollControl(shown, fd);
      case 15: return { name: 'setsockopt', args: `${shown}, SOL_SCTP, SCTP_NODELAY, [1], 4`, result: failed ?? '0' };
      case 16: return { name: 'fcntl', args: `${shown}, F_SETFL, O_RDWR|O_NONBLOCK`, result: '0' };
      case 17: return { name: 'execve', args: '"/bin/y", ["y"], 0x7ffc /* 3 vars */', result: '0' };
      case 18: return { name: 'connect', args: `${shown}, ${this.#address()}, 16`, result: this.pick(['0', '-1 EINPROGRESS (Operation now in progress)']) };
      case 19: return { name: 'getsockopt', args: `${shown}, SOL_SCTP, SCTP_SOCKOPT_PEELOFF, "\\5\\0\\0\\0\\7\\0\\0\\0", [8]`, result: becomes('sctp') };
      default: return this.#clone();
    }
  }

  #epollControl(shown: string, fd: number): Call {
    const action = this.pick(['ADD', 'MOD', 'DEL']);
    if (action === 'DEL') return { name: 'epoll_ctl', args: `4, EPOLL_CTL_DEL, ${shown}, ${this.pick(['NULL', '0x7ffc1234'])}`, result: '0' };
    if (this.chance(0.5)) this.#data32.set(fd, this.pick([fd, 100 + this.int(3), this.#fd(), 0xaaaa0000 + fd]));
    return { name: 'epoll_ctl', args: `${this.chance(0.9) ? 4 : 5}, EPOLL_CTL_${action}, ${shown}, ${this.#member(fd)}`, result: this.chance(0.9) ? '0' : '-1 EEXIST (File exists)' };
  }

  #clone(): Call {
    const tid = this.chance(0.5) ? this.pick(this.#tids) : 200 + this.int(1000);
    if (this.#tids.length < 8) this.#tids.push(tid);
    const flags = this.pick(['CLONE_VM|CLONE_FILES|CLONE_THREAD', 'CLONE_FILES', 'SIGCHLD']);
    return this.pick([
      { name: 'clone', args: `child_stack=NULL, flags=${flags}, child_tidptr=0x7f`, result: `${tid}` },
      { name: 'clone3', args: `{flags=${flags}, exit_signal=0, stack=0x7f, stack_size=0x7fff80} => {parent_tid=[${tid}]}, 88`, result: `${tid}` },
      { name: 'fork', args: '', result: `${tid}` },
      { name: 'vfork', args: '', result: `${tid}` },
    ]);
  }
}

/** One to three logs of one trace, of so many lines each. */
export function generateLogs(seed: number, lines: number): GeneratedLog[] {
  const random = seededRandom(seed);
  const count = random() < 0.8 ? 1 : 2 + Math.floor(random() * 2);
  const isSplit = random() < 0.15;
  return Array.from({ length: count }, (_, i) => ({ path: isSplit ? `app.strace.${200 + i}` : `log${i}.strace`, bytes: new Generator(random).write(lines) }));
}
