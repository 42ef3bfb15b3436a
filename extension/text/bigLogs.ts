/** Says once, kindly, what the editor cannot do with a large log, and offers what can. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { LogViews } from './logViews.ts';
import { MOST_COLOURED_BYTES, MOST_TEXT_BYTES, sizeOf } from './openLine.ts';

/** Lines above which the editor does not colour. */
const MOST_COLOURED_LINES = 300_000;
const LOG_NAME = /(\.strace(\.\d+)?|[/\\]strace\.(log|out)(\.\d+)?)$/i;

export class BigLogs implements vscode.Disposable {
  readonly #views: LogViews;
  readonly #told = new Set<string>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(views: LogViews) {
    this.#views = views;
    this.#subscriptions = [
      vscode.window.tabGroups.onDidChangeTabs(({ opened }) => this.#look(opened)),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.languageId === 'strace' && document.uri.scheme === 'file' && document.lineCount > MOST_COLOURED_LINES) void this.#tell(document.uri);
      }),
    ];
    this.#look(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Extensions never see the document of a file above the limit: its tab tells. */
  #look(tabs: readonly vscode.Tab[]): void {
    for (const { input } of tabs) {
      if (input instanceof vscode.TabInputText && input.uri.scheme === 'file' && LOG_NAME.test(input.uri.path)) void this.#tell(input.uri);
    }
  }

  async #tell(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const size = await sizeOf(uri);
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === key);
    const isTooLong = (document?.lineCount ?? 0) > MOST_COLOURED_LINES;
    if (!size || size.isCompressed || (size.bytes <= MOST_COLOURED_BYTES && !isTooLong)) {
      this.#told.delete(key);
      return;
    }
    const name = basename(uri.fsPath);
    const megabytes = Math.round(size.bytes / (1 << 20));
    const text = size.bytes > MOST_TEXT_BYTES
      ? vscode.l10n.t('{0} has {1} MB. VS Code shows files above 50 MB without colours, outline and hovers. The log view shows it with them, some thousand lines at a time.', name, megabytes)
      : vscode.l10n.t('{0} has {1} MB. VS Code does not colour files above 20 MB or 300,000 lines; all else works. The log view colours it, some thousand lines at a time.', name, megabytes);
    const view = vscode.l10n.t('Open Log View');
    const timeline = vscode.l10n.t('Open Timeline');
    const chosen = await vscode.window.showInformationMessage(text, view, timeline);
    if (chosen === view) await this.#views.open(uri, (vscode.window.activeTextEditor?.document.uri.toString() === key ? vscode.window.activeTextEditor.selection.active.line : 0) + 1);
    if (chosen === timeline) await vscode.commands.executeCommand('stallscope.openTimeline', uri);
  }
}
