/** Start, stop and save a live capture. Commands come from the user's own settings, never from a workspace; without trust there is none of it. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { Feeds } from '../../cli/live/feeds.ts';
import type { Probe } from '../../native/index.ts';
import { plainWords } from '../plainWords.ts';
import type { OpenTrace } from '../trace.ts';
import type { Traces } from '../traces.ts';
import { timelineViewType } from '../viewType.ts';
import { chooseSources } from './chooseSources.ts';
import { isLive, type LiveSessions } from './liveSessions.ts';
import { liveSettings } from './liveSettings.ts';
import type { LiveSourceTask } from './liveTask.ts';

export interface LiveRooms {
  readonly traces: Traces;
  readonly sessions: LiveSessions;
  readonly probe: Probe;
}

async function start({ sessions, probe }: LiveRooms, given?: readonly LiveSourceTask[]): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(vscode.l10n.t('A live capture starts programs, and this workspace is not trusted. Trust it first, or open a recording.'));
    return;
  }
  const { sources: configured, seconds, bytes } = liveSettings(vscode.workspace.getConfiguration('stallscope.live'));
  const feeds = new Feeds();
  const sources = given ?? (await chooseSources(probe, configured, { feeds }));
  if (!sources) return feeds.remove();
  const dictionaries: readonly string[] = [];
  const uri = sessions.add({ kind: 'live', sources, seconds, bytes, dictionaries }, feeds);
  await vscode.commands.executeCommand('vscode.openWith', uri, timelineViewType);
}

const liveTrace = ({ traces }: LiveRooms): OpenTrace | undefined => {
  const isLiveTrace = ({ inputs }: OpenTrace): boolean => inputs.some(({ uri }) => isLive(uri));
  return traces.active && isLiveTrace(traces.active) ? traces.active : traces.all.find(isLiveTrace);
};

async function save(rooms: LiveRooms): Promise<void> {
  const trace = liveTrace(rooms);
  if (!trace) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `stallscope-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}Z`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Folder of the recording'),
    saveLabel: vscode.l10n.t('Save Recording'),
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  try {
    const { files, summary } = await trace.saveRecording(target.fsPath);
    const open = vscode.l10n.t('Open');
    const told = summary[0] ?? vscode.l10n.t('no stall in it');
    const answer = await vscode.window.showInformationMessage(plainWords(vscode.l10n.t('Saved {0}: {1}. {2}', target.fsPath, files.join(', '), told)), open);
    if (answer === open) await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.joinPath(target, 'recording.stallscope'), timelineViewType);
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} cannot be written: {1}', dirname(target.fsPath), error instanceof Error ? error.message : String(error)));
  }
}

export function registerLive(rooms: LiveRooms): vscode.Disposable {
  return vscode.Disposable.from(
    rooms.sessions,
    rooms.traces.onDidOpen((trace) => trace.onDidClose(() => trace.inputs.forEach(({ uri }) => rooms.sessions.end(uri)))),
    vscode.commands.registerCommand('stallscope.live.start', (sources?: readonly LiveSourceTask[]) => start(rooms, Array.isArray(sources) ? sources : undefined)),
    vscode.commands.registerCommand('stallscope.live.stop', () => liveTrace(rooms)?.cancel()),
    vscode.commands.registerCommand('stallscope.live.save', () => save(rooms)),
  );
}
