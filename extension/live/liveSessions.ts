/** The live sessions of this window: each has an address of its own, under which its timeline opens like a recording. */
import * as vscode from 'vscode';
import type { Feeds } from '../../cli/live/feeds.ts';
import type { LiveTask } from './liveTask.ts';

export const liveScheme = 'stallscope-live';

export const isLive = (uri: vscode.Uri): boolean => uri.scheme === liveScheme;

export class LiveSessions implements vscode.Disposable {
  readonly #tasks = new Map<string, LiveTask>();
  /** Pipes that somebody feeds. */
  readonly #feeds = new Map<string, Feeds>();
  #started = 0;

  /** Its address. */
  add(task: LiveTask, feeds: Feeds): vscode.Uri {
    const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '.');
    const uri = vscode.Uri.from({ scheme: liveScheme, path: `/live ${time}${this.#started++ === 0 ? '' : ` (${this.#started})`}` });
    this.#tasks.set(uri.toString(), task);
    this.#feeds.set(uri.toString(), feeds);
    return uri;
  }

  /** Nobody looks at it any more; the task stays, for who opens it again. */
  end(uri: vscode.Uri): void {
    this.#feeds.get(uri.toString())?.remove();
    this.#feeds.delete(uri.toString());
  }

  dispose(): void {
    for (const feeds of this.#feeds.values()) feeds.remove();
  }

  /** Undefined for a session of a window that is gone: its timeline cannot come back. */
  taskOf(uri: vscode.Uri): LiveTask | undefined {
    return this.#tasks.get(uri.toString());
  }
}
