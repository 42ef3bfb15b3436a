/** A file that is open as a timeline: what is analysed with it, and its panels. */
import * as vscode from 'vscode';
import type { SavedView } from '../analyzer/view/protocol.ts';
import type { RecordingSet } from './recordingSets.ts';
import type { StallscopeFile } from './stallscopeFile.ts';
import type { TimelinePanel } from './timelinePanel.ts';
import type { OpenTrace } from './trace.ts';
import type { Lease } from './traces.ts';

/** What belongs to a file, and the hold on its analysis. */
export interface Opened {
  readonly set: RecordingSet;
  readonly lease: Lease;
}

export class TimelineDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly panels = new Set<TimelinePanel>();
  /** Settles when it is known which files belong to this one; the page can be loaded meanwhile. */
  readonly ready: Promise<OpenTrace>;
  /** As the screen looks now. */
  view: SavedView | undefined;
  #opened: Opened | undefined;
  #watcher: vscode.FileSystemWatcher | undefined;
  #isDisposed = false;

  constructor(uri: vscode.Uri, opening: Promise<Opened>) {
    this.uri = uri;
    this.ready = opening.then((opened) => {
      this.use(opened);
      return opened.lease.trace;
    });
  }

  /** undefined until it is ready. */
  get trace(): OpenTrace | undefined {
    return this.#opened?.lease.trace;
  }

  /** The files, and why these. */
  get set(): RecordingSet | undefined {
    return this.#opened?.set;
  }

  /** These files from now on. */
  use(opened: Opened): void {
    if (this.#isDisposed) {
      opened.lease.dispose();
      return;
    }
    const previous = this.#opened;
    this.#opened = opened;
    this.view = opened.set.view;
    for (const panel of this.panels) {
      panel.followTrace();
      if (previous && opened.set.view) panel.tell('view', { view: opened.set.view });
    }
    previous?.lease.dispose();
  }

  /** What the *.stallscope file of this document says by now. */
  wrote(saved: StallscopeFile): void {
    if (this.#opened) this.#opened = { ...this.#opened, set: { ...this.#opened.set, saved } };
  }

  /** Calls `changed` whenever the file itself is written, by whomever. */
  watch(changed: () => void): void {
    // The name itself may have characters that a pattern understands otherwise.
    this.#watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(this.uri, '..'), '*'));
    this.#watcher.onDidChange((uri) => {
      if (uri.toString() === this.uri.toString()) changed();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watcher?.dispose();
    this.#opened?.lease.dispose();
  }
}
