/** System calls that the diagnosis needs, by their bytes; all others are only counted. Names of all architectures strace knows. */
import { Words } from '../../trace/words.ts';

/** What is done with a call. */
export const Act = {
  Sendmsg: 1, Sendto: 2, Send: 3, Sendmmsg: 4, Write: 5, Writev: 6, Recvmsg: 7, Recvfrom: 8, Recvmmsg: 9, Read: 10, Readv: 11,
  Socket: 20, Socketpair: 21, Bind: 22, Connect: 23, Listen: 24, Accept: 25, Close: 26, CloseRange: 27, Shutdown: 28, Dup: 29, Dup2: 30,
  Setsockopt: 31, Getsockopt: 32, Fcntl: 33, Ioctl: 34, Getsockname: 35, Getpeername: 36,
  EpollCtl: 40, EpollWait: 41, Poll: 42, Select: 43, Sleep: 44,
  /** Makes a descriptor that is no socket. */
  Open: 50, Pipe: 51,
  Fork: 60, Execve: 61, Exit: 62, ExitGroup: 63,
} as const;

const actions = new Words({
  sendmsg: Act.Sendmsg, sendto: Act.Sendto, send: Act.Send, sendmmsg: Act.Sendmmsg,
  write: Act.Write, writev: Act.Writev,
  recvmsg: Act.Recvmsg, recvfrom: Act.Recvfrom, recv: Act.Recvfrom, recvmmsg: Act.Recvmmsg, recvmmsg_time64: Act.Recvmmsg,
  read: Act.Read, readv: Act.Readv,
  socket: Act.Socket, socketpair: Act.Socketpair, bind: Act.Bind, connect: Act.Connect, listen: Act.Listen,
  accept: Act.Accept, accept4: Act.Accept, close: Act.Close, close_range: Act.CloseRange, shutdown: Act.Shutdown,
  dup: Act.Dup, dup2: Act.Dup2, dup3: Act.Dup2, setsockopt: Act.Setsockopt, getsockopt: Act.Getsockopt,
  fcntl: Act.Fcntl, fcntl64: Act.Fcntl, ioctl: Act.Ioctl, getsockname: Act.Getsockname, getpeername: Act.Getpeername,
  epoll_ctl: Act.EpollCtl, epoll_wait: Act.EpollWait, epoll_pwait: Act.EpollWait, epoll_pwait2: Act.EpollWait,
  poll: Act.Poll, ppoll: Act.Poll, ppoll_time64: Act.Poll, select: Act.Select, _newselect: Act.Select, pselect6: Act.Select,
  pselect6_time64: Act.Select, nanosleep: Act.Sleep, clock_nanosleep: Act.Sleep, clock_nanosleep_time64: Act.Sleep,
  open: Act.Open, openat: Act.Open, openat2: Act.Open, creat: Act.Open, eventfd: Act.Open, eventfd2: Act.Open,
  epoll_create: Act.Open, epoll_create1: Act.Open, timerfd_create: Act.Open, signalfd: Act.Open, signalfd4: Act.Open,
  inotify_init: Act.Open, inotify_init1: Act.Open, memfd_create: Act.Open, pidfd_open: Act.Open, userfaultfd: Act.Open,
  perf_event_open: Act.Open, io_uring_setup: Act.Open, fanotify_init: Act.Open, pipe: Act.Pipe, pipe2: Act.Pipe,
  clone: Act.Fork, clone3: Act.Fork, fork: Act.Fork, vfork: Act.Fork, execve: Act.Execve, execveat: Act.Execve,
  exit: Act.Exit, _exit: Act.Exit, exit_group: Act.ExitGroup,
});

/** Act of the name bytes[start, end), -1 for a call that does not matter. */
export function actOf(bytes: Uint8Array, start: number, end: number): number {
  return actions.find(bytes, start, end);
}
