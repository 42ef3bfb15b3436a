/** Before the tests in a real VS Code: builds the extension, packs it, installs the .vsix as a user would, and bundles the suites of the extension host. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';
import { Refusal, root, runQuietly } from '../../cli/prepare.mjs';
import { tools } from '../tools.mjs';
import { node, server } from './home.mjs';
import { isBuilt, pack } from './package.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    vsix: string;
    /** A folder of extensions in which the .vsix is installed. */
    extensions: string;
    /** The bundle whose run() the extension host calls. */
    hostSuites: string;
  }
}

async function step(title: string, program: string, args: string[]): Promise<void> {
  const { code, output } = await runQuietly(title, program, args);
  if (code !== 0) throw new Refusal(`${title}: failed\n${output}`);
}

const target = `linux-${process.arch}`;
const folder = mkdtempSync(join(tmpdir(), 'stallscope-setup-'));

export async function setup(project: TestProject): Promise<void> {
  if (!tools.vscode.present()) return;
  const vsix = join(folder, 'stallscope.vsix');
  const extensions = join(folder, 'extensions');
  const hostSuites = join(folder, 'hostSuites.cjs');
  await step('building the extension', process.execPath, ['esbuild.mjs']);
  await pack(vsix, isBuilt(target) ? target : undefined);
  await step('installing the extension', node, [
    server, '--config=/dev/null', `--user-data-dir=${join(folder, 'data')}`, `--extensions-dir=${extensions}`, '--install-extension', vsix, '--force',
  ]);
  await build({
    absWorkingDir: root, entryPoints: ['test/vscode/host/run.ts'], outfile: hostSuites,
    bundle: true, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], sourcemap: 'inline',
  });
  project.provide('vsix', vsix);
  project.provide('extensions', extensions);
  project.provide('hostSuites', hostSuites);
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
