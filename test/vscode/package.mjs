/** `npm run package`: builds, packs the extension with vsce into one .vsix and lists what is in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare, Refusal, refuseInWords, root, runQuietly } from '../../cli/prepare.mjs';
import { node, vsce } from './home.mjs';
import { install } from './install.mjs';

/** Everything is bundled: no package travels along. A file list that a person chose is in .vscodeignore. */
const options = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];

/** Writes the .vsix to `file`; needs the packages of test/vscode and a fresh dist/. */
export async function pack(file) {
  const { code, output } = await runQuietly('packing the extension', node, [vsce, 'package', ...options, '--out', file]);
  if (code !== 0) throw new Refusal(`vsce could not pack the extension:\n${output.trim()}`);
}

/**
 * [name, bytes] of every file in a .vsix, without the two that vsce adds.
 * @returns {Promise<[string, number][]>}
 */
export async function contentOf(file) {
  const { unzipSync } = await import('fflate');
  const prefix = 'extension/';
  const files = unzipSync(readFileSync(file));
  const names = Object.keys(files).filter((name) => name.startsWith(prefix)).toSorted();
  return names.map((name) => [name.slice(prefix.length), files[name].length]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await refuseInWords(async () => {
    await prepare();
    await install();
    const { code, output } = await runQuietly('building the extension', process.execPath, ['esbuild.mjs']);
    if (code !== 0) throw new Refusal(`The build failed:\n${output.trim()}`);
    const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const file = join(root, `${name}-${version}.vsix`);
    await pack(file);
    const content = await contentOf(file);
    for (const [path, bytes] of content) process.stdout.write(`${String(bytes).padStart(9)}  ${path}\n`);
    process.stdout.write(`${file}: ${content.length} files\n`);
    return 0;
  });
}
