/**
 * Which files are analysed together when one of them is opened, and the view kept with them: as the user chose, as a *.stallscope file
 * says, or what obviously belongs together in the folder. Choices are remembered in the workspace.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { SavedView } from '../analyzer/view/protocol.ts';
import { partnersOf } from './partners.ts';
import type { Recording } from './recording.ts';
import { parseStallscopeFile, readPath, type StallscopeFile } from './stallscopeFile.ts';

export interface RecordingSet {
  readonly uris: readonly vscode.Uri[];
  /** chosen: by the user, now or earlier. written: in the *.stallscope file. found: beside the file. alone: nothing obvious is beside it. */
  readonly how: 'chosen' | 'written' | 'found' | 'alone';
  /** Beside it, and maybe of the same recording; the likely ones first. */
  readonly offered: readonly vscode.Uri[];
  /** Of the same recording for certain, and too large to be read without being asked for. */
  readonly large?: readonly vscode.Uri[];
  readonly dictionaries: readonly string[];
  readonly view?: SavedView;
  readonly saved?: StallscopeFile;
}

export interface SetSources {
  readonly state: vscode.Memento;
  readonly recordingsBeside: (file: string) => Promise<readonly Recording[]>;
  /** Bytes of all files together above which nothing is added to what the user opened. */
  readonly automaticLimit: () => number;
}

const filesKey = (uri: vscode.Uri): string => `files:${uri.toString()}`;
const viewKey = (uri: vscode.Uri): string => `view:${uri.toString()}`;
export const isStallscopeFile = (uri: vscode.Uri): boolean => uri.path.endsWith('.stallscope');
const fileUris = (recordings: readonly Recording[]): vscode.Uri[] => recordings.map(({ file }) => vscode.Uri.file(file));

export class RecordingSets implements vscode.Disposable {
  readonly #sources: SetSources;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  /** Other files belong to this one from now on. */
  readonly onDidChange = this.#changed.event;

  constructor(sources: SetSources) {
    this.#sources = sources;
  }

  /** Rejects with a sentence when a *.stallscope file cannot be understood. */
  async setOf(uri: vscode.Uri): Promise<RecordingSet> {
    if (isStallscopeFile(uri)) return this.#written(uri);
    const view = this.#sources.state.get<SavedView>(viewKey(uri));
    const common = { offered: [], dictionaries: [], ...(view ? { view } : {}) };
    const chosen = this.#sources.state.get<readonly string[]>(filesKey(uri));
    if (chosen) return { ...common, uris: chosen.map((text) => vscode.Uri.parse(text, true)), how: 'chosen' };
    if (uri.scheme !== 'file') return { ...common, uris: [uri], how: 'alone' };
    return { ...common, ...(await this.#found(uri)) };
  }

  /** `uris` are analysed with `uri` from now on. */
  async choose(uri: vscode.Uri, uris: readonly vscode.Uri[]): Promise<void> {
    await this.#sources.state.update(filesKey(uri), uris.map((chosen) => chosen.toString()));
    this.#changed.fire(uri);
  }

  /** Of a plain recording: what was set up stays; where one looked and what for does not. */
  async keepView(uri: vscode.Uri, { start: _start, end: _end, filter: _filter, ...view }: SavedView): Promise<void> {
    if (!isStallscopeFile(uri)) await this.#sources.state.update(viewKey(uri), view);
  }

  /** The *.stallscope file was written by somebody else. */
  changed(uri: vscode.Uri): void {
    this.#changed.fire(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #written(uri: vscode.Uri): Promise<RecordingSet> {
    const parsed = parseStallscopeFile(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    if ('problem' in parsed) throw new Error(vscode.l10n.t('{0} cannot be opened as a timeline: {1}', vscode.workspace.asRelativePath(uri), parsed.problem));
    const { file } = parsed;
    const folder = dirname(uri.fsPath);
    // An older version in a comparison is of the recordings that are there now.
    const isLocal = uri.scheme === 'file' || uri.scheme === 'git';
    const uriOf = (path: string): vscode.Uri => (isLocal ? vscode.Uri.file(readPath(folder, path)) : vscode.Uri.joinPath(uri, '..', path));
    return {
      uris: file.inputs.map(uriOf),
      how: 'written',
      offered: [],
      dictionaries: vscode.workspace.isTrusted ? (file.options.diameterDictionaries ?? []).map((path) => readPath(folder, path)) : [],
      view: file.view,
      saved: file,
    };
  }

  async #found(uri: vscode.Uri): Promise<Pick<RecordingSet, 'uris' | 'how' | 'offered' | 'large'>> {
    const recordings = await this.#sources.recordingsBeside(uri.fsPath);
    const opened = recordings.find(({ file }) => file === uri.fsPath);
    if (!opened) return { uris: [uri], how: 'alone', offered: [] };
    const { taken, offered } = partnersOf(opened, recordings.filter((recording) => recording !== opened));
    const bytes = [opened, ...taken].reduce((sum, recording) => sum + recording.bytes, 0);
    if (taken.length === 0) return { uris: [uri], how: 'alone', offered: fileUris(offered) };
    if (bytes > this.#sources.automaticLimit()) return { uris: [uri], how: 'alone', offered: fileUris([...taken, ...offered]), large: fileUris(taken) };
    return { uris: [uri, ...fileUris(taken)], how: 'found', offered: fileUris(offered) };
  }
}
