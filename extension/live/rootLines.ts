/** What only root may start, as a line in a terminal of its own that waits for Enter: the user starts it, or not. Nothing of the editor runs as root. */
import * as vscode from 'vscode';
import type { LocalSource } from '../../cli/live/localSources.ts';
import type { LiveSourceTask } from './liveTask.ts';

/** The same as tasks of the session; what the machine lacks is left out. */
export function tasksOf(sources: readonly LocalSource[]): readonly LiveSourceTask[] {
  return sources.flatMap((source): LiveSourceTask[] => {
    if ('missing' in source) return [];
    return ['command' in source ? source : { name: source.name, follow: source.follow }];
  });
}

/** A shell that has not begun shows what it is sent twice. Not every shell says when it has. ms */
const SHELL_BEGINS = 2000;

function whenReady(terminal: vscode.Terminal): Promise<void> {
  return new Promise((resolve) => {
    const subscription = vscode.window.onDidChangeTerminalShellIntegration((event) => {
      if (event.terminal === terminal) done();
    });
    const timer = setTimeout(done, SHELL_BEGINS);
    function done(): void {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    }
  });
}

export function offerLines(sources: readonly LocalSource[]): void {
  const lines = sources.flatMap((source) => ('line' in source && source.line !== undefined ? [{ name: source.name, line: source.line }] : []));
  for (const [i, { name, line }] of lines.entries()) {
    const terminal = vscode.window.createTerminal({ name: `Stallscope: ${name}` });
    if (i === 0) terminal.show();
    void whenReady(terminal).then(() => terminal.sendText(line, false));
  }
  if (lines.length === 1) void vscode.window.showInformationMessage(vscode.l10n.t('Only root may see this. Read the line in the terminal and press Enter to start it; it ends with the session.'));
  if (lines.length > 1) void vscode.window.showInformationMessage(vscode.l10n.t('Only root may see this. Read the lines in the {0} terminals and press Enter in each to start it; they end with the session.', lines.length));
}
