/** Entry of the VS Code extension (dist/extension.cjs): registrations only. */
import * as vscode from 'vscode';
import { Probe } from '../native/index.ts';
import { analysisBackend } from './analysisBackend.ts';
import { createApi, type StallscopeApi } from './api.ts';
import { offerPartners } from './chooseFiles.ts';
import { registerCommands } from './commands.ts';
import { followContextKeys } from './contextKeys.ts';
import { registerCheckPage } from './live/checkPage.ts';
import { registerLive } from './live/liveCommands.ts';
import { LiveSessions } from './live/liveSessions.ts';
import { registerSourceLog } from './live/sourceLog.ts';
import { Navigator } from './navigator.ts';
import { noticesOf } from './notices.ts';
import { OpenLogs } from './openLogs.ts';
import { readWholeFile } from './readFile.ts';
import { RecordingSets } from './recordingSets.ts';
import { onDidChangeDictionaries, settings } from './settings.ts';
import { StatusBar } from './statusBar.ts';
import { registerText } from './text/registerText.ts';
import { LogViews } from './text/logViews.ts';
import { Tasks, taskType } from './tasks.ts';
import { TimelineEditor } from './timelineEditor.ts';
import { Traces } from './traces.ts';
import { logTimelineViewType, timelineViewType } from './viewType.ts';
import { createViews } from './views/views.ts';
import { Workers } from './workers.ts';

export function activate({ subscriptions, extensionUri, workspaceState }: vscode.ExtensionContext): StallscopeApi {
  const bundle = (name: string): string => vscode.Uri.joinPath(extensionUri, 'dist', name).fsPath;
  const workers = new Workers(bundle('analysisWorker.cjs'));
  // What activates the extension is mostly a file that is being opened.
  workers.prepare();
  const sessions = new LiveSessions();
  const probe = new Probe(vscode.Uri.joinPath(extensionUri, 'dist').fsPath);
  const startBackend = analysisBackend({ workers, liveProcessFile: bundle('liveProcess.cjs'), sessions });
  const traces = new Traces({ startBackend, dictionaries: () => settings.diameterDictionaries, readFile: readWholeFile });
  const sets = new RecordingSets({
    state: workspaceState,
    recordingsBeside: (file) => workers.recordingsBeside(file),
    automaticLimit: () => settings.automaticLimit,
  });
  const views = new LogViews();
  const editor = new TimelineEditor(extensionUri, traces, sets, views);
  const navigator = new Navigator(traces, editor, views);
  // Before any trace is opened.
  traces.onDidOpen(noticesOf);
  const logs = new OpenLogs(traces, sets);
  const options = { supportsMultipleEditorsPerDocument: true };
  subscriptions.push(
    traces, sets, editor, logs, workers,
    new StatusBar(traces, editor),
    createViews(traces),
    followContextKeys(traces),
    onDidChangeDictionaries(() => {
      for (const trace of traces.all) trace.readAgain();
    }),
    editor.onDidOpen((document) => void offerPartners(sets, document)),
    vscode.window.registerCustomEditorProvider(timelineViewType, editor, options),
    vscode.window.registerCustomEditorProvider(logTimelineViewType, editor, options),
    vscode.tasks.registerTaskProvider(taskType, new Tasks(bundle('stallscope.mjs'))),
    registerCommands({ extensionUri, traces, sets, editor, navigator }),
    registerText({ traces, views, navigator, logs }),
    registerSourceLog(traces),
    registerLive({ traces, sessions, probe }),
    registerCheckPage(probe),
  );
  return createApi({ traces, sets, editor, navigator });
}
