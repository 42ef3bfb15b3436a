/** An open timeline follows the cursor in its log: the call of the line is selected there, once the cursor rests. */
import * as vscode from 'vscode';
import type { Traces } from '../traces.ts';
import type { LogLines } from './logLines.ts';
import { textSettings } from './textSettings.ts';

const RESTS_MS = 150;

export class CursorFollow implements vscode.Disposable {
  readonly #traces: Traces;
  readonly #lines: LogLines;
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #last = '';

  constructor(traces: Traces, lines: LogLines) {
    this.#traces = traces;
    this.#lines = lines;
    this.#subscription = vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      // What a program moves was not chosen by the reader: the timeline itself shows lines.
      if (textEditor.document.languageId !== 'strace' || (kind !== vscode.TextEditorSelectionChangeKind.Mouse && kind !== vscode.TextEditorSelectionChangeKind.Keyboard)) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#follow(textEditor), RESTS_MS);
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  async #follow({ document, selection }: vscode.TextEditor): Promise<void> {
    if (!textSettings.followCursor || document.isClosed) return;
    const { line } = selection.active;
    const traced = this.#lines.tracedOf(document);
    if (!traced) return;
    // Only the line of a call that the analysis knows: the next call above it would be another one.
    const note = await this.#lines.note(document, line);
    const key = note && `${traced.file}:${note.ref.row}:${traced.trace.overview?.generation}`;
    if (!note || key === this.#last) return;
    this.#last = key ?? '';
    try {
      const located = await traced.trace.request('locate', { ref: note.ref });
      if (located) this.#traces.select({ trace: traced.trace, located, source: this });
    } catch {
      // The trace was closed meanwhile.
    }
  }
}
