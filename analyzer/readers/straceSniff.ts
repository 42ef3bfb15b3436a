/**
 * Is this an strace log? Decided by lines that only strace writes, among the first ones. ltrace has other names before its
 * parentheses and "+++ exited (status", perf trace has "( 0.003 ms): prog/123 " between time and name.
 */
import { Words } from '../trace/words.ts';
import { Prefix } from './stracePrefix.ts';
import { Body, bodyKind, cutOff, nameEnd, stripColours } from './straceText.ts';
import { parseResult } from './straceResult.ts';
import type { SyscallRecord } from '../trace/records.ts';

const MOST_LINES = 50;

/** Calls that begin logs, or fill them. Enough for telling strace from ltrace, which prints calls of libraries the same way. */
const NAMES =
  'read write open close stat fstat lstat poll lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn ioctl pread64 ' +
  'pwrite64 readv writev access pipe select sched_yield mremap madvise dup dup2 nanosleep getitimer alarm setitimer getpid sendfile ' +
  'socket connect accept sendto recvfrom sendmsg recvmsg shutdown bind listen getsockname getpeername socketpair setsockopt ' +
  'getsockopt clone fork vfork execve exit wait4 kill uname fcntl flock fsync ftruncate getdents getcwd chdir rename mkdir rmdir ' +
  'unlink readlink chmod umask gettimeofday getrlimit getrusage sysinfo times getuid getgid setuid setgid geteuid getegid ' +
  'rt_sigsuspend rt_sigtimedwait sigaltstack prctl arch_prctl gettid futex sched_setaffinity sched_getaffinity epoll_create ' +
  'getdents64 set_tid_address restart_syscall timer_create timer_settime clock_gettime clock_nanosleep exit_group epoll_wait ' +
  'epoll_ctl tgkill openat newfstatat unlinkat readlinkat faccessat pselect6 ppoll set_robust_list epoll_pwait timerfd_create ' +
  'eventfd timerfd_settime timerfd_gettime accept4 signalfd4 eventfd2 epoll_create1 dup3 pipe2 preadv pwritev recvmmsg prlimit64 ' +
  'sendmmsg getcpu getrandom memfd_create statx rseq io_uring_enter clone3 close_range openat2 faccessat2 epoll_pwait2 fstat64 ' +
  'stat64 mmap2 _llseek fcntl64 fstatat64 send recv socketcall time_t waitid pause process_vm_readv';

const names = new Words(Object.fromEntries(NAMES.split(' ').map((name) => [name, 1])));

export function looksLikeStrace(head: Uint8Array): boolean {
  const bytes = head.includes(0x1b) ? stripColours(head, 0, head.length) : head;
  let known = 0;
  let unknown = 0;
  let start = 0;
  for (let lines = 0; lines < MOST_LINES && start < bytes.length; lines++) {
    const newline = bytes.indexOf(0x0a, start);
    const whole = newline >= 0;
    let end = whole ? newline : bytes.length;
    if (end > start && bytes[end - 1] === 0x0d) end--;
    const vote = judge(bytes, start, end, whole);
    if (vote > 0) known += vote;
    if (vote < 0) unknown++;
    start = (whole ? newline : bytes.length) + 1;
  }
  return known > unknown;
}

const prefix = new Prefix();
const scratch = { returnValue: 0 } as SyscallRecord;

/** 2 or 1 for a line of strace, -1 for one that looks like a call of something else, 0 for what says nothing. */
function judge(bytes: Uint8Array, start: number, end: number, whole: boolean): number {
  const body = prefix.parse(bytes, start, end);
  const close = nameEnd(bytes, body, end);
  const kind = bodyKind(bytes, body, close, end);
  if (kind === Body.Resumed) return hasWord(bytes, body + 5, end) ? 2 : 0;
  if (kind === Body.Status) return isStatus(bytes, body, end);
  if (kind === Body.Note) return bytes[body] === 0x73 ? 2 : bytes[body + 4] === 0x53 ? 1 : 0;
  if (kind !== Body.Call) return 0;
  const finished = cutOff(bytes, close + 1, end) >= 0 || parseResult(bytes, close + 1, end, scratch);
  if (finished) return isSyscall(bytes, body, close) ? 1 : -1;
  // The sniffed bytes may end inside the first line.
  return !whole && isSyscall(bytes, body, close) && (prefix.stamp !== 0 || start === 0) ? 1 : 0;
}

function isSyscall(bytes: Uint8Array, start: number, end: number): boolean {
  return names.find(bytes, start, end) === 1 || (end - start > 8 && bytes[start + 7] === 0x5f && bytes[start + 8] === 0x30);
}

/** "<... read resumed>": a name, one blank, "resumed>". */
function hasWord(bytes: Uint8Array, at: number, end: number): boolean {
  const name = nameEnd(bytes, at, end);
  return name > at && bytes[name] === 0x20 && bytes[name + 1] === 0x72 && bytes[name + 2] === 0x65;
}

/** "+++ exited with", "+++ killed by", "+++ superseded by"; ltrace writes "+++ exited (status". */
function isStatus(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at + 4; i + 1 < end; i++) if (bytes[i] === 0x20) return bytes[i + 1] === 0x28 ? -1 : 2;
  return 0;
}
