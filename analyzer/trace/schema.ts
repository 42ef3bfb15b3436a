/**
 * Every table declared once: this file is the data dictionary. Times of packets are ns since Trace.epoch on the clock of the
 * capture; times of calls are ns on the clock of their strace log (`Input.clock` says what kind of clock that is) and are
 * brought to the capture's axis by correlate/clocks.ts.
 */
import type { Schema } from './table.ts';

const u8 = Uint8Array;
const u16 = Uint16Array;
const u32 = Uint32Array;
const i32 = Int32Array;
const f64 = Float64Array;

/** SCTP packets (and TCP segments that begin or end a Diameter message, or a connection that carried one), in the order read. */
export const packetSchema = {
  time: f64,
  input: u8, // row in Trace.inputs
  frame: u32, // 1-based record number in its input, as Wireshark counts
  offset: f64, // of the record header in its (decompressed) input, bytes
  association: u32, // row in Trace.associations, NONE when the packet belongs to none
  path: u8, // row in Association.paths
  size: u32, // transport packet by the IP header: SCTP common header and chunks, bytes
  contentHash: u32, // of addresses, IP identification and SCTP bytes without the checksum: finds frames captured twice
  flags: u16, // PacketFlag
} satisfies Schema;

export const PacketFlag = {
  /** Sent by endpoints[1] to endpoints[0] of the association. */
  FromSecond: 1,
  /** The same packet was captured before (another interface, another capture): everything but counting ignores it. */
  Duplicate: 2,
  /** Fewer bytes captured than sent. */
  Cut: 4,
  /** Carried in UDP, RFC 6951. */
  UdpEncapsulated: 8,
  /** Joined from IP fragments; `frame` is the last of them. */
  Reassembled: 16,
  /** TCP, not SCTP. */
  Tcp: 32,
  /** Inside a tunnel (GRE, IP-in-IP, VXLAN, GTP-U). */
  Tunnelled: 64,
  /** Quoted or out of the blue: verification tag of no known association. */
  OutOfTheBlue: 128,
  ChecksumGood: 256,
  ChecksumBad: 512,
  /** Adler-32 (RFC 2960) where a CRC32c is due. */
  ChecksumAdler: 1024,
  /** The checksum field is zero (offload, or RFC 9653), or the capture says that it was not computed yet. */
  ChecksumZero: 2048,
} as const;

/** DATA and I-DATA chunks, RFC 9260 3.3.1 and RFC 8260 2.1. */
export const dataChunkSchema = {
  packet: u32,
  offset: u32, // of the user data from the start of the transport packet, bytes
  tsn: u32,
  streamId: u16,
  sequence: u32, // SSN of DATA, MID of I-DATA
  ppid: u32, // of the first fragment; I-DATA fragments after the first carry their FSN here
  size: u32, // user data by the chunk header, bytes
  flags: u8, // DataFlag
  message: u32, // row in messages, NONE for a retransmission, a duplicate, or a fragment whose message is not whole yet
} satisfies Schema;

export const DataFlag = {
  End: 1,
  Begin: 2,
  Unordered: 4,
  Immediate: 8, // I bit, RFC 7053
  IData: 16,
  /** This TSN was sent before in this direction (a Duplicate packet's chunks never count). */
  Retransmitted: 32,
} as const;

/** SACK and NR-SACK chunks, RFC 9260 3.3.4. */
export const sackSchema = {
  packet: u32,
  cumulativeTsnAck: u32,
  aRwnd: u32, // bytes; of the sender of the SACK
  gapStart: u32, // first row in gapBlocks
  gapCount: u16,
  duplicateStart: u32, // first row in duplicateTsns
  duplicateCount: u16, // as reported; what was cut is not in duplicateTsns
  flags: u8, // SackFlag
} satisfies Schema;

export const SackFlag = { NonRenegable: 1 } as const;

/** Gap Ack Blocks: offsets from the cumulative TSN ack, both inclusive. */
export const gapBlockSchema = { start: u16, end: u16 } satisfies Schema;

/** TSNs that SACKs report as received twice. */
export const duplicateTsnSchema = { tsn: u32 } satisfies Schema;

/** Every other chunk. RFC 9260 3.3, RFC 3758, 4820, 4895, 5061, 6525, 8260 and drafts. */
export const controlChunkSchema = {
  packet: u32,
  offset: u32, // of the chunk header from the start of the transport packet, bytes
  type: u8,
  flags: u8,
  size: u16, // by the chunk header
  /** INIT and INIT ACK: initiate tag. ABORT, ERROR: first cause code. FORWARD TSN: new cumulative TSN. SHUTDOWN: cumulative TSN ack. HEARTBEAT (ACK): hash of its info. */
  value: u32,
} satisfies Schema;

/** User messages: what one send() hands over. Row order is the order in which they were first seen whole (or given up). */
export const messageSchema = {
  packet: u32, // packet of the first fragment
  lastPacket: u32, // packet of the last fragment seen
  dataChunk: u32, // first fragment, NONE over TCP
  size: u32, // bytes; of what was seen when incomplete
  known: u8, // bytes of head that are known, 0-20
  head0: u32, // the first 20 bytes as five big-endian words: a whole Diameter header (RFC 6733 3)
  head1: u32, // Diameter: command flags << 24 | command code
  head2: u32, // Diameter: application id
  head3: u32, // Diameter: hop-by-hop identifier
  head4: u32, // Diameter: end-to-end identifier
  bodyHash: u32, // FNV-1a of up to 12 bytes after the head (bytes 20-31), 0 when fewer than 32 bytes are known
  protocol: u8, // Protocol
  resultCode: u32, // Diameter answers: Result-Code or Experimental-Result-Code, 0 when absent
  flags: u8, // MessageFlag
} satisfies Schema;

