/** strace logs that are open as text hold a trace, so that what is known of their lines can be shown; small ones start one. */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { RecordingSets } from './recordingSets.ts';
import { settings } from './settings.ts';
import type { Lease, Traces } from './traces.ts';

const isLog = ({ languageId, uri }: vscode.TextDocument): boolean => languageId === 'strace' && uri.scheme === 'file';

export class OpenLogs implements vscode.Disposable {
  readonly #traces: Traces;
  readonly #sets: RecordingSets;
  readonly #leases = new Map<vscode.TextDocument, Lease>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(traces: Traces, sets: RecordingSets) {
    this.#traces = traces;
    this.#sets = sets;
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => void this.#opened(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      // A trace that a timeline opened over a log which is there already.
      traces.onDidOpen(() => this.#holdAll()),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#activate(editor)),
    ];
    for (const document of vscode.workspace.textDocuments) void this.#opened(document);
  }

  /** Analyses the log now, whatever the settings say. */
  async analyze(document: vscode.TextDocument): Promise<void> {
    if (this.#leases.has(document) || this.#hold(document)) return;
    const { uris, dictionaries } = await this.#sets.setOf(document.uri);
    const lease = this.#traces.acquire(uris, dictionaries);
    // The trace that has just opened may be held for the log by now, or the log be closed.
    if (document.isClosed || this.#leases.has(document)) lease.dispose();
    else this.#leases.set(document, lease);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const lease of this.#leases.values()) lease.dispose();
    this.#leases.clear();
  }

  async #opened(document: vscode.TextDocument): Promise<void> {
    if (!isLog(document) || this.#hold(document) || !settings.analyzeOnOpen) return;
    try {
      if ((await stat(document.uri.fsPath)).size <= settings.automaticLimit) await this.analyze(document);
    } catch {
      // Gone already: there is nothing to analyse.
    }
  }

  #closed(document: vscode.TextDocument): void {
    this.#leases.get(document)?.dispose();
    this.#leases.delete(document);
  }

  #holdAll(): void {
    for (const document of vscode.workspace.textDocuments) if (isLog(document)) this.#hold(document);
  }

  /** True when the log's lines belong to a trace that is open. */
  #hold(document: vscode.TextDocument): boolean {
    if (this.#leases.has(document)) return true;
    const trace = this.#traces.traceOf(document.uri);
    const lease = trace && this.#traces.hold(trace);
    if (lease) this.#leases.set(document, lease);
    return lease !== undefined;
  }

  #activate(editor: vscode.TextEditor | undefined): void {
    const lease = editor && this.#leases.get(editor.document);
    if (lease) this.#traces.activate(lease.trace);
  }
}
