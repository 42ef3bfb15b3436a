/** Which files the editor takes for strace logs: by their first line where the name says nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { contributes: { languages: { id: string; firstLine: string }[] } };
const firstLine = new RegExp(contributes.languages.find(({ id }) => id === 'strace')!.firstLine);

const variants = readdirSync(join(root, 'test/fixtures/strace')).filter((name) => name.endsWith('.strace'));

test.each(variants)('%s is known by its first line', (name) => {
  expect(firstLine.exec(readFileSync(join(root, 'test/fixtures/strace', name), 'utf8').split('\n')[0]!)).not.toBeNull();
});

test.each([
  ['execve("/usr/bin/node", ["node"], 0x7ffc8d3c1e30 /* 24 vars */) = 0', true],
  ['981<dia_client> 04:34:50.201507 ???( <unfinished ...>', true],
  ['217   03:51:32 --- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, si_pid=1, si_uid=0} ---', true],
  ['1795408316.483961 epoll_wait(4, [], 16, 10) = 0', true],
  ['     0.000000 brk(NULL)                 = 0x5581e3c4d000', true],
  ['04:34:06.650 <... futex resumed>) = 0', true],
  ['+++ exited with 0 +++', true],
  // ltrace, perf trace, gVisor, strace -c, and what else has numbers and brackets.
  ['+++ exited (status 0) +++', false],
  ['strlen("hello") = 5', false],
  ['     0.000 ( 0.003 ms): prog/123 write(fd: 1, buf: 0x55, count: 6) = 6', false],
  ['I0301 04:34:06.650 strace.go:567] [   1] prog E execve(0x7f, 0x7f)', false],
  ['% time     seconds  usecs/call     calls    errors syscall', false],
  ['2026-11-23 04:34:06.650 INFO connect(10.0.0.1) = failed', false],
  ['12 monkeys (1995) = film', false],
  ['f(x) = 2', false],
  ['', false],
])('%s', (line, isLog) => {
  expect(firstLine.test(line)).toBe(isLog);
});

test('a long first line of anything is judged at once', () => {
  for (const line of ['('.repeat(50_000), `read(${' = '.repeat(20_000)}`, '1 '.repeat(50_000), '[a] '.repeat(20_000), `1 ${'<unfinished'.repeat(5_000)}`]) expect(firstLine.test(line)).toBe(false);
});
