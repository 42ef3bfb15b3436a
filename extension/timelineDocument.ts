/** A file that is open as a timeline: what is analysed with it, and its panels. */
import * as vscode from 'vscode';
import type { SavedView } from '../analyzer/view/protocol.ts';
import type { RecordingSet } from './recordingSets.ts';
import type { TimelinePanel } from './timelinePanel.ts';
import type { OpenTrace } from './trace.ts';
import type { Lease } from './traces.ts';

export class TimelineDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly panels = new Set<TimelinePanel>();
  /** The files, and why these. */
  set: RecordingSet;
  /** As the screen looks now. */
  view: SavedView | undefined;
  #lease: Lease;
  #watcher: vscode.FileSystemWatcher | undefined;

  constructor(uri: vscode.Uri, set: RecordingSet, lease: Lease) {
    this.uri = uri;
    this.set = set;
    this.view = set.view;
    this.#lease = lease;
  }

  get trace(): OpenTrace {
    return this.#lease.trace;
  }

  /** Other files from now on. */
  replace(set: RecordingSet, lease: Lease): void {
    const previous = this.#lease;
    this.set = set;
    this.#lease = lease;
    for (const panel of this.panels) {
      panel.followTrace();
      if (set.view) panel.tell('view', { view: set.view });
    }
    previous.dispose();
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
    this.#watcher?.dispose();
    this.#lease.dispose();
  }
}
