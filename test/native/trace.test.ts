/** stallscope-trace where it cannot trace: one sentence and a status. That it traces is proved on an SCTP kernel, in test/vm. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { builds, program } from './capturing.ts';

const ready = needs('compiler');
const withoutSctp = { skip: ready.skip || existsSync('/proc/net/sctp') };

test.each(builds)('%s: words that it does not know', ready, (build) => {
  for (const [words, sentence] of [[['--port', '0'], '--port takes a number from 1 to 65535, not "0"'], [['--pid'], '--pid lacks its value'], [['--all'], '"--all" is not known; --help names the options'], [['--source', 'x'], '--source is fexit or sys_exit']] as const) {
    const { status, stdout, stderr } = spawnSync(program('stallscope-trace', build), words, { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: `stallscope-trace: ${sentence}\n` });
  }
});

test.each(builds)('%s: a kernel without SCTP', withoutSctp, (build) => {
  for (const words of [[], ['--check']]) {
    const { status, stdout, stderr } = spawnSync(program('stallscope-trace', build), words, { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: 'stallscope-trace: this kernel has no SCTP: there is nothing to trace\n' });
  }
});
