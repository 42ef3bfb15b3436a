/**
 * `npm run package`: builds all, then packs what users install and lists what is in it: the extension with the probe of each platform that can be
 * built here, the extension for all other platforms, and the command line for npm.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packForNpm } from '../../cli/npmPackage.mjs';
import { prepare, Refusal, refuseInWords, root, runQuietly } from '../../cli/prepare.mjs';
import { architectures } from '../../native/toolchain.mjs';
import { node, vsce } from './home.mjs';
import { install } from './install.mjs';

/** Everything is bundled: no package travels along. A file list that a person chose is in .vscodeignore. */
const options = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];

const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Whether the probe for `target` is there in this version: built here, or brought from the machine that built it. */
export function isBuilt(target) {
  const helper = join(root, 'dist/native', target, 'stallscope-capture');
  return existsSync(helper) && readFileSync(helper).includes(`stallscope-capture ${version}\0`);
}

/**
 * Writes the .vsix to `file`; needs the packages of test/vscode and a fresh dist/. With the probe's programs where a `target` such as linux-x64 is
 * given, in VS Code's own words for platforms; without, it is for every platform.
 * @param {string} file
 * @param {string} [target]
 */
export async function pack(file, target) {
  const folder = mkdtempSync(join(tmpdir(), 'stallscope-vsix-'));
  try {
    const ignoreFile = join(folder, 'ignore');
    const own = target ? [`!dist/native/${target}/**`, '!native/NOTICE'] : [];
    writeFileSync(ignoreFile, `${readFileSync(join(root, '.vscodeignore'), 'utf8')}${own.join('\n')}\n`);
    const words = [...options, '--ignoreFile', ignoreFile, '--out', file, ...(target ? ['--target', target] : [])];
    const { code, output } = await runQuietly(`packing the extension for ${target ?? 'every platform'}`, node, [vsce, 'package', ...words]);
    if (code !== 0) throw new Refusal(`vsce could not pack the extension:\n${output.trim()}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function unzip(file) {
  const { unzipSync } = await import('fflate');
  return unzipSync(readFileSync(file));
}

/**
 * [name, bytes] of every file in a .vsix, without the two that vsce adds.
 * @returns {Promise<[string, number][]>}
 */
export async function contentOf(file) {
  const prefix = 'extension/';
  const files = await unzip(file);
  const names = Object.keys(files).filter((name) => name.startsWith(prefix)).toSorted();
  return names.map((name) => [name.slice(prefix.length), files[name].length]);
}

/** The platform that VS Code offers a .vsix to; undefined when to all. */
export async function targetOf(file) {
  const manifest = new TextDecoder().decode((await unzip(file))['extension.vsixmanifest']);
  return /<Identity [^>]*TargetPlatform="([^"]*)"/.exec(manifest)?.[1];
}

async function build(title, words) {
  const { code, output } = await runQuietly(title, process.execPath, words);
  if (code !== 0) throw new Refusal(`${title} failed:\n${output.trim()}`);
  if (output) process.stdout.write(output);
}

function tell(file, content) {
  for (const [path, bytes] of content) process.stdout.write(`${String(bytes).padStart(9)}  ${path}\n`);
  process.stdout.write(`${file}: ${content.length} files\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await refuseInWords(async () => {
    await prepare();
    await install();
    await build('building the extension', ['esbuild.mjs']);
    for (const arch of architectures) await build(`building the probe for ${arch}`, ['native/build.mjs', `--arch=${arch}`]);
    for (const target of [undefined, ...architectures.map((arch) => `linux-${arch}`).filter(isBuilt)]) {
      const file = join(root, `${[name, target, version].filter(Boolean).join('-')}.vsix`);
      await pack(file, target);
      tell(file, await contentOf(file));
    }
    const { file, content } = await packForNpm(root);
    tell(file, content);
    return 0;
  });
}
