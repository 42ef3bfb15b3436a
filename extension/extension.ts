/** Entry of the VS Code extension (dist/extension.cjs): registrations only. */
import * as vscode from 'vscode';
import { openTimeline } from './openTimeline.ts';
import { RecordingSets } from './recordingSets.ts';
import { recordingsBeside } from './surveyor.ts';
import { logTimelineViewType, TimelineEditor, timelineViewType } from './timelineEditor.ts';
import { Traces } from './traces.ts';

export function activate({ subscriptions, extensionUri, workspaceState }: vscode.ExtensionContext): void {
  const workerFile = vscode.Uri.joinPath(extensionUri, 'dist', 'analysisWorker.cjs').fsPath;
  const readFile = async (uri: vscode.Uri): Promise<Uint8Array> => vscode.workspace.fs.readFile(uri);
  const traces = new Traces(() => ({ workerFile, dictionaries: [], readFile }));
  const sets = new RecordingSets({ state: workspaceState, recordingsBeside: (file) => recordingsBeside(workerFile, file), automaticLimit: () => 2 ** 31 });
  const editor = new TimelineEditor(extensionUri, traces, sets);
  const options = { supportsMultipleEditorsPerDocument: true };
  subscriptions.push(
    traces,
    editor,
    vscode.window.registerCustomEditorProvider(timelineViewType, editor, options),
    vscode.window.registerCustomEditorProvider(logTimelineViewType, editor, options),
    vscode.commands.registerCommand('stallscope.openTimeline', async (uri?: vscode.Uri, selected?: readonly vscode.Uri[]) => {
      const wanted = selected?.length ? selected : [uri ?? vscode.window.activeTextEditor?.document.uri].filter((each) => each !== undefined);
      await openTimeline(sets, wanted);
    }),
  );
}
