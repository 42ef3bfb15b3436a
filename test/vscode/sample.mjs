/** A workspace of its own for each look: copies of recordings, so that nothing is written into the checkout. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from '../../cli/prepare.mjs';

/** Files of a fixture that its tests use and a user would not have. */
const OURS = new Set(['expected.txt', 'truth.json']);

/** @param {string} recording a folder of test/fixtures */
export function copyOfRecording(recording = 'erlang-slow-peer') {
  const folder = mkdtempSync(join(tmpdir(), 'stallscope-sample-'));
  const workspace = join(folder, recording);
  cpSync(join(root, 'test/fixtures', recording), workspace, { recursive: true, filter: (path) => !OURS.has(basename(path)) });
  return { workspace, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
