/** System calls in a few words, for hovers. Source: the Linux manual pages, section 2 (sctp_*: section 3). */

const words: Readonly<Record<string, string>> = {
  sendmsg: 'hands one message to the socket, with ancillary data (stream, PPID)',
  sendto: 'hands one message to the socket, with an address',
  send: 'hands one message to the socket',
  sendmmsg: 'hands several messages to the socket; answers how many it took',
  write: 'writes to a descriptor; on a socket it sends',
  writev: 'writes several buffers; on a socket they are one message',
  recvmsg: 'takes one message or notification from the socket',
  recvfrom: 'takes one message from the socket',
  recv: 'takes one message from the socket',
  recvmmsg: 'takes several messages from the socket',
  read: 'reads from a descriptor',
  readv: 'reads into several buffers',
  socket: 'makes a socket',
  socketpair: 'makes two connected sockets',
  bind: 'gives the socket its local address',
  connect: 'sets up the association (or connection)',
  listen: 'lets peers connect',
  accept: 'takes an association (or connection) that a peer has set up',
  accept4: 'takes an association (or connection) that a peer has set up',
  close: 'gives the descriptor back; an SCTP association is shut down, or aborted when data was unread',
  shutdown: 'ends sending, receiving or both; SCTP sends what waits and then SHUTDOWN',
  setsockopt: 'sets an option of the socket',
  getsockopt: 'asks for an option or state of the socket',
  getsockname: 'asks for the local address',
  getpeername: "asks for the peer's address",
  epoll_wait: 'waits until one of the watched descriptors is ready',
  epoll_pwait: 'waits until one of the watched descriptors is ready',
  epoll_pwait2: 'waits until one of the watched descriptors is ready',
  epoll_ctl: 'says what to watch on a descriptor: EPOLLOUT asks to be told when there is room to send',
  epoll_create1: 'makes a set of descriptors to watch',
  poll: 'waits until one of the descriptors is ready',
  ppoll: 'waits until one of the descriptors is ready',
  select: 'waits until one of the descriptors is ready',
  pselect6: 'waits until one of the descriptors is ready',
  fcntl: 'changes a descriptor: O_NONBLOCK makes a full send buffer answer EAGAIN instead of waiting',
  ioctl: 'asks a device or socket something of its own',
  dup: 'copies a descriptor',
  dup2: 'copies a descriptor to a given number',
  dup3: 'copies a descriptor to a given number',
  nanosleep: 'sleeps',
  clock_nanosleep: 'sleeps',
  futex: 'waits for another thread, or wakes one',
  clone: 'makes a thread or process',
  clone3: 'makes a thread or process',
  fork: 'makes a process',
  execve: 'starts a program in this process',
  exit_group: 'ends the process with all its threads',
  exit: 'ends the thread',
  timerfd_settime: 'sets a timer',
  openat: 'opens a file',
  clock_gettime: 'reads a clock',
  sched_yield: 'lets others run',
  restart_syscall: 'goes on with a wait that a signal interrupted',
};

/** Names of the same call on other architectures. */
const aliases: Readonly<Record<string, string>> = {
  recvmmsg_time64: 'recvmmsg', ppoll_time64: 'ppoll', pselect6_time64: 'pselect6', _newselect: 'select', fcntl64: 'fcntl',
  clock_nanosleep_time64: 'clock_nanosleep', clock_gettime64: 'clock_gettime', epoll_create: 'epoll_create1', _exit: 'exit',
};

export interface CallWords {
  readonly name: string;
  /** "sendmsg(2)" */
  readonly page: string;
  /** '' for a call without words here. */
  readonly text: string;
}

export function callWords(name: string): CallWords {
  const own = Object.hasOwn(aliases, name) ? aliases[name]! : name;
  return { name, page: `${own}(2)`, text: Object.hasOwn(words, own) ? words[own]! : '' };
}
