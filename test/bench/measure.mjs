// @ts-check
/**
 * What a whole process costs: wall time, user and system CPU, peak memory, as the kernel counted them for that one child. Node cannot ask
 * wait4(2) for its children and /usr/bin/time need not be there, so a few lines of the perl that every Debian has do it.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ wall: number, cpu: number, rss: number, status: number, errors: string }} Cost seconds, seconds, bytes, exit status */

/** Numbers of wait4 and clock_gettime: asm/unistd_64.h, and asm-generic/unistd.h for the others. */
const systemCalls = process.arch === 'x64' ? ['61', '228'] : ['260', '113'];

const script = `
my ($wait4, $clock_gettime, $output) = splice @ARGV, 0, 3;
sub now { my $t = pack 'q2', 0, 0; syscall $clock_gettime + 0, 1, $t; my ($s, $ns) = unpack 'q2', $t; $s + $ns / 1e9 }
my $start = now();
my $pid = fork;
if (!$pid) { open STDOUT, '>', $output; exec @ARGV; exit 127 }
my ($status, $usage) = (pack('i', 0), pack 'x144');
syscall $wait4 + 0, $pid, $status, 0, $usage;
my $wall = now() - $start;
my ($us, $uu, $ss, $su, $rss) = unpack 'q5', $usage;
printf "%.6f %.6f %d %d", $wall, $us + $ss + ($uu + $su) / 1e6, $rss * 1024, unpack('i', $status) >> 8;
`;

/**
 * Runs a program to its end. Its output goes to a file, since grep stops at the first match when it sees /dev/null.
 * @param {readonly string[]} command
 * @returns {Cost}
 */
export function measure(command) {
  const env = { ...process.env, LC_ALL: 'C' };
  const output = join(tmpdir(), `stallscope-bench-output-${process.pid}`);
  const run = spawnSync('perl', ['-e', script, ...systemCalls, output, ...command], { encoding: 'utf8', env, maxBuffer: 1 << 26 });
  rmSync(output, { force: true });
  if (run.error) throw new Error(`bench: perl is needed to measure (${run.error.message}): apt-get install -y perl-base`);
  const [wall, cpu, rss, status] = run.stdout.split(' ').map(Number);
  return { wall, cpu, rss, status, errors: run.stderr };
}
