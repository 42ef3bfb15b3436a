import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { tableNames } from '../../analyzer/view/dump.ts';
import { program, root, runCli } from './runCli.ts';

const files = ['test/fixtures/erlang-slow-peer/client.strace', 'test/fixtures/erlang-slow-peer/capture.pcap'];

const rowsOf = (text: string): string[][] => text.replace(/\n$/, '').split('\n').map((line) => line.split('\t'));

/** This recording has no rows of them. */
const ofLiveCaptures = new Set<string>(['states']);

test.each(tableNames)('%s is a table', async (table) => {
  const { code, stdout } = await runCli(['dump', table, ...files]);
  expect(code).toBe(0);
  const [header, ...rows] = rowsOf(stdout);
  expect(rows.length > 0).toBe(!ofLiveCaptures.has(table));
  for (const row of rows) expect(row).toHaveLength(header!.length);
  expect(stdout).not.toMatch(/undefined|NaN|4294967295/);
});

test('chosen columns in the order asked for', async () => {
  const { stdout } = await runCli(['dump', 'sacks', files[1]!, '--columns', 'frame,aRwnd,source,time']);
  const [header, ...rows] = rowsOf(stdout);
  expect(header).toEqual(['frame', 'aRwnd', 'source', 'time']);
  expect(rows).toContainEqual(['468', '0', '10.0.0.2:3868', expect.stringMatching(/^17954056\d{11}$/)]);
  expect(rows).toHaveLength(343);
});

test('the one refused send', async () => {
  const { stdout } = await runCli(['dump', 'transfers', ...files, '--columns', 'line,fd,errno,size,hopByHopId,link']);
  expect(rowsOf(stdout).filter(([, , errno]) => errno === 'EAGAIN')).toEqual([['7225', '17', 'EAGAIN', '776', '0x599b379c', 'none']]);
});

test('only the rows that match a filter', async () => {
  const rows = async (table: string, filter: string, columns: string): Promise<string[][]> =>
    rowsOf((await runCli(['dump', table, ...files, '--filter', filter, '--columns', columns])).stdout).slice(1);
  expect(await rows('sacks', 'sctp.sack_a_rwnd < 2kB', 'frame,aRwnd')).toEqual([['461', '1904'], ['464', '352'], ['466', '0'], ['468', '0']]);
  expect(await rows('transactions', 'unanswered', 'answerFrame')).toEqual(Array.from({ length: 87 }, () => ['']));
  expect(await rows('links', 'frame == 9 || frame == 7', 'line,frame')).toEqual([['4624', '7'], ['5002', '9']]);
  expect(await rows('windows', 'frame == 468', 'frame')).toEqual([['468']]);
  expect(await rows('stalls', 'fd == 17 && errno == EAGAIN', 'stall')).toEqual([['1']]);
  expect(await rows('options', 'line > 4800', 'line').then((found) => found.every(([line]) => Number(line) > 4800))).toBe(true);
});

test('a filter that says nothing is refused, its mistake marked, before anything is read', async () => {
  const { code, stdout, stderr } = await runCli(['dump', 'calls', 'no-such-file', '--filter', 'fd == 17 && latncy > 3']);
  expect({ code, stdout, stderr }).toEqual({
    code: 2, stdout: '', stderr: 'there is no field latncy: did you mean latency?\n  fd == 17 && latncy > 3\n              ^^^^^^\n',
  });
});

test('a table that no filter knows is refused', async () => {
  const { code, stderr } = await runCli(['dump', 'sockets', ...files, '--filter', 'fd == 17']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^sockets cannot be filtered; these can: packets, /);
});

test('a reader that has seen enough ends it quietly', async () => {
  const child = spawn(process.execPath, [program, 'dump', 'calls', ...files], { cwd: root });
  let stderr = '';
  child.stderr.on('data', (bytes) => (stderr += bytes));
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
