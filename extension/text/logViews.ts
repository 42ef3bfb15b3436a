/**
 * Logs that are too large (or too compressed) for a text editor, a window of lines at a time: a read-only document whose content moves.
 * One document a log. Its line numbers are the log's: drawn beside the text, because the editor counts from 1.
 */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { fileSource } from '../../cli/fileSource.ts';
import type { ByteSource } from '../../analyzer/trace/input.ts';
import { cutLines, LineOffsets } from './lineOffsets.ts';

export const logScheme = 'stallscope-log';

/** Lines shown at a time: some hundred kB of text. */
const WINDOW_LINES = 4000;
/** A line near the edge is shown with this much around it. */
const MARGIN = 200;
/** Bytes read at once; a window of very long lines is cut there. */
const MOST_WINDOW_BYTES = 16 << 20;
/** Bytes scanned for newlines at a time: a few ms of work between two waits. */
const SCAN_BYTES = 4 << 20;

const COMPRESSED = /\.(gz|zst)$/i;

interface LogView {
  readonly log: vscode.Uri;
  /** Of the file as it was when its lines were looked for. */
  size: number;
  modified: number;
  offsets: LineOffsets;
  source: ByteSource;
  /** Reads on from where it was; the same file, so that a compressed one need not start over. */
  scanned: ByteSource;
  /** First line of the window, 1-based. */
  from: number;
  /** Behind the last line of the window. */
  to: number;
  isWhole: boolean;
  /** Its text has been asked for. */
  isShown: boolean;
  scanning: Promise<void>;
}

export class LogViews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #views = new Map<string, LogView>();
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

  /** Lines of the log known so far, and whether these are all. */
  extentOf({ uri }: vscode.TextDocument): { readonly from: number; readonly to: number; readonly lines: number; readonly isWhole: boolean } {
    const { from, to, offsets, isWhole } = this.#viewOf(uri);
    return { from, to, lines: offsets.lines, isWhole };
  }

  /** Shows a line of a log (1-based); the window moves when the line is not in it. */
  async open(log: vscode.Uri, line: number, options: vscode.TextDocumentShowOptions = {}): Promise<vscode.TextEditor> {
    const uri = viewUri(log);
    const view = this.#viewOf(uri);
    const isAnother = await this.#startOver(view);
    const before = view.offsets.lines;
    await this.#reach(view, line + WINDOW_LINES);
    // The window showed the end of a log that has grown.
    const isLonger = view.offsets.lines > before && view.to > before && view.isShown;
    const target = Math.max(1, Math.min(line, view.offsets.lines));
    const known = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    const isInside = target >= view.from + (view.from === 1 ? 0 : MARGIN) && target < view.to - (view.isWhole && view.to > view.offsets.lines ? 0 : MARGIN);
    if (!isInside || isAnother) {
      view.from = Math.max(1, target - Math.floor(WINDOW_LINES / 2));
      view.to = view.from + WINDOW_LINES;
    }
    if (known && (!isInside || isAnother || isLonger)) await this.#refreshed(uri);
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
    await this.#reach(view, view.to);
    const start = view.offsets.before(view.from);
    const end = view.offsets.before(view.to + 1024);
    const length = end.line > view.to ? end.offset - start.offset : view.offsets.bytes - start.offset;
    const bytes = await view.source.read!(start.offset, Math.min(length, MOST_WINDOW_BYTES));
    const text = new TextDecoder('utf-8').decode(cutLines(bytes, start.line, view.from, view.to));
    return text.endsWith('\n') ? text.slice(0, -1) : text;
  }

  /** True when the file is another one than before: shorter, or compressed anew. One that has grown goes on. */
  async #startOver(view: LogView): Promise<boolean> {
    const { size, mtimeMs } = await stat(view.log.fsPath).catch(() => {
      throw new Error(vscode.l10n.t('{0} cannot be read: is it still there?', view.log.fsPath));
    });
    const isAnother = view.size >= 0 && (size < view.size || (mtimeMs !== view.modified && COMPRESSED.test(view.log.path)));
    view.size = size;
    view.modified = mtimeMs;
    if (isAnother) Object.assign(view, { offsets: new LineOffsets(), source: fileSource(view.log.fsPath), scanned: fileSource(view.log.fsPath), isWhole: false });
    return isAnother;
  }

  /** Finds the beginnings of lines up to `line`, or to the end. */
  async #reach(view: LogView, line: number): Promise<void> {
    // What failed once (a file that was away) may succeed now.
    view.scanning = view.scanning.catch(() => {}).then(async () => {
      if (view.offsets.lines >= line) return;
      const title = vscode.l10n.t('Finding line {0}', line);
      await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
        while (view.offsets.lines < line) {
          const bytes = await view.scanned.read!(view.offsets.bytes, SCAN_BYTES);
          // A log that is still written may go on later.
          view.isWhole = bytes.length === 0;
          if (view.isWhole) return;
          view.offsets.push(bytes);
        }
      });
    });
    return view.scanning;
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
      // Equal content brings no event.
      const timer = setTimeout(finish, 2000);
      this.#changed.fire(uri);
    });
  }

  #viewOf(uri: vscode.Uri): LogView {
    const key = uri.toString();
    let view = this.#views.get(key);
    if (!view) {
      const log = vscode.Uri.parse(uri.query, true);
      view = {
        log, size: -1, modified: 0, offsets: new LineOffsets(), source: fileSource(log.fsPath), scanned: fileSource(log.fsPath), from: 1, to: 1 + WINDOW_LINES,
        isWhole: false, isShown: false, scanning: Promise.resolve(),
      };
      this.#views.set(key, view);
    }
    return view;
  }
}

/** Shown as the name of the log without its compression, so that it is known as a log. */
export function viewUri(log: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: logScheme, path: log.path.replace(COMPRESSED, ''), query: log.toString() });
}
