/** A place of a trace -> the line in its log, in the editor beside the timeline; what is open already is used. */
import * as vscode from 'vscode';
import type { Place } from '../analyzer/view/protocol.ts';
import type { OpenTrace } from './trace.ts';

export interface RevealOptions {
  /** Column of the timeline, which is not to be covered. */
  readonly beside: vscode.ViewColumn | undefined;
  readonly keepFocus: boolean;
}

/** The column in which the file is open as text, the visible one first. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const wanted = uri.toString();
  const visible = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === wanted);
  if (visible?.viewColumn) return visible.viewColumn;
  const isText = ({ input }: vscode.Tab): boolean => input instanceof vscode.TabInputText && input.uri.toString() === wanted;
  return vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(isText))?.viewColumn;
}

/** False when the place is of no file that can be shown as text. */
export async function revealPlace(trace: OpenTrace, place: Place, { beside, keepFocus }: RevealOptions): Promise<boolean> {
  const uri = trace.uriOf(place);
  if (!uri || place.line === undefined) return false;
  const position = new vscode.Position(place.line - 1, 0);
  const column = columnOf(uri) ?? (beside === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside);
  // The command, unlike the function, also opens files that are too large for an extension to see.
  await vscode.commands.executeCommand('vscode.open', uri, {
    viewColumn: column,
    preserveFocus: keepFocus,
    preview: false,
    selection: new vscode.Range(position, position),
  } satisfies vscode.TextDocumentShowOptions);
  return true;
}
