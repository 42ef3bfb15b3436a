/** "Check Live Capture": what this machine allows as a Markdown page, whose commands are there to be copied. */
import * as vscode from 'vscode';
import { hostMarkdown } from '../../cli/live/hostWords.ts';
import { networkNamespaces, type Probe } from '../../native/index.ts';

const scheme = 'stallscope-check';
const page = vscode.Uri.from({ scheme, path: '/Live capture.md' });

export function registerCheckPage(probe: Probe): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let text = '';
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, { onDidChange: changed.event, provideTextDocumentContent: () => text }),
    vscode.commands.registerCommand('stallscope.live.check', async () => {
      text = hostMarkdown(await probe.checkHost(), networkNamespaces());
      changed.fire(page);
      // Where the editor has no preview, the source reads as well.
      await vscode.commands.executeCommand('markdown.showPreview', page).then(undefined, () => vscode.window.showTextDocument(page));
    }),
  );
}
