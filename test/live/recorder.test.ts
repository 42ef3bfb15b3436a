/** The flight recorder as a user runs it: `stallscope live` on scripted sources, what it says, and the folders it leaves. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, expect, test } from 'vitest';
import { program, root, runCli } from '../cli/runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'stallscope-recorder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A test that fails leaves none behind. */
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGINT');
});

/** Before the refusal of test/fixtures/erlang-slow-peer. */
const BEFORE = '1795405612.7';
const node = JSON.stringify(process.execPath);
const fixtures = join(root, 'test/fixtures');
const PATIENT = { timeout: 60_000 };
let made = 0;

interface Scene {
  readonly out: string;
  /** A scripted source of a file: all until the refusal, the rest after `refuse`. */
  replay(file: string): string;
  refuse(): void;
}

function scene(): Scene {
  const home = join(folder, String(++made));
  mkdirSync(join(home, 'gates'), { recursive: true });
  return {
    out: join(home, 'recordings'),
    replay: (file) => `${node} '${join(root, 'test/live/replay.mjs')}' '${file}' '${join(home, 'gates')}' ${BEFORE}`,
    refuse: () => writeFileSync(join(home, 'gates/1'), ''),
  };
}

const slowPeer = (name: string): string => join(fixtures, 'erlang-slow-peer', name);

interface Live {
  readonly told: { out: string; err: string };
  /** Ctrl-C; resolves to the exit code. */
  interrupt(): Promise<number | null>;
  readonly ended: Promise<number | null>;
}

