/** This machine as a source: what the state program says becomes a choice, a choice becomes programs with their arguments. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { associationCommands, kernelAssociations, localCommands, parseAssociations } from '../../cli/live/localSources.ts';
import { Probe } from '../../native/index.ts';

const dist = mkdtempSync(join(tmpdir(), 'stallscope-probe-'));
afterAll(() => rmSync(dist, { recursive: true }));

const programs = join(dist, 'native', 'linux-x64');
const log = [
  '#stallscope-states 1 kernel=6.1.0',
  'state 1795405612.805535123 local=10.0.0.1,10.0.1.1:43563 peer=10.0.0.2:3868 state=established inode=9089 pid=227 fd=17 command=beam%20smp rwnd=0',
  'clock 1795405612.805535123 monotonic=123.456789012 bracket=37 step=0',
  'state 1795405612.905535123 local=2001:db8::1:3868 peer=2001:db8::2:40000 state=established inode=9090 uid=1000',
  'state 1795405612.905535123 local=10.0.0.1,10.0.1.1:43563 peer=10.0.0.2:3868 state=shutdown-sent inode=9089 pid=227 fd=17 command=beam%ZZ',
  'state 1795405612.9 nothing',
  '',
].join('\n');

mkdirSync(programs, { recursive: true });
// As unpacked by something that does not keep modes.
writeFileSync(join(programs, 'stallscope-state'), `#!/bin/sh\n[ "$1" = --once ] && cat <<'END'\n${log}END\n`, { mode: 0o644 });
writeFileSync(join(programs, 'stallscope-capture'), '#!/bin/sh\n', { mode: 0o644 });
const probe = new Probe(dist, { platform: 'linux', arch: 'x64', installedHelper: join(dist, 'none') });

test('associations with their processes, each once, as it was last', () => {
  expect(parseAssociations(log)).toEqual([
    { local: '10.0.0.1,10.0.1.1:43563', peer: '10.0.0.2:3868', state: 'shutdown-sent', process: 'beam%ZZ (pid 227)' },
    { local: '2001:db8::1:3868', peer: '2001:db8::2:40000', state: 'established', process: '' },
  ]);
  expect(parseAssociations('stallscope-state: this kernel has no SCTP')).toEqual([]);
});

test.runIf(process.platform === 'linux')('they are asked of the program, also when it lost its mode', async () => {
  expect(await kernelAssociations(probe)).toHaveLength(2);
  chmodSync(join(programs, 'stallscope-state'), 0o644);
  expect(await kernelAssociations(new Probe(join(dist, 'nowhere'), { platform: 'linux' }))).toEqual([]);
});

test('an association is watched by the port that stays and the addresses of its peer', () => {
  const [client, server] = parseAssociations(log);
  const words = (one: typeof client): string[] => associationCommands(probe, one!).map(({ name, command }) => [name, ...command.slice(1)].join(' '));
  expect(words(client)).toEqual(['packets --port 3868 --address 10.0.0.2', 'states --port 3868']);
  expect(words(server)).toEqual(['packets --port 3868 --address 2001:db8::2', 'states --port 3868']);
  expect(localCommands(new Probe(join(dist, 'nowhere'), { platform: 'linux', installedHelper: join(dist, 'none') }), {})).toEqual([]);
});
