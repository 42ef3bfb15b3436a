/** Asks a short-lived worker which recordings lie beside a file. */
import { Worker } from 'node:worker_threads';
import type { Recording } from './recording.ts';
import type { SurveyTask } from './workerTask.ts';

/** Empty when the worker fails: a file without partners is still a file. */
export function recordingsBeside(workerFile: string, file: string): Promise<readonly Recording[]> {
  return new Promise((settle) => {
    const worker = new Worker(workerFile, { workerData: { kind: 'survey', file } satisfies SurveyTask });
    worker.once('message', (recordings: readonly Recording[]) => settle(recordings));
    worker.once('error', () => settle([]));
    worker.once('exit', () => settle([]));
  });
}
