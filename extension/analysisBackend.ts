/** Chooses where a trace is analysed. */
import * as vscode from 'vscode';
import { processBackend, workerBackend } from './backend.ts';
import { isLive, type LiveSessions } from './live/liveSessions.ts';
import type { TraceSettings } from './trace.ts';
import type { Workers } from './workers.ts';

export interface BackendFiles {
  readonly workers: Workers;
  /** dist/liveProcess.cjs */
  readonly liveProcessFile: string;
  readonly sessions: LiveSessions;
}

export function analysisBackend({ workers, liveProcessFile, sessions }: BackendFiles): TraceSettings['startBackend'] {
  return (inputs, dictionaries, events) => {
    const live = inputs.find(({ uri }) => isLive(uri));
    if (!live) {
      const files = inputs.map(({ uri, path }) => ({ path, ...(uri.scheme === 'file' ? { file: uri.fsPath } : {}) }));
      return workerBackend(workers.analyse({ kind: 'analysis', inputs: files, dictionaries }), events);
    }
    const task = sessions.taskOf(live.uri);
    if (task) return processBackend(liveProcessFile, { ...task, dictionaries }, events);
    // The window was closed meanwhile, and the sources with it.
    setTimeout(() => events.onFail(vscode.l10n.t('This live session has ended with its window. Start a new one, or open its recording.')));
    return { post: () => {}, stop: () => {} };
  };
}
