/** The life of one descriptor in a log: the call that made it, and the calls on it until the number is given back. */
import type { LogIndex } from './logIndex.ts';

const openers = new Set((
  'socket accept accept4 open openat openat2 creat dup dup2 dup3 epoll_create epoll_create1 eventfd eventfd2 timerfd_create signalfd ' +
  'signalfd4 inotify_init inotify_init1 memfd_create pidfd_open userfaultfd perf_event_open io_uring_setup fanotify_init fcntl fcntl64 getsockopt'
).split(' '));

/** More uses than a list can show. */
const MOST_USES = 5000;

/** The last call before `call` that returned `fd` as a new descriptor of the same process; -1 when the log begins later. */
export function openerOf(index: LogIndex, call: number, fd: number): number {
  const { calls } = index;
  for (let before = call; before >= 0; before--) {
    if (calls.process[before] !== calls.process[call]) continue;
    if (calls.returnValue[before] === fd && isOpener(index, before, fd)) return before;
    if (before !== call && calls.fd[before] === fd && calls.errno[before] === 0 && index.nameOf(before) === 'close') return -1;
  }
  return -1;
}

/** fcntl(F_DUPFD) and getsockopt(SCTP_SOCKOPT_PEELOFF) answer descriptors; other answers of theirs are small numbers. */
function isOpener(index: LogIndex, call: number, fd: number): boolean {
  const name = index.nameOf(call);
  if (!openers.has(name)) return false;
  return name.startsWith('fcntl') || name === 'getsockopt' ? fd > 2 && index.calls.fd[call] !== fd : true;
}

/** Calls on the descriptor around `call`, the one that opened it first. */
export function descriptorUses(index: LogIndex, call: number, fd: number): number[] {
  const { calls } = index;
  const opener = openerOf(index, call, fd);
  const uses: number[] = opener < 0 ? [] : [opener];
  let from = opener + 1;
  if (opener < 0) {
    from = call;
    while (from > 0 && !closes(index, from - 1, call, fd)) from--;
  }
  for (let at = from; at < calls.length && uses.length < MOST_USES; at++) {
    if (calls.process[at] !== calls.process[call] || calls.fd[at] !== fd) continue;
    uses.push(at);
    if (closes(index, at, call, fd)) break;
  }
  return uses;
}

function closes(index: LogIndex, at: number, call: number, fd: number): boolean {
  const { calls } = index;
  return calls.fd[at] === fd && calls.process[at] === calls.process[call] && calls.errno[at] === 0 && index.nameOf(at) === 'close';
}
