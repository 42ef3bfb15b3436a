/**
 * `npm run vscode [-- FOLDER]`: a real VS Code with this extension, in the reader's own browser, on a copy of the bundled recording or on
 * the folder given. Ctrl-C ends it.
 */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { prepare, Refusal, refuseInWords, root, runQuietly } from '../../cli/prepare.mjs';
import { extensionsFolder } from './extensionsFolder.mjs';
import { install } from './install.mjs';
import { copyOfRecording } from './sample.mjs';
import { startServer } from './server.mjs';

/** A day: whoever looks at a trace may go to lunch. */
const IDLE_S = 86_400;

function workspaceOf(argument) {
  if (argument === undefined) return copyOfRecording();
  const workspace = resolve(process.env.INIT_CWD ?? '.', argument);
  if (!existsSync(workspace) || !statSync(workspace).isDirectory()) {
    throw new Refusal(`${workspace} is no folder. npm run vscode opens the bundled recording, npm run vscode -- FOLDER yours.`);
  }
  return { workspace, remove: () => {} };
}

const interrupted = () => new Promise((done) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, done);
});

await refuseInWords(async () => {
  const { workspace, remove } = workspaceOf(process.argv[2]);
  let extensions;
  let server;
  try {
    await prepare();
    await install();
    const { code, output } = await runQuietly('building the extension', process.execPath, ['esbuild.mjs']);
    if (code !== 0) throw new Refusal(`The build failed:\n${output.trim()}`);
    extensions = extensionsFolder(root);
    const ended = interrupted();
    server = await startServer({ extensions: extensions.path, idleSeconds: IDLE_S });
    const { port } = new URL(server.url);
    process.stdout.write([
      `Open ${server.url}/?folder=${encodeURIComponent(workspace)}`,
      `From another machine, first: ssh -L ${port}:127.0.0.1:${port} THIS-HOST`,
      'Ctrl-C ends it.',
      '',
    ].join('\n'));
    await ended;
    process.stdout.write('\n');
    return 0;
  } finally {
    await server?.stop();
    extensions?.remove();
    remove();
  }
});
