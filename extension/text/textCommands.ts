/** The commands of the text side: into the timeline, to a packet or an answer, from refusal to refusal, about a log view. */
import * as vscode from 'vscode';
import type { Place } from '../../analyzer/view/protocol.ts';
import type { Navigator } from '../navigator.ts';
import type { OpenLogs } from '../openLogs.ts';
import type { OpenTrace } from '../trace.ts';
import type { Traces } from '../traces.ts';
import { logCommands } from './logCommands.ts';
import type { LogIndexes } from './logIndexes.ts';
import type { LogLines } from './logLines.ts';
import { moveCommand } from './logViewLenses.ts';
import { logScheme, type LogViews } from './logViews.ts';
import { openLine } from './openLine.ts';
import { refusalRuns } from './refusalRuns.ts';

export interface TextRooms {
  readonly traces: Traces;
  readonly navigator: Navigator;
  readonly logs: OpenLogs;
  readonly indexes: LogIndexes;
  readonly lines: LogLines;
  readonly views: LogViews;
}

const say = (text: string): void => void vscode.window.setStatusBarMessage(text, 5000);

/** The document and line that a command is about: its arguments, else the cursor. */
function cursor(): { readonly document: vscode.TextDocument; readonly line: number } | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.languageId === 'strace' ? { document: editor.document, line: editor.selection.active.line } : undefined;
}

export function registerTextCommands(rooms: TextRooms): vscode.Disposable {
  const { traces, navigator, lines, views } = rooms;

  const reveal = async (file: string, line: number): Promise<void> => {
    const uri = vscode.Uri.parse(file, true);
    const trace = traces.traceOf(uri) ?? (await traceFor(rooms, uri));
    const path = trace?.pathOf(uri);
    if (!trace || path === undefined) return;
    if (!(await navigator.showInTimeline(trace, { file: path, line }))) say(vscode.l10n.t('No call in this line that Stallscope knows'));
  };

  const show = async (file: string, place: Place): Promise<void> => {
    const trace = traces.traceOf(vscode.Uri.parse(file, true));
    const log = trace?.uriOf(place);
    if (!trace || !log) return;
    if (place.line === undefined) await navigator.show(trace, { place });
    else await openLine(views, log, place.line, {});
  };

  const placeOfCursor = async (pick: 'packet' | 'answer'): Promise<void> => {
    const at = cursor();
    const index = at && (await rooms.indexes.of(at.document));
    if (!at || !index) return;
    if (!lines.tracedOf(at.document)) return say(vscode.l10n.t('Open the timeline of this log first: only a capture shows packets'));
    const call = index.callAt(at.line + 1);
    const note = await lines.note(at.document, call < 0 ? at.line : index.calls.line[call]! - 1);
    const place = pick === 'packet' ? note?.packet : (note?.answer ?? note?.request);
    if (!place) return say(pick === 'packet' ? vscode.l10n.t('No packet is known for this line') : vscode.l10n.t('No answer is known for this line'));
    await show(lines.originOf(at.document).uri.toString(), place);
  };

  const nextRefused = async (direction: 1 | -1): Promise<void> => {
    const at = cursor();
    const index = at && (await rooms.indexes.of(at.document));
    if (!at || !index) return;
    const starts = refusalRuns(index).map((run) => index.calls.endLine[run.calls[0]!]! - 1).sort((a, b) => a - b);
    const target = direction > 0 ? starts.find((line) => line > at.line) : starts.findLast((line) => line < at.line);
    if (target !== undefined) return goTo(target);
    if (await refusedBeyond(rooms, at.document, direction)) return undefined;
    return say(starts.length === 0 ? vscode.l10n.t('No refused send here') : vscode.l10n.t('No further refused send here'));
  };

  const move = async (file: string, line: number): Promise<void> => {
    const log = vscode.Uri.parse(file, true);
    const wanted = line > 0 ? line : await askLine();
    if (wanted !== undefined) await views.open(log, wanted);
  };

  const openView = async (uri?: vscode.Uri): Promise<void> => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const log = uri ?? (input instanceof vscode.TabInputText ? input.uri : undefined);
    if (log?.scheme === 'file') await views.open(log, (vscode.window.activeTextEditor?.document.uri.toString() === log.toString() ? vscode.window.activeTextEditor.selection.active.line : 0) + 1);
  };

  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    [logCommands.reveal]: reveal,
    [logCommands.show]: show,
    [moveCommand]: move,
    /** Without arguments, from the line of the cursor. */
    'stallscope.showInTimeline': (file?: vscode.Uri, line?: number) => {
      if (file && line !== undefined) return reveal(file.toString(), line);
      const at = cursor();
      if (!at) return undefined;
      const { uri, offset } = lines.originOf(at.document);
      return reveal(uri.toString(), at.line + offset);
    },
    'stallscope.goToPacket': () => placeOfCursor('packet'),
    'stallscope.goToAnswer': () => placeOfCursor('answer'),
    'stallscope.nextRefusedSend': () => nextRefused(1),
    'stallscope.previousRefusedSend': () => nextRefused(-1),
    'stallscope.openLogView': openView,
  };
  return vscode.Disposable.from(...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)));
}

/** Of a log view: the next refused send outside of its window, as far as an analysis knows. */
async function refusedBeyond({ lines, views }: TextRooms, document: vscode.TextDocument, direction: 1 | -1): Promise<boolean> {
  const traced = document.uri.scheme === logScheme ? lines.tracedOf(document) : undefined;
  if (!traced) return false;
  const known = [...(await lines.notes(document, 0, document.lineCount)).values()];
  const edge = direction > 0 ? known.at(-1) : known[0];
  const found = edge && (await traced.trace.request('neighbour', { time: edge.time, direction, filter: 'refused' }));
  const place = found?.places.find(({ line }) => line !== undefined);
  const log = place && traced.trace.uriOf(place);
  if (!log) return false;
  await views.open(log, place.line!);
  return true;
}

function goTo(line: number): void {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const position = new vscode.Position(line, 0);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function askLine(): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Go to Line of the Log'),
    validateInput: (value) => (/^[1-9]\d{0,11}$/.test(value) ? undefined : vscode.l10n.t('A line number, from 1')),
  });
  return text === undefined ? undefined : Number(text);
}

/** A trace for a log that has none: analysed in the background where it is open as text, else with its timeline. */
async function traceFor({ traces, logs }: TextRooms, uri: vscode.Uri): Promise<OpenTrace | undefined> {
  const key = uri.toString();
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === key);
  await (document ? logs.analyze(document) : vscode.commands.executeCommand('stallscope.openTimeline', uri));
  return traces.traceOf(uri);
}
