/** The command line as npm installs it: from the file alone, into an empty folder, without a network. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packForNpm } from '../../cli/npmPackage.mjs';
import { npm } from '../../cli/prepare.mjs';
import packageJson from '../../package.json' with { type: 'json' };
import { dist, root } from '../cli/runCli.ts';
import { needs } from '../needs.ts';

const folder = mkdtempSync(join(tmpdir(), 'stallscope-npm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fixture = join(root, 'test/fixtures/erlang-slow-peer');
const platform = `linux-${process.arch}`;

function run(program: string, words: readonly string[], cwd = folder): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: 'utf8', env: { ...process.env, npm_config_cache: join(folder, 'cache') } });
  return { code: status, stdout, stderr };
}

/** Packs, installs into a folder of its own, and finds there the command. */
async function install(name: string, programs: string): Promise<{ readonly content: readonly string[]; readonly command: string; readonly installed: string }> {
  const at = join(folder, name);
  mkdirSync(at);
  const { file, content } = await packForNpm(at, { dist, programs });
  const [program, words] = npm(['install', file, '--offline', '--no-audit', '--no-fund']) as [string, string[]];
  const { code, stderr } = run(program, words, at);
  if (code !== 0) throw new Error(stderr);
  return { content: content.map(([path]) => path), command: join(at, 'node_modules/.bin/stallscope'), installed: join(at, 'node_modules/stallscope') };
}

const common = [
  'CHANGELOG.md', 'LICENSE', 'README.md', 'analyzer/dissect/diameter/NOTICE', 'dist/codicon.css', 'dist/codicon.ttf', 'dist/program.code',
  'dist/program.js', 'dist/report.schema.json', 'dist/reportPage.css', 'dist/reportPage.js', 'dist/stallscope.mjs', 'package.json',
];

let plain: Awaited<ReturnType<typeof install>>;
beforeAll(async () => {
  plain = await install('plain', join(folder, 'none'));
});

test('holds what runs, and no more', () => {
  expect(plain.content).toEqual(common);
});

test('its manifest asks for nothing: no packages, no scripts, not private', () => {
  const manifest = JSON.parse(readFileSync(join(plain.installed, 'package.json'), 'utf8')) as Record<string, unknown>;
  expect(Object.keys(manifest).toSorted()).toEqual(['bin', 'description', 'engines', 'keywords', 'license', 'name', 'type', 'version']);
  expect(manifest.version).toBe(packageJson.version);
});

test('explains, and writes a page', () => {
  const inputs = [join(fixture, 'client.strace'), join(fixture, 'capture.pcap')];
  expect(run(plain.command, ['explain', ...inputs]).stdout).toContain('Find out why 10.0.0.2:3868 stopped reading');
  expect(run(plain.command, ['report', ...inputs, '--out', 'stall.html'])).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, 'stall.html'), 'utf8')).toContain('</html>');
});

test('without the probe it says why', () => {
  expect(run(plain.command, ['doctor']).stdout).toContain(`There is no probe for ${process.platform}-${process.arch} in this installation.`);
});

test('with the probe: it is found, and starts', needs('compiler', 'addon'), async () => {
  const programs = join(root, 'dist/native');
  const { content, command, installed } = await install('complete', programs);
  expect(content.filter((name) => name.includes(platform) || name.startsWith('native/'))).toEqual([
    ...['stallscope-capture', 'stallscope-state', 'stallscope-trace', 'stallscope.node'].map((name) => `dist/native/${platform}/${name}`), 'native/NOTICE',
  ]);
  expect(content.filter((name) => !/^dist\/native\/linux-(x64|arm64)\/|^native\//.test(name))).toEqual(common);
  expect(run(join(installed, 'dist/native', platform, 'stallscope-capture'), ['--version']).stdout).toBe(`stallscope-capture ${packageJson.version}\n`);
  const { stdout } = run(command, ['doctor']);
  expect(stdout).not.toContain('There is no probe');
  expect(existsSync(join(installed, 'node_modules'))).toBe(false);
});
