/**
 * What a user waits for: `npm run bench:open -- FILE...` double-clicks each file in the explorer of a real VS Code and prints when the first picture stood, when the analysis
 * was whole, and when that was drawn. Beside it, what the editor itself takes for a page with one word in it: nothing of ours can be quicker.
 */
import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../cli/prepare.mjs';
import { setDesk } from '../vscode/desk.mjs';
import { extensionsFolder } from '../vscode/extensionsFolder.mjs';
import { isInstalled } from '../vscode/home.mjs';
import { explorerItem, runCommand } from '../vscode/workbench.mjs';

const ROUNDS = 5;
const TURN_MS = 10;
/** A window that has just come up is busy with itself. */
const SETTLES_MS = 3000;

const blankManifest = {
  name: 'blank', publisher: 'bench', version: '1.0.0', engines: { vscode: '^1.98.0' }, main: './main.js',
  contributes: { customEditors: [{ viewType: 'blank', displayName: 'Blank', selector: [{ filenamePattern: '*.blank' }] }] },
};
const blankProgram = `const vscode = require('vscode');
exports.activate = ({ subscriptions }) => subscriptions.push(vscode.window.registerCustomEditorProvider('blank', {
  openCustomDocument: (uri) => ({ uri, dispose() {} }),
  resolveCustomEditor: (_, { webview }) => {
    webview.options = { enableScripts: true };
    webview.html = '<!DOCTYPE html><body data-state="ready">blank<script>document.title = "blank"</script></body>';
  },
}));`;

/** Of the page in the webview: when it said the first time of itself that it is so far, by the clock of the machine. Asked in short turns. */
async function statesOf(page) {
  const element = page.locator('iframe.webview:visible').last().contentFrame().frameLocator('iframe#active-frame').locator('[data-state]').first();
  const at = {};
  while (at.ready === undefined) {
    // A page that is being replaced has no state.
    const state = await element.getAttribute('data-state', { timeout: 60_000 }).catch(() => undefined);
    if (state) at[state] ??= Date.now();
    await pause(TURN_MS);
  }
  return at;
}

async function open(page, file) {
  await page.evaluate(() => window.addEventListener('dblclick', () => (document.body.dataset.clicked = Date.now()), { capture: true, once: true }));
  await explorerItem(page, file).dblclick();
  const { partial, ready } = await statesOf(page);
  const clicked = Number(await page.evaluate(() => document.body.dataset.clicked));
  await runCommand(page, 'View: Close Editor');
  return { first: (partial ?? ready) - clicked, whole: ready - clicked };
}

const files = process.argv.slice(2).map((file) => resolve(process.env.INIT_CWD ?? '.', file));
if (files.length === 0) throw new Error('usage: npm run bench:open -- FILE...');
if (!isInstalled()) throw new Error('there is no VS Code for tests here: node test/vscode/install.mjs');

const workspace = mkdtempSync(join(tmpdir(), 'stallscope-open-'));
const extensions = extensionsFolder(root);
mkdirSync(join(extensions.path, 'bench.blank-1.0.0'));
writeFileSync(join(extensions.path, 'bench.blank-1.0.0/package.json'), JSON.stringify(blankManifest));
writeFileSync(join(extensions.path, 'bench.blank-1.0.0/main.js'), blankProgram);
writeFileSync(join(workspace, 'page.blank'), '');
for (const file of files) linkSync(file, join(workspace, basename(file)));
try {
  const names = ['page.blank', ...files.map((file) => basename(file))];
  const width = Math.max(...names.map(({ length }) => length));
  const row = (...cells) => process.stdout.write(`${[cells[0].padEnd(width), ...cells.slice(1).map((cell) => String(cell).padStart(12))].join('  ')}\n`);
  process.stdout.write('milliseconds from the double click; the first opening activates the extension, the others are medians\n');
  row('', 'first page', 'whole', 'later pages', 'whole');
  for (const name of names) {
    const desk = await setDesk({ extensions: extensions.path });
    try {
      const page = await desk.open(workspace, { width: 1400, height: 900 });
      await pause(SETTLES_MS);
      const rounds = [];
      while (rounds.length < ROUNDS) rounds.push(await open(page, name));
      const [once, ...later] = rounds;
      const median = (key) => later.map((round) => round[key]).sort((a, b) => a - b).at(later.length >> 1);
      row(name, once.first, once.whole, median('first'), median('whole'));
    } finally {
      await desk.close();
    }
  }
} finally {
  extensions.remove();
  rmSync(workspace, { recursive: true });
}
