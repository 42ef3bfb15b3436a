/** What the editor says of an strace log, asked through its own commands: with the text alone, and with the analysis behind it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Suite } from './suite.ts';

const REFUSED_LINE = 7225;
const PATIENCE_MS = 30_000;

const file = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);
const openLog = async (): Promise<vscode.TextDocument> => vscode.workspace.openTextDocument(file('client.strace'));

/** Asks again until the answer is there: an analysis may be under way. */
async function until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come`);
}

const lensesNear = async (document: vscode.TextDocument, line: number): Promise<string[]> => {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
  return lenses.filter(({ range }) => range.start.line === line - 1).map(({ command }) => command?.title ?? '');
};

const definitionsAt = async (document: vscode.TextDocument, line: number, text: string): Promise<number[]> => {
  const column = document.lineAt(line - 1).text.indexOf(text);
  assert.ok(column >= 0, `line ${line} has ${text}`);
  const links = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', document.uri, new vscode.Position(line - 1, column + 1));
  return links.map((link) => ('targetRange' in link ? link.targetRange : link.range).start.line + 1);
};

export const strace: Suite = {
  'a log is known by its name': async () => {
    assert.equal((await openLog()).languageId, 'strace');
  },

  'a log is known by its first line': async () => {
    const bytes = await vscode.workspace.fs.readFile(file('client.strace'));
    await vscode.workspace.fs.writeFile(file('trace-of-the-node'), bytes.subarray(0, 20_000));
    const document = await vscode.workspace.openTextDocument(file('trace-of-the-node'));
    assert.equal(document.languageId, 'strace');
    await vscode.workspace.fs.delete(file('trace-of-the-node'));
  },

  'the outline has the process, its sockets and what was refused on them': async () => {
    const { uri } = await openLog();
    const [process] = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri);
    const socket = process?.children.find(({ name }) => name === 'fd 17');
    assert.ok(socket, 'fd 17');
    assert.deepEqual(socket.children.map(({ name, range }) => [name, range.start.line + 1, range.end.line + 1]), [['send refused', REFUSED_LINE, 7228]]);
  },

  'loops and interrupted calls fold': async () => {
    const { uri } = await openLog();
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', uri);
    assert.ok(ranges.some(({ kind }) => kind === vscode.FoldingRangeKind.Region), 'a loop');
    assert.ok(ranges.some(({ kind }) => kind === vscode.FoldingRangeKind.Comment), 'an interrupted call');
  },

  'a descriptor leads to the call that opened it, and to its uses': async () => {
    const document = await openLog();
    assert.deepEqual(await definitionsAt(document, REFUSED_LINE, '17,'), [4547]);
    const column = document.lineAt(REFUSED_LINE - 1).text.indexOf('17,');
    const uses = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', document.uri, new vscode.Position(REFUSED_LINE - 1, column));
    const lines = uses.map(({ range }) => range.start.line + 1);
    assert.ok(lines.length > 500);
    assert.equal(Math.min(...lines), 4545);
    assert.equal(Math.max(...lines), 7228);
  },

  'the halves of a call lead to each other': async () => {
    const document = await openLog();
    assert.deepEqual(await definitionsAt(document, 4545, 'unfinished'), [4547]);
    assert.deepEqual(await definitionsAt(document, 4547, 'resumed'), [4545]);
  },

  'time since the previous call stands before a call': async () => {
    const { uri } = await openLog();
    const range = new vscode.Range(REFUSED_LINE - 1, 0, REFUSED_LINE, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', uri, range);
    assert.deepEqual(hints.filter(({ position }) => position.line === REFUSED_LINE - 1).map(({ label }) => String(label).trim()), ['+6.38 ms']);
  },

  'a refused send says what limited it': async () => {
    const document = await openLog();
    await vscode.window.showTextDocument(document);
    const title = await until('the lens of the analysis', async () => (await lensesNear(document, REFUSED_LINE)).find((text) => text.startsWith('window')));
    assert.equal(title, 'window 0 B since 612 ms - open timeline');
  },

  'a hover explains the refusal and leads on': async () => {
    const { uri } = await openLog();
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, new vscode.Position(REFUSED_LINE - 1, 40));
    const text = hovers.flatMap(({ contents }) => contents).map((content) => (typeof content === 'string' ? content : content.value)).join('\n');
    for (const expected of ['EAGAIN', 'window 0 B since 612 ms', 'Credit\\-Control\\-Request', '0x599b379c', 'command:stallscope.log.reveal']) assert.ok(text.includes(expected), `${expected} in ${text}`);
  },

  'an answer leads to its request': async () => {
    const document = await openLog();
    const line = 1 + await until('an answer', () => {
      for (let at = 7000; at > 6000; at--) if (document.lineAt(at).text.includes('recvmsg(17') && /= [1-9]\d+/.test(document.lineAt(at).text)) return at;
      return undefined;
    });
    const [request] = await definitionsAt(document, line, 'recvmsg');
    assert.ok(request !== undefined && request < line, `line ${line} leads to ${request}`);
    assert.match(document.lineAt(request - 1).text, /sendmsg\(17/);
  },

  'Problems has the verdict with its evidence, and what the recording cannot show': async () => {
    const { uri } = await openLog();
    const problems = await until('a verdict', () => {
      const all = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'stallscope');
      return all.length > 1 ? all : undefined;
    });
    const verdict = problems.find(({ code }) => code === 'peer-receive-window');
    assert.ok(verdict);
    assert.equal(verdict.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(verdict.range.start.line, REFUSED_LINE - 1);
    const places = verdict.relatedInformation!.map(({ location }) => location.uri.path.split('/').at(-1));
    assert.deepEqual(new Set(places), new Set(['capture.pcap', 'client.strace']));
    assert.ok(problems.some(({ severity }) => severity === vscode.DiagnosticSeverity.Information));
  },

  'the packet of a send opens in the timeline': async () => {
    const document = await openLog();
    const hoverAt = async (line: number): Promise<string> => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, new vscode.Position(line, 40));
      return hovers.flatMap(({ contents }) => contents).map((content) => (typeof content === 'string' ? content : content.value)).join('\n');
    };
    let line = 6000;
    while (line < 7000 && !(document.lineAt(line).text.includes('sendmsg(17') && (await hoverAt(line)).includes('Open packet'))) line++;
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    await vscode.commands.executeCommand('stallscope.goToPacket');
    const isTimeline = ({ input }: vscode.Tab): boolean => input instanceof vscode.TabInputCustom && input.viewType.startsWith('stallscope.');
    await until('a timeline', () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(isTimeline));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  'the next refused send is found from above': async () => {
    const editor = await vscode.window.showTextDocument(await openLog());
    editor.selection = new vscode.Selection(100, 0, 100, 0);
    await vscode.commands.executeCommand('stallscope.nextRefusedSend');
    assert.equal(editor.selection.active.line, REFUSED_LINE - 1);
  },

  'the log view shows the lines of the log, with what is known of them': async () => {
    const log = await openLog();
    await vscode.commands.executeCommand('stallscope.log.move', log.uri.toString(), REFUSED_LINE);
    const editor = vscode.window.activeTextEditor!;
    const { document } = editor;
    assert.equal(document.uri.scheme, 'stallscope-log');
    assert.equal(document.languageId, 'strace');
    const shown = editor.selection.active.line;
    assert.equal(document.lineAt(shown).text, log.lineAt(REFUSED_LINE - 1).text);
    const title = await until('the lens of the analysis', async () => (await lensesNear(document, shown + 1)).find((text) => text.startsWith('window')));
    assert.equal(title, 'window 0 B since 612 ms - open timeline');
    // Before the window: in the log itself, which is small enough for a text editor.
    assert.deepEqual(await definitionsAt(document, shown + 1, '17,'), [4547]);
    await vscode.commands.executeCommand('stallscope.log.move', log.uri.toString(), 1);
    assert.equal(document.lineAt(0).text, log.lineAt(0).text);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  },
};
