/**
 * The command line as an npm package, for machines without an editor: what was built in dist/ in, a .tgz out. Its manifest is made here, since the
 * project's own speaks to VS Code and names what it is built with; the package has no dependencies and no scripts.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm, Refusal, root, runQuietly } from './prepare.mjs';

/** What the program reads beside itself. */
const bundles = ['stallscope.mjs', 'program.js', 'program.code', 'reportPage.js', 'reportPage.css', 'codicon.css', 'codicon.ttf', 'report.schema.json'];
const documents = ['README.md', 'CHANGELOG.md', 'LICENSE', 'analyzer/dissect/diameter/NOTICE'];

function manifest() {
  const { name, version, description, keywords, license, engines, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { name, version, description, keywords, license, repository, type: 'module', engines: { node: engines.node }, bin: { [name]: 'dist/stallscope.mjs' } };
}

/**
 * Writes the package into the folder `to`. `dist`: where the bundles are; `programs`: the folder of the probe's programs, by platform, which may lack.
 * @returns {Promise<{ file: string, content: [name: string, bytes: number][] }>}
 */
export async function packForNpm(to, { dist = join(root, 'dist'), programs = join(dist, 'native') } = {}) {
  const stage = mkdtempSync(join(tmpdir(), 'stallscope-npm-'));
  try {
    for (const name of bundles) cpSync(join(dist, name), join(stage, 'dist', name));
    for (const name of documents) cpSync(join(root, name), join(stage, name));
    if (existsSync(programs)) {
      cpSync(programs, join(stage, 'dist/native'), { recursive: true });
      cpSync(join(root, 'native/NOTICE'), join(stage, 'native/NOTICE'));
    }
    writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
    const { code, output } = await runQuietly('packing the command line', ...npm(['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', to]), { cwd: stage });
    if (code !== 0) throw new Refusal(`npm could not pack the command line:\n${output.trim()}`);
    const [{ filename, files }] = JSON.parse(output);
    return { file: join(to, filename), content: files.map(({ path, size }) => [path, size]).toSorted() };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}
