/** What the helper says when it may not, and what it may still do once it captures. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { builds, Capturing, program } from './capturing.ts';
import { Namespace } from './namespace.ts';

const ready = needs('compiler', 'namespaces');
/** Only root can become another user and give files capabilities. */
const asRoot = { skip: ready.skip || process.geteuid?.() !== 0 };
const NOBODY = 65_534;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stallscope-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

function copyHelper(): string {
  const copy = join(folder, 'stallscope-capture');
  rmSync(copy, { force: true });
  copyFileSync(program('stallscope-capture'), copy);
  chmodSync(copy, 0o755);
  return copy;
}

function withCapability(): string {
  const copy = copyHelper();
  execFileSync('setcap', ['cap_net_raw+ep', copy]);
  return copy;
}

interface Said {
  readonly status: number | null;
  readonly said: string;
}

function ask(words: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(words[0]!, words.slice(1), { encoding: 'utf8', uid: NOBODY, gid: NOBODY });
  return { status, said: (stdout + stderr).trim() };
}

describe('an ordinary user', () => {
  test('without a capability', asRoot, () => {
    expect(ask([copyHelper(), '--check'])).toEqual({
      status: 3, said: 'stallscope-capture: may not capture: the helper lacks the capability to read packets: sudo setcap cap_net_raw+ep on a copy that root owns',
    });
  });

  test('with the capability on the file', asRoot, () => {
    expect(ask([withCapability(), '--check'])).toEqual({ status: 0, said: 'may capture' });
  });

  test('with it, under "no new privileges"', asRoot, () => {
    const { status, said } = ask(['setpriv', '--no-new-privs', withCapability(), '--check']);
    expect(status).toBe(3);
    expect(said).toContain('this session runs with "no new privileges"');
  });

  test('with it, on a file system mounted nosuid', asRoot, () => {
    const mount = `mount -t tmpfs -o nosuid tmpfs ${folder} && cp ${program('stallscope-capture')} ${folder}/helper && setcap cap_net_raw+ep ${folder}/helper`;
    const { status, stderr } = spawnSync('unshare', ['--mount', 'sh', '-c', `${mount} && exec setpriv --reuid ${NOBODY} --clear-groups ${folder}/helper --check`], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 3, stderr: 'stallscope-capture: may not capture: the helper lies on a file system mounted nosuid: install it elsewhere, as in /usr/local/libexec\n' });
  });

  test('as a root without capabilities, as in a container', asRoot, () => {
    const { status, stderr } = spawnSync('setpriv', ['--bounding-set=-net_raw', program('stallscope-capture'), '--check'], { encoding: 'utf8' });
    expect(status).toBe(3);
    expect(stderr).toContain('this root lacks CAP_NET_RAW');
  });
});

test.each(builds)('%s: it has given up everything before it reads', ready, async (build) => {
  const namespace = await Namespace.create();
  const capturing = await Capturing.start(namespace, ['--interface', 'veth1'], { build });
  const status = readFileSync(`/proc/${capturing.process.pid}/status`, 'utf8');
  expect(/^CapPrm:\t0+$/m.test(status) && /^CapEff:\t0+$/m.test(status) && /^NoNewPrivs:\t1$/m.test(status)).toBe(true);
  namespace.send('ipv4', 10);
  expect((await capturing.end()).account.delivered).toBe(10);
  namespace.end();
});

test.each([
  [['--port', '70000'], '--port takes a number from 1 to 65535, not "70000"'],
  [['--port'], '--port lacks its value'],
  [['--address', 'server'], '--address takes an IPv4 or IPv6 address, not "server"'],
  [['--snaplen', '1'], '--snaplen takes a number from 64 to 65535, not "1"'],
  [['--block-bytes', '200000'], '--block-bytes takes a power of two'],
  [['-i', 'eth0'], '"-i" is not known; --help names the options'],
])('%j: %s', ready, (words, sentence) => {
  const { status, stderr } = spawnSync(program('stallscope-capture'), words, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 2, stderr: `stallscope-capture: ${sentence}\n` });
});
