/** What is told about a trace while one looks elsewhere: a long read, which can be stopped; trouble with its files; a failure. */
import * as vscode from 'vscode';
import { isLive } from './live/liveSessions.ts';
import { showSourceLog } from './live/sourceLog.ts';
import { plainWords } from './plainWords.ts';
import type { OpenTrace } from './trace.ts';

/** A shorter read needs no notice. */
const LONG_READ_MS = 1500;

const names = ({ inputs }: OpenTrace): string => plainWords(inputs.map(({ path }) => path).join(', '));

async function showProgress(trace: OpenTrace): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title: vscode.l10n.t('Reading {0}', names(trace)) };
  await vscode.window.withProgress(options, async (notice, token) => {
    token.onCancellationRequested(() => trace.cancel());
    let shown = 0;
    const subscription = trace.onEvent(({ event, data }) => {
      if (event !== 'progress' || !data.totalBytes) return;
      const percent = Math.floor((data.doneBytes / data.totalBytes) * 100);
      if (percent > shown) notice.report({ increment: percent - shown, message: `${percent} %` });
      shown = Math.max(shown, percent);
    });
    await trace.untilRead();
    subscription.dispose();
  });
}

async function offerHelp(trace: OpenTrace, show: (...buttons: string[]) => Thenable<string | undefined>): Promise<void> {
  if (trace.inputs.some(({ uri }) => isLive(uri))) {
    const [check, output] = [vscode.l10n.t('Check Live Capture'), vscode.l10n.t('Show Output')];
    const answer = await show(check, output);
    if (answer === check) await vscode.commands.executeCommand('stallscope.live.check');
    if (answer === output) await vscode.commands.executeCommand(showSourceLog);
    return;
  }
  const readAgain = vscode.l10n.t('Read Again');
  if ((await show(readAgain)) === readAgain) trace.readAgain();
}

/** To be called once for each trace. */
export function noticesOf(trace: OpenTrace): void {
  const watchReading = (): void => {
    const timer = setTimeout(() => {
      if (trace.isReading && trace.figures === undefined) void showProgress(trace);
    }, LONG_READ_MS);
    trace.onDidClose(() => clearTimeout(timer));
  };
  watchReading();
  trace.onEvent(({ event, data }) => {
    if (event === 'trouble') void offerHelp(trace, (...buttons) => vscode.window.showWarningMessage(plainWords(data.text), ...buttons));
    if (event === 'failed') void offerHelp(trace, (...buttons) => vscode.window.showErrorMessage(plainWords(data.text), ...buttons));
    if (event === 'changed' && data.generation === 0) watchReading();
  });
}
