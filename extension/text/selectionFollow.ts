/** A log that can be seen shows the line of what is selected in its timeline. The reader stays where they are: neither focus nor editor changes. */
import * as vscode from 'vscode';
import type { Selection, Traces } from '../traces.ts';
import { CursorFollow } from './cursorFollow.ts';
import type { LogLines } from './logLines.ts';

export class SelectionFollow implements vscode.Disposable {
  readonly #lines: LogLines;
  readonly #subscription: vscode.Disposable;

  constructor(traces: Traces, lines: LogLines) {
    this.#lines = lines;
    this.#subscription = traces.onDidSelect((selection) => {
      // A cursor that the timeline follows stands in its line already.
      if (!(selection.source instanceof CursorFollow)) for (const editor of vscode.window.visibleTextEditors) this.#show(editor, selection);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #show(editor: vscode.TextEditor, { trace, located }: Selection): void {
    const { document } = editor;
    const traced = document.languageId === 'strace' ? this.#lines.tracedOf(document) : undefined;
    if (traced?.trace !== trace) return;
    const { offset } = this.#lines.originOf(document);
    const place = located.places.find(({ file, line }) => file === traced.file && line !== undefined && line >= offset && line < offset + document.lineCount);
    if (place?.line === undefined || editor.selection.active.line === place.line - offset) return;
    const position = new vscode.Position(place.line - offset, 0);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
