/** Files become timelines, and what other extensions can ask of them. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ApiSelection, StallscopeApi } from '../../../extension/api.ts';
import type { Suite } from './suite.ts';

const folder = (): vscode.Uri => vscode.workspace.workspaceFolders![0]!.uri;
const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder(), name);

async function api(): Promise<StallscopeApi> {
  return vscode.extensions.getExtension<StallscopeApi>('stallscope.stallscope')!.activate();
}

/** The custom editor that is active: its file and its type. */
function activeEditor(): { name: string; viewType: string } | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? { name: input.uri.path.split('/').at(-1)!, viewType: input.viewType } : undefined;
}

/** Resolves once `find` finds something; it is asked again whenever anything in the window may have changed. */
async function eventually<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const closeAll = async (): Promise<void> => {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
};

/** A file system in which every path is the same file. */
class OneFile implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  stat(): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.#bytes.length };
  }

  readFile(): Uint8Array {
    return this.#bytes;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {}
  writeFile(): void {}
  delete(): void {}
  rename(): void {}
}

/** Line of the refused send in the recording. */
const REFUSED = 7225;

export const opening: Suite = {
  'a capture opens as a timeline by itself': async () => {
    await vscode.commands.executeCommand('vscode.open', file('capture.pcap'));
    assert.deepEqual(activeEditor(), { name: 'capture.pcap', viewType: 'stallscope.timeline' });
    await closeAll();
  },

  'a log opens as text, and as a timeline when asked': async () => {
    await vscode.commands.executeCommand('vscode.open', file('client.strace'));
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'strace');
    await closeAll();
    await vscode.commands.executeCommand('vscode.openWith', file('client.strace'), 'stallscope.logTimeline');
    assert.deepEqual(activeEditor(), { name: 'client.strace', viewType: 'stallscope.logTimeline' });
    await closeAll();
  },

  'any file opens with the id of the editor': async () => {
    await vscode.commands.executeCommand('vscode.openWith', file('README.md'), 'stallscope.timeline');
    assert.deepEqual(activeEditor(), { name: 'README.md', viewType: 'stallscope.timeline' });
    await closeAll();
  },

  'several editors show one file': async () => {
    await vscode.commands.executeCommand('vscode.open', file('capture.pcap'));
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    const shown = vscode.window.tabGroups.all.map(({ activeTab }) => activeTab?.input).filter((input) => input instanceof vscode.TabInputCustom);
    assert.equal(shown.length, 2);
    await closeAll();
  },

  'openTimeline() takes a folder, goTo() its lines, frames and times, and onDidSelect tells of them': async () => {
    const stallscope = await api();
    await stallscope.openTimeline([folder()]);
    assert.deepEqual(activeEditor(), { name: 'capture.pcap', viewType: 'stallscope.timeline' });
    const selections: ApiSelection[] = [];
    const subscription = stallscope.onDidSelect((selection) => selections.push(selection));
    assert.equal(await stallscope.goTo({ uri: file('client.strace'), line: REFUSED }), true);
    const refused = await eventually(() => selections.find(({ title }) => /EAGAIN/.test(title)));
    assert.deepEqual(refused.places.map(({ uri, line }) => [uri.toString(), line])[0], [file('client.strace').toString(), REFUSED]);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, REFUSED - 1);
    assert.equal(await stallscope.goTo({ uri: file('capture.pcap'), frame: 468 }), true);
    assert.ok(selections.some(({ places }) => places.some(({ frame }) => frame === 468)));
    assert.equal(await stallscope.goTo(refused.start), true);
    assert.equal(await stallscope.goTo(0n), false);
    assert.equal(await stallscope.goTo({ uri: file('README.md'), line: 1 }), false);
    subscription.dispose();
    await closeAll();
  },

  'a .stallscope file opens the recordings it names': async () => {
    const saved = join(folder().fsPath, 'case.stallscope');
    await writeFile(saved, JSON.stringify({ version: 1, inputs: ['capture.pcap', 'client.strace'], view: { filter: 'errno == EAGAIN' } }));
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(saved));
    assert.deepEqual(activeEditor(), { name: 'case.stallscope', viewType: 'stallscope.timeline' });
    const stallscope = await api();
    assert.equal(await eventually(async () => (await stallscope.goTo({ uri: file('client.strace'), line: REFUSED })) || undefined), true);
    assert.match(await readFile(saved, 'utf8'), /^\{"version":1,/, 'looking at it does not write it');
    await closeAll();
  },

  'a .stallscope file that is written anew is opened anew': async () => {
    const stallscope = await api();
    const saved = join(folder().fsPath, 'anew.stallscope');
    await writeFile(saved, JSON.stringify({ version: 1, inputs: ['capture.pcap'] }));
    await stallscope.openTimeline([vscode.Uri.file(saved)]);
    assert.equal(await stallscope.goTo({ uri: file('client.strace'), line: REFUSED }), false);
    await writeFile(saved, JSON.stringify({ version: 1, inputs: ['capture.pcap', 'client.strace'] }));
    assert.equal(await eventually(async () => (await stallscope.goTo({ uri: file('client.strace'), line: REFUSED })) || undefined), true);
    await closeAll();
  },

  'one that cannot be understood is refused in a sentence': async () => {
    const stallscope = await api();
    const broken = join(folder().fsPath, 'broken.stallscope');
    await writeFile(broken, '{ "version": 1, "inputs": [] }');
    await assert.rejects(stallscope.openTimeline([vscode.Uri.file(broken)]), /"inputs" must be a list of at least one path/);
    await closeAll();
  },

  'a capture of a file system without a disk is read whole': async () => {
    const stallscope = await api();
    const bytes = await readFile(file('capture.pcap').fsPath);
    const registration = vscode.workspace.registerFileSystemProvider('stallscope-memory', new OneFile(bytes), { isReadonly: true });
    const uri = vscode.Uri.from({ scheme: 'stallscope-memory', path: '/far/capture.pcap' });
    await stallscope.openTimeline([uri]);
    assert.equal(await stallscope.goTo({ uri, frame: 468 }), true);
    await closeAll();
    registration.dispose();
  },

  'the task brings the verdict into Problems': async () => {
    const [task] = await vscode.tasks.fetchTasks({ type: 'stallscope' });
    assert.ok(task);
    const ended = new Promise<number | undefined>((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.source !== 'stallscope') return;
        subscription.dispose();
        resolve(exitCode);
      });
    });
    await vscode.tasks.executeTask(task);
    assert.equal(await ended, 0);
    const problem = await eventually(() => vscode.languages.getDiagnostics(file('client.strace')).find(({ range, message }) => range.start.line === REFUSED - 1 && /peer window/.test(message)));
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
  },
};
