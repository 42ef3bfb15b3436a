/**
 * `node test/vscode/install.mjs`: a real VS Code (code-server), the Node it needs and a headless browser, from npm packages. Does nothing
 * where all is there already. Nothing is installed outside test/vscode.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NETWORK_ERRORS, npm, quickToFail, Refusal, refuseInWords, runQuietly } from '../../cli/prepare.mjs';
import { home, isInstalled, nodeFolder, stampFile, wantedStamp, workbench } from './home.mjs';
import { unpackBrowser } from './unpackBrowser.mjs';

/** Two modules of VS Code are compiled here; their packages carry no binaries. */
const NATIVE = ['@vscode/spdlog', '@vscode/native-watchdog'];
const COMPILER = ['g++', 'make', 'python3'];
export const INSTALL_LINE = 'apt-get install -y g++ make python3 && node test/vscode/install.mjs';

/** "no X", for each thing this machine lacks. */
export function missing() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [`Linux on x64 (this is ${process.platform} on ${process.arch})`];
  return COMPILER.filter((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status !== 0);
}

/** npm writes its advice about versions of Node on every run; only errors are of interest. */
const common = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', ...quickToFail];

async function npmStep(title, args, options) {
  const { code, output } = await runQuietly(title, ...npm(args, options.node), options);
  if (code === 0) return;
  if (NETWORK_ERRORS.test(output)) {
    throw new Refusal('The VS Code for tests comes from npm, whose registry cannot be reached. Connect to the network and try again.');
  }
  throw new Refusal(`${title}: failed\n${output.trim()}`);
}

export async function install() {
  if (isInstalled()) return;
  const lacking = missing();
  if (lacking.length > 0) {
    throw new Refusal(`The VS Code for tests needs ${lacking.join(', ')}. On Debian:\n  ${INSTALL_LINE}`);
  }
  mkdirSync(home, { recursive: true });
  rmSync(stampFile, { force: true });
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    const original = fileURLToPath(new URL(name, import.meta.url));
    if (join(home, name) !== original) copyFileSync(original, join(home, name));
  }
  await npmStep('fetching a VS Code, its Node and a browser (once; about 1 GB on disk)', ['ci', ...common], { cwd: home });

  const node = join(nodeFolder, 'bin/node');
  const env = {
    ...process.env,
    PATH: `${join(nodeFolder, 'bin')}${delimiter}${process.env.PATH}`,
    // The headers come with the package: nothing is to be fetched from elsewhere.
    npm_config_nodedir: nodeFolder,
  };
  // `npm ci` refuses the shrinkwrap that code-server ships; `install` follows it.
  await npmStep('fetching the parts of VS Code', ['install', '--omit=dev', ...common], { cwd: workbench, env, node });
  await npmStep('compiling two modules of VS Code', ['rebuild', '--ignore-scripts=false', '--loglevel=error', ...NATIVE], { cwd: workbench, env, node });
  process.stderr.write('unpacking the browser …\n');
  unpackBrowser();
  writeFileSync(stampFile, wantedStamp());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await refuseInWords(async () => {
    await install();
    process.stdout.write(`a VS Code for tests is in ${home}; npm run vscode opens it\n`);
    return 0;
  });
}
