/** What the picker of live sources offers of a machine, by what its programs say; and what becomes of a choice that only root may start. */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Feeds } from '../../cli/live/feeds.ts';
import { behindEntrance } from '../../cli/live/localSources.ts';
import { sourceChoices, sourcesOf, type SourceChoice } from '../../extension/live/chooseSources.ts';
import { tasksOf } from '../../extension/live/rootLines.ts';
import { Probe } from '../../native/index.ts';

const dist = mkdtempSync(join(tmpdir(), 'stallscope-picker-'));
const feeds = new Feeds();
afterAll(() => {
  feeds.remove();
  rmSync(dist, { recursive: true });
});
const programs = join(dist, 'native', 'linux-x64');
mkdirSync(programs, { recursive: true });
const make = (name: string, script: string): void => writeFileSync(join(programs, `stallscope-${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
make('capture', '');
make('state', `[ "$1" = --once ] && echo 'state 1 local=10.0.0.1:43563 peer=10.0.0.2:3868 state=established'`);
const probe = new Probe(dist, { platform: 'linux', arch: 'x64', installedHelper: join(dist, 'none'), installedTracer: join(dist, 'none') });

const onLinux = { skip: process.platform !== 'linux' };
async function offered(): Promise<readonly SourceChoice[]> {
  return (await sourceChoices(probe, [{ name: 'node', command: ['ssh', 'node'] }])).filter(({ label }) => !/^(Packets of (?!this)|lo$)/.test(label));
}

test('associations, the machine, refused sends in the kernel, own programs and files', onLinux, async () => {
  make('trace', 'echo fexit');
  const labels = (await offered()).map(({ label }) => label);
  for (const label of ['10.0.0.1:43563 → 10.0.0.2:3868', 'Packets of this machine', 'Kernel state of associations', 'Refused sends of this machine', 'node']) expect(labels).toContain(label);
});

test('a choice of refused sends is two sources: the log, and the states at each', onLinux, async () => {
  make('trace', 'echo fexit');
  const choice = (await offered()).find(({ label }) => label.startsWith('Refused'))!;
  expect(choice.detail).toContain('in the kernel');
  const own = new Feeds();
  const [log, states] = tasksOf(await choice.local!({ feeds: own }));
  expect(log).toEqual({ name: 'refused-sends', command: [join(programs, 'stallscope-trace'), '--states', states!.follow], besides: states!.follow });
  expect(statSync(states!.follow!).isFIFO()).toBe(true);
  own.remove();
});

test('where the kernel lets nobody trace they are not offered', onLinux, async () => {
  make('trace', 'echo "stallscope-trace: this kernel has no SCTP: there is nothing to trace" >&2; exit 1');
  expect((await offered()).map(({ label }) => label)).not.toContain('Refused sends of this machine');
});

test('what root alone may start is a line for a terminal, and the session follows a pipe', onLinux, () => {
  const source = behindEntrance('packets', { words: ['/opt/it\'s/capture', '--port', '3868'] }, { words: ['nsenter', '--target', '227', '--net', '--'], needsRoot: true }, { feeds });
  const [task] = tasksOf([source]);
  expect(task).toEqual({ name: 'packets', follow: expect.stringMatching(/stallscope-\w+\/packets$/) });
  expect(source).toMatchObject({ line: String.raw`sudo nsenter --target 227 --net -- '/opt/it'\''s/capture' --port 3868 > ${task!.follow}` });
  expect(statSync(task!.follow!).mode & 0o777).toBe(0o600);
});

test('what the machine lacks is left out; a source that two choices share comes once', () => {
  expect(tasksOf([{ name: 'packets', missing: 'There is no probe.' }, { name: 'a', command: ['b'] }])).toEqual([{ name: 'a', command: ['b'] }]);
  const shared: SourceChoice = { label: 'x', sources: [{ name: 'states', command: ['state', '--port', '3868'] }] };
  expect(sourcesOf([shared, shared, { label: 'y', leads: 'files' }])).toEqual(shared.sources);
});
