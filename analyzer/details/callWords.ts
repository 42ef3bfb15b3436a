/**
 * What calls, flags, options and errors mean to somebody who looks at an SCTP socket. Source of truth: the manual pages named here,
 * RFC 6458, linux/sctp.h.
 */

interface CallWords {
  /** In the order of the manual page. */
  readonly arguments: readonly string[];
  readonly meaning?: string;
}

const message = ['sockfd', 'msg', 'flags'];
const messages = ['sockfd', 'msgvec', 'vlen', 'flags', 'timeout'];
const transfer = ['fd', 'buf', 'count'];
const vector = ['fd', 'iov', 'iovcnt'];
const address = ['sockfd', 'addr', 'addrlen'];
const option = ['sockfd', 'level', 'optname', 'optval', 'optlen'];

const calls: Readonly<Record<string, CallWords>> = {
  sendmsg: { arguments: message, meaning: 'hands a message to the kernel' },
  recvmsg: { arguments: message, meaning: 'takes a message from the kernel' },
  sendmmsg: { arguments: messages, meaning: 'hands several messages to the kernel' },
  recvmmsg: { arguments: messages, meaning: 'takes several messages from the kernel' },
  sendto: { arguments: ['sockfd', 'buf', 'len', 'flags', 'dest_addr', 'addrlen'], meaning: 'hands a message to the kernel' },
  recvfrom: { arguments: ['sockfd', 'buf', 'len', 'flags', 'src_addr', 'addrlen'], meaning: 'takes a message from the kernel' },
  send: { arguments: ['sockfd', 'buf', 'len', 'flags'], meaning: 'hands a message to the kernel' },
  recv: { arguments: ['sockfd', 'buf', 'len', 'flags'], meaning: 'takes a message from the kernel' },
  write: { arguments: transfer }, read: { arguments: transfer }, writev: { arguments: vector }, readv: { arguments: vector },
  socket: { arguments: ['domain', 'type', 'protocol'] }, socketpair: { arguments: ['domain', 'type', 'protocol', 'sv'] },
  bind: { arguments: address }, connect: { arguments: address }, getsockname: { arguments: address }, getpeername: { arguments: address },
  listen: { arguments: ['sockfd', 'backlog'] }, accept: { arguments: address }, accept4: { arguments: [...address, 'flags'] },
  close: { arguments: ['fd'] }, shutdown: { arguments: ['sockfd', 'how'] },
  dup: { arguments: ['oldfd'] }, dup2: { arguments: ['oldfd', 'newfd'] }, dup3: { arguments: ['oldfd', 'newfd', 'flags'] },
  setsockopt: { arguments: option }, getsockopt: { arguments: option },
  fcntl: { arguments: ['fd', 'op', 'arg'] }, fcntl64: { arguments: ['fd', 'op', 'arg'] }, ioctl: { arguments: ['fd', 'op', 'argp'] },
  epoll_ctl: { arguments: ['epfd', 'op', 'fd', 'event'], meaning: 'what epoll_wait is to wait for' },
  epoll_wait: { arguments: ['epfd', 'events', 'maxevents', 'timeout'], meaning: 'waits until a descriptor is ready' },
  epoll_pwait: { arguments: ['epfd', 'events', 'maxevents', 'timeout', 'sigmask', 'sigsetsize'], meaning: 'waits until a descriptor is ready' },
  epoll_pwait2: { arguments: ['epfd', 'events', 'maxevents', 'timeout', 'sigmask', 'sigsetsize'], meaning: 'waits until a descriptor is ready' },
  poll: { arguments: ['fds', 'nfds', 'timeout'], meaning: 'waits until a descriptor is ready' },
  ppoll: { arguments: ['fds', 'nfds', 'tmo_p', 'sigmask', 'sigsetsize'], meaning: 'waits until a descriptor is ready' },
  select: { arguments: ['nfds', 'readfds', 'writefds', 'exceptfds', 'timeout'], meaning: 'waits until a descriptor is ready' },
  pselect6: { arguments: ['nfds', 'readfds', 'writefds', 'exceptfds', 'timeout', 'sigmask'], meaning: 'waits until a descriptor is ready' },
  nanosleep: { arguments: ['duration', 'rem'] }, clock_nanosleep: { arguments: ['clockid', 'flags', 't', 'remain'] },
};