function start(args: readonly string[], command: readonly string[] = []): Live {
  const [first, ...words] = [...command, process.execPath, program, 'live', ...args];
  const child = spawn(first!, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  const told = { out: '', err: '' };
  child.stdout.on('data', (bytes) => (told.out += bytes));
  child.stderr.on('data', (bytes) => (told.err += bytes));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const interrupt = (): Promise<number | null> => {
    child.kill('SIGINT');
    return ended;
  };
  return { told, ended, interrupt };
}

function onlyRecording(out: string): { files: string[]; verdict: string; path: string } {
  const names = readdirSync(out);
  expect(names).toHaveLength(1);
  const path = join(out, names[0]!);
  return { path, files: readdirSync(path).toSorted(), verdict: readFileSync(join(path, 'verdict.txt'), 'utf8') };
}

test('a refused send: what led to it and what followed is kept, while the session goes on', async () => {
  const { out, replay, refuse } = scene();
  const live = start(['--from', replay(slowPeer('client.strace')), '--from', replay(slowPeer('capture.pcap')), '--trigger', 'eagain', '--before', '10m', '--after', '100ms', '--out', out]);
  refuse();
  await expect.poll(() => live.told.err, PATIENT).toMatch(/eagain: send\(\) refused.* · to be saved with 0\.1 s after it to /);
  await expect.poll(() => live.told.err, PATIENT).toMatch(/^saved .*\(source-1\.strace, source-2\.pcapng\): eagain: send\(\) refused/m);
  expect(live.told.out).toMatch(/^send\(\) refused · association closed by the application/m);
  expect(await live.interrupt()).toBe(0);
  const { files, verdict, path } = onlyRecording(out);
  expect(files).toEqual(['recording.stallscope', 'source-1.strace', 'source-2.pcapng', 'verdict.txt']);
  expect(verdict).toContain('Cause (high confidence): 10.0.0.2:3868 did not take messages fast enough');
  const again = await runCli(['explain', path]);
  expect(again.stdout.replaceAll(`${path}/`, '')).toContain('Cause (high confidence): 10.0.0.2:3868 did not take messages fast enough');
});

test('a few milliseconds before are counted from the refusal itself, not from when it is noticed', async () => {
  const { out, replay, refuse } = scene();
  const live = start(['--from', replay(slowPeer('client.strace')), '--from', replay(slowPeer('capture.pcap')), '--trigger', 'eagain', '--before', '20ms', '--after', '100ms', '--out', out]);
  refuse();
  await expect.poll(() => live.told.err, PATIENT).toMatch(/^saved /m);
  expect(await live.interrupt()).toBe(0);
  const { path, verdict } = onlyRecording(out);
  expect(verdict).toContain('send() refused');
  const { stdout } = await runCli(['explain', path, '--format', 'json']);
  const { stalls, inputs } = JSON.parse(stdout);
  expect(stalls).toHaveLength(1);
  // Of 489 frames in three seconds.
  expect(inputs.find(({ kind }: { kind: string }) => kind === 'pcapng').records).toBeLessThan(200);
});

const blocked = (): string => {
  const path = join(folder, 'blocked.pcap');
  writeFileSync(path, gunzipSync(readFileSync(join(fixtures, '010-erlang-27-blocks/capture.pcap.gz'))));
  return path;
};

test.each([
  ['window<1000', /window<1000: a_rwnd fell to \d+ B on association 1/, slowPeer('capture.pcap')],
  ['association-lost', /association-lost: association 1 was aborted/, slowPeer('capture.pcap')],
  ['dwa-late>2s', /dwa-late>2s: a (DWR has no answer yet|DWA came late)/, blocked()],
])('trigger %s fires on the packets alone', async (trigger, sentence, file) => {
  const { out } = scene();
  const live = start(['--follow', file, '--trigger', trigger, '--after', '0s', '--out', out]);
  await expect.poll(() => live.told.err, PATIENT).toMatch(/^saved /m);
  expect(live.told.err).toMatch(sentence);
  expect(await live.interrupt()).toBe(0);
  expect(onlyRecording(out).files).toEqual([expect.stringMatching(/\.pcapng$/), 'recording.stallscope', 'verdict.txt']);
});

test('no more recordings than asked for', async () => {
  const { out } = scene();
  const live = start(['--follow', slowPeer('capture.pcap'), '--trigger', 'window<30000', '--trigger', 'window<1000', '--most', '1', '--after', '0s', '--out', out]);
  await expect.poll(() => live.told.err, PATIENT).toContain('1 recordings were made, no more follow (--most)');
  expect(await live.interrupt()).toBe(0);
  onlyRecording(out);
});

test('Ctrl-C while it waits for what follows saves at once', async () => {
  const { out, replay, refuse } = scene();
  const live = start(['--from', replay(slowPeer('capture.pcap')), '--trigger', 'association-lost', '--after', '1h', '--out', out]);
  refuse();
  await expect.poll(() => live.told.err, PATIENT).toContain('to be saved with 3600 s after it');
  expect(await live.interrupt()).toBe(0);
  expect(onlyRecording(out).files).toContain('verdict.txt');
});

test('without a trigger Ctrl-C keeps all of it', async () => {
  const { out, replay, refuse } = scene();
  const live = start(['--from', replay(slowPeer('capture.pcap')), '--follow', slowPeer('client.strace'), '--out', out]);
  refuse();
  await expect.poll(() => live.told.out, PATIENT).toMatch(/^send\(\) refused · association closed/m);
  expect(await live.interrupt()).toBe(0);
  expect(live.told.out).toContain('Cause (high confidence): 10.0.0.2:3868 did not take messages fast enough');
  expect(onlyRecording(out)).toMatchObject({ files: ['client.strace', 'packets.pcapng', 'recording.stallscope', 'verdict.txt'], verdict: expect.stringContaining('Cause (high confidence)') });
});

test('where nothing can be written it says so, and goes on', async () => {
  const { out } = scene();
  writeFileSync(out, 'a file, no folder');
  const live = start(['--follow', slowPeer('capture.pcap'), '--trigger', 'window<1000', '--after', '0s', '--out', out]);
  await expect.poll(() => live.told.err, PATIENT).toMatch(/recordings\/stallscope-[\dZ-]+: it cannot be written \(ENOTDIR\); the session goes on/);
  expect(await live.interrupt()).toBe(0);
  expect(live.told.out).toContain('489 frames');
});

const ownNamespace = spawnSync('unshare', ['-Urm', 'true']).status === 0;
test.skipIf(!ownNamespace)('on a full disk it says so, leaves nothing half written, and goes on', async () => {
  const { out } = scene();
  mkdirSync(out);
  const script = `mount -t tmpfs -o size=64k tmpfs '${out}' && "$@"; code=$?; ls -A '${out}' >&2; exit $code`;
  const live = start(['--follow', slowPeer('capture.pcap'), '--trigger', 'window<1000', '--after', '0s', '--for', '4s', '--out', out], ['unshare', '-Urm', 'sh', '-c', script, 'sh']);
  expect(await live.ended).toBe(0);
  expect(live.told.err).toMatch(/it cannot be written \(ENOSPC\); the session goes on\n$/);
  expect(live.told.out).toContain('489 frames');
});

test('one source dies and says why; the other goes on', async () => {
  const { out, replay, refuse } = scene();
  const dying = `${node} -e 'console.error("ssh: Connection closed"); process.exit(255)'`;
  const live = start(['--from', dying, '--from', replay(slowPeer('capture.pcap')), '--trigger', 'association-lost', '--after', '0s', '--out', out]);
  await expect.poll(() => live.told.err, PATIENT).toContain('ended with code 255: ssh: Connection closed');
  refuse();
  await expect.poll(() => live.told.err, PATIENT).toMatch(/^saved /m);
  expect(await live.interrupt()).toBe(0);
});

test('with --restart a source that ends is started again, and the gap is said', async () => {
  const { out } = scene();
  const live = start(['--from', `${node} -e 'process.stdout.write(require("fs").readFileSync(process.argv[1]))' '${slowPeer('capture.pcap')}'`, '--restart', '--out', out]);
  await expect.poll(() => live.told.err.match(/packets has ended with code 0; it is started again in 3 s, and what comes meanwhile is missing/g)?.length, PATIENT).toBe(2);
  expect(await live.interrupt()).toBe(0);
  expect(live.told.out).toContain('978 frames');
  expect(readFileSync(join(onlyRecording(out).path, 'packets.pcapng'), 'latin1')).toContain('gap: unknown packets lost');
});

test('nothing to watch is an error, in a sentence', async () => {
  const none = await runCli(['live', '--from', 'no-such-program-here']);
  expect([none.code, none.stderr]).toEqual([2, 'packets: there is no program no-such-program-here; install it, or give its path\n']);
  const bare = await runCli(['live']);
  expect(bare.code).toBe(2);
  expect(bare.stderr).toContain("stallscope live --from 'tcpdump -i any -U -w - sctp'");
  expect((await runCli(['live', '--from', 'x', '--port', '3868'])).stderr).toBe('--port is for this machine: it needs --interface, --state or --trace\n');
  expect((await runCli(['live', '--from', 'x', '--trigger', 'eagain'])).stderr).toBe('a trigger needs --out DIR, where the recording goes\n');
  expect((await runCli(['live', '--from', 'x', '--trigger', 'sometimes', '--out', folder])).stderr).toMatch(/^sometimes is no trigger; there are eagain, /);
});
