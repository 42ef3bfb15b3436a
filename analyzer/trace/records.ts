/**
 * Records: one unit a reader yields. The record handed to a sink is one reused object: a sink takes what it needs and keeps
 * nothing, so that no object exists for a packet or a line.
 */

/** One captured frame. `bytes[start, end)` is the link layer frame as captured. */
export interface PacketRecord {
  input: number;
  /** 1-based. */
  frame: number;
  /** Of the record header in the decompressed stream. */
  offset: number;
  /** ns since Trace.epoch. */
  time: number;
  /** LINKTYPE_ value, https://www.tcpdump.org/linktypes.html */
  linkType: number;
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Length on the wire, bytes. */
  originalLength: number;
  /** The capture says that the host left the checksum to its network card: what stands in its place means nothing. */
  checksumDue?: boolean;
}

/**
 * One whole system call: unfinished and resumed lines are joined by the reader. All byte ranges are in `bytes` (a line buffer, or
 * a scratch buffer for joined calls) and hold strace's own text.
 */
export interface SyscallRecord {
  input: number;
  /** 1-based line where the call begins; the resumed line for a Headless call. */
  line: number;
  endLine: number;
  /** Of the beginning of `line`. */
  offset: number;
  /** -1 when the log shows no pid. */
  tid: number;
  /** Command from -Y ("981<dia_client>"), '' else. */
  command: string;
  /** Entry, ns on the log's clock (see Input.clock). */
  time: number;
  /** ns, NaN when unknown. */
  duration: number;
  bytes: Uint8Array;
  /** Of the same bytes. */
  view: DataView;
  nameStart: number;
  nameEnd: number;
  /** Between the outer parentheses. */
  argumentsStart: number;
  argumentsEnd: number;
  /** Return value; NaN when there is none (`= ?`, unfinished). An address (0x…) may lose precision. */
  returnValue: number;
  /** What follows the value: "(flags O_RDWR)", "([{fd=10, revents=POLLIN}])". Empty range when there is none. */
  auxiliaryStart: number;
  auxiliaryEnd: number;
  /** Descriptor annotation of the result (`= 5<SCTP:[…]>`) as a range, empty when none. */
  returnPathStart: number;
  returnPathEnd: number;
  /** Linux number, 0 when the call succeeded; 255 for a name that is not known. */
  errno: number;
  unreturned: boolean;
  headless: boolean;
}

/** Lines between calls that change who is who: exits, superseded threads. */
export interface StatusRecord {
  input: number;
  line: number;
  offset: number;
  tid: number;
  time: number;
  kind: 'exited' | 'killed' | 'superseded';
}

/** What the kernel says of one association at one moment. Figures that the source does not give are absent. */
export interface StateRecord {
  input: number;
  /** 1-based. */
  line: number;
  offset: number;
  /** Middle of the dump, ns since Trace.epoch. */
  time: number;
  /** "10.0.0.1,10.0.1.1:43563": addresses, then the port behind the last colon. */
  local: string;
  peer: string;
  command: string;
  inode?: number;
  pid?: number;
  fd?: number;
  /** The peer's window as the kernel computes it, bytes. RFC 9260 6.2.1. */
  rwnd?: number;
  /** Of the primary path, bytes. */
  cwnd?: number;
  ssthresh?: number;
  flight?: number;
  /** us. */
  srtt?: number;
  rto?: number;
  /** DATA chunks. */
  unacked?: number;
  /** Chunks that were not sent yet, and bytes of them with their headers. */
  queued?: number;
  waiting?: number;
  /** Charged to the send buffer, and its size as the kernel counts, bytes. */
  wmem?: number;
  sndbuf?: number;
  /** Chunks since the association began. */
  retransmitted?: number;
  /** Width of the dump, ns. */
  bracket?: number;
}

export interface RecordSink {
  packet(record: PacketRecord): void;
  syscall(record: SyscallRecord): void;
  status(record: StatusRecord): void;
  state(record: StateRecord): void;
}
