/** Generated logs, pushed in turns and in pieces of any size: the same traces with and without usual/. Below, what once was not the same. */
import { expect, test } from 'vitest';
import { straceFormat } from '../../analyzer/readers/strace.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { UsualLines } from '../../analyzer/usual/usualLines.ts';
import { seededRandom } from '../random.ts';
import { sinkOf } from '../readers/readLog.ts';
import { type GeneratedLog, generateLogs } from './generatedLog.ts';
import { differences } from './sameTrace.ts';
import { countTaken } from './takenLines.ts';

const SEEDS = 400;
const LINES = 500;
const MOST_AT_ONCE = [300, 3000, 30_000, 500_000];

/** Each push has up to `most` bytes. */
function readTogether(logs: readonly GeneratedLog[], random: () => number, most: number, usual?: UsualLines): Trace {
  const trace = new Trace();
  const sink = sinkOf(trace, usual);
  const readers = logs.map(({ path }) => straceFormat.open(trace.addInput(path), trace, sink, { lines: usual }));
  const at = logs.map(() => 0);
  while (logs.some(({ bytes }, i) => at[i]! < bytes.length)) {
    const i = Math.floor(random() * logs.length);
    const part = logs[i]!.bytes.slice(at[i], at[i]! + 1 + Math.floor(random() * most));
    at[i]! += part.length;
    readers[i]!.push(part);
    part.fill(0x3f);
  }
  for (const reader of readers) reader.end();
  return trace;
}

test('generated logs', () => {
  let taken = 0;
  let lines = 0;
  for (let seed = 0; seed < SEEDS; seed++) {
    const logs = generateLogs(seed, LINES);
    const most = MOST_AT_ONCE[seed % MOST_AT_ONCE.length]!;
    const usual = UsualLines.create()!;
    const countOf = countTaken(usual);
    const plain = readTogether(logs, seededRandom(seed), most);
    expect(differences(readTogether(logs, seededRandom(seed), most, usual), plain), `seed ${seed}`).toEqual([]);
    taken += countOf();
    for (const input of plain.inputs) lines += input.lines;
  }
  expect(taken / lines).toBeGreaterThan(0.2);
});

const HEADER = '{msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\\1\\0\\0\\24\\200\\0\\1\\30", iov_len=20}], msg_iovlen=1, msg_controllen=0, msg_flags=0}';
const SOCKET = 'socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 3';
const SEND = `sendmsg(3, ${HEADER}, 0) = 20`;

/** Lines of a log, of which "T" is the time: a millisecond more each. */
function logOf(path: string, lines: readonly string[]): GeneratedLog {
  const text = lines.map((line, i) => line.replace('T', `10:00:${`${Math.floor(i / 1000)}`.padStart(2, '0')}.${`${i % 1000}`.padStart(3, '0')}000`));
  return { path, bytes: Uint8Array.from(Buffer.from(`${text.join('\n')}\n`, 'latin1')) };
}

const repeat = <T>(times: number, value: T): T[] => Array.from({ length: times }, () => value);

/** The differences, and how many lines were taken. `parts` push every log in so many parts, in turns. */
function compare(logs: readonly GeneratedLog[], parts = 1): { differences: string[]; taken: number } {
  const read = (usual?: UsualLines): Trace => {
    const trace = new Trace();
    const sink = sinkOf(trace, usual);
    const readers = logs.map(({ path }) => straceFormat.open(trace.addInput(path), trace, sink, { lines: usual }));
    for (let part = 0; part < parts; part++) {
      logs.forEach(({ bytes }, i) => readers[i]!.push(bytes.slice((bytes.length / parts) * part, (bytes.length / parts) * (part + 1))));
    }
    for (const reader of readers) reader.end();
    return trace;
  };
  const usual = UsualLines.create()!;
  const countOf = countTaken(usual);
  return { differences: differences(read(usual), read()), taken: countOf() };
}

