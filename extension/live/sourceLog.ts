/** The output channel of live captures: what their sources say on stderr, and how they end, with the time of day. */
import * as vscode from 'vscode';
import type { OpenTrace } from '../trace.ts';
import type { Traces } from '../traces.ts';
import { isLive } from './liveSessions.ts';

export const showSourceLog = 'stallscope.live.showOutput';

export function registerSourceLog(traces: Traces): vscode.Disposable {
  const channel = vscode.window.createOutputChannel(vscode.l10n.t('Stallscope Live Capture'));
  const note = (text: string): void => channel.appendLine(`${new Date().toTimeString().slice(0, 8)} ${text}`);
  const follow = (trace: OpenTrace): void => {
    if (!trace.inputs.some(({ uri }) => isLive(uri))) return;
    trace.onEvent(({ event, data }) => {
      if (event === 'said') note(`${data.source}: ${data.text}`);
      if (event === 'trouble') note(data.text);
    });
  };
  return vscode.Disposable.from(channel, traces.onDidOpen(follow), vscode.commands.registerCommand(showSourceLog, () => channel.show(true)));
}
