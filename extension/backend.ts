/** Where an analysis runs: a worker for files, a process of its own for a live session. Either answers messages until it is stopped or fails. */
import { fork } from 'node:child_process';
import type { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { Message } from '../analyzer/view/client.ts';
import { steadyMemory } from '../cli/live/steadyMemory.ts';
import type { LiveTask } from './live/liveTask.ts';

export interface BackendEvents {
  readonly onMessage: (message: Message) => void;
  /** It will answer no more; said once. */
  readonly onFail: (text: string) => void;
}

export interface Backend {
  post(message: Message): void;
  /** Ends it by force where it has not ended by itself. */
  stop(): void;
}

export function workerBackend(worker: Worker, { onMessage, onFail }: BackendEvents): Backend {
  worker.on('message', onMessage);
  worker.on('error', (error: Error & { code?: string }) => onFail(crashText(error)));
  worker.on('exit', (code) => onFail(vscode.l10n.t('The analysis ended unexpectedly (exit code {0}).', code)));
  return { post: (message) => worker.postMessage(message), stop: () => void worker.terminate() };
}

function crashText(error: Error & { code?: string }): string {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? vscode.l10n.t('The recording needs more memory than the analysis may use. Cut it to the minutes around the stall and open it again.')
    : vscode.l10n.t('The analysis stopped by a mistake of Stallscope, not of your files: {0}', error.message);
}

/** A process that is stopped has so long to end its sources, ms. */
const ENDING_MS = 4000;

export function processBackend(file: string, task: LiveTask, { onMessage, onFail }: BackendEvents): Backend {
  // Typed arrays must arrive as such; the electron of a desktop editor runs as Node.
  const child = fork(file, [], { serialization: 'advanced', env: { ...steadyMemory, ...process.env, ELECTRON_RUN_AS_NODE: '1' }, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  child.on('message', (message) => onMessage(message as Message));
  child.on('error', (error) => onFail(vscode.l10n.t('The live session cannot be started: {0}', error.message)));
  child.on('exit', (code) => onFail(vscode.l10n.t('The live session ended unexpectedly (exit code {0}).', code ?? 'signal')));
  child.send(task);
  return {
    post: (message) => {
      if (child.connected) child.send(message);
    },
    stop: () => {
      // It ends its sources and itself when nobody listens any more.
      if (child.connected) child.disconnect();
      const kill = setTimeout(() => child.kill('SIGKILL'), ENDING_MS);
      child.once('exit', () => clearTimeout(kill));
    },
  };
}