export const Protocol = { Unknown: 0, Diameter: 1, M3ua: 2, Other: 3 } as const;

export const MessageFlag = {
  /** Fragments are missing. */
  Incomplete: 1,
  /** The result code came from Experimental-Result. */
  ExperimentalResult: 2,
} as const;

/** Calls that matter to the diagnosis; all others are only counted. One row a call, joined from unfinished and resumed. */
export const callSchema = {
  time: f64, // entry of the call, ns on the log's own clock
  duration: f64, // ns from -T, or from the resumed line's time; NaN when unknown
  input: u8,
  line: u32, // 1-based line where the call begins
  endLine: u32, // 1-based line that carries the result (differs from `line` when it was resumed)
  offset: f64, // of the beginning of `line`, bytes
  thread: u32, // row in Trace.threads
  syscall: u8, // Syscall
  fd: i32, // first argument as a descriptor, -1 when there is none
  socket: u32, // row in Trace.sockets, NONE when fd is no SCTP socket
  returnValue: i32, // clamped to 32 bits; meaningless when `flags` has Unreturned
  errno: u8, // 0, or the Linux number
  flags: u8, // CallFlag
  detail: u32, // row in transfers, polls or options by kind of syscall, NONE
} satisfies Schema;

export const CallFlag = {
  /** Never returned in the log (unfinished, detached, `= ?`). */
  Unreturned: 1,
  /** Its beginning is missing (resumed without unfinished). */
  Headless: 2,
} as const;

/** Messages handed to or taken from the kernel: one row a message (sendmmsg and recvmmsg have several a call). */
export const transferSchema = {
  call: u32,
  index: u16, // position in a sendmmsg/recvmmsg vector, else 0
  size: u32, // bytes: sum of iov_len of a send, bytes received of a receive
  known: u8, // bytes of head that are known, 0-20
  head0: u32,
  head1: u32,
  head2: u32,
  head3: u32,
  head4: u32,
  bodyHash: u32, // as in messages
  flags: u32, // TransferFlag
  peer: u16, // Trace.strings: "10.0.0.2:3868" from msg_name or the address argument, 0 when none
  associationId: i32, // the kernel's association id from cmsg_data (strace >= 6.6), 0 when not printed
} satisfies Schema;

export const TransferFlag = {
  Send: 1,
  /** MSG_DONTWAIT was given. */
  DontWait: 2,
  /** MSG_NOTIFICATION: an SCTP event, no user message. */
  Notification: 4,
  /** MSG_PEEK. */
  Peek: 8,
  /** Arguments were raw (-e raw=): length and bytes unknown. */
  Raw: 16,
  /** MSG_EOF / SCTP_EOF or SCTP_ABORT in the ancillary data. */
  Eof: 32,
} as const;

/** Readiness: what was asked of or answered by poll, select and epoll for one SCTP socket. */
export const pollSchema = {
  call: u32,
  fd: i32,
  socket: u32,
  armed: u16, // POLL* bits asked for (epoll_ctl, poll, select)
  ready: u16, // POLL* bits answered (epoll_wait, poll, select)
} satisfies Schema;

/** POLL* bits as in poll(2); EPOLL* are the same numbers. */
export const Poll = { In: 1, Out: 4, Err: 8, Hup: 16 } as const;

/** setsockopt and getsockopt on SCTP sockets whose value is printed. */
export const optionSchema = {
  call: u32,
  name: u16, // Trace.strings: "SO_SNDBUF", "SCTP_NODELAY"
  value: f64, // first 32-bit value; for SO_*TIMEO ns; NaN when not printed
} satisfies Schema;

/** States of associations that the kernel told, in the order read; figures that it did not tell are NONE. */
export const stateSchema = {
  time: f64, // middle of the dump, ns since the epoch on the input's own clock
  bracket: f64, // width of the dump, ns
  input: u8,
  line: u32,
  offset: f64,
  local: u32, // Trace.strings: "10.0.0.1,10.0.1.1:43563"
  peer: u32, // Trace.strings
  command: u32, // Trace.strings, 0 when not told
  inode: u32,
  pid: u32,
  fd: u32,
  rwnd: u32, // bytes
  cwnd: u32, // of the primary path, bytes
  ssthresh: u32, // bytes
  flight: u32, // bytes
  srtt: u32, // us
  rto: u32, // us
  unacked: u32, // DATA chunks
  queued: u32, // chunks that wait
  waiting: u32, // bytes that wait, with chunk headers
  wmem: u32, // charged to the send buffer, bytes
  sndbuf: u32, // its size as the kernel counts, bytes
  retransmitted: u32, // chunks since the association began
} satisfies Schema;

/** Calls that have rows. Sends are 1-9, receives 10-19: `isSend` and `isReceive` rely on it. */
export const Syscall = {
  Sendmsg: 1, Sendto: 2, Send: 3, Sendmmsg: 4, Write: 5, Writev: 6, SctpSend: 7,
  Recvmsg: 10, Recvfrom: 11, Recv: 12, Recvmmsg: 13, Read: 14, Readv: 15,
  Socket: 20, Bind: 21, Connect: 22, Listen: 23, Accept: 24, Close: 25, Shutdown: 26, Dup: 27, Peeloff: 28, Socketpair: 29,
  Setsockopt: 30, Getsockopt: 31, Fcntl: 32, Ioctl: 33,
  EpollCtl: 40, EpollWait: 41, Poll: 42, Select: 43,
  Sleep: 50, Fork: 60, Execve: 61, Exit: 62,
} as const;

export const isSend = (syscall: number): boolean => syscall >= 1 && syscall <= 9;
export const isReceive = (syscall: number): boolean => syscall >= 10 && syscall <= 19;
