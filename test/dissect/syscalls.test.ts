/** What single calls become. Whole logs are compared in test/readers/strace.test.ts. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadHead } from '../../analyzer/trace/head.ts';
import { messageSchema, Syscall, TransferFlag } from '../../analyzer/trace/schema.ts';
import type { Socket } from '../../analyzer/trace/socket.ts';
import { createTable, NONE } from '../../analyzer/trace/table.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { readLog } from '../readers/readLog.ts';

const SCTP = 'socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 3';
const CER = '"\\1\\0\\0\\24\\200\\0\\1\\1\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\2"';

/** A log of one thread without times, unless lines begin with a pid. */
const log = (...lines: readonly string[]): Trace => readLog('log', new TextEncoder().encode(`getpid() = 1\n${lines.join('\n')}\n`));
const socketOf = (...lines: readonly string[]): Socket => log(SCTP, ...lines).sockets[0]!;
const kinds = (trace: Trace): number[] => [...trace.calls.syscall.subarray(0, trace.calls.length)];
const sockets = (trace: Trace): number[] => [...trace.calls.socket.subarray(0, trace.calls.length)];

describe('which descriptors are sockets', () => {
  test.each([
    ['socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 3', 'sctp', false],
    ['socket(AF_INET6, SOCK_SEQPACKET|SOCK_CLOEXEC, IPPROTO_SCTP) = 3', 'sctp', true],
    ['socket(AF_INET, SOCK_SEQPACKET, IPPROTO_IP) = 3', 'sctp', true],
    ['socket(PF_INET, SOCK_STREAM, 0x84 /* IPPROTO_??? */) = 3', 'sctp', false],
  ])('%s', (line, protocol, oneToMany) => {
    expect(log(line).sockets).toMatchObject([{ fd: 3, protocol, oneToMany, openCall: 0, closeCall: NONE }]);
  });

  test.each([
    'socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3',
    'socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3',
    'socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP) = 3',
    'socket(AF_UNIX, SOCK_SEQPACKET, 0) = 3',
    'openat(AT_FDCWD, "/dev/null", O_RDWR) = 3',
    'pipe2([3, 4], O_CLOEXEC) = 0',
    'socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0',
    'eventfd2(0, 0) = 3',
  ])('%s has no rows', (line) => {
    const trace = log(line, `write(3, ${CER}, 20) = 20`, `sendto(3, ${CER}, 20, 0, NULL, 0) = -1 EAGAIN (Resource temporarily unavailable)`);
    expect([trace.calls.length, trace.sockets.length]).toEqual([0, 0]);
  });

  test.each([
    'socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = -1 EPROTONOSUPPORT (Protocol not supported)',
    'sendto(3, "abc", 3, 0, {sa_family=AF_UNIX, sun_path="/run/x"}, 10) = -1 EAGAIN (Resource temporarily unavailable)',
    'sendmsg(3, {msg_name={sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, msg_namelen=12, msg_iov=[{iov_base="x", iov_len=1}], msg_iovlen=1}, 0) = 1',
  ])('%s has no rows', (line) => {
    const trace = log(line);
    expect([trace.calls.length, trace.sockets.length]).toEqual([0, 0]);
  });

  test('a descriptor that only moves messages is unknown until SCTP shows', () => {
    const send = `sendto(9, ${CER}, 20, 0, NULL, 0) = 20`;
    expect(log(send).sockets).toMatchObject([{ fd: 9, protocol: 'unknown', openCall: NONE }]);
    expect(log(send, 'getsockopt(9, SOL_SCTP, SCTP_DEFAULT_SEND_PARAM, "\\0", [32]) = 0').sockets).toMatchObject([{ protocol: 'sctp' }]);
    expect(kinds(log(send, 'getsockopt(9, SOL_SCTP, SCTP_DEFAULT_SEND_PARAM, "\\0", [32]) = 0'))).toEqual([Syscall.Sendto]);
  });

  test('a failed receive makes no socket and no row', () => {
    const trace = log('recvmsg(9, {msg_namelen=0}, 0) = -1 EAGAIN (Resource temporarily unavailable)');
    expect([trace.sockets.length, trace.calls.length]).toEqual([0, 0]);
  });

  test('fd 17 is another socket after its close', () => {
    const trace = log(
      'socket(AF_INET, SOCK_SEQPACKET, IPPROTO_SCTP) = 17', `sendto(17, ${CER}, 20, 0, NULL, 0) = -1 EAGAIN (Resource temporarily unavailable)`,
      'close(17) = 0', 'openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = 17', `write(17, ${CER}, 20) = 20`, 'close(17) = 0',
      'socket(AF_INET, SOCK_SEQPACKET, IPPROTO_SCTP) = 17', `sendto(17, ${CER}, 20, 0, NULL, 0) = 20`,
    );
    expect(sockets(trace)).toEqual([0, 0, 0, 1, 1]);
    expect(trace.sockets.map(({ openCall, closeCall }) => [openCall, closeCall])).toEqual([[0, 2], [3, NONE]]);
  });

  test('a close that is not in the log does not keep the old socket', () => {
    const trace = log(SCTP, `sendto(3, ${CER}, 20, 0, NULL, 0) = 20`, SCTP, `sendto(3, ${CER}, 20, 0, NULL, 0) = 20`);
    expect(sockets(trace)).toEqual([0, 0, 1, 1]);
  });

  test('a duplicate keeps the socket open', () => {
    const trace = log(SCTP, 'dup(3) = 4', 'close(3) = 0', `sendto(4, ${CER}, 20, 0, NULL, 0) = 20`, 'close(4) = 0');
    expect(sockets(trace)).toEqual([0, 0, 0, 0, 0]);
    expect(trace.sockets[0]!.closeCall).toBe(4);
  });

  test('execve closes what SOCK_CLOEXEC and FD_CLOEXEC say', () => {
    const trace = log(
      SCTP, 'fcntl(3, F_SETFD, FD_CLOEXEC) = 0', 'socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_SCTP) = 4',
      'socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 5', 'execve("/usr/lib/erlang/bin/beam.smp", ["beam.smp"], 0x1 /* 3 vars */) = 0',
    );
    expect(trace.sockets.map((socket) => socket.closeCall)).toEqual([3, 3, NONE]);
    expect(trace.processes[0]!.command).toBe('beam.smp');
  });
});

