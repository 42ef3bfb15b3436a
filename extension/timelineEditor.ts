/** The read-only custom editor: documents (timelineDocument.ts) and their panels (timelinePanel.ts). */
import * as vscode from 'vscode';
import { plainWords } from './plainWords.ts';
import { isStallscopeFile, type RecordingSets } from './recordingSets.ts';
import { keepBookmarks } from './saveStallscope.ts';
import { settings } from './settings.ts';
import type { LogViews } from './text/logViews.ts';
import { TimelineDocument, type Opened } from './timelineDocument.ts';
import { TimelinePanel } from './timelinePanel.ts';
import type { OpenTrace } from './trace.ts';
import type { Traces } from './traces.ts';
import { webviewHtml } from './webviewHtml.ts';

export class TimelineEditor implements vscode.CustomReadonlyEditorProvider<TimelineDocument>, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #traces: Traces;
  readonly #sets: RecordingSets;
  readonly #views: LogViews;
  readonly #documents = new Set<TimelineDocument>();
  readonly #opened = new vscode.EventEmitter<TimelineDocument>();
  /** A document is there, or has other files. */
  readonly onDidOpen = this.#opened.event;
  /** By file: why it could not be opened the last time. */
  readonly #failures = new Map<string, unknown>();
  /** A panel is there, or will never be. */
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  constructor(extensionUri: vscode.Uri, traces: Traces, sets: RecordingSets, views: LogViews) {
    this.#extensionUri = extensionUri;
    this.#traces = traces;
    this.#sets = sets;
    this.#views = views;
    this.#subscription = sets.onDidChange((uri) => void this.#setChanged(uri));
  }

  /** The panel that commands mean. */
  get activePanel(): TimelinePanel | undefined {
    const { active } = this.#traces;
    return this.#panels.find(({ panel }) => panel.active) ?? this.#panels.find(({ panel, trace }) => panel.visible && trace === active);
  }

  get activeDocument(): TimelineDocument | undefined {
    const panel = this.activePanel;
    return panel && [...this.#documents].find(({ panels }) => panels.has(panel));
  }

  /** The panel of a file that is being opened; rejects when it cannot be. */
  whenShown(uri: vscode.Uri): Promise<TimelinePanel> {
    const key = uri.toString();
    return new Promise((resolve, reject) => {
      const look = (): boolean => {
        const panel = [...this.#documents].filter((document) => document.uri.toString() === key).flatMap(({ panels }) => [...panels])[0];
        if (panel) resolve(panel);
        else if (this.#failures.has(key)) reject(this.#failures.get(key));
        else return false;
        return true;
      };
      if (look()) return;
      const subscription = this.#changed.event(() => {
        if (look()) subscription.dispose();
      });
    });
  }

  documentOf(trace: OpenTrace): TimelineDocument | undefined {
    return [...this.#documents].find((document) => document.trace === trace);
  }

  panelOf(trace: OpenTrace): TimelinePanel | undefined {
    const panels = this.#panels.filter((panel) => panel.trace === trace);
    return panels.find(({ panel }) => panel.visible) ?? panels[0];
  }

  async openCustomDocument(uri: vscode.Uri): Promise<TimelineDocument> {
    this.#failures.delete(uri.toString());
    const document = new TimelineDocument(uri, this.#open(uri));
    const ready = document.ready.then(() => this.#opened.fire(document));
    // Otherwise the page is told, by its first request.
    ready.catch(() => {});
    if (isStallscopeFile(uri)) {
      // Whether it can be understood is known at once, and the editor says so in its own way when it cannot.
      try {
        await ready;
      } catch (error) {
        this.#failures.set(uri.toString(), error);
        this.#changed.fire();
        throw error;
      }
      document.watch(() => this.#sets.changed(uri));
    }
    this.#documents.add(document);
    return document;
  }

  resolveCustomEditor(document: TimelineDocument, panel: vscode.WebviewPanel): void {
    const assets = vscode.Uri.joinPath(this.#extensionUri, 'dist');
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [assets] };
    const timeline = new TimelinePanel(panel, {
      traces: this.#traces,
      views: this.#views,
      trace: () => document.trace,
      ready: () => document.ready,
      view: () => document.view ?? settings.firstView,
      keep: (view) => {
        document.view = view;
        void this.#sets.keepView(document.uri, view);
        void keepBookmarks(document, view);
      },
    });
    document.panels.add(timeline);
    panel.onDidDispose(() => {
      timeline.dispose();
      document.panels.delete(timeline);
      if (document.panels.size === 0) this.#documents.delete(document);
    });
    webview.html = webviewHtml({
      cspSource: webview.cspSource,
      asset: (name) => webview.asWebviewUri(vscode.Uri.joinPath(assets, name)).toString(),
      language: vscode.env.language,
      title: panel.title,
      words: vscode.l10n.bundle,
    });
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#opened.dispose();
    this.#changed.dispose();
  }

  get #panels(): TimelinePanel[] {
    return [...this.#documents].flatMap(({ panels }) => [...panels]);
  }

  async #open(uri: vscode.Uri): Promise<Opened> {
    const set = await this.#sets.setOf(uri);
    return { set, lease: this.#traces.acquire(set.uris, set.dictionaries) };
  }

  async #setChanged(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    for (const document of this.#documents) {
      if (document.uri.toString() !== key) continue;
      try {
        const opened = await this.#open(uri);
        const { saved } = opened.set;
        // This document wrote it itself.
        if (saved && JSON.stringify(saved.raw) === JSON.stringify(document.set?.saved?.raw)) opened.lease.dispose();
        else {
          document.use(opened);
          this.#opened.fire(document);
        }
      } catch (error) {
        void vscode.window.showErrorMessage(plainWords((error as Error).message));
      }
    }
  }
}
