/** The index of each log that is open as text: made when it is first asked for, in slices, and made anew when the text has changed. */
import * as vscode from 'vscode';
import { LogIndex } from './logIndex.ts';

/** Lines handed over at a time: some ms of work between two turns of the event loop. */
const SLICE_LINES = 2000;

interface Entry {
  readonly version: number;
  readonly index: Promise<LogIndex | undefined>;
}

export class LogIndexes implements vscode.Disposable {
  readonly #entries = new Map<string, Entry>();
  readonly #subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#entries.delete(uri.toString()));

  /** Undefined when the document changed or was closed meanwhile: whoever asked will ask again. */
  of(document: vscode.TextDocument): Promise<LogIndex | undefined> {
    const key = document.uri.toString();
    const known = this.#entries.get(key);
    if (known?.version === document.version) return known.index;
    const entry: Entry = { version: document.version, index: build(document) };
    this.#entries.set(key, entry);
    return entry.index;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#entries.clear();
  }
}

async function build(document: vscode.TextDocument): Promise<LogIndex | undefined> {
  const { version } = document;
  const index = new LogIndex(document.uri.path);
  for (let line = 0; line < document.lineCount; line += SLICE_LINES) {
    index.push(document.getText(new vscode.Range(line, 0, line + SLICE_LINES, 0)));
    await new Promise((resolve) => setImmediate(resolve));
    if (document.version !== version || document.isClosed) return undefined;
  }
  index.end();
  return index;
}