/** Names that share a manual page with another. */
const pages: Readonly<Record<string, string>> = {
  epoll_pwait: 'epoll_wait', epoll_pwait2: 'epoll_wait', ppoll: 'poll', ppoll_time64: 'poll', pselect6: 'select', pselect6_time64: 'select',
  _newselect: 'select', fcntl64: 'fcntl', recvmmsg_time64: 'recvmmsg', clock_nanosleep_time64: 'clock_nanosleep', sendto: 'send',
  recvfrom: 'recv', sendmsg: 'sendmsg', accept4: 'accept', exit_group: 'exit_group',
};
const plainNames: Readonly<Record<string, string>> = {
  ppoll_time64: 'ppoll', pselect6_time64: 'pselect6', _newselect: 'select', recvmmsg_time64: 'recvmmsg', clock_nanosleep_time64: 'clock_nanosleep',
};

export function callWords(name: string): CallWords {
  const words = plainNames[name] ?? name;
  return Object.hasOwn(calls, words) ? calls[words]! : { arguments: [] };
}

/** "sendmsg(2)" */
export function manualPage(name: string): string {
  return `${Object.hasOwn(pages, name) ? pages[name]! : name}(2)`;
}

const readable = 'there is something to read';
const writable = 'there is room to send';

const constants: Readonly<Record<string, string>> = {
  MSG_DONTWAIT: 'does not wait, whatever the descriptor says', MSG_NOSIGNAL: 'no SIGPIPE', MSG_EOR: 'end of the message',
  MSG_PEEK: 'leaves the message in the queue', MSG_NOTIFICATION: 'an event of the association, no user message', MSG_TRUNC: 'the message was longer',
  MSG_CTRUNC: 'the ancillary data were longer', MSG_WAITALL: 'waits for all bytes', MSG_ERRQUEUE: 'from the error queue',
  EPOLLIN: readable, POLLIN: readable, EPOLLOUT: writable, POLLOUT: writable, EPOLLERR: 'an error is pending', POLLERR: 'an error is pending',
  EPOLLHUP: 'hung up', POLLHUP: 'hung up', EPOLLRDHUP: 'the peer sends no more', POLLRDHUP: 'the peer sends no more', POLLRDNORM: readable, POLLWRNORM: writable,
  EPOLLET: 'told once, when it becomes ready', EPOLLONESHOT: 'told once, until armed again', EPOLLEXCLUSIVE: 'told to one of several that wait',
  EPOLL_CTL_ADD: 'begins to watch the descriptor', EPOLL_CTL_MOD: 'changes what is watched', EPOLL_CTL_DEL: 'watches the descriptor no longer',
  SOL_SCTP: 'options of SCTP, RFC 6458 8', SOL_SOCKET: 'options of all sockets', SOCK_STREAM: 'one-to-one style, RFC 6458 4',
  SOCK_SEQPACKET: 'one-to-many style, RFC 6458 3', SOCK_NONBLOCK: 'calls do not wait', O_NONBLOCK: 'calls do not wait', IPPROTO_SCTP: 'SCTP',
  F_SETFL: 'sets the flags of the open file', F_GETFL: 'asks for the flags of the open file', FIONBIO: 'sets whether calls wait',
  SHUT_RD: 'receives no more', SHUT_WR: 'sends no more: SHUTDOWN once all data are acknowledged', SHUT_RDWR: 'neither sends nor receives any more',
  SO_SNDBUF: 'size of the send buffer; the kernel doubles what is set', SO_RCVBUF: 'size of the receive buffer; the kernel doubles what is set',
  SO_SNDTIMEO: 'how long a send waits for room', SO_RCVTIMEO: 'how long a receive waits', SO_ERROR: 'the pending error, which is cleared',
  SO_LINGER: 'what close() does with data that wait', SO_REUSEADDR: 'the port may be used again at once',
  SCTP_NODELAY: 'not 0: small messages do not wait for the SACK of the last ones (no Nagle)', SCTP_INITMSG: 'streams and attempts of an INIT',
  SCTP_EVENTS: 'which notifications are wanted', SCTP_EVENT: 'one notification, wanted or not', SCTP_RTOINFO: 'bounds of the retransmission timeout',
  SCTP_ASSOCINFO: 'retransmissions and windows of the association', SCTP_PEER_ADDR_PARAMS: 'heartbeats and retransmissions of a path',
  SCTP_STATUS: 'state, window and queues of the association', SCTP_DEFAULT_SEND_PARAM: 'what a send without ancillary data uses',
  SCTP_DEFAULT_SNDINFO: 'what a send without ancillary data uses', SCTP_DELAYED_SACK: 'how long and how many packets a SACK waits',
  SCTP_DISABLE_FRAGMENTS: 'not 0: messages are never fragmented', SCTP_MAXSEG: 'the largest fragment', SCTP_MAX_BURST: 'packets that may follow each other at once',
  SCTP_AUTOCLOSE: 'seconds after which an idle association is closed', SCTP_RECVRCVINFO: 'not 0: receives bring SCTP_RCVINFO',
  SCTP_PRIMARY_ADDR: 'the path that is used first', SCTP_SOCKOPT_BINDX_ADD: 'adds local addresses', SCTP_SOCKOPT_BINDX_REM: 'removes local addresses',
  SCTP_SOCKOPT_CONNECTX: 'connects to several addresses', SCTP_SOCKOPT_CONNECTX3: 'connects to several addresses',
  SCTP_SOCKOPT_PEELOFF: 'gives an association a descriptor of its own', SCTP_FRAGMENT_INTERLEAVE: 'whether messages may be received in turns',
  SCTP_GET_PEER_ADDR_INFO: 'state, window and timers of a path', SCTP_CONTEXT: 'a value that comes back with received messages',
  SCTP_PARTIAL_DELIVERY_POINT: 'bytes from which a message is delivered in parts', SCTP_REUSE_PORT: 'several sockets may have the port',
  SCTP_SNDRCV: 'how a message is sent or was received, RFC 6458 5.3.2', SCTP_SNDINFO: 'how a message is sent, RFC 6458 5.3.4',
  SCTP_RCVINFO: 'how a message was received, RFC 6458 5.3.5', SCTP_INIT: 'how an association is begun, RFC 6458 5.3.1',
};

