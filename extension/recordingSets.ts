/** Which files are analysed together when one of them is opened, and the view kept with it. Decisions are remembered in the workspace. */
import * as vscode from 'vscode';
import type { SavedView } from '../analyzer/view/protocol.ts';

export interface RecordingSet {
  readonly uris: readonly vscode.Uri[];
  /** chosen: by the user, now or earlier. found: beside the file. alone: nothing obvious beside it. */
  readonly how: 'chosen' | 'found' | 'alone';
}

const filesKey = (uri: vscode.Uri): string => `files:${uri.toString()}`;
const viewKey = (uri: vscode.Uri): string => `view:${uri.toString()}`;

export class RecordingSets {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  /** Other files belong to this one from now on. */
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  async filesOf(uri: vscode.Uri): Promise<RecordingSet> {
    const chosen = this.#state.get<readonly string[]>(filesKey(uri));
    if (chosen) return { uris: chosen.map((text) => vscode.Uri.parse(text, true)), how: 'chosen' };
    return { uris: [uri], how: 'alone' };
  }

  choose(uri: vscode.Uri, uris: readonly vscode.Uri[]): void {
    void this.#state.update(filesKey(uri), uris.map((chosen) => chosen.toString()));
    this.#changed.fire(uri);
  }

  viewOf(uri: vscode.Uri): SavedView | undefined {
    return this.#state.get<SavedView>(viewKey(uri));
  }

  keepView(uri: vscode.Uri, view: SavedView): void {
    void this.#state.update(viewKey(uri), view);
  }
}
