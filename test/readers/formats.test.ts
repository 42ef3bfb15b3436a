/** The door: content decides what an input is; what is nothing gets a name and a remedy. */
import { describe, expect, test } from 'vitest';
import { openInput } from '../../analyzer/readers/formats.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { pcap, Pcapng } from '../make/captures.ts';
import { join } from '../make/packets.ts';
import { problemsOf, readFrames, sinkOf } from './frames.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const packet = { seconds: 1, fraction: 2, bytes: new Uint8Array(60) };

test('nothing at all is empty', () => {
  expect(problemsOf(readFrames(new Uint8Array(0), 1).trace)).toEqual(['input-empty 1']);
});

test('an empty capture is no empty input', () => {
  const { trace, input } = readFrames(pcap([]));
  expect(problemsOf(trace)).toEqual([]);
  expect(input.kind).toBe('pcap');
});

test('a live capture is read before the sniffing buffer is full', () => {
  for (const file of [pcap([packet]), join(new Pcapng(false).section(), new Pcapng(false).interface(1, 0), new Pcapng(false).simple(packet.bytes))]) {
    const trace = new Trace();
    let frames = 0;
    const reader = openInput(trace.addInput('pipe'), trace, sinkOf(() => frames++));
    reader.push(file.subarray(0, 10));
    reader.push(file.subarray(10));
    expect(frames).toBe(1);
  }
});

test('an strace log is one, whatever its name', () => {
  const log = text('981 1795405000.123456 sendmsg(17, {msg_iov=[{iov_base="\\1", iov_len=1}]}, 0) = 1 <0.000010>\n'.repeat(3));
  for (const size of [1, 100, 1 << 20]) expect(readFrames(log, size).input.kind).toBe('strace');
});

describe('unknown content is named', () => {
  test.each<[string, Uint8Array]>([
    ['JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70)],
    ['PNG', join([0x89], text('PNG\r\n'), [0x1a, 10])],
    ['PDF', text('%PDF-1.7\n')],
    ['ELF', join([0x7f], text('ELF'), [2, 1, 1])],
    ['HTML', text('<!DOCTYPE html>\n<html>')],
    ['JSON', text('{"frames": [1, 2]}')],
    ['snoop', join(text('snoop'), [0, 0, 0], [0, 0, 0, 2, 0, 0, 0, 4])],
    ['btsnoop', join(text('btsnoop'), [0, 0, 0, 0, 1])],
    ['Network Monitor', join(text('GMBU'), [0, 2, 1, 0])],
    ['zip', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0)],
    ['xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4)],
    ['tcpdump -w', text('12:34:56.789012 IP 10.0.0.1.3868 > 10.0.0.2.40000: sctp (1) [DATA]\n')],
    ['tcpdump -w', text('12:34:56.789012 lo    In  IP6 fd00::1.3868 > fd00::2.40000: sctp\n')],
    ['strace -c', text('% time     seconds  usecs/call     calls    errors syscall\n------ ----------- -----------\n')],
    ['perf trace', text('     0.000 ( 0.012 ms): beam.smp/981 sendmsg(fd: 17, msg: 0x7ffc) = 100\n')],
    ['ltrace', text('__libc_start_main(0x401136, 1, 0x7ffd, 0x401150 <unfinished ...>\nputs("hello") = 6\n')],
    ['ERF', join(...Array.from({ length: 4 }, () => join([0, 0, 0, 0, 9, 0, 0, 0x67], [2, 4, 0, 80, 0, 0, 0, 60], new Uint8Array(64))))],
  ])('%s', (name, content) => {
    const { trace, input, lines } = readFrames(content, 1000);
    expect(lines).toEqual([]);
    expect(input.kind).toBe('unknown');
    expect(trace.problems.all).toMatchObject([{ kind: 'input-unknown', count: 1, detail: expect.stringContaining(name) }]);
  });

  test('what is not recognised has no detail', () => {
    const noise = Uint8Array.from({ length: 10_000 }, (_, n) => (n * n * 131 + 7) >> 3);
    expect(readFrames(noise, 999).trace.problems.all).toEqual([expect.not.objectContaining({ detail: expect.anything() })]);
  });
});