describe('what a socket is told', () => {
  test('addresses', () => {
    expect(socketOf(
      'bind(3, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("10.0.0.1")}, 16) = 0',
      'getsockname(3, {sa_family=AF_INET, sin_port=htons(43563), sin_addr=inet_addr("10.0.0.1")}, [112 => 16]) = 0',
      'connect(3, {sa_family=AF_INET, sin_port=htons(3868), sin_addr=inet_addr("10.0.0.2")}, 16) = -1 EINPROGRESS (Operation now in progress)',
    )).toMatchObject({ local: '10.0.0.1:43563', peer: '10.0.0.2:3868' });
    expect(socketOf('connect(3, {sa_family=AF_INET6, sin6_port=htons(3868), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::ffff:10.0.0.2", &sin6_addr), sin6_scope_id=0}, 28) = 0').peer).toBe('10.0.0.2:3868');
    expect(socketOf('connect(3, {sa_family=AF_INET, sin_port=htons(3868), sin_addr=inet_addr("\\x31\\x30\\x2e\\x30\\x2e\\x30\\x2e\\x32")}, 16) = 0').peer).toBe('10.0.0.2:3868');
    expect(socketOf('setsockopt(3, SOL_SCTP, SCTP_SOCKOPT_BINDX_ADD, "\\n\\0\\17\\34\\0\\0\\0\\0\\375\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\0", 28) = 0').local).toBe('[fd00::1]:3868');
  });

  test('peers that differ in a port only, in any quoting', () => {
    const hex = '\\x31\\x30\\x2e\\x30\\x2e\\x30\\x2e\\x32';
    for (const host of ['10.0.0.2', hex]) {
      const to = (port: number): string => `sendto(3, ${CER}, 20, 0, {sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("${host}")}, 16) = 20`;
      const trace = log(SCTP, to(3868), to(3869), to(13868), to(3868));
      const peers = [...trace.transfers.peer.subarray(0, 4)].map((id) => trace.strings.text(id));
      expect(peers).toEqual(['10.0.0.2:3868', '10.0.0.2:3869', '10.0.0.2:13868', '10.0.0.2:3868']);
    }
  });

  test('constants as numbers, -X raw and -X verbose', () => {
    const trace = log(
      'socket(2 /* AF_INET */, 1 /* SOCK_STREAM */, 132 /* IPPROTO_SCTP */) = 3', 'fcntl(3, 4 /* F_SETFL */, 0x802 /* O_RDWR|O_NONBLOCK */) = 0',
      'socket(0x2, 0x5, 0x84) = 4', 'ioctl(4, 0x5421 /* FIONBIO */, [1]) = 0',
      'recvmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="a", iov_len=9}], msg_iovlen=1, msg_controllen=0, msg_flags=0x8080 /* MSG_EOR|MSG_MORE */}, 0) = 1',
    );
    expect(trace.sockets).toMatchObject([{ oneToMany: false, nonBlocking: true }, { oneToMany: true, nonBlocking: true }]);
    expect(trace.transfers.flags[0]).toBe(TransferFlag.Notification);
  });

  test('modes and buffers', () => {
    expect(socketOf('fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0').nonBlocking).toBe(true);
    expect(socketOf('ioctl(3, FIONBIO, [1]) = 0').nonBlocking).toBe(true);
    expect(socketOf().nonBlocking).toBe(false);
    expect(socketOf('setsockopt(3, SOL_SOCKET, SO_SNDBUF, [16384], 4) = 0', 'getsockopt(3, SOL_SOCKET, SO_SNDBUF, [32768], [4]) = 0')).toMatchObject({ sndbufSet: 16384, sndbufSeen: 32768 });
    expect(socketOf('setsockopt(3, SOL_SOCKET, SO_RCVBUF, "\\0\\4\\0\\0", 4) = 0').rcvbufSet).toBe(1024);
    expect(socketOf('setsockopt(3, SOL_SOCKET, 0x7, [4096], 4) = 0').sndbufSet).toBe(4096);
    expect(socketOf('setsockopt(3, SOL_SOCKET, SO_SNDBUF, [1], 4) = -1 EINVAL (Invalid argument)').sndbufSet).toBeUndefined();
    expect(socketOf('setsockopt(3, SOL_SCTP, SCTP_NODELAY, [1], 4) = 0').noDelay).toBe(true);
    expect(socketOf('setsockopt(3, SOL_SOCKET, SO_SNDTIMEO_OLD, "\\0\\0\\0\\0\\0\\0\\0\\0\\240\\206\\1\\0\\0\\0\\0\\0", 16) = 0').sendTimeout).toBe(100e6);
  });

  test('an accepted socket has the options of its listener', () => {
    const trace = log(SCTP, 'setsockopt(3, SOL_SOCKET, SO_SNDBUF, [4096], 4) = 0', 'listen(3, 5) = 0', 'accept(3, NULL, NULL) = 4');
    expect(trace.sockets[1]).toMatchObject({ fd: 4, parent: 0, sndbufSet: 4096, nonBlocking: false });
  });
});

