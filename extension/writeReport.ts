/** "Write HTML Report": the timeline and its recordings as one file that opens in any browser. */
import * as vscode from 'vscode';
import { findInputs } from '../cli/inputs.ts';
import { reportPage } from '../cli/reportHtml.ts';
import { plainWords } from './plainWords.ts';
import type { OpenTrace } from './trace.ts';

/** `dist`: the folder of the bundles. */
export async function writeReport(trace: OpenTrace, dist: string): Promise<void> {
  const [first] = trace.inputs;
  if (!first) return;
  if (trace.inputs.some(({ uri }) => uri.scheme !== 'file')) {
    void vscode.window.showWarningMessage(vscode.l10n.t('A report can be written of files on a disk only.'));
    return;
  }
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(first.uri, '..', 'stallscope-report.html'),
    filters: { HTML: ['html'] },
    title: vscode.l10n.t('Write HTML Report'),
  });
  if (!target) return;
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title: vscode.l10n.t('Writing the report') };
  const page = await vscode.window.withProgress(options, async (_progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const { inputs } = await findInputs(trace.inputs.map(({ uri }) => uri.fsPath));
    const written = await reportPage(inputs.map((input, i) => ({ ...input, path: trace.inputs[i]?.path ?? input.path })), dist, abort.signal);
    if (token.isCancellationRequested) return undefined;
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(written.html));
    return written;
  });
  if (!page) return;
  const open = vscode.l10n.t('Open in Browser');
  const megabytes = (page.bytes / 1e6).toFixed(1);
  const text = vscode.l10n.t('{0} contains the recordings ({1} MB): mind to whom you give it.', plainWords(vscode.workspace.asRelativePath(target)), megabytes);
  if ((await vscode.window.showInformationMessage(text, open)) === open) await vscode.env.openExternal(target);
}
