/** Descriptors and threads as an strace log shows them. Few, so they are objects. */

export interface Thread {
  readonly id: number;
  readonly tid: number;
  readonly input: number;
  /** Row in Trace.processes: threads of one process share descriptors. */
  process: number;
  /** From -Y or execve, '' when not shown. */
  command: string;
}

export interface Process {
  readonly id: number;
  readonly input: number;
  /** tid of its first thread. */
  readonly pid: number;
  /** Program from execve or -Y, '' when not shown. */
  command: string;
}

/** The life of one descriptor as one socket: fd numbers are reused, so (process, fd, time) names a socket. Only SCTP (or presumed SCTP) sockets. */
export interface Socket {
  readonly id: number;
  readonly input: number;
  process: number;
  readonly fd: number;
  /** Rows in calls; NONE when the log starts or ends first. */
  readonly openCall: number;
  closeCall: number;
  shutdownCall: number;
  /** 'sctp' is seen (socket(), -yy, SOL_SCTP options); 'unknown' is a descriptor that only moves messages, to be confirmed by matching. */
  protocol: 'sctp' | 'unknown';
  /** SOCK_SEQPACKET: may carry many associations. */
  oneToMany: boolean;
  listening: boolean;
  /** From -yy, bind, connect: "10.0.0.1:36002", '' when unknown. */
  local: string;
  peer: string;
  /** Socket inode from -y or -yy, 0 when not printed. */
  inode: number;
  /** Socket it was accepted or peeled off from, -1. */
  parent: number;
  /** undefined: not shown. */
  nonBlocking?: boolean;
  noDelay?: boolean;
  /** As set by the program, bytes; the kernel doubles it. */
  sndbufSet?: number;
  /** As answered by getsockopt, bytes. */
  sndbufSeen?: number;
  rcvbufSet?: number;
  rcvbufSeen?: number;
  /** SO_SNDTIMEO, ns. */
  sendTimeout?: number;
  /** getsockopt(SCTP_DEFAULT_SEND_PARAM) calls: gen_sctp of Erlang makes one before every send. */
  defaultSendParamReads?: number;
}