describe('transfers', () => {
  const flagsOf = (line: string): number => log(SCTP, line).transfers.flags[0]!;

  test('flags', () => {
    expect(flagsOf(`sendto(3, ${CER}, 20, MSG_DONTWAIT|MSG_NOSIGNAL, NULL, 0) = 20`)).toBe(TransferFlag.Send | TransferFlag.DontWait);
    expect(flagsOf(`sendto(3, ${CER}, 20, 0x4040 /* MSG_DONTWAIT|MSG_NOSIGNAL */, NULL, 0) = 20`)).toBe(TransferFlag.Send | TransferFlag.DontWait);
    expect(flagsOf(`recvfrom(3, ${CER}, 65536, MSG_PEEK, NULL, NULL) = 20`)).toBe(TransferFlag.Peek);
    expect(flagsOf('sendmsg(0x3, 0x7ffd01188000, 0) = -1 EAGAIN (Resource temporarily unavailable)')).toBe(TransferFlag.Send | TransferFlag.Raw);
  });

  test('a send whose bytes are not printed is reported', () => {
    const trace = log(SCTP, 'sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[...], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = 700');
    expect(trace.transfers.size[0]).toBe(700);
    expect(trace.problems.all.map((problem) => problem.kind)).toContain('strace-no-payload');
  });

  test('bytes after a cut buffer are not taken for its continuation', () => {
    const trace = log(SCTP, 'writev(3, [{iov_base="\\1\\0"..., iov_len=20}, {iov_base="abc", iov_len=3}], 2) = 23');
    expect([trace.transfers.size[0], trace.transfers.known[0], trace.transfers.head0[0]]).toEqual([23, 2, 0x01000000]);
  });

  test('equal surroundings do not hide different messages', () => {
    const send = (message: string, after: string): string => `sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=${message}}], msg_iovlen=1, ${after}`;
    const trace = log(
      SCTP,
      send('"ab", iov_len=2', 'msg_controllen=0, msg_flags=0}, 0) = 2'),
      send('"cde", iov_len=3', 'msg_controllen=0, msg_flags=0}, 0) = 3'),
      send('"ab", iov_len=2', 'msg_controllen=0, msg_flags=0}, MSG_DONTWAIT) = 2'),
      send('"cde", iov_len=3}, {iov_base="f", iov_len=1', 'msg_controllen=0, msg_flags=0}, 0) = 4'),
    );
    expect([...trace.transfers.size.subarray(0, 4)]).toEqual([2, 3, 2, 4]);
    expect([...trace.transfers.head0.subarray(0, 4)]).toEqual([0x61620000, 0x63646500, 0x61620000, 0x63646566]);
    expect([...trace.transfers.flags.subarray(0, 4)]).toEqual([1, 1, 3, 1]);
  });
});

