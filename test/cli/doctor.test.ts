/** `stallscope doctor`: facts of a host in words, for a terminal and as a page. */
import { expect, test } from 'vitest';
import { canCapture, hostMarkdown, hostText } from '../../cli/live/hostWords.ts';
import type { HostFact } from '../../native/index.ts';
import { runCli } from './runCli.ts';

const facts: readonly HostFact[] = [
  { id: 'platform', state: 'works', sentence: 'Linux 6.1.0.' },
  { id: 'packets', state: 'missing', sentence: 'The helper lacks the capability to read packets, and <b>this</b> goes on for long enough that one line does not hold all of it.', command: 'sudo setcap cap_net_raw+ep /usr/local/libexec/stallscope-capture', undo: 'sudo rm /usr/local/libexec/stallscope-capture' },
  { id: 'states', state: 'limited', sentence: 'No sctp_diag.', command: 'sudo modprobe sctp_diag' },
];

test('a line each, with the command that enables it and the one that takes it back', () => {
  expect(hostText(facts)).toBe([
    'works    Linux 6.1.0.',
    'no       The helper lacks the capability to read packets, and <b>this</b> goes on for long enough',
    '         that one line does not hold all of it.',
    '           sudo setcap cap_net_raw+ep /usr/local/libexec/stallscope-capture',
    '         to take it back:',
    '           sudo rm /usr/local/libexec/stallscope-capture',
    'in part  No sctp_diag.',
    '           sudo modprobe sctp_diag',
    '',
  ].join('\n'));
  expect(canCapture(facts)).toBe(false);
});

test('as a page, commands stand apart and words are no markup', () => {
  const page = hostMarkdown(facts);
  expect(page).toContain('```sh\nsudo modprobe sctp_diag\n```');
  expect(page).toContain(String.raw`\<b\>this\</b\>`);
});

test('without the programs it says so, and fails', async () => {
  const { code, stdout } = await runCli(['doctor']);
  expect(code).toBe(1);
  expect(stdout).toMatch(process.platform === 'linux' ? /^no {7}There is no probe for linux-/m : /needs Linux/);
});
