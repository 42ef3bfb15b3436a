/** `stallscope doctor`: facts of a host in words, for a terminal and as a page. */
import { expect, test } from 'vitest';
import { canCapture, hostMarkdown, hostText } from '../../cli/live/hostWords.ts';
import type { HostFact, NetworkNamespace } from '../../native/index.ts';
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

const namespaces: readonly NetworkNamespace[] = [
  { name: 'srv', pid: 227, command: 'beam.smp', container: '', associations: ['10.0.0.2:3868 to 10.0.0.1:1', '10.0.0.2:3868 to 10.0.0.1:2', '10.0.0.2:3868 to 10.0.0.1:3'] },
  { name: undefined, pid: 40, command: '\u001b[2Jx\u0007', container: 'docker 0123456789ab', associations: [] },
  { name: 'it is', pid: undefined, command: '', container: '', associations: [] },
];

test('other network namespaces, each with the line that watches it; processes call themselves as they like', () => {
  expect(hostText([facts[0]!], namespaces)).toBe([
    'works    Linux 6.1.0.',
    '',
    'Other network namespaces, each with the line that watches it:',
    'srv      pid 227 beam.smp, 3 associations: 10.0.0.2:3868 to 10.0.0.1:1, 10.0.0.2:3868 to 10.0.0.1:2',
    '         and 1 more',
    '           stallscope live --netns srv',
    '40       process x, docker 0123456789ab',
    '           stallscope live --netns 40',
    'it is    no process',
    "           stallscope live --netns 'it is'",
    '',
  ].join('\n'));
  expect(hostMarkdown(facts, namespaces)).toContain('| 40 | process x, docker 0123456789ab |');
});

test('as a page, commands stand apart and words are no markup', () => {
  const page = hostMarkdown(facts);
  expect(page).toContain('```sh\nsudo modprobe sctp_diag\n```');
  // Whoever copies the block does not take back what it has just enabled.
  expect(page).toContain('```sh\nsudo setcap cap_net_raw+ep /usr/local/libexec/stallscope-capture\n# to take it back: sudo rm /usr/local/libexec/stallscope-capture\n```');
  expect(page).toContain(String.raw`| ✗ no | The helper lacks the capability to read packets, and \<b\>this\</b\> goes on`);
});

test('without the programs it says so, and fails', async () => {
  const { code, stdout } = await runCli(['doctor']);
  expect(code).toBe(1);
  expect(stdout).toMatch(process.platform === 'linux' ? /^no {7}There is no probe for linux-/m : /needs Linux/);
});
