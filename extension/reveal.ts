/** A place of a trace -> the line in its log, in the editor beside the timeline; what is open already is used. */
import * as vscode from 'vscode';
import type { Place } from '../analyzer/view/protocol.ts';
import { viewUri, type LogViews } from './text/logViews.ts';
import { openLine } from './text/openLine.ts';
import type { OpenTrace } from './trace.ts';

export interface RevealOptions {
  /** For logs that no text editor can show. */
  readonly views: LogViews;
  /** Column of the timeline, which is not to be covered. */
  readonly beside: vscode.ViewColumn | undefined;
  readonly keepFocus: boolean;
}

/** The column in which the file is open as text or in the log view, the visible one first. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const wanted = new Set([uri.toString(), viewUri(uri).toString()]);
  const visible = vscode.window.visibleTextEditors.find(({ document }) => wanted.has(document.uri.toString()));
  if (visible?.viewColumn) return visible.viewColumn;
  const isText = ({ input }: vscode.Tab): boolean => input instanceof vscode.TabInputText && wanted.has(input.uri.toString());
  return vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(isText))?.viewColumn;
}

/** False when the place is of no file that can be shown as text. */
export async function revealPlace(trace: OpenTrace, place: Place, { views, beside, keepFocus }: RevealOptions): Promise<boolean> {
  const uri = trace.uriOf(place);
  if (!uri || place.line === undefined) return false;
  const viewColumn = columnOf(uri) ?? (beside === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside);
  await openLine(views, uri, place.line, { viewColumn, preserveFocus: keepFocus });
  return true;
}
