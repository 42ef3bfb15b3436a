/** The commands of the manifest, and the internal ones behind clicks. */
import * as vscode from 'vscode';
import type { HostEvents } from '../analyzer/view/protocol.ts';
import type { Branch } from './branch.ts';
import { chooseFiles } from './chooseFiles.ts';
import type { Navigator, Target } from './navigator.ts';
import { askAndOpenTimeline, openTimeline } from './openTimeline.ts';
import type { RecordingSets } from './recordingSets.ts';
import { saveStallscope, saveStallscopeAs } from './saveStallscope.ts';
import type { TimelineDocument } from './timelineDocument.ts';
import type { TimelineEditor } from './timelineEditor.ts';
import type { Traces } from './traces.ts';
import { writeReport } from './writeReport.ts';
import { showTarget } from './views/traceView.ts';

export interface Rooms {
  readonly extensionUri: vscode.Uri;
  readonly traces: Traces;
  readonly sets: RecordingSets;
  readonly editor: TimelineEditor;
  readonly navigator: Navigator;
}

type Command = (...args: never[]) => unknown;

/** Of the active editor, also when it is no text. */
function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  return vscode.window.activeTextEditor?.document.uri;
}

/** What the timeline does by itself when it is told. */
const timelineCommands: Readonly<Record<string, HostEvents['command']['name']>> = {
  'stallscope.nextStall': 'nextStall',
  'stallscope.previousStall': 'previousStall',
  'stallscope.fit': 'fit',
  'stallscope.focusFilter': 'focusFilter',
  'stallscope.toggleFold': 'toggleFold',
  'stallscope.bookmark': 'bookmark',
};

function openingCommands({ extensionUri, sets }: Rooms): Record<string, Command> {
  const sample = (name: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'dist', 'sample', name);
  const open = async (uri?: vscode.Uri, selected?: readonly vscode.Uri[]): Promise<void> => {
    if (selected?.length) await openTimeline(sets, selected);
    else if (uri) await openTimeline(sets, [uri]);
    else await askAndOpenTimeline(sets, activeUri());
  };
  return {
    'stallscope.openTimeline': open,
    // In menus, where VS Code has an "Open Timeline" of its own.
    'stallscope.openSelection': open,
    'stallscope.openFiles': () => askAndOpenTimeline(sets, undefined),
    'stallscope.openSample': () => openTimeline(sets, [sample('capture.pcap'), sample('client.strace')]),
    'stallscope.openWalkthrough': () => vscode.commands.executeCommand('workbench.action.openWalkthrough', 'stallscope.stallscope#stallscope.start', false),
  };
}

function documentCommands({ extensionUri, editor, sets, traces }: Rooms): Record<string, Command> {
  const withDocument = (run: (document: TimelineDocument) => unknown) => () => {
    const document = editor.activeDocument;
    return document && run(document);
  };
  return {
    'stallscope.chooseFiles': withDocument((document) => chooseFiles(sets, document)),
    'stallscope.save': withDocument(saveStallscope),
    'stallscope.saveAs': withDocument(saveStallscopeAs),
    'stallscope.writeReport': async () => {
      if (!traces.active) return;
      try {
        await writeReport(traces.active, vscode.Uri.joinPath(extensionUri, 'dist').fsPath);
      } catch (error) {
        void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      }
    },
    'stallscope.readAgain': () => traces.active?.readAgain(),
    'stallscope.stopReading': () => traces.active?.cancel(),
  };
}

function showingCommands({ traces, navigator }: Rooms): Record<string, Command> {
  return {
    [showTarget]: async (target: Target) => traces.active && navigator.show(traces.active, target),
    'stallscope.openInput': async (branch?: Branch) => {
      const uri = branch?.file === undefined ? undefined : traces.active?.uriOf({ file: branch.file });
      if (uri) await vscode.commands.executeCommand('vscode.open', uri);
    },
  };
}

export function registerCommands(rooms: Rooms): vscode.Disposable {
  const commands: Record<string, Command> = { ...openingCommands(rooms), ...documentCommands(rooms), ...showingCommands(rooms) };
  for (const [id, name] of Object.entries(timelineCommands)) {
    commands[id] = async () => {
      const panel = rooms.editor.activePanel ?? (rooms.traces.active && (await rooms.navigator.panelOf(rooms.traces.active)));
      panel?.panel.reveal();
      panel?.tell('command', { name });
    };
  }
  return vscode.Disposable.from(...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)));
}
