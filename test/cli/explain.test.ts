import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { contractErrors } from '../reportSchema.ts';
import { dist, root, runCli } from './runCli.ts';

const log = 'test/fixtures/erlang-slow-peer/client.strace';
const capture = 'test/fixtures/erlang-slow-peer/capture.pcap';
const healthy = ['test/fixtures/006-healthy/client.strace.gz', 'test/fixtures/006-healthy/capture.pcap.gz'];
const resumed = ['test/fixtures/002-epoll-client-resumes/client.strace.gz', 'test/fixtures/002-epoll-client-resumes/capture.pcap.gz'];

const folder = mkdtempSync(join(tmpdir(), 'stallscope-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const scratch = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const jpeg = scratch('photo.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]));
const empty = scratch('empty.pcap', '');

/** One line to each input that cannot be used, and nothing that looks like a stack trace. */
function expectSentences(stderr: string, paths: readonly string[]): void {
  const lines = stderr.trim().split('\n');
  expect(lines).toHaveLength(paths.length);
  for (const [at, path] of paths.entries()) expect(lines[at]).toMatch(new RegExp(`^\\S*${path}: .+; .+`));
  expect(stderr).not.toMatch(/^\s+at /m);
}

test('the verdict is plain where it is piped', async () => {
  const { code, stdout, stderr } = await runCli(['explain', log, capture]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('send() refused · association closed by the application');
  expect(stdout).not.toContain('\u001b');
});

test('explain is what is done with paths', async () => {
  const named = await runCli(['explain', log, capture]);
  expect(await runCli([log, capture])).toEqual(named);
});

test('JSON keeps the published contract', async () => {
  const { stdout } = await runCli(['explain', log, capture, '--format', 'json']);
  expect(contractErrors(JSON.parse(stdout))).toBeUndefined();
});

test('Markdown', async () => {
  const { stdout } = await runCli(['explain', log, capture, '--format', 'markdown']);
  expect(stdout).toContain('## send() refused · association closed by the application');
});

test.each([
  ['stall', [log, capture], 1],
  ['stall', resumed, 1],
  ['stall', healthy, 0],
  ['fatal', [log, capture], 1],
  ['fatal', resumed, 0],
])('--fail-on %s %j exits with %i', async (level, files, wanted) => {
  expect((await runCli([...files, '--fail-on', level])).code).toBe(wanted);
});

test('--out writes the whole file and nothing else', async () => {
  const out = join(folder, 'out', 'verdict.txt');
  mkdirSync(join(folder, 'out'));
  const { code, stdout } = await runCli([log, capture, '--out', out]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(readFileSync(out, 'utf8')).toBe((await runCli([log, capture])).stdout);
  expect(readdirSync(join(folder, 'out'))).toEqual(['verdict.txt']);
});

test('--out to where nothing can be written', async () => {
  const { code, stderr } = await runCli([log, capture, '--out', join(folder, 'missing', 'verdict.txt')]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^\S+verdict\.txt: .+\n$/);
});

test('standard input, compressed or not', async () => {
  const { stdout } = await runCli(['explain', '-', log], { input: readFileSync(join(root, capture)) });
  expect(stdout).toContain('association closed by the application');
  const piped = await runCli(['-', resumed[0]!], { input: readFileSync(join(root, resumed[1]!)) });
  expect(piped.stdout).toContain('resumed when the socket became writable');
});

test('a folder: what is no recording is left out and counted', async () => {
  const recordings = join(folder, 'recordings');
  mkdirSync(recordings);
  for (const file of [log, capture]) copyFileSync(join(root, file), join(recordings, file.slice(file.lastIndexOf('/') + 1)));
  copyFileSync(jpeg, join(recordings, 'photo.jpg'));
  writeFileSync(join(recordings, 'notes.txt'), 'call Eva about the peer\n');
  const { code, stdout, stderr } = await runCli([recordings]);
  expect(code).toBe(0);
  expect(stdout).toContain('association closed by the application');
  expect(stderr).toMatch(/recordings: 2 other files left out\n$/);
});

test('inputs of which none can be used', async () => {
  const { code, stdout, stderr } = await runCli([jpeg, empty, join(folder, 'missing.pcap')]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expectSentences(stderr, ['missing.pcap', 'photo.jpg', 'empty.pcap']);
});

test('a folder without a recording', async () => {
  const { code, stderr } = await runCli([join(root, 'media')]);
  expect(code).toBe(2);
  expectSentences(stderr, ['media']);
});

/** Ethernet, IPv4, a TCP SYN. */
const tcpFrame = `${'00'.repeat(12)} 0800 4500002800010000400600000a0000010a000002 03e80050000000010000000050020000 00000000`;
const hexBytes = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

test('recordings without SCTP', async () => {
  const tcp = scratch('tcp.pcap', hexBytes(`d4c3b2a1 02000400 00000000 00000000 ffff0000 01000000 00000000 00000000 36000000 36000000 ${tcpFrame}`));
  const pipes = scratch('pipes.strace', 'read(3, "x", 1) = 1\nwrite(1, "x", 1) = -1 EAGAIN (Resource temporarily unavailable)\n'.repeat(3));
  const { code, stdout, stderr } = await runCli([tcp, pipes]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expectSentences(stderr, ['tcp.pcap', 'pipes.strace']);
});

test('what can be used is used', async () => {
  const { code, stdout, stderr } = await runCli([jpeg, log, capture]);
  expect(code).toBe(0);
  expect(stdout).toContain('association closed by the application');
  expectSentences(stderr, ['photo.jpg']);
});

test.each([[['--frobnicate', log]], [['--format', 'xml', log]], [['explain']], [['dump', 'nothing', log]], [['dump', 'sacks', capture, '--columns', 'x']]])(
  'wrong arguments %j', async (args) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.length).toBeGreaterThan(10);
  },
);

test('--help shows examples, --version the version', async () => {
  const help = await runCli(['--help']);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('stallscope client.strace capture.pcap');
  expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await runCli([])).stdout).toBe(help.stdout);
});

test('the schema is shipped', () => {
  expect(existsSync(join(dist, 'report.schema.json'))).toBe(true);
});

test('a .stallscope file stands for the files that it names', async () => {
  const path = join(dist, 'case.stallscope');
  const sample = join(root, 'test/fixtures/erlang-slow-peer');
  writeFileSync(path, JSON.stringify({ version: 1, inputs: [relative(dist, join(sample, 'client.strace')), relative(dist, join(sample, 'capture.pcap'))] }));
  const { code, stdout } = await runCli(['explain', path]);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('send() refused · association closed by the application') });
  writeFileSync(path, '{"version": 1');
  expect((await runCli(['explain', path])).code).toBe(2);
});
