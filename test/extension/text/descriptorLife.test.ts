/** Who opened a descriptor, and who uses it while it is the same. */
import { expect, test } from 'vitest';
import { descriptorUses, openerOf } from '../../../extension/text/descriptorLife.ts';
import { refusalRuns } from '../../../extension/text/refusalRuns.ts';
import { EAGAIN } from '../../../analyzer/correlate/calls.ts';
import { indexLog, indexOf } from './indexedLog.ts';

const linesOf = (index: ReturnType<typeof indexOf>, calls: readonly number[]): number[] => calls.map((call) => index.calls.line[call]!);

const log = [
  '10 10:00:00.000100 socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 5',
  '10 10:00:00.000200 sendto(5, "a", 1, 0, NULL, 0) = 1',
  '10 10:00:00.000300 close(5) = 0',
  '10 10:00:00.000400 openat(AT_FDCWD, "/x", O_RDONLY) = 5',
  '10 10:00:00.000500 read(5, "b", 1) = 1',
  '10 10:00:00.000600 fcntl(5, F_GETFL) = 0x8000 (flags O_RDONLY|O_LARGEFILE)',
  '10 10:00:00.000700 close(5) = 0',
  '10 10:00:00.000800 read(5, 0x7ffe, 1) = -1 EBADF (Bad file descriptor)',
  '10 10:00:00.000900 write(7, "c", 1) = 1',
];

test('a number that is used again belongs to who opened it last', () => {
  const index = indexOf(log.join('\n'));
  const opened = (line: number, fd: number): number => {
    const opener = openerOf(index, index.callAt(line), fd);
    return opener < 0 ? -1 : index.calls.line[opener]!;
  };
  expect([opened(2, 5), opened(5, 5), opened(6, 5), opened(8, 5), opened(9, 7)]).toEqual([1, 4, 4, -1, -1]);
  expect(linesOf(index, descriptorUses(index, index.callAt(2), 5))).toEqual([1, 2, 3]);
  expect(linesOf(index, descriptorUses(index, index.callAt(6), 5))).toEqual([4, 5, 6, 7]);
  expect(linesOf(index, descriptorUses(index, index.callAt(9), 7))).toEqual([9]);
});

test('descriptors belong to processes: a fork has its own', () => {
  const index = indexLog('strace/forks.strace');
  const uses = new Set<number>();
  for (let call = 0; call < index.calls.length; call++) {
    if (index.calls.fd[call]! < 0) continue;
    for (const use of descriptorUses(index, call, index.calls.fd[call]!)) {
      expect(index.calls.process[use]).toBe(index.calls.process[call]);
      uses.add(use);
    }
  }
  expect(uses.size).toBeGreaterThan(3);
});

test.each(['erlang-slow-peer/client.strace', '003-small-send-buffer/client.strace', '007-spinning-client/client.strace.gz', 'strace/one-to-many.strace'])('%s: every refused send is in one run', (file) => {
  const index = indexLog(file);
  const inRuns = refusalRuns(index).filter(({ isBlocked }) => !isBlocked).flatMap(({ calls }) => calls);
  let refused = 0;
  for (let call = 0; call < index.calls.length; call++) if (/^send|^writev?$/.test(index.nameOf(call)) && index.calls.errno[call] === EAGAIN && index.socketOf(call) >= 0) refused++;
  expect(new Set(inRuns).size).toBe(refused);
  expect(inRuns.length).toBe(refused);
  expect(refused).toBeGreaterThan(0);
});
