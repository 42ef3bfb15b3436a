/** `stallscope live --trace`: the tracer as a source, started where it may be, fed by whoever may start it where not; and never more than was asked for. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { dist, program, runCli } from '../cli/runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'stallscope-trace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const PATIENT = { timeout: 60_000 };

const programs = join(dist, 'native', `linux-${process.arch}`);
const log = [
  '# stallscope-trace 1 refused-sends-only source=fexit kernel=6.1.0',
  '227<beam.smp> 1795405612.805535123 sendmsg(17<SCTP:[10.0.0.1:43563->10.0.0.2:3868]>, {msg_iov=[{iov_base="\\x01"..., iov_len=776}], msg_iovlen=1}, MSG_NOSIGNAL) = -1 EAGAIN (Resource temporarily unavailable) <0.000012>',
  '227<beam.smp> 1795405613.805535123 sendmsg(17<SCTP:[10.0.0.1:43563->10.0.0.2:3868]>, {msg_iov=[{iov_base="\\x01"..., iov_len=776}], msg_iovlen=1}, MSG_NOSIGNAL) = 776 <0.000012>',
  '',
].join('\n');
const state = '#stallscope-states 1 kernel=6.1.0\nstate 1795405612.8 local=10.0.0.1:43563 peer=10.0.0.2:3868 state=established inode=9089 wmem=133120 sndbuf=131072 rwnd=0\n';
/** Does as the tracer does: both logs, then nothing until somebody reads no more. `check`: what its --check ends with. */
function fakeTracer(check: string): void {
  mkdirSync(programs, { recursive: true });
  const words = `const fs = require('fs'); const at = process.argv.indexOf('--states'); fs.writeFileSync('${folder}/words', process.argv.slice(2).join(' ')); `
    + `if (at > 0) fs.writeSync(fs.openSync(process.argv[at + 1], 'w'), ${JSON.stringify(state)}); fs.writeSync(1, ${JSON.stringify(log)}); process.stdin.resume(); process.stdin.on('end', () => process.exit()); `
    + `const look = setInterval(() => { try { fs.writeSync(1, '# clock 1795405614.0 step=0\\n'); } catch { process.exit(); } }, 100);`;
  writeFileSync(join(folder, 'tracer.cjs'), words);
  writeFileSync(join(programs, 'stallscope-trace'), `#!/bin/sh\n[ "$1" = --check ] && { ${check}; }\nexec '${process.execPath}' '${folder}/tracer.cjs' "$@"\n`, { mode: 0o755 });
}

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGINT');
});

function start(words: readonly string[]): { child: ChildProcess; told: () => string; closed: Promise<number | null> } {
  const child = spawn(words[0]!, words.slice(1), { stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(child);
  let told = '';
  child.stderr!.on('data', (bytes) => (told += bytes));
  return { child, told: () => told, closed: new Promise((resolve) => child.once('close', resolve)) };
}

const quiet = ['--from', `'${process.execPath}' -e 'process.stdin.resume(); process.stdin.on("end", () => process.exit())'`];

function recorded(out: string): { refused: string; states: string } {
  const recording = join(out, readdirSync(out)[0]!);
  return { refused: readFileSync(join(recording, 'refused-sends.strace'), 'utf8'), states: readFileSync(join(recording, 'states-at-refusal.states'), 'utf8') };
}

describe.runIf(process.platform === 'linux')('refused sends', () => {
  beforeAll(() => fakeTracer('exit 0'));

  test('who may trace gets them as one more source, and the state at each', async () => {
    fakeTracer('echo fexit; exit 0');
    const out = join(folder, 'may');
    const { code, stderr } = await runCli(['live', ...quiet, '--trace', '--port', '3868', '--for', '3s', '--out', out]);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^saved /)]);
    expect(readFileSync(join(folder, 'words'), 'utf8')).toMatch(/^--port 3868 --states \S+states-at-refusal$/);
    expect(recorded(out)).toEqual({ refused: expect.stringContaining('sendmsg(17<SCTP:[10.0.0.1:43563->10.0.0.2:3868]>'), states: state });
  });

  const asOther = ['unshare', '--user'];
  const isOther = spawnSync(asOther[0]!, [...asOther.slice(1), 'true']).status === 0;
  test.skipIf(!isOther)('who may not is shown the line that feeds the session, and nothing is started', async () => {
    fakeTracer('echo "stallscope-trace: tracing system calls needs root here" >&2; exit 3');
    const out = join(folder, 'fed');
    const live = start([...asOther, process.execPath, program, 'live', ...quiet, '--trace', '--out', out]);
    await expect.poll(live.told, PATIENT).toMatch(/in another terminal; it feeds this session and ends with it:\n {2}sudo \S+stallscope-trace --states \S+ > \S+\n/);
    const line = /^ {2}sudo (.*)$/m.exec(live.told())![1]!;
    const tracer = start(['sh', '-c', `exec ${line}`]);
    const pipe = line.split(' > ')[1]!;
    await expect.poll(() => existsSync(join(folder, 'words')) && readFileSync(join(folder, 'words'), 'utf8'), PATIENT).toContain(dirname(pipe));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    live.child.kill('SIGINT');
    expect(await live.closed).toBe(0);
    await tracer.closed;
    expect(recorded(out).refused).toContain('= -1 EAGAIN');
    expect(recorded(out).states).toContain('wmem=133120');
    expect(existsSync(dirname(pipe))).toBe(false);
  });

  test.skipIf(!isOther)('with --sudo it is started, after a password was asked for once', async () => {
    const sudo = join(folder, 'bin');
    mkdirSync(sudo);
    writeFileSync(join(sudo, 'sudo'), `#!/bin/sh\nprintf "%s\\n" "$*" >> '${folder}/sudo'\n[ "$1" = -v ] && exit 0\nshift 2\nexec "$@"\n`, { mode: 0o755 });
    const out = join(folder, 'sudo-out');
    const live = start([...asOther, 'env', `PATH=${sudo}:${process.env.PATH}`, process.execPath, program, 'live', ...quiet, '--trace', '--sudo', '--for', '3s', '--out', out]);
    expect([await live.closed, live.told()]).toEqual([0, expect.stringMatching(/^saved /)]);
    expect(readFileSync(join(folder, 'sudo'), 'utf8')).toMatch(/^-v\n-n -- \S+stallscope-trace --states \S+\n$/);
    expect(recorded(out).refused).toContain('= -1 EAGAIN');
  });

  test('a tracer that fails takes the pipe of its states with it: the session ends, and says why', async () => {
    fakeTracer('echo fexit; exit 0; }; { echo "stallscope-trace: the kernel refuses the program" >&2; exit 3');
    const { code, stderr } = await runCli(['live', '--from', 'true', '--trace']);
    expect(code).toBe(0);
    expect(stderr.trim().split('\n').toSorted()).toEqual([
      'source-1 has ended with code 0', 'states-at-refusal: the program that fed it has ended', 'the kernel refuses the program (exit code 3, "stallscope doctor" says what enables it)',
    ].map((line, i) => (i === 2 ? `refused-sends: ${line}` : line)).toSorted());
  });

  test('a host that does not allow it says why', async () => {
    fakeTracer('echo "stallscope-trace: tracefs cannot be mounted (Operation not permitted)" >&2; exit 1');
    const { code, stderr } = await runCli(['live', ...quiet, '--trace']);
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'Refused sends cannot be traced here: tracefs cannot be mounted (Operation not permitted).']);
  });
});
