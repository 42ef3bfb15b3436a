/** The suites of test/vscode/host run inside the extension host of a real VS Code; each of their tests is one here. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { root } from '../../cli/prepare.mjs';
import { needs } from '../needs.ts';
import { runInExtensionHost } from './extensionHost.mjs';
import type { Outcome } from './host/suite.ts';
import { copyOfRecording } from './sample.mjs';

const options = needs('vscode');

async function outcomesOfHost(): Promise<{ outcomes: Outcome[]; log: string }> {
  const sample = copyOfRecording();
  const folder = mkdtempSync(join(tmpdir(), 'stallscope-host-'));
  const file = join(folder, 'outcomes.json');
  try {
    const { log } = await runInExtensionHost({
      extension: root, suites: inject('hostSuites'), workspace: sample.workspace, environment: { STALLSCOPE_OUTCOMES: file },
    });
    try {
      return { outcomes: JSON.parse(readFileSync(file, 'utf8')) as Outcome[], log };
    } catch {
      return { outcomes: [], log };
    }
  } finally {
    sample.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

const { outcomes, log } = options.skip ? { outcomes: [], log: '' } : await outcomesOfHost();

test('the suites in the extension host ran to their end', options, () => {
  expect(outcomes.length, log).toBeGreaterThan(0);
});

for (const { title, failure } of outcomes) {
  test(title, () => {
    expect(failure).toBeUndefined();
  });
}
