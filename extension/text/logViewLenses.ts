/** The ends of a log view's window: how to see what is before and behind. */
import * as vscode from 'vscode';
import type { LogViews } from './logViews.ts';

export const moveCommand = 'stallscope.log.move';

const group = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

export class LogViewLenses implements vscode.CodeLensProvider {
  readonly #views: LogViews;

  constructor(views: LogViews) {
    this.#views = views;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { uri } = this.#views.originOf(document);
    const { from, to, lines, isWhole } = this.#views.extentOf(document);
    const lenses: vscode.CodeLens[] = [];
    const add = (at: number, title: string, line: number): void => {
      lenses.push(new vscode.CodeLens(new vscode.Range(at, 0, at, 0), { title, command: moveCommand, arguments: [uri.toString(), line] }));
    };
    const last = document.lineCount - 1;
    // Above the first line a lens would stay out of sight after a jump to the top.
    const top = Math.min(1, last);
    if (from > 1) {
      add(top, vscode.l10n.t('$(arrow-up) Earlier: lines 1 to {0}', group(from - 1)), from - 1);
      add(top, vscode.l10n.t('Beginning'), 1);
    }
    if (!isWhole || to <= lines) {
      add(last, isWhole ? vscode.l10n.t('$(arrow-down) Later: lines {0} to {1}', group(to), group(lines)) : vscode.l10n.t('$(arrow-down) Later: from line {0}', group(to)), to);
    }
    // Also at the end: a log that is still written has another one by now.
    add(last, vscode.l10n.t('End'), Number.MAX_SAFE_INTEGER);
    add(top, vscode.l10n.t('Go to line…'), 0);
    return lenses;
  }
}
