/** Runs folders of programs in the guest and brings back what they left in /out. QEMU emulates: no KVM, no root. */
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, home } from './home.mjs';
import { prepareImage } from './image.mjs';

const MEMORY = '1536';
const RETURNED = 256 << 20;

/**
 * `contents`: a folder with main.sh, seen as /guest. Resolves to the folder of what came back; the guest's last words are in console.log.
 * `counts`: the guest's clocks count the instructions of its only processor, one a nanosecond, so that a cost is the same on any machine.
 * @param {string} contents @param {string} to @param {{ seconds: number, words?: string, counts?: boolean }} options
 */
export async function runGuest(contents, to, { seconds, words = '', counts = false }) {
  const image = prepareImage();
  mkdirSync(to, { recursive: true });
  mkdirSync(home, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'stallscope-vm-'));
  try {
    const given = join(work, 'given');
    execFileSync('tar', ['-c', '-h', '-f', given, '-C', contents, '.']);
    const returned = join(work, 'returned');
    writeFileSync(returned, '');
    truncateSync(returned, RETURNED);
    const said = createWriteStream(join(to, 'qemu.log'));
    const child = spawn('qemu-system-x86_64', [
      ...(counts ? ['-accel', 'tcg,thread=single', '-icount', 'shift=0,sleep=off', '-smp', '1'] : ['-accel', 'tcg,thread=multi', '-smp', '2']), '-cpu', 'max', '-m', MEMORY, '-nographic', '-no-reboot', '-nic', 'none', '-monitor', 'none',
      '-serial', `file:${join(to, 'console.log')}`, '-kernel', join(image, 'vmlinuz'), '-initrd', join(image, 'initrd'),
      '-append', `console=ttyS0 quiet panic=-1 mitigations=off random.trust_cpu=on limit=${Math.max(10, seconds - 60)} ${words}`,
      '-drive', `file=${join(image, 'disk')},format=raw,if=virtio,snapshot=on`,
      '-drive', `file=${given},format=raw,if=virtio,readonly=on`,
      '-drive', `file=${returned},format=raw,if=virtio,cache=unsafe`,
    ], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.pipe(said, { end: false });
    child.stderr.pipe(said, { end: false });
    const limit = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    await new Promise((resolve) => child.once('close', resolve));
    process.off('exit', kill);
    clearTimeout(limit);
    said.end();
    await finished(said);
    execFileSync('tar', ['-x', '-f', returned, '-C', to]);
    return to;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
