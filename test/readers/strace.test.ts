/**
 * Every log of test/fixtures/strace becomes what the .txt file beside it says, in whatever chunks it comes, and no prefix of it
 * throws. The logs are cut from own recordings (strace 6.1, 6.13) or written by hand after strace's grammar for what these lack.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { straceFormat } from '../../analyzer/readers/strace.ts';
import { SNIFF_BYTES } from '../../analyzer/readers/format.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { dumpLog } from './dumpLog.ts';
import { feed, readLog, sinkOf } from './readLog.ts';

const folder = join(import.meta.dirname, '../fixtures/strace');
const names = readdirSync(folder).filter((name) => name.endsWith('.strace'));
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
const text = (lines: string): Uint8Array => new TextEncoder().encode(lines);

describe.each(names)('%s', (name) => {
  const bytes = read(name);
  const whole = dumpLog(readLog(name, bytes));

  test('is what its golden file says', async () => {
    await expect(whole).toMatchFileSnapshot(join(folder, name.replace('.strace', '.txt')));
  });

  test.each([1, 7, 4096])('in chunks of %i bytes', (chunk) => {
    expect(dumpLog(readLog(name, bytes, chunk))).toBe(whole);
  });

  test('in Buffers that are used again', () => {
    const trace = new Trace();
    const reader = straceFormat.open(trace.addInput(name), trace, sinkOf(trace));
    const buffer = Buffer.alloc(1000);
    for (let at = 0; at < bytes.length; at += buffer.length) {
      const part = bytes.subarray(at, at + buffer.length);
      buffer.set(part);
      reader.push(buffer.subarray(0, part.length));
    }
    reader.end();
    expect(dumpLog(trace)).toBe(whole);
  });

  test('is recognised by its content', () => {
    expect(straceFormat.sniff(bytes.subarray(0, SNIFF_BYTES))).toBe(true);
  });

  test('cut at any byte', () => {
    const step = Math.ceil(bytes.length / 1000);
    for (let end = 0; end < bytes.length; end += step) {
      const trace = readLog(name, bytes.subarray(0, end));
      expect(trace.inputs[0]!.bytes).toBe(end);
      expect(trace.calls.length).toBeLessThanOrEqual(trace.inputs[0]!.lines);
    }
  });
});

test('carriage returns change nothing but places', () => {
  const places = (dump: string): string => dump.replace(/@\d+ /g, '').replace(/bytes \d+/, '');
  expect(places(dumpLog(readLog('', read('carriage-returns.strace'))))).toBe(places(dumpLog(readLog('', read('waiting.strace')))));
});

test('a colour changes nothing but places', () => {
  const bytes = read('colours.strace');
  const plain = text(new TextDecoder().decode(bytes).split(String.fromCharCode(27)).map((part, i) => (i === 0 ? part : part.replace(/^\[\d*m/, ''))).join(''));
  const places = (dump: string): string => dump.replace(/@\d+ /g, '').replace(/bytes \d+/, '');
  expect(places(dumpLog(readLog('', bytes)))).toBe(places(dumpLog(readLog('', plain))));
});

test('the pid of a file of strace -ff is that of its name, unless its lines have one', () => {
  const log = text('10:00:00 getpid() = 1\n10:00:00 socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 3\n10:00:00 close(3) = 0\n');
  expect(readLog('run/ff.581', log).threads.map((thread) => thread.tid)).toEqual([581]);
  expect(readLog('run/f.log', log).threads.map((thread) => thread.tid)).toEqual([-1]);
  const withPid = text('12    10:00:00 getpid() = 1\n12    10:00:00 socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 3\n');
  expect(readLog('run/ff.581', withPid).threads.map((thread) => thread.tid)).toEqual([12]);
});

test('files of one strace -ff share their processes', () => {
  const trace = new Trace();
  const sink = sinkOf(trace);
  const send = 'sendto(3, "\\1\\0\\0\\24\\200\\0\\1\\30\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\1", 20, 0, NULL, 0) = 20\n';
  feed(trace, sink, 'log.100', text('10:00:00 socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 3\n10:00:01 clone(child_stack=0x1, flags=CLONE_VM|CLONE_THREAD) = 101\n10:00:01 clone(child_stack=NULL, flags=SIGCHLD) = 102\n'));
  feed(trace, sink, 'log.101', text(`10:00:02 ${send}`));
  feed(trace, sink, 'log.102', text(`10:00:02 close(3) = 0\n10:00:02 ${send}`));
  expect(trace.threads.map(({ tid, process, input }) => [tid, process, input])).toEqual([[100, 0, 0], [101, 0, 1], [102, 1, 2]]);
  expect([...trace.calls.socket.subarray(0, trace.calls.length)]).toEqual([0, 0xffff_ffff, 0xffff_ffff, 0, 0, 1]);
});

test('files of one strace -ff: a descriptor is the socket it was at the time', () => {
  const trace = new Trace();
  const sink = sinkOf(trace);
  const send = 'sendto(3, "\\1\\0\\0\\24\\200\\0\\1\\30\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\1", 20, 0, NULL, 0) = -1 EAGAIN (Resource temporarily unavailable)\n';
  const open = 'socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 3\n';
  feed(trace, sink, 'log.100', text(`10:00:00 clone(child_stack=0x1, flags=CLONE_VM|CLONE_THREAD) = 101\n10:00:01 ${open}10:00:03 close(3) = 0\n10:00:05 ${open}10:00:07 close(3) = 0\n10:00:08 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3\n`));
  feed(trace, sink, 'log.101', text(`10:00:02 ${send}10:00:06 ${send}10:00:06 ${send}10:00:09 socket(AF_UNIX, SOCK_STREAM, 0) = 3\n10:00:10 ${send}`));
  const sends = [...trace.transfers.call.subarray(0, trace.transfers.length)];
  expect(sends.map((call) => trace.calls.socket[call])).toEqual([0, 1, 1]);
  expect(trace.sockets.length).toBe(2);
});

describe('what is no strace log', () => {
  const others: Readonly<Record<string, string | Uint8Array>> = {
    ltrace: '__libc_start_main(0x4005d0, 1, 0x7ffd, 0x400600 <unfinished ...>\nmalloc(24) = 0x1c2a010\nstrlen("abc") = 3\nputs("abc") = 4\n+++ exited (status 0) +++\n',
    'perf trace': '     0.000 ( 0.003 ms): dia_client/981 sendmsg(fd: 3, msg: 0x7ffd) = 700\n     0.010 ( 0.001 ms): dia_client/981 close(fd: 3) = 0\n',
    gVisor: 'I1123 03:46:30.555753 1 strace.go:567] [   1] node E execve(0x1, 0x2, 0x3)\nI1123 03:46:30.555753 1 strace.go:605] [   1] node X execve(0x1) = 0\n',
    'strace -c': '% time     seconds  usecs/call     calls    errors syscall\n------ ----------- ----------- --------- --------- ----------------\n 52.00    0.000100          10        10           sendmsg\n',
    JPEG: new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 72]),
    pcap: new Uint8Array([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0]),
    'source text': 'int main(void) {\n  int x = read(0, buffer, 1);\n  return printf("%d", x) == 2;\n}\n',
    nothing: '',
  };
  test.each(Object.keys(others))('%s', (name) => {
    const content = others[name]!;
    expect(straceFormat.sniff(typeof content === 'string' ? text(content) : content)).toBe(false);
  });
});

test('a first line longer than what is sniffed is enough', () => {
  const long = text(`981   04:36:17.382823 sendmsg(3, {msg_name=NULL, msg_iov=[{iov_base="${'a'.repeat(9000)}`);
  expect(straceFormat.sniff(long.subarray(0, SNIFF_BYTES))).toBe(true);
});
