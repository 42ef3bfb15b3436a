/** The live sessions of this window: each has an address of its own, under which its timeline opens like a recording. */
import * as vscode from 'vscode';
import type { LiveTask } from './liveTask.ts';

export const liveScheme = 'stallscope-live';

export const isLive = (uri: vscode.Uri): boolean => uri.scheme === liveScheme;

export class LiveSessions {
  readonly #tasks = new Map<string, LiveTask>();
  #started = 0;

  /** Its address. */
  add(task: LiveTask): vscode.Uri {
    const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '.');
    const uri = vscode.Uri.from({ scheme: liveScheme, path: `/live ${time}${this.#started++ === 0 ? '' : ` (${this.#started})`}` });
    this.#tasks.set(uri.toString(), task);
    return uri;
  }

  /** Undefined for a session of a window that is gone: its timeline cannot come back. */
  taskOf(uri: vscode.Uri): LiveTask | undefined {
    return this.#tasks.get(uri.toString());
  }
}