const cases: Readonly<Record<string, readonly GeneratedLog[]>> = {
  'more rows than wait at once': [logOf('a', [`1  T ${SOCKET}`, ...repeat(5000, `1  T ${SEND}`)])],
  'more polls than wait at once': [
    logOf('a', [`1  T ${SOCKET}`, `1  T ${SEND}`, ...repeat(900, `1  T poll([${repeat(9, '{fd=3, events=POLLIN}').join(', ')}], 9, 1) = 1 ([{fd=3, revents=POLLIN}])`)]),
  ],
  'a pause, because little is usual, while a call is open': [
    logOf('a', [
      `1  T ${SOCKET}`, ...repeat(3, '2  T getpid() = 2'), '2  T getpid( <unfinished ...>', ...repeat(2000, '1  T close(9) = 0'), '2  T <... getpid resumed>) = 2',
      ...repeat(9000, `1  T ${SEND}`),
    ]),
  ],
  'more sockets than are known': [
    logOf('a', [
      ...Array.from({ length: 1100 }, (_, i) => [`1  T ${SOCKET.replace('= 3', `= ${3 + i}`)}`, ...repeat(5, `1  T ${SEND.replace('(3', `(${3 + i}`)}`)]).flat(),
      ...Array.from({ length: 1100 }, (_, i) => `1  T ${SEND.replace('(3', `(${3 + i}`)}`),
    ]),
  ],
  'more threads than are known': [
    logOf('a', [`1  T ${SOCKET}`, ...repeat(5, Array.from({ length: 300 }, (_, i) => [`${100 + i}  T ${SEND.slice(0, 60)} <unfinished ...>`, `${399 - i}  T <... sendmsg resumed>${SEND.slice(60)}`]).flat()).flat()]),
  ],
  'a write that looks like Diameter, on a descriptor of which nothing is known': [
    logOf('a', [...repeat(8, '1  T write(7, "text", 4) = 4'), ...repeat(3, '1  T write(7, "\\1\\0\\0\\24\\200\\0\\1\\30\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\1", 20) = 20')]),
  ],
  'messages of which nothing is printed': [logOf('a', [`1  T ${SOCKET}`, ...repeat(5, `1  T ${SEND}`), ...repeat(5, `1  T ${SEND.replace(/".*"/, '""...')}`)])],
  'calls resumed without a pid are counted': [logOf('a', [...repeat(5, 'T getpid() = 1'), 'T getpid( <unfinished ...>', 'T <... getpid resumed>) = 1', 'T getpid() = 1'])],
  'a call resumed without a pid may be that of another thread': [
    logOf('a', [...repeat(5, '7  T getpid() = 7'), '7  T getpid( <unfinished ...>', 'T <... getpid resumed>) = 1', '7  T getpid() = 7']),
  ],
  'pids in a file that is named after one': [logOf('a.7', [...repeat(5, 'T getpid() = 7'), '7  T getpid() = 7'])],
  'a brace in the annotation of what poll asks for': [
    logOf('a', [
      `1  T ${SOCKET}`, ...repeat(5, `1  T ${SEND}`),
      ...repeat(4, '1  T poll([{fd=5</tmp/a}b>, events=POLLIN}, {fd=3, events=POLLIN}], 2, 1) = 1 ([{fd=3, revents=POLLIN}])'),
      '1  T poll([{fd=5</tmp/a}b>, events=POLLOUT}, {fd=3, events=POLLIN}], 2, 1) = 1 ([{fd=3, revents=POLLIN}])',
    ]),
  ],
  'members of poll where answers of epoll_wait stand': [
    logOf('a', [
      `1  T ${SOCKET}`, ...repeat(5, `1  T ${SEND}`), ...repeat(3, '1  T epoll_wait(4, [{events=EPOLLIN, data=0x3}], 9, 1) = 1'),
      ...repeat(4, '1  T poll([{events=EPOLLIN, data=0x3}], 1, 1) = 1'),
    ]),
  ],
  'answers of epoll_wait where members of poll stand': [
    logOf('a', [
      `1  T ${SOCKET}`, ...repeat(5, `1  T ${SEND}`), ...repeat(3, '1  T epoll_wait(4, [{fd=4, events=POLLIN, x=3}], 9, 1) = 1'),
      ...repeat(4, '1  T poll([{fd=4, events=POLLIN, x=3}], 1, 1) = 1'),
    ]),
  ],
  'bytes that are no time': [
    logOf('a', [...repeat(2, '1  00:00:00.000001 getpid() = 1'), '1  \0\0\0\0\0\0\0\0.000002 --- SIGHUP {} ---', ...repeat(3, '1  00:00:00.000003 getpid() = 1')]),
  ],
  'an escape that ends with the text': [
    logOf('a', [
      `1  T ${SOCKET}`, ...repeat(6, ['1  T getpid( <unfinished ...>', '1  T <... getpid resumed>) = 1']).flat(),
      '1  T getpid("bbbbbbbbbbbbbbbbbbbbbbbb" <unfinished ...>', '1  T <... getpid resumed>) = 1',
      '1  T sendto(3, "\\1\\2\\x <unfinished ...>', '1  T +++ exited with 0 +++',
    ]),
  ],
};

test.each(Object.entries(cases))('%s', (_, logs) => {
  const { differences: found, taken } = compare(logs);
  expect(found).toEqual([]);
  expect(taken).toBeGreaterThan(0);
});

test('files of one strace -ff: what was no socket while there was one file', () => {
  const first = logOf('a.1', repeat(40, 'T openat(AT_FDCWD, "/x", O_RDONLY) = 5'));
  const second = logOf('a.2', [...repeat(20, `T sendmsg(5, ${HEADER}, 0) = 20`), `T ${SOCKET}`, ...repeat(40, `T sendmsg(5, ${HEADER}, 0) = 20`)]);
  expect(compare([first, second], 2).differences).toEqual([]);
});

test('logs with numbers for suffixes that show the same thread', () => {
  const first = logOf('a.1', [`9  T ${SOCKET}`, ...repeat(10, `9  T ${SEND}\n9  T nanosleep({1, 1}, NULL) = 0`), ...repeat(200, '9  T select(0, [], NULL) = 1')]);
  const second = logOf('a.2', [...repeat(100, '9  0.000100 getpid() = 1\n9  0.000100 poll([], 0, 1) = 1'), `9  0.000100 ${SEND.replace('= 20', '= -1 EAGAIN (x)')}`, ...repeat(99, '9  0.000100 poll([], 0, 1) = 1')]);
  expect(compare([first, second], 8).differences).toEqual([]);
});
