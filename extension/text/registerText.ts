/** The text side of the extension: everything that the editor asks of a strace log. */
import * as vscode from 'vscode';
import type { Traces } from '../traces.ts';
import { BigLogs } from './bigLogs.ts';
import { CursorFollow } from './cursorFollow.ts';
import { DefinitionProvider } from './definitionProvider.ts';
import { FoldingProvider } from './foldingProvider.ts';
import { HintProvider } from './hintProvider.ts';
import { HoverProvider } from './hoverProvider.ts';
import { LensProvider } from './lensProvider.ts';
import { LineNumbers } from './lineNumbers.ts';
import { LogIndexes } from './logIndexes.ts';
import { LogLines } from './logLines.ts';
import { LogViewLenses } from './logViewLenses.ts';
import { logScheme } from './logViews.ts';
import { Problems } from './problems.ts';
import { SelectionFollow } from './selectionFollow.ts';
import { SymbolProvider } from './symbolProvider.ts';
import { registerTextCommands, type TextRooms } from './textCommands.ts';

export function registerText(rooms: Pick<TextRooms, 'traces' | 'views' | 'navigator' | 'logs'>): vscode.Disposable {
  const { traces, views } = rooms;
  const indexes = new LogIndexes();
  const lines = new LogLines(traces, views);
  const lenses = new LensProvider(indexes, lines);
  const hints = new HintProvider(indexes);
  const definitions = new DefinitionProvider(indexes, lines);
  const selector: vscode.DocumentSelector = { language: 'strace' };
  const { languages } = vscode;
  return vscode.Disposable.from(
    indexes, views,
    languages.registerFoldingRangeProvider(selector, new FoldingProvider(indexes)),
    languages.registerDocumentSymbolProvider(selector, new SymbolProvider(indexes, lines), { label: 'Stallscope' }),
    languages.registerHoverProvider(selector, new HoverProvider(indexes, lines)),
    languages.registerCodeLensProvider(selector, lenses),
    languages.registerCodeLensProvider({ scheme: logScheme }, new LogViewLenses(views)),
    languages.registerInlayHintsProvider(selector, hints),
    languages.registerDefinitionProvider(selector, definitions),
    languages.registerReferenceProvider(selector, definitions),
    languages.registerDocumentHighlightProvider(selector, definitions),
    new Problems(traces, views), new BigLogs(views), new LineNumbers(views), new CursorFollow(traces, lines), new SelectionFollow(traces, lines),
    registerTextCommands({ ...rooms, indexes, lines }),
    refreshOnNews(traces, lenses),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration('stallscope.log')) return;
      lenses.refresh();
      hints.refresh();
    }),
  );
}

/** Lenses are asked for again when an analysis concludes anew, not at each step of its progress. */
function refreshOnNews(traces: Traces, lenses: LensProvider): vscode.Disposable {
  const stateOf = (): string => traces.all.map(({ overview }) => `${overview?.generation ?? 0} ${overview?.state ?? ''}`).join('|');
  let known = stateOf();
  return traces.onDidChange(() => {
    const state = stateOf();
    if (state === known) return;
    known = state;
    lenses.refresh();
  });
}
