/** The settings of the manifest, typed. Read when they are needed, so that a change holds from then on. */
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { SavedView } from '../analyzer/view/protocol.ts';

const MEGABYTE = 1 << 20;

const get = <T>(name: string, otherwise: T): T => vscode.workspace.getConfiguration('stallscope').get<T>(name) ?? otherwise;

export const settings = {
  /** An strace log that opens as text is analysed in the background. */
  get analyzeOnOpen(): boolean {
    return get('analyzeOnOpen', true);
  },

  /** Bytes. */
  get automaticLimit(): number {
    return get('automaticAnalysisLimit', 512) * MEGABYTE;
  },

  /** Of a timeline that has none of its own yet. */
  get firstView(): SavedView {
    return { timeFormat: get<NonNullable<SavedView['timeFormat']>>('timeFormat', 'utc'), foldIdle: get('foldIdle', false) };
  },

  /** Paths; a relative one is of the first workspace folder. Nothing while the workspace is not trusted: the files come with it. */
  get diameterDictionaries(): readonly string[] {
    if (!vscode.workspace.isTrusted) return [];
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    return get<readonly string[]>('diameterDictionaries', []).map((path) => (isAbsolute(path) || folder === undefined ? path : join(folder, path)));
  },
};

/** What the user's dictionaries are may be another answer from now on. */
export function onDidChangeDictionaries(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('stallscope.diameterDictionaries')) listener();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (settings.diameterDictionaries.length > 0) listener();
    }),
  );
}
