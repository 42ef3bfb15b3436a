/** Start, stop and save a live capture. Commands come from the user's own settings, never from a workspace; without trust there is none of it. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { plainWords } from '../plainWords.ts';
import type { OpenTrace } from '../trace.ts';
import type { Traces } from '../traces.ts';
import { timelineViewType } from '../viewType.ts';
import { isLive, type LiveSessions } from './liveSessions.ts';
import type { LiveSourceTask } from './liveTask.ts';

interface Choice extends vscode.QuickPickItem {
  readonly source?: LiveSourceTask;
  readonly leads?: 'file' | 'settings';
}

const MEGABYTE = 1e6;

interface LiveSettings {
  readonly sources: readonly LiveSourceTask[];
  readonly seconds: number;
  readonly bytes: number;
}

/** Only what the user has set up for this machine counts: a workspace must not bring programs along. */
function liveSettings(): LiveSettings {
  const configuration = vscode.workspace.getConfiguration('stallscope.live');
  const inspected = configuration.inspect<readonly unknown[]>('sources');
  const named = inspected?.globalValue ?? inspected?.defaultValue ?? [];
  return {
    sources: named.flatMap((one): LiveSourceTask[] => {
      const { name, command } = one as { name?: unknown; command?: unknown };
      return typeof name === 'string' && Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === 'string') ? [{ name, command }] : [];
    }),
    seconds: configuration.get<number>('keepSeconds') ?? 300,
    bytes: (configuration.get<number>('keepMegabytes') ?? 256) * MEGABYTE,
  };
}

async function chooseSources(configured: readonly LiveSourceTask[]): Promise<readonly LiveSourceTask[] | undefined> {
  const items: Choice[] = [
    ...configured.map((source): Choice => ({ label: source.name, detail: source.command?.join(' ') ?? '', source })),
    { label: vscode.l10n.t('$(file) Follow files that are being written…'), detail: vscode.l10n.t('A capture, an strace log, or both'), leads: 'file' },
    { label: vscode.l10n.t('$(gear) Set up sources…'), detail: vscode.l10n.t('Programs whose output is a capture: tcpdump, dumpcap, ssh, docker exec, kubectl exec'), leads: 'settings' },
  ];
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, title: vscode.l10n.t('Where do packets and calls come from?'), matchOnDetail: true });
  if (!picked || picked.length === 0) return undefined;
  if (picked.some(({ leads }) => leads === 'settings')) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'stallscope.live.sources');
    return undefined;
  }
  const sources = picked.flatMap(({ source }) => (source ? [source] : []));
  if (picked.some(({ leads }) => leads === 'file')) {
    const files = await vscode.window.showOpenDialog({ canSelectMany: true, openLabel: vscode.l10n.t('Follow') });
    for (const { fsPath } of files ?? []) sources.push({ name: vscode.workspace.asRelativePath(fsPath), follow: fsPath });
  }
  return sources.length > 0 ? sources : undefined;
}

export interface LiveRooms {
  readonly traces: Traces;
  readonly sessions: LiveSessions;
}

async function start({ sessions }: LiveRooms, given?: readonly LiveSourceTask[]): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(vscode.l10n.t('A live capture starts programs, and this workspace is not trusted. Trust it first, or open a recording.'));
    return;
  }
  const { sources: configured, seconds, bytes } = liveSettings();
  const sources = given ?? (await chooseSources(configured));
  if (!sources) return;
  const dictionaries: readonly string[] = [];
  const uri = sessions.add({ kind: 'live', sources, seconds, bytes, dictionaries });
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
    vscode.commands.registerCommand('stallscope.live.start', (sources?: readonly LiveSourceTask[]) => start(rooms, Array.isArray(sources) ? sources : undefined)),
    vscode.commands.registerCommand('stallscope.live.stop', () => liveTrace(rooms)?.cancel()),
    vscode.commands.registerCommand('stallscope.live.save', () => save(rooms)),
  );
}
