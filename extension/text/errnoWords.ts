/** errno names in words, and what they mean on an SCTP socket. Sources: errno(3), RFC 6458, net/sctp/socket.c of Linux. */

interface ErrnoWords {
  readonly text: string;
  /** What it says of an SCTP socket; '' where it says the same as everywhere. */
  readonly sctp: string;
  /** The same of a receive, where that is something else. */
  readonly received?: string;
}

const words: Readonly<Record<string, ErrnoWords>> = {
  EAGAIN: {
    text: 'try again: the call would have to wait, and the descriptor is non-blocking (or its timeout ran out)',
    sctp: 'The send buffer has no room. It empties only as the peer acknowledges, so the reason is mostly elsewhere: the peer does not read, packets are lost, the path is dead, or the buffer is small for the round trip. The association is healthy: wait for POLLOUT and send the same message again.',
    received: 'Nothing has come. Every day, and no stall.',
  },
  ENOBUFS: { text: 'no buffer space', sctp: 'The kernel found no memory for the message: look at net.sctp.sctp_mem and /proc/net/sockstat.' },
  ENOMEM: { text: 'out of memory', sctp: 'The kernel found no memory for the message: look at net.sctp.sctp_mem.' },
  EPIPE: { text: 'broken pipe: nobody can read any more', sctp: 'The association is being shut down or is gone: the peer sent SHUTDOWN or ABORT, or its path died. What waited in the send buffer may be lost.' },
  ECONNRESET: { text: 'the connection was reset', sctp: 'An ABORT arrived: the peer, or the kernel of a restarted peer, ended the association at once.' },
  ECONNABORTED: { text: 'the connection was aborted', sctp: 'The association was aborted before or while it was used.' },
  ECONNREFUSED: { text: 'the connection was refused', sctp: 'ABORT in answer to INIT: nobody listens on that port, or the peer does not want us.' },
  ETIMEDOUT: { text: 'it took too long', sctp: 'Retransmissions (or INITs) went unanswered until the limit (Association.Max.Retrans, Max.Init.Retransmits): the path or the peer is dead.' },
  ENOTCONN: { text: 'not connected', sctp: 'There is no association on this socket (any more).' },
  ESHUTDOWN: { text: 'sending has been shut down', sctp: 'The association is shutting down: new messages are not taken.' },
  ESRCH: { text: 'no such process', sctp: 'The association id or address names no association (any more).' },
  EINPROGRESS: { text: 'in progress', sctp: 'A non-blocking connect: the handshake (INIT, COOKIE ECHO) is under way; POLLOUT tells its end.' },
  EALREADY: { text: 'already in progress', sctp: 'The handshake is still under way.' },
  EISCONN: { text: 'already connected', sctp: 'The association exists already.' },
  EMSGSIZE: { text: 'the message is too long', sctp: 'Longer than the send buffer (SO_SNDBUF), or fragmentation is disabled and it does not fit the path MTU.' },
  EHOSTUNREACH: { text: 'no way to the host', sctp: "All paths to the peer's addresses failed." },
  ENETUNREACH: { text: 'no way to the network', sctp: '' },
  EADDRINUSE: { text: 'the address is in use', sctp: '' },
  EADDRNOTAVAIL: { text: 'the address is not ours', sctp: 'A local address that is on no interface: check the list given to sctp_bindx().' },
  EINVAL: { text: 'an argument is wrong', sctp: 'Often a stream number that was not negotiated, or an association id on a one-to-one socket.' },
  EINTR: { text: 'a signal came first; call again', sctp: '' },
  EBADF: { text: 'no such descriptor', sctp: 'It has been closed, maybe by another thread.' },
  ENOTSOCK: { text: 'not a socket', sctp: '' },
  EACCES: { text: 'not allowed', sctp: '' },
  EPERM: { text: 'not permitted', sctp: '' },
  ENOENT: { text: 'no such file', sctp: '' },
  EEXIST: { text: 'it exists already', sctp: '' },
  ENOPROTOOPT: { text: 'the option is not known', sctp: 'The kernel is older than the option, or it belongs to another level.' },
  EOPNOTSUPP: { text: 'not supported', sctp: 'Not possible on this style of socket (one-to-one or one-to-many).' },
  EPROTONOSUPPORT: { text: 'the protocol is not supported', sctp: 'The kernel has no SCTP: modprobe sctp.' },
  ESOCKTNOSUPPORT: { text: 'the socket type is not supported', sctp: 'The kernel has no SCTP: modprobe sctp.' },
  EFAULT: { text: 'a bad address in memory', sctp: '' },
  EMFILE: { text: 'the process has too many descriptors open', sctp: '' },
  ENFILE: { text: 'the system has too many files open', sctp: '' },
};

/** Undefined for a name without words here. */
export function errnoWords(name: string): ErrnoWords | undefined {
  const own = name === 'EWOULDBLOCK' ? 'EAGAIN' : name.startsWith('ERESTART') ? 'EINTR' : name;
  return Object.hasOwn(words, own) ? words[own] : undefined;
}
