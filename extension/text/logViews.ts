/**
 * Logs that are too large (or too compressed) for a text editor, a window of lines at a time: read-only documents. One document of a log is
 * the one that moves to whatever line is asked for; others stand around one line (`#L4547`), as targets of definitions. Line numbers are the
 * log's: drawn beside the text, because the editor counts from 1.
 */
import * as vscode from 'vscode';
import { COMPRESSED, LogFile } from './logFile.ts';

export const logScheme = 'stallscope-log';

/** Lines shown at a time: some hundred kB of text. */
const WINDOW_LINES = 4000;
/** A line near the edge is shown with this much around it. */
const MARGIN = 200;
/** Equal content brings no event. */
const REFRESHES_MS = 2000;

interface LogView {
  readonly log: vscode.Uri;
  readonly file: LogFile;
  /** First line of the window, 1-based. */
  from: number;
  /** Its text has been asked for. */
  isShown: boolean;
}

export class LogViews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #views = new Map<string, LogView>();
  readonly #files = new Map<string, LogFile>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;

  constructor() {
    this.#subscription = vscode.workspace.registerTextDocumentContentProvider(logScheme, this);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** The log behind a document, and the line of the log that stands in its first line. */
  originOf({ uri }: vscode.TextDocument): { readonly uri: vscode.Uri; readonly firstLine: number } {
    if (uri.scheme !== logScheme) return { uri, firstLine: 1 };
    const view = this.#viewOf(uri);
    return { uri: view.log, firstLine: view.from };
  }

  /** The window, and the lines of the log known so far. */
  extentOf({ uri }: vscode.TextDocument): { readonly from: number; readonly to: number; readonly lines: number; readonly isWhole: boolean } {
    const { from, file: { lines, isWhole } } = this.#viewOf(uri);
    return { from, to: from + WINDOW_LINES, lines, isWhole };
  }

  /** A line of a log in a document of its own. */
  locationOf(log: vscode.Uri, line: number): vscode.Location {
    const uri = viewUri(log, line);
    return new vscode.Location(uri, new vscode.Position(line - this.#viewOf(uri).from, 0));
  }

  /** Shows a line of a log (1-based); the window moves when the line is not in it. */
  async open(log: vscode.Uri, line: number, options: vscode.TextDocumentShowOptions = {}): Promise<vscode.TextEditor> {
    const uri = viewUri(log);
    const view = this.#viewOf(uri);
    const { file } = view;
    const isAnother = await file.startOver().catch(() => {
      throw new Error(vscode.l10n.t('{0} cannot be read: is it still there?', log.fsPath));
    });
    const before = file.lines;
    await this.#reach(file, line + WINDOW_LINES);
    const target = Math.max(1, Math.min(line, file.lines));
    const to = view.from + WINDOW_LINES;
    const isInside = target >= view.from + (view.from === 1 ? 0 : MARGIN) && target < to - (file.isWhole && to > file.lines ? 0 : MARGIN);
    // The window showed the end of a log that has grown.
    const isLonger = file.lines > before && to > before && view.isShown;
    if (!isInside || isAnother) view.from = firstLineAround(target);
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (isOpen && (!isInside || isAnother || isLonger)) await this.#refreshed(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.languageId !== 'strace') await vscode.languages.setTextDocumentLanguage(document, 'strace');
    const position = new vscode.Position(target - view.from, 0);
    const editor = await vscode.window.showTextDocument(document, { preview: false, ...options, selection: new vscode.Range(position, position) });
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenter);
    return editor;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const view = this.#viewOf(uri);
    view.isShown = true;
    await this.#reach(view.file, view.from + WINDOW_LINES);
    return view.file.read(view.from, view.from + WINDOW_LINES);
  }

  async #reach(file: LogFile, line: number): Promise<void> {
    if (file.lines >= line) return;
    const title = vscode.l10n.t('Finding line {0}', line);
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => file.reach(line));
  }

  /** Resolves when the editor has the new content. */
  async #refreshed(uri: vscode.Uri): Promise<void> {
    const wanted = uri.toString();
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        subscription.dispose();
        clearTimeout(timer);
        resolve();
      };
      const subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === wanted) finish();
      });
      const timer = setTimeout(finish, REFRESHES_MS);
      this.#changed.fire(uri);
    });
  }

  #viewOf(uri: vscode.Uri): LogView {
    const key = uri.toString();
    let view = this.#views.get(key);
    if (!view) {
      const line = /^L(\d{1,12})$/.exec(uri.fragment)?.[1];
      view = { log: vscode.Uri.parse(uri.query, true), file: this.#fileOf(uri), from: line === undefined ? 1 : firstLineAround(Number(line)), isShown: false };
      this.#views.set(key, view);
    }
    return view;
  }

  #fileOf({ query }: vscode.Uri): LogFile {
    const file = this.#files.get(query) ?? new LogFile(vscode.Uri.parse(query, true).fsPath);
    this.#files.set(query, file);
    return file;
  }
}

const firstLineAround = (line: number): number => Math.max(1, line - Math.floor(WINDOW_LINES / 2));

/** Shown as the name of the log without its compression, so that it is known as a log. */
export function viewUri(log: vscode.Uri, line?: number): vscode.Uri {
  return vscode.Uri.from({ scheme: logScheme, path: log.path.replace(COMPRESSED, ''), query: log.toString(), ...(line === undefined ? {} : { fragment: `L${line}` }) });
}