/** MSG_MORE and MSG_NOTIFICATION are the same number: what SCTP says of a received message. */
const NOTIFICATION = 'the number of MSG_NOTIFICATION: an event of the association, no user message';

/** "MSG_DONTWAIT|MSG_NOSIGNAL" in words; undefined where nothing of it is known. */
export function flagWords(text: string, isReceive = false): string | undefined {
  if (!/^[A-Z][\w|]*$/.test(text)) return undefined;
  const words = text.split('|').map((word) => {
    if (word === 'MSG_MORE') return isReceive ? NOTIFICATION : 'more of the message follows';
    return Object.hasOwn(constants, word) ? constants[word] : undefined;
  }).filter((word) => word !== undefined);
  return words.length === 0 ? undefined : [...new Set(words)].join('; ');
}

type Errors = Readonly<Record<string, string>>;
const sendErrors: Errors = {
  EAGAIN: 'the send buffer had no room, and the call does not wait for it (O_NONBLOCK, MSG_DONTWAIT), or SO_SNDTIMEO ran out',
  EPIPE: 'the association is closed, or was shut down for sending', ECONNRESET: 'the association was aborted by the peer',
  EMSGSIZE: 'the message is larger than the send buffer, or may not be fragmented', ENOBUFS: 'the kernel had no memory',
  ESHUTDOWN: 'the association is being shut down', ENOMEM: 'the kernel had no memory', EINVAL: 'a stream that does not exist, or bad ancillary data',
  EINTR: 'a signal came while it waited for room',
};
const receiveErrors: Errors = {
  EAGAIN: 'nothing was there to receive', ECONNRESET: 'the association was aborted by the peer', EINTR: 'a signal came while it waited',
  ENOTCONN: 'there is no association', ETIMEDOUT: 'the peer no longer answered',
};
const otherErrors: Errors = {
  EAGAIN: 'it would have to wait', EINPROGRESS: 'the association is being set up: the descriptor becomes writable when it is',
  ECONNREFUSED: 'the peer answered with ABORT: nobody listens there', ETIMEDOUT: 'the peer did not answer', ENOTCONN: 'there is no association',
  EADDRINUSE: 'the address and port are in use', EADDRNOTAVAIL: 'no interface has the address', EISCONN: 'there is an association already',
  EALREADY: 'the association is being set up already', EBADF: 'the descriptor is not open', EINTR: 'a signal came while it waited',
  ENOPROTOOPT: 'the option is not known to this kernel', EPROTONOSUPPORT: 'the kernel has no SCTP (module sctp)',
  EHOSTUNREACH: 'there is no route', ENETUNREACH: 'there is no route', ENOTSOCK: 'the descriptor is no socket', EPERM: 'not permitted', EACCES: 'not permitted',
};

export function errorWords(call: string, errno: string): string | undefined {
  const isSend = /^(send|write)/.test(call);
  const own = isSend ? sendErrors : /^(recv|read)/.test(call) ? receiveErrors : otherErrors;
  return Object.hasOwn(own, errno) ? own[errno] : Object.hasOwn(otherErrors, errno) ? otherErrors[errno] : undefined;
}
