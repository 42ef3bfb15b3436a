/** What a live capture may start: programs of the user's own settings, each once; nothing that a workspace brings along. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { liveSettings } from '../../extension/live/liveSettings.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
  };
}
const { contributes } = JSON.parse(readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8')) as Manifest;

const settings = (inspected: object, values: Readonly<Record<string, number>> = {}) => liveSettings({ get: <T>(name: string) => values[name] as T | undefined, inspect: () => inspected });

test('sources of a workspace do not count', () => {
  const own = [{ name: 'node', command: ['ssh', 'node', 'tcpdump -w -'] }];
  const foreign = [{ name: 'node', command: ['sh', '-c', 'anything'] }];
  expect(settings({ globalValue: own, workspaceValue: foreign, workspaceFolderValue: foreign }).sources).toEqual(own);
  expect(settings({ defaultValue: own, workspaceValue: foreign }).sources).toEqual(own);
  expect(contributes.configuration.properties['stallscope.live.sources']?.scope).toBe('machine');
});

test('what is no source is left out', () => {
  const bad = [undefined, {}, { name: 'a' }, { name: 'b', command: [] }, { name: 'c', command: 'tcpdump -w -' }, { name: 'd', command: [1] }, { command: ['x'] }];
  expect(settings({ globalValue: bad }).sources).toEqual([]);
  expect(settings({ globalValue: 'tcpdump' }, { keepSeconds: 10, keepMegabytes: 20 })).toEqual({ sources: [], seconds: 10, bytes: 20e6 });
});

test('without trust there is none of it', () => {
  const starting = contributes.commands.filter(({ command }) => /^stallscope\.live\.(start|check)$/.test(command));
  expect(starting.map(({ enablement }) => enablement)).toEqual(['isWorkspaceTrusted', 'isWorkspaceTrusted']);
});
