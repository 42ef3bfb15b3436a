/** Calls read back by their offset: golden dumps of what a person sees of them, and that each one is the call its row tells of. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodedCall } from '../../analyzer/details/callFields.ts';
import { readCallLines } from '../../analyzer/details/callLines.ts';
import type { DecodedBytes, Field } from '../../analyzer/details/field.ts';
import { parseValues } from '../../analyzer/details/straceValue.ts';
import { syscallNames } from '../../analyzer/trace/syscallNames.ts';
import { CallFlag } from '../../analyzer/trace/schema.ts';
import { bytesSource, dictionary, dump, openBytes, openFixture, type Opened } from './detailsOf.ts';
import { allFields, brokenRules } from './treeRules.ts';

const rowOf = ({ trace }: Opened, line: number): number => trace.calls.line.subarray(0, trace.calls.length).indexOf(line);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const openLog = (text: string): Promise<Opened> => openBytes(latin1(text));

function named(decoded: readonly DecodedBytes[], name: string): Field {
  return [...allFields(decoded.flatMap(({ fields }) => fields))].find((one) => one.name === name)!;
}

test.each([
  ['erlang-slow-peer', /client/, 7225, 'refused-sendmsg'],
  ['erlang-slow-peer', /client/, 4553, 'resumed-setsockopt'],
  ['strace', /^ancillary\.strace/, 3, 'sendmsg-with-ancillary-data'],
  ['strace', /^ancillary\.strace/, 6, 'notification'],
  ['strace', /^abbrev-none\.strace/, 2, 'initmsg'],
  ['strace', /^old-syntax\.strace/, 8, 'old-syntax'],
  ['strace', /^yy\.strace/, 3, 'annotated-descriptor'],
])('%s %s line %d: %s', async (fixture, wanted, line, name) => {
  const opened = await openFixture(fixture, wanted);
  const decoded = await opened.details.call(rowOf(opened, line));
  expect(brokenRules(decoded)).toEqual([]);
  await expect(dump(decoded)).toMatchFileSnapshot(`golden/${name}.txt`);
});

const logs = readdirSync('test/fixtures/strace').filter((name) => name.endsWith('.strace'));

test.each(logs)('every call of %s is read back as its row tells', async (name) => {
  const opened = await openFixture('strace', new RegExp(`^${name.replace('.', '\\.')}$`));
  const { calls } = opened.trace;
  for (let row = 0; row < calls.length; row++) {
    const decoded = await opened.details.call(row);
    expect(brokenRules(decoded)).toEqual([]);
    const call = named(decoded, 'System Call');
    // A row of a death is of no call; program output tears some lines.
    if (!call) continue;
    const kind = syscallNames.get(calls.syscall[row]!)!;
    if (['sendmsg', 'recvmsg', 'epoll_ctl'].includes(kind)) expect(call.value).toBe(kind);
    const result = named(decoded, 'Return Value');
    const isNumber = (calls.flags[row]! & CallFlag.Unreturned) === 0 && /^-?\d+\b(?!x)/.test(result.value);
    if (isNumber) expect(parseInt(result.value, 10)).toBe(calls.returnValue[row]);
    for (const { start, end, value, name: title } of allFields(decoded[0]!.fields)) {
      if (start === undefined || title !== 'Time') continue;
      expect(Buffer.from(decoded[0]!.data.subarray(start, end)).toString('latin1')).toBe(value);
    }
  }
});

describe('lines of other threads between', () => {
  const between = Array.from({ length: 30_000 }, (_, i) => `11 10:00:00.1${String(i).padStart(5, '0')} getpid() = 11 <0.000001>\n`).join('');
  const log = `10 10:00:00.000001 socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 3 <0.000010>
10 10:00:00.000100 sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\\1\\0\\0\\24\\200\\0\\1\\30\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\1", iov_len=20}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL <unfinished ...>
${between}10 10:00:01.500000 <... sendmsg resumed>) = 20 <1.499900>
`;

  test('a megabyte of them', async () => {
    const opened = await openLog(log);
    const decoded = await opened.details.call(rowOf(opened, 2));
    expect(decoded[0]!.title).toBe('lines 2 and 30003');
    expect(Buffer.from(decoded[0]!.data).toString().split('\n')).toEqual([log.split('\n')[1], '10 10:00:01.500000 <... sendmsg resumed>) = 20 <1.499900>']);
    expect(named(decoded, 'Return Value')).toMatchObject({ value: '20', meaning: 'bytes taken by the kernel' });
    expect(named(decoded, 'Duration')).toMatchObject({ value: '1.499900 s', meaning: '1.50 s' });
    expect(named(decoded, 'Resumed').value).toBe('after 30000 other lines');
    expect(decoded[1]).toMatchObject({ title: 'message as printed, 20 bytes' });
    expect(named(decoded, 'Diameter').value).toBe('Device-Watchdog-Request');
  });

  test('a call that never returned', async () => {
    const opened = await openLog(log.replace(/10 10:00:01.*\n/, ''));
    const decoded = await opened.details.call(rowOf(opened, 2));
    expect(named(decoded, 'Return Value')).toMatchObject({ value: '?', meaning: 'it did not return in this log' });
    expect(named(decoded, 'Return Value').start).toBeUndefined();
    expect(decoded[0]!.title).toBe('line 2');
  });

  test('a call whose result is no longer there', async () => {
    const place = { offset: 0, line: 2, endLine: 30_003 };
    const decoded = decodedCall((await readCallLines(bytesSource(latin1(log.split('\n').slice(1, 5).join('\n'))), place))!, '', dictionary);
    expect(named(decoded, 'Return Value')).toMatchObject({ value: '?', meaning: 'its result stands too far below to be read back' });
    expect(named(decoded, 'Resumed')).toBeUndefined();
  });

  test('a call whose beginning is missing', async () => {
    const opened = await openLog(`10 10:00:00.000001 <... sendmsg resumed>) = -1 EPIPE (Broken pipe) <0.000010>\n${log}`);
    const decoded = await opened.details.call(0);
    if (opened.trace.calls.line[0] === 1) expect(named(decoded, 'Unfinished Line')).toBeDefined();
    expect(brokenRules(decoded)).toEqual([]);
  });
});

test('messages in several parts, and several messages', async () => {
  const opened = await openFixture('strace', /^ancillary\.strace$/);
  const titles = async (line: number): Promise<string[]> => (await opened.details.call(rowOf(opened, line))).slice(1).map(({ title }) => title);
  expect(await titles(10)).toEqual(['message 1 as printed, 32 bytes', 'message 2 as printed, 20 bytes']);
  const { transfers } = opened.trace;
  const second = transfers.index.subarray(0, transfers.length).indexOf(1);
  expect((await opened.details.transfer(second)).map(({ title }) => title)).toEqual(['line 10', 'message 2 as printed, 20 bytes']);
  expect(await titles(12)).toEqual(['message as printed, 32 bytes']);
  expect(await titles(13)).toEqual(['message as printed, 20 bytes']);
});

test.each([
  ['poll([{fd=3, events=POLLOUT}, {fd=4<pipe:[7]>, events=POLLIN|POLLPRI}], 2, -1) = 1 ([{fd=3, revents=POLLOUT}])', 'timeout', 'as long as it takes'],
  ['epoll_ctl(4, EPOLL_CTL_MOD, 3, {events=EPOLLIN|EPOLLOUT, data={u32=3, u64=3}}) = 0', 'op', 'changes what is watched'],
  ['epoll_ctl(4, EPOLL_CTL_MOD, 3, {events=EPOLLIN|EPOLLOUT, data={u32=3, u64=3}}) = 0', 'events', 'there is something to read; there is room to send'],
  ['setsockopt(3, SOL_SCTP, SCTP_SOCKOPT_BINDX_ADD, "\\2\\0\\17\\34\\n\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0\\0\\2\\0\\17\\34\\n\\1\\0\\1\\0\\0\\0\\0\\0\\0\\0\\0", 32) = 0', 'optval', '32 bytes, 10.0.0.1:3868, 10.1.0.1:3868'],
  ['shutdown(3, SHUT_WR) = 0', 'how', 'sends no more: SHUTDOWN once all data are acknowledged'],
  ['connect(3, {sa_family=AF_INET, sin_port=htons(3868), sin_addr=inet_addr("10.0.0.2")}, 16) = -1 EINPROGRESS (Operation now in progress)', 'Return Value', 'the association is being set up: the descriptor becomes writable when it is'],
  ['recvmsg(3<SCTP:[10.0.0.1:36002->10.0.0.2:3868]>, {msg_namelen=0}, 0) = -1 EAGAIN (Resource temporarily unavailable)', 'Return Value', 'nothing was there to receive'],
  ['recvmsg(3<SCTP:[10.0.0.1:36002->10.0.0.2:3868]>, {msg_namelen=0}, 0) = -1 EAGAIN (Resource temporarily unavailable)', 'sockfd', 'SCTP:[10.0.0.1:36002->10.0.0.2:3868]'],
])('%s: %s is "%s"', async (call, name, meaning) => {
  const lines = await readCallLines(bytesSource(latin1(`10 1795408344.276019 ${call}\n`)), { offset: 0, line: 7, endLine: 7 });
  const decoded = decodedCall(lines!, 'line 7', dictionary);
  expect(named(decoded, name).meaning).toBe(meaning);
  expect(named(decoded, 'Time')).toMatchObject({ value: '1795408344.276019', meaning: '2026-11-23 04:32:24.276019 UTC' });
});

test('control characters are shown, not obeyed', async () => {
  const message = '"\\1\\0\\0\\40\\200\\0\\1\\30\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\1\\0\\0\\1\\10@\\0\\0\\14\\33[2J"';
  const lines = await readCallLines(bytesSource(latin1(`10 write(3, ${message}, 32) = 32\n`)), { offset: 0, line: 1, endLine: 1 });
  expect(named(decodedCall(lines!, '', dictionary), 'Origin-Host').value).toBe('\\x1b[2J');
});

test('values of any depth and any brokenness have their place in the text', () => {
  const shape = (text: string): string => parseValues(text, 0, text.length).map(({ name, kind, start, end }) => `${name}:${kind}:${text.slice(start, end)}`).join(' | ');
  expect(shape('3, "a,\\"b"..., [28 => 16], {x={1, 2}, y=htons(5)}, 0x84 /* a, b */')).toBe(
    ':word:3 | :string:"a,\\"b"... | :array:[28 => 16] | :structure:{x={1, 2}, y=htons(5)} | :word:0x84 /* a, b */');
  expect(shape('17<SCTP:[[::1]:1->[::1]:2]>, {a=')).toBe(':word:17<SCTP:[[::1]:1->[::1]:2]> | :structure:{a=');
  const deep = '['.repeat(100_000);
  expect(parseValues(deep, 0, deep.length)).toHaveLength(1);
  const many = `[${'{fd=1, events=POLLIN}, '.repeat(50_000)}]`;
  expect(parseValues(many, 0, many.length)[0]!.end).toBeGreaterThan(0);
});
