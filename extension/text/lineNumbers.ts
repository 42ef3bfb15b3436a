/** Line numbers of the log beside the text of a log view, for the lines in sight. */
import * as vscode from 'vscode';
import { logScheme, type LogViews } from './logViews.ts';

const AROUND = 60;

export class LineNumbers implements vscode.Disposable {
  readonly #views: LogViews;
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    before: { color: new vscode.ThemeColor('editorLineNumber.foreground'), margin: '0 1.5em 0 0' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #subscriptions: vscode.Disposable[];

  constructor(views: LogViews) {
    this.#views = views;
    this.#subscriptions = [
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.#draw(editor))),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.#draw(textEditor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.#draw(editor);
      }),
    ];
    for (const editor of vscode.window.visibleTextEditors) this.#draw(editor);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#decoration.dispose();
  }

  #draw(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (document.uri.scheme !== logScheme) return;
    if (editor.options.lineNumbers !== vscode.TextEditorLineNumbersStyle.Off) editor.options = { lineNumbers: vscode.TextEditorLineNumbersStyle.Off };
    const { firstLine } = this.#views.originOf(document);
    const width = String(firstLine + document.lineCount).length;
    const decorations: vscode.DecorationOptions[] = [];
    for (const { start, end } of editor.visibleRanges) {
      for (let line = Math.max(0, start.line - AROUND); line <= Math.min(document.lineCount - 1, end.line + AROUND); line++) {
        const contentText = String(firstLine + line).padStart(width, '\u2007');
        decorations.push({ range: new vscode.Range(line, 0, line, 0), renderOptions: { before: { contentText } } });
      }
    }
    editor.setDecorations(this.#decoration, decorations);
  }
}