/** strace's string_quote(): how the bytes are printed, with -x and -xx as `style`. */
function quote(bytes: Uint8Array, style: 'octal' | 'hex' | 'mixed'): string {
  const names: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };
  const isOctal = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x37;
  return [...bytes].map((byte, i) => {
    if (style === 'hex') return `\\x${byte.toString(16).padStart(2, '0')}`;
    if (names[byte] !== undefined) return names[byte];
    if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
    if (style === 'mixed') return `\\x${byte.toString(16).padStart(2, '0')}`;
    return `\\${isOctal(bytes[i + 1]) ? byte.toString(8).padStart(3, '0') : byte.toString(8)}`;
  }).join('');
}

test('printed bytes come back, however strace quotes them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.constantFrom('octal', 'hex', 'mixed'), fc.nat(60), (bytes, style, shown) => {
      const part = bytes.subarray(0, Math.max(1, shown));
      const dots = part.length < bytes.length ? '...' : '';
      const trace = log(SCTP, `sendto(3, "${quote(part, style)}"${dots}, ${bytes.length}, 0, NULL, 0) = ${bytes.length}`);
      const expected = createTable(messageSchema);
      loadHead(part, 0, part.length, expected, expected.add());
      const { transfers } = trace;
      expect(transfers.size[0]).toBe(bytes.length);
      for (const column of ['known', 'head0', 'head1', 'head2', 'head3', 'head4', 'bodyHash'] as const) expect(transfers[column][0]).toBe(expected[column][0]);
    }),
    { seed: 20261123, numRuns: 500 },
  );
});
