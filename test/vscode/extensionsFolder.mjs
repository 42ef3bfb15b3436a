/** A folder of extensions with one in it, as VS Code finds an installed one: a link to an unpacked extension. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** @param {string} extension the folder with its package.json */
export function extensionsFolder(extension) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
  const path = mkdtempSync(join(tmpdir(), 'stallscope-extensions-'));
  symlinkSync(resolve(extension), join(path, `${publisher}.${name}-${version}`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
